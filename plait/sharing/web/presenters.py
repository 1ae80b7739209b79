"""Who can see what, in words: for each service what, why, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.agencies.models import Agency
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import Agreement, Basis

SHORT = {
    Category.PLAN: "Plan and progress",
    Category.EDUCATION: "Notes",
    Category.BOOK: "Book",
    Category.REPORT: "Reports",
    Category.HOME_LIFE: "Home life",
    Category.PHOTOS: "Photos",
    Category.VOICE: "Child’s views",
    Category.HEALTH: "Health",
    Category.SOCIAL: "Social care",
    Category.LOCATION: "Addresses",
    Category.INVOLVEMENT: "Who is in the team",
}
IN_A_SENTENCE = {
    Category.PLAN: "the plan",
    Category.EDUCATION: "notes",
    Category.BOOK: "the book",
    Category.REPORT: "reports",
    Category.HOME_LIFE: "home life",
    Category.PHOTOS: "photos",
    Category.VOICE: "the child’s own views",
    Category.HEALTH: "health",
    Category.SOCIAL: "social care",
    Category.LOCATION: "addresses",
    Category.INVOLVEMENT: "who is in the team",
}
WHY = {
    Basis.Kind.CONSENT: "the family agreed",
    Basis.Kind.PUBLIC_TASK: "it is their task",
    Basis.Kind.LEGAL_OBLIGATION: "the law asks for it",
    Basis.Kind.SAFEGUARDING: "it keeps a child safe",
    Basis.Kind.VITAL_INTEREST: "it can save a life",
    Basis.Kind.COURT_ORDER: "a court ordered it",
    Basis.Kind.RECOGNISED_INTEREST: "it keeps a child safe",
    Basis.Kind.REPRESENTATIVE: "they act for the young person",
}


@dataclass(frozen=True)
class Cell:
    """One kind of information, for one service."""

    kind: str
    sees: bool
    why: str
    until: date | None


@dataclass(frozen=True)
class Service:
    """What one service can see."""

    id: UUID
    strand: str
    name: str
    cells: tuple[Cell, ...]
    agreement_id: UUID | None
    stays: tuple[str, ...]  # what a withdrawal would not stop, and why

    @property
    def sees(self) -> tuple[tuple[str, date | None, tuple[str, ...]], ...]:
        """(why, until, kinds): what is seen for the same reason stands together."""
        groups: dict[tuple[str, date | None], list[str]] = {}
        for cell in self.cells:
            if cell.sees:
                groups.setdefault((cell.why, cell.until), []).append(cell.kind)
        return tuple(
            (why, until, tuple(kinds)) for (why, until), kinds in groups.items()
        )

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(cell.kind for cell in self.cells if not cell.sees)


def service(
    agency: Agency, bases: Iterable[Basis], agreement: Agreement | None
) -> Service:
    """A service's row: every kind of information, seen or hidden, and why."""
    by_category: dict[str, list[Basis]] = {}
    for basis in bases:
        by_category.setdefault(basis.category, []).append(basis)
    stays = [
        f"{SHORT[category]}: {WHY[Basis.Kind(basis.kind)]}"
        for category in ASKED_ABOUT
        for basis in by_category.get(category, [])
        if basis.kind != Basis.Kind.CONSENT
    ]
    return Service(
        id=agency.pk,
        strand=agency.strand,
        name=agency.short_name,
        cells=tuple(_cell(kind, by_category.get(kind, [])) for kind in ASKED_ABOUT),
        agreement_id=agreement.pk if agreement else None,
        stays=tuple(dict.fromkeys(stays)),
    )


def _cell(category: Category, bases: list[Basis]) -> Cell:
    why = " and ".join(dict.fromkeys(WHY[Basis.Kind(basis.kind)] for basis in bases))
    ends = [basis.until_at for basis in bases]
    until = None
    if ends and all(ends):
        until = arithmetic.day_of(max(end for end in ends if end)) - timedelta(days=1)
    return Cell(IN_A_SENTENCE[category], bool(bases), why, until)


@dataclass(frozen=True)
class Asked:
    """A request, as the family reads it."""

    id: UUID
    service: str
    who: str
    whom: str  # "Tomasz Wilk from Rowan Speech Therapy"
    kinds: tuple[str, ...]
    in_short: str  # "the plan, notes and the book"
    purpose: str
    last_day: date
    history: bool
    asked_by: str
    asked_on: date
    state: str
    state_words: str
    answered: str

    @classmethod
    def of(cls, agreement: Agreement) -> "Asked":
        person = agreement.brings_in.person.name if agreement.brings_in else ""
        kinds = [
            Category(kind)
            for kind in agreement.categories
            if kind != Category.INVOLVEMENT
        ]
        return cls(
            id=agreement.pk,
            service=agreement.with_agency.short_name,
            who=person or agreement.with_agency.short_name,
            whom=f"{person} from {agreement.with_agency.short_name}"
            if person
            else agreement.with_agency.short_name,
            kinds=tuple(kind.label for kind in kinds),
            in_short=words.joined([IN_A_SENTENCE[kind] for kind in kinds]),
            purpose=agreement.purpose,
            last_day=agreement.until_on - timedelta(days=1),
            history=agreement.covers_history,
            asked_by=agreement.asked_by.name,
            asked_on=arithmetic.day_of(agreement.asked_at),
            state=agreement.state,
            state_words=Agreement.State(agreement.state).label,
            answered=_answered(agreement),
        )


def _answered(agreement: Agreement) -> str:
    """ "Shirin Hossain agreed on 11 May 2026", and what came after it."""
    said = []
    if agreement.answered_by and agreement.answered_at:
        verb = "said no" if agreement.state == Agreement.State.DECLINED else "agreed"
        day = words.record_day(agreement.answered_at)
        said.append(f"{agreement.answered_by.name} {verb} on {day}")
    if agreement.withdrawn_by and agreement.withdrawn_at:
        day = words.record_day(agreement.withdrawn_at)
        said.append(f"{agreement.withdrawn_by.name} took it back on {day}")
    return ". ".join(said)
