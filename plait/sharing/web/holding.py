"""Holding something back from the family, and looking at that again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import TooLate
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.sharing import holding, keeping
from plait.sharing.models import HeldBack, Record
from plait.sharing.web import apart_forms, places
from plait.sharing.web.door import Asking, child_page


@dataclass(frozen=True)
class HeldPage:
    """One thing that is held back, and what the reader may do about it."""

    what: str
    href: str
    reason: str
    words: str
    by: str
    since: date
    review_on: date
    young_person_reads: bool
    is_told: bool
    may_release: bool
    may_hold_on: bool


@child_page("sharing", writes=True)
def hold_back(request: Asking, child: Child, record_id: UUID) -> HttpResponse:
    """Hold back something that the family can read now."""
    record = holding.get_record(record_id, child=child, viewer=request.viewer)
    if record.release != Record.Release.FAMILY:
        return redirect("sharing:held", child_id=child.pk, record_id=record_id)
    holding.may_hold_back(record, request.standing, request.viewer).require()
    form = apart_forms.HoldBack(request.POST or None, offer=_offer(request, child))
    if request.method == "POST" and form.is_valid():
        holding.hold_back(record_id, form.hold(), child=child, viewer=request.viewer)
        messages.success(request, "Held back. The family does not read it for now.")
        return redirect(places.address(record))
    page = {"form": form, "what": places.called(record)}
    return render(request, "sharing/hold_back.jinja", page)


@child_page("sharing", writes=True)
def held(request: Asking, child: Child, record_id: UUID) -> HttpResponse:
    """What is held back: let the family read it, or hold it on with a new day."""
    record = holding.get_record(record_id, child=child, viewer=request.viewer)
    found = holding.running(record, viewer=request.viewer)
    page = _page(request, record, found)
    if not (page.may_release or page.may_hold_on):
        holding.may_hold_on(record, request.standing, request.viewer).require()
    form = apart_forms.HoldBack(_answers(request), offer=_offer(request, child))
    if request.method == "POST" and "release" in request.POST:
        holding.release(record_id, child=child, viewer=request.viewer)
        messages.success(request, "The family can read it now.")
        return redirect(places.address(record))
    if request.method == "POST" and form.is_valid():
        holding.hold_on(record_id, form.hold(), child=child, viewer=request.viewer)
        messages.success(request, "Held on. It comes back to you on the day you chose.")
        return redirect(places.address(record))
    return render(request, "sharing/held.jinja", {"page": page, "form": form})


def _answers(request: Asking) -> object:
    return request.POST if request.POST and "release" not in request.POST else None


def _offer(request: Asking, child: Child) -> apart_forms.Offer:
    return apart_forms.Offer(
        today=request.viewer.today,
        called=child.called,
        may_hold=True,
        has_self=keeping.has_self(child, request.viewer.now),
    )


def _page(request: Asking, record: Record, found: HeldBack) -> HeldPage:
    who, viewer = request.standing, request.viewer
    return HeldPage(
        what=places.called(record),
        href=places.address(record),
        reason=HeldBack.Reason(found.reason).label,
        words=found.words,
        by=found.by.name,
        since=arithmetic.day_of(found.at),
        review_on=found.review_on,
        young_person_reads=record.release == Record.Release.YOUNG_PERSON,
        is_told=holding.is_told(record),
        may_release=holding.may_release(record, found, who, viewer).allowed,
        may_hold_on=holding.may_hold_on(record, who, viewer).allowed,
    )


@dataclass(frozen=True)
class Kept:
    """What a record's own page says of it, to those who may know."""

    line: str = ""  # "Held back from the family until 3 December 2026"
    review: str = ""  # addresses, or nothing
    hold: str = ""
    seal: str = ""


def kept(record: Record, request: Asking) -> Kept:
    """For a professional's page about a record: held back, or how to."""
    viewer, who = request.viewer, request.standing
    if viewer.hat.is_family or record.owner_agency_id != viewer.hat.agency_id:
        return Kept()
    if holding.may_hold_back(record, who, viewer).allowed:
        return Kept(hold=places.apart(record.pk, record.child_id, "hold-back"))
    try:
        found = holding.running(record, viewer=viewer)
    except TooLate:
        return Kept()
    page = _page(request, record, found)
    may = page.may_hold_on or page.may_release
    return Kept(
        line=_line(page),
        review=places.apart(record.pk, record.child_id, "held") if may else "",
    )


def _line(page: HeldPage) -> str:
    whom = (
        "Only the young person reads this"
        if page.young_person_reads
        else ("Held back from the family")
    )
    return f"{whom}: {page.reason[:1].lower()}{page.reason[1:]}"
