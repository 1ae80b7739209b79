"""Keeping and erasing: the schedule, legal holds, lists that two people agree to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.privacy import policy
from plait.privacy.operations import disposal as operations
from plait.privacy.operations import holds
from plait.privacy.operations.disposal import NotDisposed
from plait.privacy.queries import retention
from plait.privacy.queries.retention import Inventory
from plait.privacy.web import disposal_forms as forms
from plait.privacy.web import disposal_pages as pages
from plait.sharing.web.door import Asking, person_page


@person_page("privacy-retention")
def keeping(request: Asking) -> HttpResponse:
    """For how long what is kept, what must not go, and what two people let go."""
    policy.may_use_desk(request.viewer.role).require()
    viewer = request.viewer
    page = {
        "schedule": pages.schedule_on(viewer.today),
        "due": retention.list_due(viewer),
        "holds": [
            pages.HoldLine.of(one, viewer.today) for one in retention.list_holds(viewer)
        ],
        "disposals": [
            pages.DisposalLine.of(one) for one in retention.list_disposals(viewer)
        ],
    }
    return render(request, "privacy/retention.jinja", {"page": page})


@dataclass(frozen=True)
class Looked:
    """What a form is about, once it says so rightly."""

    child: Child
    only: UUID | None
    found: Inventory


@person_page("privacy-retention", writes=True)
def propose(request: Asking) -> HttpResponse:
    """First the list, as a dry run; then, of that very list, the proposal."""
    policy.may_use_desk(request.viewer.role).require()
    viewer = request.viewer
    asked = _which_child(viewer, retention.find)
    form = forms.Propose(request.POST or None, **asked)
    looked, seen = None, request.POST.get("seen", "")
    if request.method == "POST" and form.is_valid():
        looked = _look(form)
    _note_shown(request, form)
    if looked and seen:
        try:
            proposal = form.proposal(looked.only, seen)
            made = operations.propose(proposal, child=looked.child, viewer=viewer)
            messages.success(request, "It waits for a second person now.")
            return redirect("privacy:disposal", disposal_id=made.pk)
        except NotDisposed as why:
            form.add_error(None, str(why))
    page = {
        "form": form,
        "counts": pages.Counts.of(looked.found) if looked else None,
        "seen": looked.found.hash if looked and looked.found.listed else "",
    }
    return render(request, "privacy/propose_disposal.jinja", page)


def _which_child(viewer: Viewer, find: Callable[..., Child | None]) -> dict[str, Any]:
    """What a form about one child at one service needs to know."""
    return {
        "agencies": retention.list_agencies(viewer),
        "find": partial(find, viewer=viewer),
    }


def _note_shown(request: Asking, form: forms.WhichChild) -> None:
    """That the child was found tells something: without a line, no answer (D30)."""
    if form.child:
        request.children_shown.add(form.child.pk)


def _look(form: forms.Propose) -> Looked | None:
    """The dry run. A page that is not there is said beside its question."""
    child = form.child
    assert child is not None
    only = None
    if form.cleaned_data["only"]:
        theirs = retention.records_of(child.pk, form.agency_id)
        only = next((one for one in form.ids() if theirs.filter(pk=one).exists()), None)
        if only is None:
            form.add_error("only", "This service has no such page about this child")
            return None
    found = retention.inventory(child.pk, form.agency_id, only)
    return Looked(child, only, found)


@person_page("privacy-retention")
def disposal(request: Asking, disposal_id: UUID) -> HttpResponse:
    """One list: what is on it, who decided what, and what became of it."""
    found = retention.get_disposal(disposal_id, viewer=request.viewer)
    request.children_shown.add(found.child_id)
    page = pages.DisposalPage.of(found, request.viewer)
    return render(request, "privacy/disposal.jinja", {"page": page})


@person_page("privacy-retention", writes=True)
def agree(request: Asking, disposal_id: UUID) -> HttpResponse:
    """As the second person."""
    retention.get_disposal(disposal_id, viewer=request.viewer)
    if request.method == "POST":
        try:
            operations.agree(
                disposal_id,
                seen_hash=request.POST.get("seen", ""),
                viewer=request.viewer,
            )
            messages.success(
                request, "Agreed. It can still be stopped until it is done."
            )
        except NotDisposed as why:
            messages.error(request, str(why))
    return redirect("privacy:disposal", disposal_id=disposal_id)


@person_page("privacy-retention", writes=True)
def stop(request: Asking, disposal_id: UUID) -> HttpResponse:
    """Nothing on the list goes."""
    found = retention.get_disposal(disposal_id, viewer=request.viewer)
    request.children_shown.add(found.child_id)
    form = forms.Why(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        operations.stop(disposal_id, why=why, viewer=request.viewer)
        messages.success(request, "Stopped. Nothing on the list is erased.")
        return redirect("privacy:disposal", disposal_id=disposal_id)
    page = pages.DisposalPage.of(found, request.viewer)
    return render(request, "privacy/stop_disposal.jinja", {"page": page, "form": form})


@person_page("privacy-retention", writes=True)
def place_hold(request: Asking) -> HttpResponse:
    """Keep everything about a child, whatever its age."""
    policy.may_use_desk(request.viewer.role).require()
    viewer = request.viewer
    asked = _which_child(viewer, retention.find_to_hold)
    form = forms.Place(request.POST or None, today=viewer.today, **asked)
    if request.method == "POST" and form.is_valid():
        assert form.child is not None
        said = form.cleaned_data
        holds.place(
            form.child,
            form.agency_id,
            reason=said["reason"],
            review_on=said["review_on"],
            viewer=viewer,
        )
        messages.success(request, "Nothing of this goes until you end the hold.")
        return redirect("privacy:retention")
    _note_shown(request, form)
    return render(request, "privacy/place_hold.jinja", {"form": form})


@person_page("privacy-retention", writes=True)
def end_hold(request: Asking, hold_id: UUID) -> HttpResponse:
    """What was held may go again, by two people and a list."""
    policy.may_use_desk(request.viewer.role).require()
    found = retention.get_hold(hold_id, viewer=request.viewer)
    form = forms.Why(request.POST or None)
    if request.method == "POST" and form.is_valid():
        holds.end(hold_id, why=form.cleaned_data["why"], viewer=request.viewer)
        messages.success(request, "The hold has ended.")
        return redirect("privacy:retention")
    page = pages.HoldLine.of(found, request.viewer.today)
    return render(request, "privacy/end_hold.jinja", {"page": page, "form": form})
