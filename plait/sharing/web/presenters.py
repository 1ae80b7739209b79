"""Who can see what, in words: for each service what, why, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import because
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


def stays(bases: Iterable[Basis]) -> tuple[str, ...]:
    """What a withdrawal would not stop, and why (CON-2)."""
    resting = [one for one in bases if one.kind != Basis.Kind.CONSENT]
    order = {category: place for place, category in enumerate(ASKED_ABOUT)}
    known = [one for one in resting if one.category in order]
    said = [
        f"{SHORT[Category(one.category)]}: {because.IN_WORDS[Basis.Kind(one.kind)]}"
        for one in sorted(known, key=lambda one: order[Category(one.category)])
    ]
    return tuple(dict.fromkeys(said))


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
