"""Reviewing somebody else's emergency access, and how often it is used."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import NotPermitted
from plait.agencies.models import Agency
from plait.agencies.roles import PRIVACY_LEAD
from plait.ledger import operations as ledger
from plait.sharing.emergency import queries, reviewing
from plait.sharing.web import emergency_forms as forms
from plait.sharing.web import emergency_pages as pages
from plait.sharing.web.door import Asking, person_page

NOT_YOURS = "These numbers are for privacy leads."


@person_page("emergency-review", writes=True)
def review(request: Asking, emergency_id: UUID) -> HttpResponse:
    """A second person looks at it (rule E5)."""
    viewer = request.viewer
    emergency = queries.get_for_review(emergency_id, viewer=viewer)
    form = forms.Review(
        request.POST or None,
        asked_on=forms.asked_on(emergency),
        today=viewer.today,
        found=emergency.glass is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _reviewed(request, emergency_id, form)
        except NotPermitted as wrong:
            form.add_error("outcome", str(wrong))
    page = pages.review_page(emergency, viewer)
    # Its own line, because reading about a review is not looking at the child.
    request.after_reading.append(
        partial(
            ledger.record,
            "sharing.emergency.read-for-review",
            viewer=viewer,
            child_id=emergency.glass.child_id if emergency.glass else None,
            emergency=emergency.pk,
        )
    )
    return render(
        request, "sharing/emergency_review.jinja", {"page": page, "form": form}
    )


def _reviewed(request: Asking, emergency_id: UUID, form: forms.Review) -> HttpResponse:
    if form.cleaned_data["outcome"] == forms.ASK:
        question = form.cleaned_data["words"]
        reviewing.ask(emergency_id, question, viewer=request.viewer)
        messages.success(request, "Your question has gone. It stays on your list.")
    else:
        reviewing.review(emergency_id, form.verdict(), viewer=request.viewer)
        messages.success(request, "Reviewed. Thank you for looking at it.")
    return redirect("today:today")


@person_page("emergency-numbers")
def numbers(request: Asking) -> HttpResponse:
    """How often emergency access is used, for privacy leads (rule E9)."""
    if request.viewer.role != PRIVACY_LEAD:
        raise NotPermitted(NOT_YOURS)
    whole_area = request.hat.agency_kind == Agency.Kind.COUNCIL
    page = pages.numbers_page(request.viewer, whole_area=whole_area)
    return render(request, "sharing/emergency_numbers.jinja", {"page": page})
