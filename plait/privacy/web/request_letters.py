"""A request that came by letter or phone, and one that is taken back."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.privacy import answering
from plait.privacy.models import AccessRequest
from plait.privacy.operations import letters as operations
from plait.privacy.queries import desks, letters, requests
from plait.privacy.web.letter_forms import Entered, TakenBack
from plait.sharing.web.door import Asking, child_page, person_page


@person_page("requests", writes=True)
def enter(request: Asking) -> HttpResponse:
    """Write down what came to one's own agency (D70)."""
    viewer = request.viewer
    if not letters.may_enter(viewer):
        raise AccessRequest.DoesNotExist
    form = Entered(
        request.POST or None,
        today=viewer.today,
        find=partial(letters.find, viewer=viewer),
        waits=partial(letters.is_waiting, viewer=viewer),
    )
    if request.method == "POST" and form.is_valid() and form.named:
        made = operations.enter(form.named, form.letter(), viewer=viewer)
        messages.success(request, "It is written down. Whoever asked is told.")
        return redirect("privacy:request", made.pk)
    page = {"service": requests.service_of(viewer).short_name}
    return render(request, "privacy/enter_request.jinja", {"form": form, "page": page})


@person_page("requests", writes=True)
def taken_back(request: Asking, request_id: UUID) -> HttpResponse:
    """Write down that whoever asked has taken it back (D73)."""
    found = requests.get_at_desk(request_id, viewer=request.viewer)
    desk = desks.desk_for(found, request.viewer)
    if not answering.may_enter(desk, request.viewer.person_id).allowed:
        raise AccessRequest.DoesNotExist
    answering.may_take_back(found).require()
    form = TakenBack(request.POST or None)
    if request.method == "POST" and form.is_valid():
        came = form.cleaned_data["came"]
        operations.note_taken_back(request_id, came, viewer=request.viewer)
        messages.success(request, "It is taken back. Whoever asked is told.")
        return redirect("privacy:request", request_id)
    page = {"request_id": request_id, "asked_on": found.asked_at}
    return render(request, "privacy/taken_back.jinja", {"page": page, "form": form})


@child_page("request", writes=True)
def take_back(request: Asking, child: Child, request_id: UUID) -> HttpResponse:
    """Whoever asked does not want it any more: asked once more, then done (D73)."""
    found = requests.get_own(request_id, child=child, viewer=request.viewer)
    answering.may_take_back(found).require()
    if request.method == "POST":
        operations.take_back(request_id, child, viewer=request.viewer)
        messages.success(request, "You have taken it back. They are told.")
        return redirect("privacy:ask", child.pk)
    page = {"child": child.called, "service": found.agency.short_name}
    return render(request, "privacy/take_back.jinja", {"page": page})
