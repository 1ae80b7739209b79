"""Who has looked: the ledger's lines about one child, as a family may read them.

A line shows as soon as it is written, if the reader may see something of what was
looked at (rule L2). What is counted, grouped, filtered and paged is counted, grouped,
filtered and paged after that, so that nothing kept from the reader leaves a trace.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.crypto import salted_hmac

from plait.access.viewer import FAMILY, Hat, Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.sharing import looks_delay, queries
from plait.sharing.because import Reason
from plait.sharing.looked_at import ABOUT, FOR_THE_ASKER
from plait.sharing.models import LookQuestion, Record

BATCH = 400  # lines that are read at a time


@dataclass(frozen=True)
class Wanted:
    """Which looks are asked for: of these hats, at this part, before a day."""

    only: frozenset[Hat] | None = None
    but: frozenset[Hat] = frozenset()
    surfaces: frozenset[str] = frozenset()
    before: date | None = None
    since: date | None = None


@dataclass
class Look:
    """One person looked at one part on one day, perhaps several times."""

    child_id: UUID
    hat: Hat
    role: str
    surface: str
    on: date
    last_at: datetime
    first_at: datetime
    times: int = 0
    reasons: set[Reason] = field(default_factory=set)

    @property
    def id(self) -> UUID:
        """A name for the line that tells nothing, and cannot be counted (EXI-7)."""
        return _name_of(self.child_id, self.hat, self.surface, self.on)


@dataclass(frozen=True)
class Looks:
    """Some days of looks, newest first; and the day before which there are more."""

    looks: tuple[Look, ...]
    earlier: date | None = None


class Seen(NamedTuple):
    """A line that may show, and why the records were seen that the reader may see."""

    line: Line
    reasons: frozenset[Reason]


def list_looks(
    child: Child,
    *,
    viewer: Viewer,
    but: Collection[Hat],
    wanted: Wanted | None = None,
    most: int = 40,
) -> Looks:
    """Who looked at what, newest first, a line for each person, part and day.

    Whole days, until there are `most` lines. Never of the hats in `but`, of whose part
    the reader may not know (rules W7, L2; EXI-9).
    """
    looks: dict[UUID, Look] = {}
    day: date | None = None
    for seen in _shown(child, viewer, but, wanted or Wanted()):
        on = arithmetic.day_of(seen.line.at)
        if day != on and len(looks) >= most:
            assert day is not None
            return Looks(tuple(looks.values()), earlier=day)
        day = on
        one = _look_of(seen.line, on)
        _add(looks.setdefault(one.id, one), seen)
    return Looks(tuple(looks.values()))


def get_look(
    child: Child, look_id: UUID, *, viewer: Viewer, but: Collection[Hat]
) -> Look:
    """One of the lines that the reader may see. Raises Line.DoesNotExist."""
    days = TruncDate("at", tzinfo=arithmetic.LONDON)
    named = _lines(child, viewer).annotate(day=days)
    for person_id, key, surface, on in (
        named.values_list("person_id", "hat", "surface", "day").order_by().distinct()
    ):
        hat = _hat(person_id, key)
        if hat and _name_of(child.pk, hat, surface, on) == look_id:
            wanted = Wanted(
                only=frozenset({hat}),
                surfaces=frozenset({surface}),
                before=date.fromordinal(on.toordinal() + 1),
                since=on,
            )
            for look in list_looks(child, viewer=viewer, but=but, wanted=wanted).looks:
                return look
    raise Line.DoesNotExist


def _name_of(child_id: UUID, hat: Hat, surface: str, on: date) -> UUID:
    said = f"{child_id}|{hat.person_id}|{hat.key}|{surface}|{on}"
    digest = salted_hmac("plait.sharing.look", said, algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def _look_of(line: Line, on: date) -> Look:
    hat = _hat(line.person_id, line.hat)
    assert hat
    assert line.child_id
    return Look(line.child_id, hat, line.role, line.surface, on, line.at, line.at)


def _add(look: Look, seen: Seen) -> None:
    look.times += 1
    look.first_at = min(look.first_at, seen.line.at)
    look.reasons |= seen.reasons


def _hat(person_id: UUID | None, key: str) -> Hat | None:
    if person_id is None or not key:
        return None
    return Hat(person_id, None if key == FAMILY else UUID(key))


def _lines(child: Child, viewer: Viewer) -> QuerySet[Line]:
    """Every line of somebody else's reading about the child."""
    about_child = Line.objects.filter(child_id=child.pk, act="record.read")
    return about_child.exclude(person_id=viewer.person_id).exclude(person_id=None)


def _asked_for(lines: QuerySet[Line], wanted: Wanted) -> QuerySet[Line]:
    if wanted.only is not None:
        lines = lines.filter(person_id__in={hat.person_id for hat in wanted.only})
    if wanted.surfaces:
        lines = lines.filter(surface__in=wanted.surfaces)
    if wanted.before:
        lines = lines.filter(at__lt=arithmetic.start_of(wanted.before))
    if wanted.since:
        lines = lines.filter(at__gte=arithmetic.start_of(wanted.since))
    return lines


def _shown(
    child: Child, viewer: Viewer, but: Collection[Hat], wanted: Wanted
) -> Iterator[Seen]:
    """The lines that may show, newest first, read a batch at a time."""
    # By when it was, not by when it was written: around midnight those can differ.
    lines = _asked_for(_lines(child, viewer), wanted).order_by("-at", "-seq")
    mine = _OwnQuestions(child, viewer)
    later = looks_delay.withheld_since(child, viewer.now)
    quiet = {(hat.person_id, hat.key) for hat in {*but, *wanted.but}}
    only = wanted.only and {(hat.person_id, hat.key) for hat in wanted.only}
    older = Q()
    while True:
        batch = list(lines.filter(older)[:BATCH])
        known = [
            line
            for line in batch
            if ((line.person_id, line.hat) not in quiet or _is_answering(line, viewer))
            and (only is None or (line.person_id, line.hat) in only)
            and not later.holds_back(line)
            and _is_for(line, mine)
        ]
        yield from _about_something_visible(known, child, viewer)
        if len(batch) < BATCH:
            return
        last = batch[-1]
        older = Q(at__lt=last.at) | Q(at=last.at, seq__lt=last.seq)


class _OwnQuestions:
    """What the reader has asked; looked up once there is a line that needs it."""

    def __init__(self, child: Child, viewer: Viewer) -> None:
        self.child, self.viewer = child, viewer

    @cached_property
    def ids(self) -> set[str]:
        own = LookQuestion.objects.filter(
            child=self.child, asked_by=self.viewer.person_id
        )
        return {str(pk) for pk in own.values_list("pk", flat=True)}


def _is_for(line: Line, mine: _OwnQuestions) -> bool:
    """That a question was read tells that it was asked: only whoever asked it knows."""
    if line.surface not in FOR_THE_ASKER:
        return True
    asked = json.loads(line.details).get("question") in mine.ids
    return asked or _is_answering(line, mine.viewer)


def _is_answering(line: Line, viewer: Viewer) -> bool:
    """What was read to answer whoever asked for everything kept is told to them."""
    if line.surface not in FOR_THE_ASKER:
        return False
    return bool(json.loads(line.details).get("asked_by") == str(viewer.person_id))


def _about_something_visible(
    lines: list[Line], child: Child, viewer: Viewer
) -> Iterator[Seen]:
    named = {line.seq: _records_of(line) for line in lines}
    kinds = _visible({pk for records in named.values() for pk in records}, viewer)
    # What was seen for a reason that the reader may not know yet was not seen (W21).
    quiet = queries.quiet_facts(child, viewer)
    for line in lines:
        about, records = ABOUT.get(line.surface, ""), named[line.seq]
        seen = [
            pk
            for pk, reason in records.items()
            if pk in kinds and kinds[pk].startswith(about) and not quiet & {*reason}
        ]
        if seen or not (about or records):
            yield Seen(line, frozenset(records[pk] for pk in seen) - {()})


def _records_of(line: Line) -> dict[str, Reason]:
    """The records that a line names, each with why it could be seen."""
    told = json.loads(line.details)
    reasons = told.get("reasons", [])
    return {
        pk: tuple(reasons[number]) if number < len(reasons) else ()
        for pk, (_, number) in told.get("records", {}).items()
    }


def reasons_of(line: Line) -> tuple[Reason, ...]:
    """Why what a line names could be seen, each reason once."""
    return tuple(tuple(one) for one in json.loads(line.details).get("reasons", []))


def _visible(ids: set[str], viewer: Viewer) -> dict[str, str]:
    """Those of the records that the reader may see, and their kinds."""
    records = Record.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=ids)
    return {str(pk): kind for pk, kind in records.values_list("pk", "kind")}
