"""What one colleague can see and has opened under one agency's hat (D54 to D56).

It says no more of any child than the child's own report could (D3): whatever is kept
from a family is neither in it nor counted in it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.privacy.models import AccessReport
from plait.privacy.queries import reach, ways
from plait.privacy.queries.told import UNTOLD, told_parts
from plait.privacy.queries.ways import Way
from plait.sharing import looks_delay, queries
from plait.sharing.because import Reason
from plait.sharing.looked_at import FOR_THE_ASKER, NEVER_TOLD
from plait.sharing.looks import reasons_of
from plait.sharing.models import Basis, Glass

MOST = 2000  # lines of one report


@dataclass(frozen=True)
class Reach:
    """Why, and how far, they can see a child now."""

    child_id: UUID
    way: Way | None  # none: emergency access
    glass: Glass | None = None
    kinds: tuple[str, ...] = ()


@dataclass
class Looked:
    """They opened one page about a child on one day, perhaps several times."""

    on: date
    child_id: UUID
    surface: str
    times: int
    reasons: set[Reason]


@dataclass(frozen=True)
class Refused:
    """How often a page was not there for them, and for how many who are not theirs."""

    times: int
    strangers: int


@dataclass(frozen=True)
class Found:
    """All that a report says; `named` are the children whom it may name (D55)."""

    named: dict[UUID, Child]
    reaches: tuple[Reach, ...]
    looked: tuple[Looked, ...]
    refused: Refused
    there_is_more: bool


def look_up(report: AccessReport, *, viewer: Viewer) -> Found:
    """What they can see at this moment, and opened till the report was made."""
    assert report.colleague_id
    assert report.works_at_id
    hat = Hat(report.colleague_id, report.works_at_id)
    known = _Known(hat, viewer)
    reaches = tuple(_reaches(hat, known, viewer))
    looked, more = _looked(_lines(report).filter(act="record.read"), known)
    ids = {one.child_id for one in reaches} | {one.child_id for one in looked}
    return Found(
        named=reach.only_nameable(ids, viewer=viewer),
        reaches=reaches,
        looked=tuple(looked),
        refused=_refused(_lines(report).filter(act="page.not-found"), hat),
        there_is_more=more,
    )


class _Known:
    """What of this hat families may know of, child by child, in a few questions."""

    def __init__(self, hat: Hat, viewer: Viewer) -> None:
        told = told_parts(viewer.now).filter(
            tie__person=hat.person_id, tie__agency=hat.agency_id
        )
        self.ties = set(told.values_list("tie_id", flat=True))
        parts: dict[UUID, bool] = defaultdict(bool)
        for pk, child_id in _team_ties(hat).values_list("pk", "child_id"):
            parts[child_id] |= pk in self.ties
        self.quiet_children = {one for one, is_told in parts.items() if not is_told}
        untold = Basis.objects.filter(UNTOLD, to_agency=hat.agency_id)
        self.quiet_facts = {f"basis:{pk}" for pk in untold.values_list("pk", flat=True)}
        self.later = looks_delay.withheld_of(hat, viewer.now)

    def may_tell(self, line: Line) -> bool:
        """Whether the family may know of this look."""
        assert line.child_id
        later = self.later.get(line.child_id)
        return line.child_id not in self.quiet_children and not (
            later and later.holds_back(line)
        )


def _team_ties(hat: Hat) -> QuerySet[Tie]:
    return Tie.objects.filter(hat.ties, kind=Tie.Kind.TEAM)


# --- What they can see ---


def _reaches(hat: Hat, known: _Known, viewer: Viewer) -> Iterator[Reach]:
    """While they work there and their account is open (G0, G2)."""
    works = Employment.objects.filter(live(viewer.now), hat.ties)
    if not works.filter(person__is_active=True).exists():
        return
    live_ties = _team_ties(hat).filter(live(viewer.now), pk__in=known.ties)
    ties = list(live_ties.order_by("from_at", "pk"))
    glasses = list(_open_glasses(hat, known, viewer))
    near = {tie.child_id for tie in ties} | {glass.child_id for glass in glasses}
    closed = ways.closed_on(near, viewer.now)
    cleared = ways.clearances({tie.role for tie in ties})
    bases = _bases(near, hat, viewer)
    for tie in ties:
        levels = closed[tie.child_id].narrow(hat, cleared[tie.role])
        for way in (
            *ways.own(tie, levels),
            *ways.shared(tie, levels, bases[tie.child_id]),
        ):
            yield Reach(tie.child_id, way, kinds=way.kinds)
    for glass in glasses:
        if kinds := ways.in_an_emergency(hat, closed[glass.child_id]):
            yield Reach(glass.child_id, None, glass, kinds)


def _open_glasses(hat: Hat, known: _Known, viewer: Viewer) -> Iterator[Glass]:
    """Those of which the family is not told later, or whose part is kept from it."""
    at = viewer.now
    for glass in Glass.objects.filter(hat.ties, opened_at__lte=at, expires_at__gt=at):
        later = known.later.get(glass.child_id)
        quiet = glass.child_id in known.quiet_children
        if not quiet and not (later and later.covers(hat, at)):
            yield glass


def _bases(
    child_ids: Collection[UUID], hat: Hat, viewer: Viewer
) -> dict[UUID, list[Basis]]:
    found: dict[UUID, list[Basis]] = defaultdict(list)
    told = Basis.objects.filter(
        queries.in_force(viewer.now), child__in=child_ids, to_agency=hat.agency_id
    ).exclude(UNTOLD)
    for basis in told.select_related("agreement").order_by("from_at", "category"):
        found[basis.child_id].append(basis)
    return found


# --- What they have opened ---


def _lines(report: AccessReport) -> QuerySet[Line]:
    """Theirs, under this hat, in the days of the report."""
    return Line.objects.filter(
        person_id=report.colleague_id,
        hat=str(report.works_at_id),
        at__gte=arithmetic.start_of(report.since_on),
        at__lt=min(
            report.made_at, arithmetic.start_of(report.last_on + timedelta(days=1))
        ),
    ).order_by("-at", "-seq")


def _looked(lines: QuerySet[Line], known: _Known) -> tuple[list[Looked], bool]:
    """Newest first, a line for each day, child and page; and whether there are more."""
    told = lines.exclude(child_id=None).exclude(surface__in=NEVER_TOLD | FOR_THE_ASKER)
    found: dict[tuple[date, UUID, str], Looked] = {}
    for line in told.iterator(chunk_size=500):
        every = reasons_of(line)
        reasons = {one for one in every if not known.quiet_facts & {*one}}
        if not known.may_tell(line) or (every and not reasons):
            continue
        assert line.child_id
        key = (arithmetic.day_of(line.at), line.child_id, line.surface)
        if key not in found and len(found) == MOST:
            return list(found.values()), True
        one = found.setdefault(key, Looked(*key, times=0, reasons=set()))
        one.times += 1
        one.reasons |= reasons
    return list(found.values()), False


def _refused(lines: QuerySet[Line], hat: Hat) -> Refused:
    """As the watch counts them: whether those children exist is not said (INS-1)."""
    every = list(lines.values_list("details", flat=True))
    asked = [json.loads(one).get("asked", {}).get("child_id", "") for one in every]
    ties = Tie.objects.filter(person=hat.person_id).values_list("child_id", flat=True)
    strangers = {one for one in asked if one} - {str(one) for one in ties}
    return Refused(len(every), len(strangers))
