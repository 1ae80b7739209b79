"""Who can see what of a child, and who has looked, as a privacy lead may know it.

It names nobody and nothing that the family may not know of yet: no safeguarding,
nothing shared without telling, no look that is told later, nobody whose part is kept
from the family (rule D3). A look at a page stands in it also when what was read there
is held back: who reads that, a lead has to know. Nothing of it is what a record says.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.privacy.models import AccessReport
from plait.privacy.queries.leads import agencies_led_by
from plait.sharing import looks_delay, queries
from plait.sharing.because import Reason
from plait.sharing.categories import ASKED_ABOUT
from plait.sharing.looked_at import FOR_THE_ASKER, NEVER_TOLD
from plait.sharing.looks import reasons_of
from plait.sharing.models import Basis, Clearance, Record, Restriction
from plait.team.models import Involvement

MOST = 2000  # lines of one report


@dataclass(frozen=True)
class Way:
    """One reason for which a hat can see kinds of information, up to a sensitivity."""

    tie: Tie
    basis: Basis | None  # none: what its own agency writes
    since: datetime
    until: datetime | None
    up_to: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """Somebody opened a page."""

    at: datetime
    hat: Hat
    role: str
    surface: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Found:
    """All that a report says."""

    ways: tuple[Way, ...]
    opened: tuple[Opened, ...]
    there_is_more: bool


def look_up(report: AccessReport, *, viewer: Viewer) -> Found:
    """What a report says: who can see at this moment, who looked till it was made."""
    assert report.child
    led, known = agencies_led_by(viewer), _Known(report.child, viewer)
    opened = _opened(report, led, known, viewer)
    return Found(
        ways=tuple(_ways(report.child, led, known, viewer)),
        opened=tuple(opened[:MOST]),
        there_is_more=len(opened) > MOST,
    )


class _Known:
    """Whose part, and which shares, the family may know of."""

    def __init__(self, child: Child, viewer: Viewer) -> None:
        told = Involvement.unfiltered(
            "who takes part is told to a lead when the family may know it"
        ).filter(
            ~Exists(_sealed(viewer.now)),
            record__child=child,
            record__state=Record.State.LIVE,
            record__release=Record.Release.FAMILY,
            record__sensitivity__lt=3,
        )
        self.ties = set(told.values_list("tie_id", flat=True))
        team = Tie.objects.filter(child=child, kind=Tie.Kind.TEAM)
        hats: dict[Hat, bool] = defaultdict(bool)
        for pk, person, agency in team.values_list("pk", "person_id", "agency_id"):
            hats[Hat(person, agency)] |= pk in self.ties
        self.quiet_hats = {hat for hat, is_told in hats.items() if not is_told}
        untold = Basis.objects.filter(UNTOLD, child=child)
        self.quiet_facts = {f"basis:{pk}" for pk in untold.values_list("pk", flat=True)}


UNTOLD = Q(disclosure__isnull=False, disclosure__told_at=None)


def _sealed(at: datetime) -> QuerySet[Restriction]:
    """Seals on somebody's part itself; or on all of them, closed to the family."""
    on_part = Q(record=OuterRef("record_id")) | Q(
        record=None,
        category=Involvement.CATEGORY,
        aim__in=(Restriction.Aim.FAMILY, Restriction.Aim.EVERYONE),
    )
    return Restriction.objects.filter(
        on_part, live(at), child_id=OuterRef("record__child_id")
    )


# --- Who can see ---


def _ways(
    child: Child, led: Collection[UUID], known: _Known, viewer: Viewer
) -> Iterator[Way]:
    """For each live part: what its own agency writes, and what is shared with it."""
    ties = _live_ties(child, led, known, viewer)
    cleared = _clearances({tie.role for tie in ties})
    bases = _bases(child, viewer)
    closed = _Closed(child, viewer.now)
    for tie in ties:
        levels = closed.narrow(tie, cleared[tie.role])
        if levels:
            yield from _own(tie, levels)
            yield from _shared(tie, levels, bases[tie.agency_id])


def _live_ties(
    child: Child, led: Collection[UUID], known: _Known, viewer: Viewer
) -> list[Tie]:
    """Of people who work there now and whose account is open (G0, G2)."""
    works = Employment.objects.filter(
        live(viewer.now), person_id=OuterRef("person_id"), agency=OuterRef("agency_id")
    )
    return list(
        Tie.objects.filter(
            Exists(works),
            live(viewer.now),
            child=child,
            kind=Tie.Kind.TEAM,
            agency__in=led,
            person__is_active=True,
            pk__in=known.ties,
        )
        .select_related("person", "agency")
        .order_by("agency__name", "person__name", "from_at", "pk")
    )


def _clearances(of_roles: Collection[str]) -> dict[str, dict[str, int]]:
    """How sensitive a record of each kind a role may read; safeguarding is not told."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Clearance.objects.filter(
        role__in=of_roles, category__in=ASKED_ABOUT, max_sensitivity__gt=0
    )
    for role, kind, most in rows.values_list("role", "category", "max_sensitivity"):
        found[role][kind] = most
    return found


def _bases(child: Child, viewer: Viewer) -> dict[UUID | None, list[Basis]]:
    found: dict[UUID | None, list[Basis]] = defaultdict(list)
    for basis in queries.live_bases(child, viewer):
        if not (basis.disclosure and basis.disclosure.told_at is None):
            found[basis.to_agency_id].append(basis)
    return found


class _Closed:
    """Seals over everything about the child, or over kinds, and whom they stop."""

    def __init__(self, child: Child, at: datetime) -> None:
        seals = Restriction.objects.filter(live(at), child=child, record=None)
        self.seals = list(seals.prefetch_related("exemptions"))

    def narrow(self, tie: Tie, levels: dict[str, int]) -> dict[str, int]:
        """What is left of a clearance (row R)."""
        shut = {one.category for one in self.seals if self._stops(one, tie)}
        if "" in shut:
            return {}
        return {kind: most for kind, most in levels.items() if kind not in shut}

    def _stops(self, seal: Restriction, tie: Tie) -> bool:
        if any(one.person_id == tie.person_id for one in seal.exemptions.all()):
            return False
        aim = Restriction.Aim
        return (
            seal.aim == aim.EVERYONE
            or (seal.aim == aim.AGENCY and seal.aimed_agency_id == tie.agency_id)
            or (
                seal.aim in (aim.PERSON, aim.AT_WORK)
                and seal.aimed_person_id == tie.person_id
            )
        )


def _own(tie: Tie, levels: dict[str, int]) -> Iterator[Way]:
    """P1: what their own agency has written."""
    for up_to in sorted(set(levels.values())):
        kinds = tuple(kind for kind in ASKED_ABOUT if levels.get(kind) == up_to)
        yield Way(tie, None, tie.from_at, tie.until_at, up_to, kinds)


def _shared(tie: Tie, levels: dict[str, int], bases: Iterable[Basis]) -> Iterator[Way]:
    """P2: what others and the family share, each reason with its kinds."""
    grouped: dict[tuple[object, int], list[Basis]] = defaultdict(list)
    for basis in bases:
        up_to = min(basis.max_sensitivity, levels.get(basis.category, 0))
        if up_to:
            grouped[_same(basis), up_to].append(basis)
    for (_, up_to), some in grouped.items():
        kinds = {basis.category for basis in some}
        first = some[0]
        ends = [end for end in (first.until_at, tie.until_at) if end]
        yield Way(
            tie=tie,
            basis=first,
            since=max(first.from_at, tie.from_at),
            until=min(ends, default=None),
            up_to=up_to,
            kinds=tuple(kind.value for kind in ASKED_ABOUT if kind in kinds),
        )


def _same(basis: Basis) -> tuple[object, ...]:
    """What bases have in common that stand on one line."""
    return (
        basis.kind,
        basis.agreement_id,
        basis.disclosure_id,
        basis.from_at,
        basis.until_at,
    )


# --- Who has looked ---


def _opened(
    report: AccessReport, led: Collection[UUID], known: _Known, viewer: Viewer
) -> list[Opened]:
    """Newest first; at most one more than a report holds."""
    child = report.child
    assert child
    later = looks_delay.withheld_since(child, viewer.now)
    lines = Line.objects.filter(
        child_id=child.pk,
        act="record.read",
        hat__in=[str(agency_id) for agency_id in led],
        at__gte=arithmetic.start_of(report.since_on),
        at__lt=min(
            report.made_at, arithmetic.start_of(report.last_on + timedelta(days=1))
        ),
    ).exclude(surface__in=NEVER_TOLD | FOR_THE_ASKER)
    found: list[Opened] = []
    for line in lines.order_by("-at", "-seq").iterator(chunk_size=500):
        assert line.person_id
        hat = Hat(line.person_id, UUID(line.hat))
        if hat in known.quiet_hats or later.holds_back(line):
            continue
        all_reasons = reasons_of(line)
        reasons = [one for one in all_reasons if not known.quiet_facts & {*one}]
        if reasons or not all_reasons:
            found.append(Opened(line.at, hat, line.role, line.surface, tuple(reasons)))
        if len(found) > MOST:
            break
    return found
