"""Seals of a child: the list, setting one, the second person, and lifting it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import holding, sealing
from plait.sharing import setting_apart as rules
from plait.sharing.models import Record, Restriction, Seal
from plait.sharing.web import apart_forms, places, seal_forms
from plait.sharing.web import holding as holding_pages
from plait.sharing.web.door import Asking, child_page
from plait.team.web import apart

SHOWN = 50


@dataclass(frozen=True)
class SealPage:
    """One seal, as those who look after seals read it."""

    id: UUID
    what: str  # "A note"
    href: str  # the record, where it is one
    against: str
    exempt: tuple[str, ...]
    ground: str
    words: str
    by: str
    since: date
    until: date | None
    state: str
    state_kind: str
    lift_words: str
    may_confirm: bool
    may_lift: bool
    lifting_waits: bool

    @classmethod
    def of(cls, seal: Seal, records: dict[UUID, Record], request: Asking) -> "SealPage":
        """`records` are those of its restrictions that the reader may see."""
        every = sorted(seal.restrictions.all(), key=lambda one: (one.from_at, one.pk))
        first = next(
            (one for one in every if one.breakable and not _is_companion(one, records)),
            every[0],
        )
        record = records.get(first.record_id) if first.record_id else None
        mine = seal.set_by_id == request.viewer.person_id
        asked_by_me = seal.lift_asked_by_id == request.viewer.person_id
        confirmable = rules.may_confirm(request.standing, mine=mine).allowed
        liftable = rules.may_lift(
            request.standing, asked_by_me=seal.takes_two and asked_by_me
        ).allowed
        kind, state = _state(seal, first, request.viewer.now)
        return cls(
            id=seal.pk,
            what=_what(first, record),
            href=places.address(record) if record else "",
            against=_against(first),
            exempt=tuple(sorted(one.person.name for one in first.exemptions.all())),
            ground=Seal.Ground(seal.ground).label,
            words=seal.words,
            by=f"{seal.set_by.name}, {seal.set_for.short_name}",
            since=arithmetic.day_of(first.from_at),
            until=_last_day(first),
            state=state,
            state_kind=kind,
            lift_words=seal.lift_words,
            may_confirm=seal.waits_for_second and confirmable,
            may_lift=seal.lifted_at is None and liftable,
            lifting_waits=seal.lift_asked_at is not None and seal.lifted_at is None,
        )


def _is_companion(one: Restriction, records: dict[UUID, Record]) -> bool:
    """A photo beside its note: it is the note that was sealed."""
    record = records.get(one.record_id) if one.record_id else None
    return record is not None and record.kind not in places.PAGES and len(records) > 1


def _what(one: Restriction, record: Record | None) -> str:
    if record:
        return places.called(record)
    return apart_forms.KIND_WORDS.get(one.category, "Everything")


def _against(one: Restriction) -> str:
    if one.aimed_person:
        return one.aimed_person.name
    if one.aimed_agency:
        return f"everybody at {one.aimed_agency.short_name}"
    return "the family" if one.aim == Restriction.Aim.FAMILY else "everyone"


def _last_day(one: Restriction) -> date | None:
    if one.until_at is None:
        return None
    return arithmetic.day_of(one.until_at) - timedelta(days=1)


def _state(seal: Seal, first: Restriction, now: datetime) -> tuple[str, str]:
    """How it stands, as a kind of status and in words."""
    if seal.lifted_at:
        return "plain", f"Lifted on {words.record_day(seal.lifted_at)}"
    if first.until_at and first.until_at <= now:
        return "plain", "Over"
    if seal.waits_for_second:
        return _waiting(seal, now)
    if seal.lift_asked_at:
        return "soon", "A second person is to agree to lifting it"
    if seal.takes_two:
        return "plain", "Two people stand behind it: nothing opens it"
    return "plain", "Gives way in emergencies"


def _waiting(seal: Seal, now: datetime) -> tuple[str, str]:
    assert seal.confirm_by is not None
    if seal.confirm_by <= now:
        return "late", "No second person yet: it gives way in emergencies"
    last = arithmetic.day_of(seal.confirm_by) - timedelta(days=1)
    return "soon", f"Waits for a second person until {words.record_day(last)}"


def kept(record: Record, request: Asking) -> holding_pages.Kept:
    """What a record's own page says of how it is kept, and where to change that."""
    ours = record.owner_agency_id == request.viewer.hat.agency_id
    found = holding_pages.kept(record, request)
    may = rules.may_seal(request.standing, Restriction.Aim.FAMILY, ours=ours)
    if not may.allowed:
        return found
    return replace(found, seal=places.apart(record.pk, record.child_id, "seal-record"))


def _pages(found: Iterable[Seal], request: Asking) -> list[SealPage]:
    every = list(found)
    records = sealing.records_of(every, viewer=request.viewer)
    return [SealPage.of(one, records[one.pk], request) for one in every]


@child_page("sharing")
def seals(request: Asking, child: Child) -> HttpResponse:
    """What is sealed about this child, for those who look after seals."""
    rules.manages_seals(request.standing).require()
    found = sealing.list_seals(child, viewer=request.viewer)
    page = _pages(found[:SHOWN], request)
    return render(request, "team/seals.jinja", {"page": page})


@child_page("sharing", writes=True)
def add_seal(request: Asking, child: Child) -> HttpResponseBase:
    """Seal one kind of information, or everything about the child."""
    return _seal(request, child, None)


@child_page("sharing", writes=True)
def seal_record(request: Asking, child: Child, record_id: UUID) -> HttpResponseBase:
    """Seal one record."""
    record = holding.get_record(record_id, child=child, viewer=request.viewer)
    return _seal(request, child, record)


def _seal(request: Asking, child: Child, record: Record | None) -> HttpResponseBase:
    ours = record is None or record.owner_agency_id == request.viewer.hat.agency_id
    rules.may_seal(request.standing, Restriction.Aim.FAMILY, ours=ours).require()
    form = seal_forms.SealIt(
        request.POST or None,
        offer=apart.offer(request, child),
        one_record=record is not None,
    )
    if request.method == "POST" and form.is_valid():
        made = sealing.seal(
            form.wish(),
            child=child,
            viewer=request.viewer,
            record_id=record.pk if record else None,
        )
        messages.success(request, "Sealed. It works from the moment you chose.")
        return redirect("sharing:seal", child_id=child.pk, seal_id=made.pk)
    what = places.called(record) if record else ""
    return render(request, "team/add_seal.jinja", {"form": form, "what": what})


@child_page("sharing")
def seal(request: Asking, child: Child, seal_id: UUID) -> HttpResponse:
    """One seal: from whom, why, since when, and who stands behind it."""
    found = sealing.get_seal(seal_id, child=child, viewer=request.viewer)
    [page] = _pages([found], request)
    return render(request, "team/seal.jinja", {"page": page})


@child_page("sharing", writes=True)
def confirm(request: Asking, child: Child, seal_id: UUID) -> HttpResponse:
    """Be the second person behind a seal."""
    found = sealing.get_seal(seal_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        sealing.confirm(found.pk, child=child, viewer=request.viewer)
        messages.success(request, "Two people stand behind this seal now.")
    return redirect("sharing:seal", child_id=child.pk, seal_id=seal_id)


@child_page("sharing", writes=True)
def lift(request: Asking, child: Child, seal_id: UUID) -> HttpResponse:
    """Lift a seal, or be one of the two who do."""
    found = sealing.get_seal(seal_id, child=child, viewer=request.viewer)
    form = seal_forms.Lift(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lifted = sealing.lift(
            found.pk, form.cleaned_data["why"], child=child, viewer=request.viewer
        )
        said = (
            "The seal is lifted."
            if lifted.lifted_at
            else ("Noted. A second person has to agree before anything opens.")
        )
        messages.success(request, said)
        return redirect("sharing:seal", child_id=child.pk, seal_id=seal_id)
    [shown] = _pages([found], request)
    page = {"form": form, "page": shown}
    return render(request, "team/lift_seal.jinja", page)
