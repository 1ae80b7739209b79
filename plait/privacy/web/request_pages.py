"""Requests for everything kept, in words: for whoever asked and whoever answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.privacy import answering, grounds, in_words
from plait.privacy.answering import Desk
from plait.privacy.in_words import Told
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.queries import answer, desks, kept, others
from plait.privacy.queries.kept import Kept
from plait.privacy.web import request_acts, request_words

State = AccessRequest.State
Outcome = RequestItem.Outcome
WAITS = "The clock waits"


@dataclass(frozen=True)
class Asked:
    """One's own request, as whoever asked sees it."""

    id: UUID
    service: str
    asked: str  # "You asked on 3 November 2026."
    by: date
    missing: str
    longer: str
    is_ready: bool
    is_over: bool
    until: date | None
    is_waiting: bool
    taken_back: str

    @classmethod
    def of(cls, one: AccessRequest, child: Child, viewer: Viewer) -> "Asked":
        released = one.state == State.RELEASED
        ready = answer.is_ready(one, child, viewer=viewer)
        last = one.available_until_on
        return cls(
            id=one.pk,
            service=one.agency.name,
            asked=request_words.asked(one),
            by=one.due_on,
            missing=one.pause_reason if one.paused_on else "",
            longer=one.extension_reason if not released else "",
            is_ready=ready,
            is_over=released and not ready,
            until=last - timedelta(days=1) if last else None,
            is_waiting=one.state in AccessRequest.WAITING,
            taken_back=request_words.taken_back(one),
        )


@dataclass(frozen=True)
class Row:
    """One request on the desk’s list: no child is named."""

    id: UUID
    title: str
    by: date
    how_far: str
    is_late: bool
    state: str
    is_open: bool
    is_taken_back: bool

    @classmethod
    def of(cls, one: AccessRequest, viewer: Viewer) -> "Row":
        is_open = one.state in AccessRequest.WAITING
        waits = is_open and one.paused_on is not None
        return cls(
            id=one.pk,
            title=request_words.title(one),
            by=one.due_on,
            how_far=WAITS if waits else words.how_far(one.due_on, viewer.today),
            is_late=is_open and not waits and one.due_on < viewer.today,
            state=request_words.state(one),
            is_open=is_open,
            is_taken_back=one.state == State.WITHDRAWN,
        )


@dataclass(frozen=True)
class ItemRow:
    """One thing that is kept, and what has been decided."""

    id: UUID
    number: int
    title: str
    made: str
    is_held: bool
    is_mine: bool  # can be opened and decided by the viewer
    decided: str


@dataclass(frozen=True)
class AtDesk:
    """A request, for the people of the service that answers it."""

    id: UUID
    row: Row
    child: str
    heading: str
    name: str
    asker: str  # the name, and what they are to the child
    asks: str  # what follows the name
    came: str
    words: str
    missing: str
    items: tuple[ItemRow, ...]
    left: int
    taken_by: str  # while it is put together
    may: frozenset[str]  # what the viewer may do now
    why_not: str
    prepared_by: str
    released_by: str

    @classmethod
    def of(cls, one: AccessRequest, viewer: Viewer) -> "AtDesk":
        desk = desks.desk_for(one, viewer)
        items = kept.list_items(one, viewer=viewer)
        is_open = one.state == State.OPEN
        undecided = kept.count_undecided(one, viewer=viewer) if is_open else 0
        may, why_not = request_acts.acts_for(one, desk, viewer, undecided)
        row = Row.of(one, viewer)
        return cls(
            id=one.pk,
            row=row,
            child=one.child.full_name,
            heading=request_words.heading(one),
            name=one.asked_by.name,
            asker=request_words.asker(one),
            asks=request_words.asks(one),
            came=request_words.came(one),
            words=one.words,
            missing=one.pause_reason if one.paused_on and row.is_open else "",
            items=tuple(_item_row(each, one, desk, viewer) for each in items)
            if is_open
            else (),
            left=undecided,
            taken_by=one.taken_by.name if one.taken_by and is_open else "",
            may=may,
            why_not=why_not,
            prepared_by=one.prepared_by.name if one.prepared_by else "",
            released_by=one.released_by.name if one.released_by else "",
        )


def _item_row(each: Kept, one: AccessRequest, desk: Desk, viewer: Viewer) -> ItemRow:
    item = each.item
    mine = answering.may_decide(one, item, desk, viewer.person_id).allowed
    title = in_words.kind_words(item.kind) if not item.held or mine else ""
    return ItemRow(
        id=item.pk,
        number=each.number,
        title=title or "Held for the serious-harm decision",
        made=words.record_day(item.made_at),
        is_held=item.held,
        is_mine=mine,
        decided=_decided(item),
    )


def _decided(item: RequestItem) -> str:
    """What was decided; of what is held only that it was."""
    if not item.outcome:
        return ""
    if item.held:
        return "Decided"
    return Outcome(item.outcome).label


@dataclass(frozen=True)
class ItemPage:
    """One thing that is kept, with all its versions, for whoever decides about it."""

    request_id: UUID
    number: int
    title: str
    child: str
    asker: str
    versions: tuple[Told, ...]
    suggested: tuple[str, ...]
    always_out: tuple[str, ...]
    is_sealed: bool
    is_held: bool
    is_health: bool
    decided: str

    @classmethod
    def of(cls, found: Kept, one: AccessRequest, viewer: Viewer) -> "ItemPage":
        item = found.item
        versions = kept.versions_of(item, viewer=viewer)
        told = tuple(in_words.tell(version, item.kind) for version in versions)
        text = "\n".join(said for one_told in told for _, said in one_told.pairs)
        out = others.always_out(one, viewer)
        sealed = others.sealed_from_asker(one, viewer, [item.record_id])
        return cls(
            request_id=one.pk,
            number=found.number,
            title=in_words.kind_words(item.kind),
            child=one.child.full_name,
            asker=request_words.asker(one),
            versions=told,
            suggested=tuple(others.suggested(one, text)),
            always_out=tuple(one_out for one_out in out if one_out in text),
            is_sealed=bool(sealed),
            is_held=item.held,
            is_health=item.category == "health",
            decided=Outcome(item.outcome).label if item.outcome else "",
        )


def initial(item: RequestItem, page: ItemPage) -> dict[str, object]:
    """What the form holds when it is opened: what was decided, or what is suggested."""
    if not item.outcome:
        return {"suggested": list(page.suggested)}
    ticked = [one for one in item.takes_out if one in page.suggested]
    typed: Sequence[str] = [one for one in item.takes_out if one not in ticked]
    return {
        "outcome": item.outcome,
        "ground": item.ground if item.ground in dict(_offered()) else "",
        "suggested": ticked,
        "others": "\n".join(typed),
        "reason": item.reason,
    }


def _offered() -> list[tuple[str, str]]:
    return [(one.key, one.words) for one in grounds.GROUNDS if one.key != "sealed"]
