"""By when a request is answered (R-MON). Values in, answers out."""

from datetime import date, timedelta

from plait.access.decisions import ALLOW, Decision, deny
from plait.clocks import arithmetic, holidays, limits


def due_on(start: date, months: int | None = None) -> date:
    """R-MON: the same day-number a month on, rolled to the next working day.

    The day of receipt is the day it came, whether or not anybody works then; school
    holidays do not stop it (D44).
    """
    number = months or limits.in_force(limits.REQUEST_MONTHS, start)
    day = arithmetic.months_on(start, number)
    while not arithmetic.is_working_day(day, holidays.bank_holidays_near(day)):
        day += timedelta(days=1)
    return day


def longest_due_on(start: date) -> date:
    """The last day once it takes longer: up to two further months (D46)."""
    first = limits.in_force(limits.REQUEST_MONTHS, start)
    more = limits.in_force(limits.REQUEST_MORE_MONTHS, start)
    return due_on(start, first + more)


def may_take_longer(due: date, today: date, *, already: bool) -> Decision:
    """D46: once, and only while the first month runs."""
    if already:
        return deny("This has been given more time already.")
    if today > due:
        return deny("The month is over. It is too late to take longer.")
    return ALLOW


def after_pause(start: date, paused_on: date, today: date) -> date:
    """D45: the days on which something was missing do not count (Art. 12A)."""
    return start + (today - paused_on)


def first_day(today: date) -> date:
    """The earliest day on which a letter that is entered today can have come (D70)."""
    months = limits.in_force(limits.REQUEST_ENTERED_MONTHS, today)
    return arithmetic.months_on(today, -months)


def may_have_come(on: date, today: date) -> Decision:
    """D70: not in the future, and at most three months back."""
    if on > today:
        return deny("That day is still to come.")
    if on < first_day(today):
        return deny("That is more than three months ago.")
    return ALLOW
