"""Who can see what: a row for each service, a cell for each kind of information."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import changing, queries
from plait.sharing.categories import Category
from plait.sharing.changing import ONE_BY_ONE
from plait.sharing.models import Agreement, Basis, Pause
from plait.sharing.standing import Standing
from plait.sharing.web.presenters import IN_A_SENTENCE, SHORT

COLUMNS = tuple((kind.value, SHORT[kind]) for kind in ONE_BY_ONE)
SAYS = {"yes": "Can see", "no": "Hidden", "ask": "Asked you", "pause": "Paused"}
ASKED_OTHERS = "Asked"  # to those who cannot answer


@dataclass(frozen=True)
class Cell:
    """One kind of information, for one service: a link to why."""

    kind: str
    word: str
    state: str  # yes, no, ask or pause
    says: str
    href: str


@dataclass(frozen=True)
class Row:
    """What one service can see."""

    id: UUID
    strand: str
    name: str
    people: str
    sentence: str
    notes: tuple[str, ...]
    cells: tuple[Cell, ...]  # none where the service has no access to anything
    href: str
    is_agreed: bool  # something can be changed for all of it at once


@dataclass
class Facts:
    """All that is known about sharing with one service, for one reader."""

    bases: list[Basis] = field(default_factory=list)
    agreed: list[Agreement] = field(default_factory=list)
    asked: list[Agreement] = field(default_factory=list)
    pause: Pause | None = None

    def of(self, kind: str) -> list[Basis]:
        """Why this kind can be seen now; nothing when it cannot."""
        return [one for one in self.bases if one.category == kind]

    def rests(self, kind: str) -> bool:
        """Whether this kind comes back when the family goes on."""
        resting = self.pause.bases.all() if self.pause else ()
        return any(one.category == kind for one in resting)

    def state(self, kind: str) -> str:
        """yes, pause, ask or no."""
        if self.of(kind):
            return "yes"
        if self.rests(kind):
            return "pause"
        return "ask" if self.asking(kind) else "no"

    def asking(self, kind: str) -> Agreement | None:
        """What the family has been asked about this kind, and not answered."""
        return next((one for one in self.asked if kind in one.categories), None)

    def running(self, today: date) -> list[Agreement]:
        return [one for one in self.agreed if one.until_on > today]


def facts_by_service(
    child: Child, viewer: Viewer, standing: Standing
) -> dict[UUID, Facts]:
    """For every service of which the reader knows anything by sharing: few statements.

    That a service is paused is for those who decide, and for the service itself; what
    was asked, as rule W8 says.
    """
    found: dict[UUID, Facts] = defaultdict(Facts)
    for basis in queries.live_bases(child, viewer):
        if basis.to_agency_id:
            found[basis.to_agency_id].bases.append(basis)
    for one in queries.list_agreements(child, viewer=viewer):
        if one.state == Agreement.State.AGREED:
            found[one.with_agency_id].agreed.append(one)
        elif one.state == Agreement.State.ASKED:
            found[one.with_agency_id].asked.append(one)
    resting = Pause.objects.filter(child=child, until_at=None)
    if not standing.decides_for_child:
        resting = resting.filter(agency=viewer.hat.agency_id)
    for pause in resting.select_related("by").prefetch_related("bases"):
        found[pause.agency_id].pause = pause
    return found


def list_rows(
    child: Child,
    viewer: Viewer,
    standing: Standing,
    members: Mapping[UUID, Sequence[str]],
) -> list[Row]:
    """A row for each service the reader may know of.

    `members` says who of each takes part, as far as the reader may know.
    """
    found = facts_by_service(child, viewer, standing)
    known = set(members)
    if standing.decides_for_child:
        known |= {pk for pk, facts in found.items() if facts.agreed or facts.asked}
    agencies = Agency.objects.filter(pk__in=known).order_by("name")
    rows = [
        _row(one, found[one.pk], members.get(one.pk, ()), child, viewer, standing)
        for one in agencies
    ]
    return sorted(rows, key=lambda row: (row.strand == "specialists", row.name))


def _row(
    agency: Agency,
    facts: Facts,
    people: Sequence[str],
    child: Child,
    viewer: Viewer,
    standing: Standing,
) -> Row:
    cells = tuple(
        _cell(kind, word, facts.state(kind), agency, child, standing)
        for kind, word in COLUMNS
    )
    keys = {"child_id": child.pk, "agency_id": agency.pk}
    nothing = not (facts.bases or facts.agreed or facts.asked or facts.pause)
    return Row(
        id=agency.pk,
        strand=agency.strand,
        name=agency.short_name,
        people=words.joined(people),
        sentence=sentence(agency.short_name, facts, child),
        notes=tuple(_notes(facts, viewer, standing)),
        cells=() if nothing else cells,
        href=reverse("sharing:service", kwargs=keys),
        is_agreed=bool(facts.agreed),
    )


def _cell(
    kind: str, word: str, state: str, agency: Agency, child: Child, standing: Standing
) -> Cell:
    keys = {"child_id": child.pk, "agency_id": agency.pk, "kind": kind}
    says = SAYS[state]
    if state == "ask" and not standing.decides_for_child:
        says = ASKED_OTHERS
    return Cell(kind, word, state, says, reverse("sharing:kind", kwargs=keys))


def sentence(name: str, facts: Facts, child: Child) -> str:
    """ "Rowan can see the plan and photos; not home life or health." """
    if facts.pause:
        day = words.record_day(facts.pause.from_at)
        return f"Sharing with {name} is paused since {day}, until the family goes on."
    seen = [said(kind, child) for kind in ONE_BY_ONE if facts.of(kind)]
    hidden = [said(kind, child) for kind in ONE_BY_ONE if not facts.of(kind)]
    if not seen and facts.asked and not facts.agreed:
        return f"{name} can see nothing that you shared. There is a question about it."
    if not seen:
        return (
            f"{name} sees only what it wrote itself, and what everybody in the team "
            f"knows: {child.called}’s name, age and languages, and how {child.called} "
            "communicates."
        )
    shown = f"{name} can see {words.joined(seen)}"
    return f"{shown}; not {_either(hidden)}." if hidden else f"{shown}."


def said(kind: str, child: Child) -> str:
    """A kind as it stands in a sentence: "Rafi’s own views"."""
    words_for_it = IN_A_SENTENCE[Category(kind)]
    return words_for_it.replace("the child’s", f"{child.called}’s")


def _either(kinds: Sequence[str]) -> str:
    if len(kinds) < 2:
        return "".join(kinds)
    return f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _notes(facts: Facts, viewer: Viewer, standing: Standing) -> Iterable[str]:
    for one in facts.asked:
        yield f"Asked on {words.day(one.asked_at, viewer.today)}"
    for one in facts.running(viewer.today):
        if changing.ends_soon(one.until_on, viewer.today):
            last = one.until_on - timedelta(days=1)
            yield f"Ends after {words.day(last, viewer.today)}"
    if not (standing.decides_for_child or viewer.hat.agency_id):
        return
    changed = [one for one in facts.agreed if one.changed_at]
    if changed:
        day = words.record_day(max(one.changed_at for one in changed if one.changed_at))
        yield f"Last changed on {day}"


def last_day(basis: Basis) -> date | None:
    """The last day on which it holds; none when it has no end."""
    if basis.until_at is None:
        return None
    return arithmetic.day_of(basis.until_at) - timedelta(days=1)
