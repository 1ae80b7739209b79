"""How much of each purpose there really is at an agency now, and who receives it (D59).

It counts, and reads no content. What a family may not know of is not counted, nor what
is written to keep a child safe: that there is any would tell (D3, SG2).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from plait.access.viewer import Viewer
from plait.agencies.models import Agency, Employment
from plait.children.hats import live
from plait.children.models import Tie
from plait.exchange.models import CensusPupil
from plait.privacy.queries.leads import agencies_led_by
from plait.privacy.queries.told import UNTOLD, told_parts
from plait.sharing import area_agreements, queries
from plait.sharing.categories import ASKED_ABOUT
from plait.sharing.models import AreaSignature, Basis, Emergency, Record

WHY = "how much is kept of each kind: numbers, no content"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Written:
    """What an agency has written, of some kinds, and about how many children."""

    records: int
    children: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Receives:
    """How many agencies of one kind receive something, by the way it reaches them."""

    kind: str
    in_team: int
    shared_with: int
    agreed_with: int


def get_agency(agency_id: UUID | None, *, viewer: Viewer) -> Agency:
    """One that the viewer answers for, or their own. Raises DoesNotExist."""
    led = Agency.objects.filter(pk__in=agencies_led_by(viewer))
    return led.get(pk=agency_id or viewer.agency_id)


class Numbers:
    """Counts of one agency at one moment."""

    def __init__(self, agency: Agency, viewer: Viewer) -> None:
        self.agency, self.at, self.today = agency, viewer.now, viewer.today
        self._kinds = self._by_kind()
        mine = self._team().filter(agency=agency)
        self.children = set(mine.values_list("child_id", flat=True))

    def written(self, kinds: Iterable[str]) -> Written:
        """Of these kinds of information."""
        there = {kind: self._kinds[kind] for kind in kinds if kind in self._kinds}
        children: set[UUID] = set().union(*(set(some) for some in there.values()))
        number = sum(sum(some.values()) for some in there.values())
        return Written(number, len(children), tuple(there))

    def counted(self, key: str) -> tuple[int, str, str] | None:
        """How many there are, in the words for one and for many; none: not counted."""
        count: dict[str, tuple[Callable[[], int], str, str]] = {
            "sharing": (self._shares, "share with a service", "shares with services"),
            "emergency": (self._emergencies, "time in a year", "times in a year"),
            "census": (self._pupils, "pupil", "pupils"),
            "accounts": (self._works, "person", "people"),
            "families": (self._families, "person", "people"),
        }
        if key not in count:
            return None
        ask, one, many = count[key]
        return ask(), one, many

    def receives(self) -> list[Receives]:
        """Other agencies, by their kind, most of them first."""
        ways: dict[UUID, set[str]] = defaultdict(set)
        others = self._team().filter(child__in=self.children)
        for way, ids in (
            ("team", others.values_list("agency_id", flat=True)),
            ("shared", self._bases().values_list("to_agency_id", flat=True)),
            ("agreed", self._signed().values_list("agency_id", flat=True)),
        ):
            for agency_id in ids.distinct():
                ways[agency_id].add(way)
        ways.pop(self.agency.pk, None)
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        kinds = Agency.objects.filter(pk__in=ways).values_list("pk", "kind")
        for agency_id, kind in kinds:
            counted[kind].update(ways[agency_id])
        found = [
            Receives(kind, of["team"], of["shared"], of["agreed"])
            for kind, of in counted.items()
        ]
        return sorted(found, key=lambda one: (-one.in_team, one.kind))

    def _by_kind(self) -> dict[str, Counter[UUID]]:
        found: dict[str, Counter[UUID]] = defaultdict(Counter)
        kept = (
            Record.objects.unfiltered(WHY)
            .filter(owner_agency=self.agency, category__in=ASKED_ABOUT)
            .filter(release=Record.Release.FAMILY, sensitivity__lt=3)
            .exclude(state__in=(Record.State.ERASED, Record.State.DRAFT))
        )
        pairs = kept.order_by().values_list("category", "child_id")
        for kind, child_id, number in pairs.annotate(number=Count("pk")):
            found[kind][child_id] = number
        return {kind: found[kind] for kind in ASKED_ABOUT if kind in found}

    def _team(self) -> QuerySet[Tie]:
        """Live parts in teams of which the family may know."""
        told = told_parts(self.at).values("tie_id")
        return Tie.objects.filter(live(self.at), kind=Tie.Kind.TEAM, pk__in=told)

    def _bases(self) -> QuerySet[Basis]:
        return (
            Basis.objects.filter(queries.in_force(self.at), child__in=self.children)
            .exclude(UNTOLD)
            .exclude(Q(to_agency=None) | Q(to_agency=self.agency))
        )

    def _signed(self) -> QuerySet[AreaSignature]:
        mine = area_agreements.in_force_for(self.agency.pk, on=self.today)
        return AreaSignature.objects.filter(agreement__in=mine.values("pk"))

    def _shares(self) -> int:
        pairs = self._bases().values("child_id", "to_agency_id").distinct()
        return pairs.count()

    def _emergencies(self) -> int:
        asked = Emergency.objects.filter(agency=self.agency, glass__isnull=False)
        return asked.filter(
            asked_at__gt=self.at - A_YEAR, asked_at__lte=self.at
        ).count()

    def _pupils(self) -> int:
        sent = Q(school=self.agency) | Q(sent_by=self.agency)
        return CensusPupil.objects.filter(sent).count()

    def _works(self) -> int:
        works = Employment.objects.filter(live(self.at), agency=self.agency)
        return works.values("person_id").distinct().count()

    def _families(self) -> int:
        near = Tie.objects.filter(live(self.at), child__in=self.children, agency=None)
        return near.values("person_id").distinct().count()
