"""The days on which a child becomes a young person, and periods that are a choice.

No law says how long before the change-over a family should be told, or how soon an
assessment of capacity is looked at again. Those periods are kept with the day from
which each holds, so that a new one never rewrites what was said under the old.
"""

from datetime import date, datetime, timedelta

from plait.clocks import arithmetic
from plait.clocks.arithmetic import LEAVING_AGE, day_of, last_friday_in_june, months_on
from plait.clocks.limits import Limit, in_force

OLDEST = 25  # Children and Families Act 2014 s.83: a young person is under 25
DECIDES_FROM = 16  # Mental Capacity Act 2005 s.2(5)


START = date(2014, 9, 1)  # when Part 3 of the Children and Families Act began
PREPARE = (Limit(START, 9, "Our choice: one school year less the summer."),)
GRACE = (Limit(START, 6, "Our choice: docs/decisions/0013."),)
LONGEST_REVIEW = (Limit(START, 12, "Our choice; capacity is for one time, MCA s.2."),)
GOES_ON_READING = (Limit(START, 3, "Our choice: long enough to take copies."),)


def next_change_over_on(day: date) -> date:
    """The last day of compulsory school age that comes next, or is today."""
    this_year = last_friday_in_june(day.year)
    return this_year if day <= this_year else last_friday_in_june(day.year + 1)


def prepares_from(born_on: date) -> date:
    """The day from which everybody is told of the change-over, and can prepare it."""
    last_day = arithmetic.becomes_young_person_on(born_on)
    return months_on(last_day, -in_force(PREPARE, last_day))


def born_between(day: date) -> tuple[date, date] | None:
    """First and last birthday of those whose change-over is being prepared on a day."""
    year = next_change_over_on(day).year - LEAVING_AGE
    first, last = date(year - 1, 9, 1), date(year, 8, 31)
    return (first, last) if day >= prepares_from(last) else None


def grace_ends_at(switch_at: datetime) -> datetime:
    """Until when what parents agreed with a service stands without a new answer."""
    day = day_of(switch_at)
    return arithmetic.start_of(months_on(day, in_force(GRACE, day)))


def last_review_day(day: date) -> date:
    """The last day on which an assessment of this day must be looked at again."""
    return months_on(day, in_force(LONGEST_REVIEW, day))


def family_reads_until(day: date) -> date:
    """The first day without, for a family whose child's support ended on a day."""
    return months_on(day, in_force(GOES_ON_READING, day))


def reaches(born_on: date, age: int) -> date:
    """The birthday of an age. Born on 29 February, it comes on 28 February here."""
    return months_on(born_on, 12 * age)


def turning_oldest_between(day: date) -> tuple[date, date]:
    """Birthdays of those who turn 25 within the months of preparing, or have."""
    soon = months_on(day, in_force(PREPARE, day))
    return date(1990, 1, 1), months_on(soon, -12 * OLDEST)


def day_after(day: date) -> date:
    return day + timedelta(days=1)
