"""Who can see what of a child, and who has looked, as a privacy lead may know it.

It names nobody and nothing that the family may not know of yet: no safeguarding,
nothing shared without telling, no look that is told later, nobody whose part is kept
from the family (rule D3). A look at a page stands in it also when what was read there
is held back: who reads that, a lead has to know. Nothing of it is what a record says.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.privacy.models import AccessReport
from plait.privacy.queries import ways
from plait.privacy.queries.leads import agencies_led_by
from plait.privacy.queries.told import UNTOLD, told_parts
from plait.privacy.queries.ways import Way
from plait.sharing import looks_delay, queries
from plait.sharing.because import Reason
from plait.sharing.looked_at import FOR_THE_ASKER, NEVER_TOLD
from plait.sharing.looks import reasons_of
from plait.sharing.models import Basis, Glass

MOST = 2000  # lines of one report


@dataclass(frozen=True)
class Opened:
    """Somebody opened a page."""

    at: datetime
    hat: Hat
    role: str
    surface: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Emergency:
    """Somebody has emergency access now, in their job there, and to which kinds."""

    glass: Glass
    role: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """All that a report says."""

    ways: tuple[Way, ...]
    emergencies: tuple[Emergency, ...]
    opened: tuple[Opened, ...]
    there_is_more: bool


def look_up(report: AccessReport, *, viewer: Viewer) -> Found:
    """What a report says: who can see at this moment, who looked till it was made."""
    assert report.child
    led, known = agencies_led_by(viewer), _Known(report.child, viewer)
    opened = _opened(report, led, known, viewer)
    return Found(
        ways=tuple(_ways(report.child, led, known, viewer)),
        emergencies=tuple(_emergencies(report.child, led, known, viewer)),
        opened=tuple(opened[:MOST]),
        there_is_more=len(opened) > MOST,
    )


class _Known:
    """Whose part, and which shares, the family may know of."""

    def __init__(self, child: Child, viewer: Viewer) -> None:
        told = told_parts(viewer.now).filter(record__child=child)
        self.ties = set(told.values_list("tie_id", flat=True))
        team = Tie.objects.filter(child=child, kind=Tie.Kind.TEAM)
        hats: dict[Hat, bool] = defaultdict(bool)
        for pk, person, agency in team.values_list("pk", "person_id", "agency_id"):
            hats[Hat(person, agency)] |= pk in self.ties
        self.quiet_hats = {hat for hat, is_told in hats.items() if not is_told}
        untold = Basis.objects.filter(UNTOLD, child=child)
        self.quiet_facts = {f"basis:{pk}" for pk in untold.values_list("pk", flat=True)}
        self.later = looks_delay.withheld_since(child, viewer.now)


# --- Who can see ---


def _ways(
    child: Child, led: Collection[UUID], known: _Known, viewer: Viewer
) -> Iterator[Way]:
    """For each live part: what its own agency writes, and what is shared with it."""
    ties = _live_ties(child, led, known, viewer)
    cleared = ways.clearances({tie.role for tie in ties})
    bases = _bases(child, viewer)
    closed = ways.closed_on([child.pk], viewer.now)[child.pk]
    for tie in ties:
        levels = closed.narrow(Hat(tie.person_id, tie.agency_id), cleared[tie.role])
        yield from ways.own(tie, levels)
        yield from ways.shared(tie, levels, bases[tie.agency_id])


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


def _emergencies(
    child: Child, led: Collection[UUID], known: _Known, viewer: Viewer
) -> Iterator[Emergency]:
    """Of those of which the family is not told later, nor their part kept from it.

    While they work there and their account is open (G0, G2).
    """
    at = viewer.now
    glasses = Glass.objects.filter(
        child=child, agency__in=led, opened_at__lte=at, expires_at__gt=at
    ).select_related("person", "agency")
    jobs = _jobs(glasses, at)
    closed = ways.closed_on([child.pk], at)[child.pk]
    for glass in glasses.order_by("agency__name", "person__name", "opened_at", "pk"):
        hat = Hat(glass.person_id, glass.agency_id)
        if hat not in jobs or hat in known.quiet_hats or known.later.covers(hat, at):
            continue
        if kinds := ways.in_an_emergency(hat, closed):
            yield Emergency(glass, jobs[hat], kinds)


def _jobs(glasses: QuerySet[Glass], at: datetime) -> dict[Hat, str]:
    """What each of them works as there now; nobody who has left."""
    works = Employment.objects.filter(
        live(at), person__in=glasses.values("person"), person__is_active=True
    ).order_by("from_at", "pk")
    rows = works.values_list("person_id", "agency_id", "role")
    return {Hat(person, agency): role for person, agency, role in rows}


def _bases(child: Child, viewer: Viewer) -> dict[UUID | None, list[Basis]]:
    found: dict[UUID | None, list[Basis]] = defaultdict(list)
    for basis in queries.live_bases(child, viewer):
        if not (basis.disclosure and basis.disclosure.told_at is None):
            found[basis.to_agency_id].append(basis)
    return found


# --- Who has looked ---


def _opened(
    report: AccessReport, led: Collection[UUID], known: _Known, viewer: Viewer
) -> list[Opened]:
    """Newest first; at most one more than a report holds."""
    child = report.child
    assert child
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
        if hat in known.quiet_hats or known.later.holds_back(line):
            continue
        all_reasons = reasons_of(line)
        reasons = [one for one in all_reasons if not known.quiet_facts & {*one}]
        if reasons or not all_reasons:
            found.append(Opened(line.at, hat, line.role, line.surface, tuple(reasons)))
        if len(found) > MOST:
            break
    return found
