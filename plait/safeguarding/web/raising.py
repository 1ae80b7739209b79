"""Passing a worry on: for everybody, in half a minute; and what one keeps of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.children.models import Child
from plait.design_system import words
from plait.design_system.chrome import Link
from plait.safeguarding import operations, queries, readers
from plait.safeguarding.web import forms, presenters
from plait.sharing import door, standing
from plait.sharing.web.door import Asking, child_page, person_page

SHOWN = 60


@child_page("safeguarding", writes=True)
def raise_worry(request: Asking, child: Child) -> HttpResponse:
    """I am worried that a child is not safe. Whoever may be here may say so (SG9)."""
    standing.may_add_worry(request.standing).require()
    agencies = readers.goes_to(child, request.viewer)
    ids = [one.pk for one in agencies]
    form = forms.Raise(
        request.POST or None,
        agencies=agencies,
        people=readers.colleagues(child, request.viewer, ids),
    )
    if request.method == "POST" and form.is_valid():
        agency = {str(one.pk): one.pk for one in agencies}[form.cleaned_data["agency"]]
        operations.raise_worry(
            form.worry(), child=child, agency_id=agency, viewer=request.viewer
        )
        messages.success(request, "Passed on. This is your receipt.")
        return redirect("safeguarding:passed-on")
    page = presenters.RaisePage.of(one.name for one in agencies)
    return render(request, "safeguarding/raise.jinja", {"form": form, "page": page})


@person_page("safeguarding-choose")
def choose(request: Asking) -> HttpResponse:
    """About which child, from a first page; and whom to ring for any other."""
    viewer = request.viewer
    children = door.children_of(viewer.hat, viewer.now)
    shown = list(children.order_by("given_name", "family_name", "pk")[:SHOWN])
    request.children_shown.update(child.pk for child in shown)
    own = viewer.hat.agency_id
    leads = readers.leads_of(own, viewer.now) if own else []
    page = {
        "links": [
            Link(
                child.full_name,
                reverse("safeguarding:raise", kwargs={"child_id": child.pk}),
            )
            for child in shown
        ],
        "more": len(shown) == SHOWN,
        "leads": [one.person.name for one in leads],
        "numbers": presenters.RaisePage.of([]),
        "waits": _waits(request),
    }
    return render(request, "safeguarding/choose.jinja", {"page": page})


def _waits(request: Asking) -> list[presenters.Waits]:
    viewer = request.viewer
    found = []
    for one in queries.alerts_passed_on(viewer):
        leads = readers.leads_of(one.agency_id, viewer.now)
        found.append(
            presenters.Waits(
                reference=one.reference,
                place=one.agency.name,
                when=words.when(one.raised_at, viewer.now),
                in_danger=one.in_danger,
                leads=tuple(lead.person.name for lead in leads),
            )
        )
    return found


@person_page("safeguarding-receipts")
def passed_on(request: Asking) -> HttpResponse:
    """Receipts, and nothing but receipts: no child, not a word of what was written."""
    found = queries.list_receipts(request.viewer)
    page = {
        "receipts": [presenters.ReceiptShown.of(one, request.viewer) for one in found],
        "emergency": presenters.RaisePage.of([]).emergency,
    }
    return render(request, "safeguarding/passed_on.jinja", {"page": page})
