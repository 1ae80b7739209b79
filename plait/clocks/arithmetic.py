"""Date arithmetic, by the names the law's wording gives it. Values in, values out.

Days are Europe/London days. Nothing else in the product computes a deadline or an age
limit, so a rule about weekends can never slip into one that the law counts straight
through.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LEAVING_AGE = 16
FRIDAY = 4


def day_of(moment: datetime) -> date:
    """The London day a moment falls on."""
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def hours_after(moment: datetime, hours: int) -> datetime:
    """R-EL: so many elapsed hours later, whatever the clocks on the wall do."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def months_on(day: date, months: int) -> date:
    """R-MON: the same day-number months later, or the last day of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    longest = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, longest))


def weeks_on(day: date, weeks: int) -> date:
    """R-WK: within so many weeks of a day, which itself is day 0; counted through."""
    return day + timedelta(weeks=weeks)


def school_year_ending(day: date) -> int:
    """The calendar year in which the school year (1 September on) of a day ends."""
    return day.year + (day.month >= 9)


def last_friday_in_june(year: int) -> date:
    """The last Friday in June, on which compulsory school age can end."""
    end = date(year, 6, 30)
    return end - timedelta(days=(end.weekday() - FRIDAY) % 7)


def becomes_young_person_on(born_on: date) -> date:
    """The last day of compulsory school age (Education Act 1996 s.8).

    The last Friday in June of the school year in which the child turns 16, so that a
    child with a summer birthday is a young person while still 15.
    """
    return last_friday_in_june(school_year_ending(born_on) + LEAVING_AGE)


def becomes_young_person_at(born_on: date) -> datetime:
    """The instant at which rights pass to the young person: the end of that day."""
    return start_of(becomes_young_person_on(born_on) + timedelta(days=1))


def newest_young_person_born_on(moment: datetime) -> date:
    """The latest birth date of those who have become young people by a moment.

    Everybody born after it is still a child in the sense of the Children and Families
    Act 2014 s.83. The change-over comes to a whole school year at once, so this one
    day decides for everybody.
    """
    year = moment.astimezone(LONDON).year
    if start_of(last_friday_in_june(year) + timedelta(days=1)) > moment:
        year -= 1
    return date(year - LEAVING_AGE, 8, 31)


def is_working_day(day: date, bank_holidays: frozenset[date]) -> bool:
    """Monday to Friday and no bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays


def working_days_after(day: date, days: int, bank_holidays: frozenset[date]) -> date:
    """R-WDA: within so many working days after a day, which itself is day 0."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, bank_holidays)
    return day
