"""An agency's people in words. No child is named, and none could be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import confidentiality, roles
from plait.agencies.models import Agency, Employment, Signature
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.parts import Person
from plait.sharing.standing import LEADERS
from plait.team.models import Invitation


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here."""

    id: UUID
    person: Person
    since: str
    signed_in: str
    looks_after: bool
    is_me: bool
    signed: tuple[str, str]  # the look of a status, and its words

    @classmethod
    def of(cls, employment: Employment, viewer: Viewer) -> "Colleague":
        last = employment.person.last_login
        return cls(
            id=employment.pk,
            person=Person(
                employment.agency.strand,
                employment.person.name,
                _capital(employment.role_words),
            ),
            since=words.record_day(employment.from_at),
            signed_in=_last_seen(last, viewer.now),
            looks_after=employment.manages_people,
            is_me=employment.person_id == viewer.person_id,
            signed=signed_words(
                employment.signed_until,  # type: ignore[attr-defined]
                viewer,
            ),
        )


@dataclass(frozen=True)
class Invited:
    """Somebody who has not taken up their invitation."""

    id: UUID
    name: str
    role: str
    until: str

    @classmethod
    def of(cls, invitation: Invitation, viewer: Viewer) -> "Invited":
        return cls(
            invitation.pk,
            invitation.name,
            _capital(roles.words(invitation.role)),
            words.day(invitation.expires_at, viewer.today),
        )


@dataclass(frozen=True)
class PeoplePage:
    agency: str
    hours: str
    promise: str
    signed_for_agency: str  # who and when; empty when nobody has
    colleagues: tuple[Colleague, ...]
    invited: tuple[Invited, ...]

    @classmethod
    def of(
        cls,
        colleagues: Sequence[Employment],
        invited: Sequence[Invitation],
        *,
        agency: Agency,
        signed: Signature | None,
        viewer: Viewer,
    ) -> "PeoplePage":
        days = words.plural(agency.replies_within_days, "working day", "working days")
        return cls(
            agency=agency.name,
            hours=agency.hours or "Not said yet",
            promise=f"Within {days}",
            signed_for_agency=f"{signed.person.name}, on "
            f"{words.record_day(signed.signed_at)}"
            if signed
            else "",
            colleagues=tuple(Colleague.of(one, viewer) for one in colleagues),
            invited=tuple(Invited.of(one, viewer) for one in invited),
        )


@dataclass(frozen=True)
class Leaving:
    """What ends when somebody leaves."""

    name: str
    first_name: str
    ends: tuple[str, ...]
    is_me: bool
    is_last: bool  # of those who look after accounts
    hand_over: str  # where the parts are handed over; empty for who sees no child

    @classmethod
    def of(
        cls,
        employment: Employment,
        *,
        colleagues: Sequence[Employment],
        viewer: Viewer,
    ) -> "Leaving":
        person = employment.person
        first = person.first_name
        mine = employment.person_id == viewer.person_id
        return cls(
            name=person.name,
            first_name=first,
            ends=(
                # Not how many: some of these children are not for the reader to know.
                f"{first}’s part in every child’s team here ends.",
                f"{first} is signed out everywhere at once.",
                f"Invitations that {first} has sent from here no longer work.",
                f"Where {first} leads a child’s team, nobody leads it from then on. "
                "Whoever leads for the setting has to give the lead to somebody else, "
                "on the team page of each child.",
            ),
            is_me=mine,
            hand_over=_hand_over(employment, viewer, mine=mine),
            is_last=not any(
                one.manages_people and one.person_id != employment.person_id
                for one in colleagues
            ),
        )


def _hand_over(employment: Employment, viewer: Viewer, *, mine: bool) -> str:
    """Looking after accounts opens no list of children; leading for a setting does."""
    if mine:
        return reverse("today:handing-over")
    if viewer.role not in LEADERS:
        return ""
    return reverse("today:handing-over-of", args=[employment.pk])


def signed_words(until_at: datetime | None, viewer: Viewer) -> tuple[str, str]:
    """Whether somebody has signed the confidentiality agreement, and until when."""
    if until_at is None:
        return "late", "Not signed"
    last = arithmetic.day_of(until_at) - timedelta(days=1)
    text = confidentiality.text_on(viewer.today)
    look = "soon" if text.is_due_again(until_at, viewer.now) else "done"
    return look, f"Signed until {words.record_day(last)}"


def known_addresses(
    colleagues: Sequence[Employment], invited: Sequence[Invitation]
) -> dict[str, str]:
    """The addresses of those who work here or are invited, each with a sentence."""
    waiting = {
        one.email.lower(): f"{one.name} has been invited with this address already. "
        "Take that invitation back first if it did not arrive"
        for one in invited
    }
    here = {
        one.person.email.lower(): f"{one.person.name} works here already and signs in "
        "with this address"
        for one in colleagues
    }
    return waiting | here


def _last_seen(moment: datetime | None, now: datetime) -> str:
    """On which day, and never at what time."""
    if moment is None:
        return "Has not signed in yet."
    day = words.when(moment, now).rpartition(", ")[0]
    return f"Last signed in: {day}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
