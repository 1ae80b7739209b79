"""Opening emergency access, ending it, and answering about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import TooLate
from plait.children.models import Child
from plait.sharing.emergency import operations, queries, rules
from plait.sharing.models import Emergency
from plait.sharing.web import emergency_forms as forms
from plait.sharing.web import emergency_pages as pages
from plait.sharing.web.door import Asking, child_page, person_page


@person_page("emergency", writes=True)
def open_by_name(request: Asking) -> HttpResponse:
    """Somebody is in danger, and somebody needs to know now (rule E1)."""
    rules.may_open(request.viewer.hat, request.viewer.role).require()
    form = forms.Open(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            emergency = operations.open_by_name(
                form.sought(), form.need(), viewer=request.viewer
            )
        except TooLate as already:
            form.add_error(None, str(already))
        else:
            return _lead_on(request, emergency)
    own = [pages.own(one, request.viewer) for one in queries.list_own(request.viewer)]
    return render(request, "sharing/emergency_open.jinja", {"form": form, "own": own})


@child_page("sharing", writes=True)
def open_more(request: Asking, child: Child) -> HttpResponse:
    """I need to see more, now: for somebody who is in the team."""
    rules.may_open(request.viewer.hat, request.viewer.role).require()
    form = forms.More(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            emergency = operations.open_more(child, form.need(), viewer=request.viewer)
        except TooLate as already:
            form.add_error(None, str(already))
        else:
            return _lead_on(request, emergency)
    return render(request, "sharing/emergency_more.jinja", {"form": form})


def _lead_on(request: Asking, emergency: Emergency) -> HttpResponse:
    """To the child; or to what was written down, when nobody was found."""
    if emergency.glass is None:
        return redirect("emergency:own", emergency_id=emergency.pk)
    messages.success(request, "Open. You can read, and not write.")
    return redirect("today:child", child_id=emergency.glass.child_id)


@child_page("sharing", writes=True)
def end(request: Asking, child: Child) -> HttpResponse:
    """End it now; from here on there is nothing to see."""
    if request.method != "POST":
        return redirect("today:child", child_id=child.pk)
    operations.end(child, viewer=request.viewer)
    messages.success(request, "Emergency access has ended.")
    return redirect("today:today")


@person_page("emergency", writes=True)
def own(request: Asking, emergency_id: UUID) -> HttpResponse:
    """One of one's own: what came of it, and what the reviewer asks."""
    emergency = queries.get_own(emergency_id, viewer=request.viewer)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["answer"]
        operations.answer(emergency.pk, said, viewer=request.viewer)
        messages.success(request, "Your answer is on its way to whoever reviews it.")
        return redirect("emergency:own", emergency_id=emergency.pk)
    page = pages.own_page(emergency, request.viewer)
    return render(request, "sharing/emergency_own.jinja", {"page": page, "form": form})
