"""Who may open emergency access, for how long, and who looks at it afterwards.

Values in, answers out. The numbers are a decision of the area, not the law's: they
stand with the day from which they hold, and a later line replaces them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plait.access.decisions import ALLOW, Decision, deny
from plait.access.viewer import Hat
from plait.agencies.models import Agency, Employment
from plait.agencies.roles import PRIVACY_LEAD, SAFEGUARDING_LEAD
from plait.clocks import arithmetic, holidays
from plait.sharing.models import Emergency

# E1: jobs whose task it is to act for a child's safety at once.
OPENERS = frozenset(
    {
        "social_worker",
        SAFEGUARDING_LEAD,
        "health_visitor",
        "senco",
        "setting_lead",
        "la_officer",
    }
)
FEWEST_LETTERS = 20
NOT_IN_YOUR_JOB = (
    "Your job does not open emergency access. If a child is in danger now, ring 999. "
    "Then tell your safeguarding lead, who can open it."
)


@dataclass(frozen=True)
class Terms:
    """What holds from a day on (E3, E5, E7, E9)."""

    from_on: date
    longest_hours: int  # the database allows no more than four
    review_within: int  # working days, R-WDA
    withheld_weeks: int
    reads_in_1000: int


TERMS = (Terms(date(2020, 1, 1), 4, 3, 4, 1),)


def terms_on(day: date) -> Terms:
    """The terms that hold on a day."""
    return max(
        (one for one in TERMS if one.from_on <= day), key=lambda one: one.from_on
    )


def may_open(hat: Hat, role: str) -> Decision:
    """E1: in an agency's hat, by those whose job is to act at once; never a family."""
    if hat.is_family or role not in OPENERS:
        return deny(NOT_IN_YOUR_JOB)
    return ALLOW


def review_due_on(asked_at: datetime) -> date:
    """E5: so many working days after the day on which it was asked for."""
    day = arithmetic.day_of(asked_at)
    days = terms_on(day).review_within
    return arithmetic.working_days_after(day, days, holidays.bank_holidays_near(day))


def told_at_the_latest(asked_at: datetime) -> datetime:
    """E7: nobody's silence keeps it from a family for longer than this."""
    return arithmetic.start_of(last_day_to_withhold(arithmetic.day_of(asked_at)))


def last_day_to_withhold(day: date) -> date:
    return day + timedelta(weeks=terms_on(day).withheld_weeks)


def reviewers(emergency: Emergency, leads: Iterable[Employment]) -> list[Employment]:
    """E5, E6: the privacy leads of the opener's agency, or else the council's.

    Never the opener, whatever else they do. Past its day it also stands with all
    privacy leads of the council, and with the head of the opener's setting.
    """
    others = [one for one in leads if one.person_id != emergency.person_id]
    theirs = [one for one in others if one.agency_id == emergency.agency_id]
    own = [one for one in theirs if one.role == PRIVACY_LEAD]
    council = [
        one
        for one in others
        if one.role == PRIVACY_LEAD and one.agency.kind == Agency.Kind.COUNCIL
    ]
    if emergency.escalated_at is None:
        return own or council
    heads = [one for one in theirs if one.role == "setting_lead"]
    return list({one.pk: one for one in (*own, *council, *heads)}.values())


def is_reviewer(
    person_id: UUID, agency_id: UUID, emergency: Emergency, leads: Iterable[Employment]
) -> bool:
    """Whether it is this person's, in this agency's hat, to review."""
    return any(
        (one.person_id, one.agency_id) == (person_id, agency_id)
        for one in reviewers(emergency, leads)
    )
