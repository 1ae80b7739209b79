"""What stands on pages about emergency access, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing.categories import Category
from plait.sharing.emergency import health, queries
from plait.sharing.emergency.health import Use
from plait.sharing.looked_at import LOOKED_AT
from plait.sharing.models import Emergency, Glass
from plait.sharing.web.colleague import report_on
from plait.sharing.web.presenters import IN_A_SENTENCE

# How a reason is told of somebody else.
TOLD = {
    Emergency.Reason.DANGER: "somebody was in immediate danger",
    Emergency.Reason.URGENT_CARE: "a child needed urgent medical care",
    Emergency.Reason.MISSING: "a child was missing",
    Emergency.Reason.POLICE_OR_COURT: "the police or a court asked for it",
    Emergency.Reason.NOT_ADDED: "they were working with the child, and nobody had "
    "added them to the team yet",
}


@dataclass(frozen=True)
class Mark:
    """What stands on every page about a child while emergency access is open."""

    who: str
    opened: str
    until: str
    end_href: str

    @property
    def line(self) -> str:
        return f"Emergency access until {self.until}. {self.who}, {self.opened}"

    @classmethod
    def of(cls, glass: Glass) -> "Mark":
        opened = words.in_london(glass.opened_at)
        return cls(
            who=f"{glass.person.name}, {glass.agency.short_name}",
            opened=f"{words.record_day(opened)}, {words.clock_time(opened)}",
            until=words.clock_time(glass.expires_at),
            end_href=reverse("emergency:end", kwargs={"child_id": glass.child_id}),
        )


@dataclass(frozen=True)
class Own:
    """One of the viewer's own, in a list: no child is named once it has ended."""

    when: str
    state: str
    href: str
    asks: bool


@dataclass(frozen=True)
class OwnPage:
    """One of the viewer's own."""

    when: str
    reason: str
    words: str
    found: bool
    state: str
    child_href: str
    question: str
    answer: str
    outcome: str
    review_words: str


def own(emergency: Emergency, viewer: Viewer) -> Own:
    return Own(
        when=words.when(emergency.asked_at, viewer.now),
        state=_state(emergency, viewer.now),
        href=reverse("emergency:own", kwargs={"emergency_id": emergency.pk}),
        asks=bool(emergency.question and not emergency.answer)
        and not emergency.is_reviewed,
    )


def own_page(emergency: Emergency, viewer: Viewer) -> OwnPage:
    glass = emergency.glass
    is_open = glass is not None and glass.expires_at > viewer.now
    return OwnPage(
        when=words.when(emergency.asked_at, viewer.now),
        reason=Emergency.Reason(emergency.reason).label,
        words=emergency.words,
        found=glass is not None,
        state=_state(emergency, viewer.now),
        child_href=reverse("today:child", kwargs={"child_id": glass.child_id})
        if glass and is_open
        else "",
        question=emergency.question,
        answer=emergency.answer,
        outcome=_outcome(emergency),
        review_words=emergency.review_words,
    )


def _state(emergency: Emergency, now: datetime) -> str:
    glass = emergency.glass
    if glass is None:
        return "Nobody was found"
    until = words.clock_time(glass.expires_at)
    if glass.expires_at > now:
        return f"Open until {until}"
    return f"Ended at {until}"


def _outcome(emergency: Emergency) -> str:
    if not emergency.is_reviewed:
        return ""
    return Emergency.Outcome(emergency.outcome).label


# --- For the one who reviews ---


@dataclass(frozen=True)
class ReviewPage:
    """Emergency access of somebody else. It names no child and shows no content."""

    id: UUID
    who: str
    job: str
    agency: str
    reason: str
    words: str
    asked: str
    ended: str
    is_open: bool
    found: bool
    due_on: date
    is_late: bool
    parts: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    question: str
    answer: str
    outcome: str
    review_words: str
    told: str
    report: str  # where to ask what they can see and have opened


def review_page(emergency: Emergency, viewer: Viewer) -> ReviewPage:
    glass = emergency.glass
    was_read = queries.what_was_read(glass) if glass else queries.WasRead((), ())
    return ReviewPage(
        id=emergency.pk,
        who=emergency.person.name,
        job=roles.words(emergency.role),
        agency=emergency.agency.name,
        reason=Emergency.Reason(emergency.reason).label,
        words=emergency.words,
        asked=words.when(emergency.asked_at, viewer.now),
        ended=_ended(glass, viewer.now),
        is_open=glass is not None and glass.expires_at > viewer.now,
        found=glass is not None,
        due_on=emergency.due_on,
        is_late=not emergency.is_reviewed and emergency.due_on < viewer.today,
        parts=tuple(
            (_part(surface), words.plural(number, "time", "times"))
            for surface, number in was_read.surfaces
        ),
        kinds=tuple(
            (_capital(kind), words.plural(number, "record", "records"))
            for kind, number in was_read.kinds
        ),
        question=emergency.question,
        answer=emergency.answer,
        outcome=_outcome(emergency),
        review_words=emergency.review_words,
        told=_told(emergency, viewer) if glass else "",
        report=report_on(emergency.person_id, emergency.agency_id, viewer),
    )


def _ended(glass: Glass | None, now: datetime) -> str:
    if glass is None:
        return "Nobody was found, and nothing was shown"
    if glass.expires_at > now:
        return f"Open until {words.clock_time(glass.expires_at)}"
    return words.when(glass.expires_at, now)


def _part(surface: str) -> str:
    return _capital(LOOKED_AT.get(surface, surface).format(child="the child"))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _told(emergency: Emergency, viewer: Viewer) -> str:
    day = words.record_day(emergency.tell_at)
    if emergency.tell_at <= viewer.now:
        return f"The family has been told, on {day}."
    if emergency.is_reviewed:
        return f"The family is told on {day}: {emergency.withheld_because}"
    return f"The family is told when you have reviewed it, and on {day} at the latest."


@dataclass(frozen=True)
class NumbersPage:
    """How often emergency access is used."""

    rows: tuple[tuple[str, int, int, str, bool], ...]  # name, reads, urgent, rate, red
    months: tuple[tuple[str, str, int], ...]
    limit: int


def numbers_page(viewer: Viewer, *, whole_area: bool) -> NumbersPage:
    """Of the viewer's own agency; for the council's privacy leads, of all."""
    uses = health.uses(viewer.now)
    own = uses.by_agency.get(viewer.agency_id)
    shown = [*uses.by_agency.values(), uses.all] if whole_area else [own]
    months = health.openings_by_month(viewer.now)
    return NumbersPage(
        rows=tuple(_use(one) for one in shown if one),
        months=tuple(
            (words.month(one.first_day), one.name, one.times)
            for one in months
            if whole_area or one.agency_id == viewer.agency_id
        ),
        limit=health.limit_on(viewer.today),
    )


def _use(one: Use) -> tuple[str, int, int, str, bool]:
    return one.name, one.reads, one.by_emergency, f"{one.in_1000:.1f}", one.is_red


# --- For the family ---


@dataclass(frozen=True)
class Told:
    """Emergency access to one's child, as the family reads it."""

    id: UUID
    who: str
    job: str
    opened: str
    ended: str
    reason: str
    kinds: str
    outcome: str
    review_words: str
    told_on: date


def told_to_family(child: Child, viewer: Viewer) -> list[Told]:
    """What a family may know of, newest first: for whom `may_see_looks` allows it."""
    found = queries.told_to_family(child, at=viewer.now)
    return [_told_of(one, viewer) for one in found]


def _told_of(emergency: Emergency, viewer: Viewer) -> Told:
    glass = emergency.glass
    assert glass is not None
    agency = emergency.agency
    who = (
        emergency.person.name
        if agency.shows_staff_names
        else f"Somebody at {agency.name}"
    )
    kinds = queries.kinds_seen(glass, viewer=viewer)
    return Told(
        id=emergency.pk,
        who=who,
        job=f"{roles.words(emergency.role)}, {agency.short_name}",
        opened=f"{words.record_day(glass.opened_at)}, "
        f"{words.clock_time(glass.opened_at)}",
        ended=words.clock_time(glass.expires_at),
        reason=TOLD[Emergency.Reason(emergency.reason)],
        kinds=words.joined([_in_a_sentence(kind) for kind in kinds]),
        outcome=_outcome(emergency),
        review_words=emergency.review_words,
        told_on=arithmetic.day_of(emergency.tell_at),
    )


def _in_a_sentence(kind: Category) -> str:
    return IN_A_SENTENCE.get(kind, kind.label)
