"""Dates, times, numbers and names in the words that Plait uses.

Pure functions: whoever calls says what day or moment it is. Every "day" and every
clock time is read in London, where the families are.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
TITLES = {"dr", "miss", "mr", "mrs", "ms", "mx", "prof", "professor"}


def day(value: date, today: date | None = None, *, year: bool = False) -> str:
    """'Friday 20 November', and the year when it is another year or is asked for."""
    value, today = london_day(value), today and london_day(today)
    words = f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"
    if year or (today is not None and today.year != value.year):
        words += f" {value.year}"
    return words


def record_day(value: date) -> str:
    """'11 May 2026': in a record, where the year matters more than the weekday."""
    value = london_day(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, today: date | None = None, *, year: bool = False) -> str:
    """'Fri 20 Nov', for tables."""
    value, today = london_day(value), today and london_day(today)
    words = f"{WEEKDAYS[value.weekday()][:3]} {value.day} {short_month(value)}"
    if year or (today is not None and today.year != value.year):
        words += f" {value.year}"
    return words


def month(value: date) -> str:
    """'November 2026'."""
    value = london_day(value)
    return f"{MONTHS[value.month - 1]} {value.year}"


def short_month(value: date) -> str:
    """'Nov', for the marks under a drawing."""
    return MONTHS[london_day(value).month - 1][:3]


def clock_time(value: time | datetime) -> str:
    """'2pm' or '2:50pm': zeros that say nothing are left out."""
    if isinstance(value, datetime):
        value = in_london(value).time()
    half = "am" if value.hour < 12 else "pm"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{half}"


def when(moment: datetime, now: datetime) -> str:
    """'Today, 11:40am', 'Yesterday, 4:12pm' or 'Monday 16 November, 3:30pm'."""
    moment, now = in_london(moment), in_london(now)
    distance = (now.date() - moment.date()).days
    close = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}
    words = close.get(distance) or day(moment.date(), now.date())
    return f"{words}, {clock_time(moment)}"


def how_far(value: date, today: date) -> str:
    """'In 8 days', 'Tomorrow', 'Today' or '2 days late'."""
    days = (london_day(value) - london_day(today)).days
    if days < 0:
        return f"{plural(-days, 'day', 'days')} late"
    if days < 2:
        return ("Today", "Tomorrow")[days]
    return f"In {days} days"


def ages(born_on: date, today: date) -> str:
    """'3 years 7 months'; for a baby '7 months', and in the first weeks '3 weeks'."""
    if born_on > today:
        raise ValueError("A child cannot be born after today.")
    months = (today.year - born_on.year) * 12 + today.month - born_on.month
    if today.day < born_on.day:
        months -= 1
    if months == 0:
        weeks = (today - born_on).days // 7
        return plural(weeks, "week", "weeks") if weeks else "less than a week"
    parts = [
        plural(count, one, many)
        for count, one, many in (
            (months // 12, "year", "years"),
            (months % 12, "month", "months"),
        )
        if count
    ]
    return " ".join(parts)


def joined(words: Iterable[object]) -> str:
    """'Abena, Margaret and Leon'."""
    names = [str(word) for word in words]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def plural(count: int, one: str, many: str) -> str:
    """'1 child', '3 children', '1,204 children'."""
    return f"{count:,} {one if count == 1 else many}"


def with_capital(text: str) -> str:
    """'The plan and notes': what else stands inside a sentence, on its own."""
    return text[:1].upper() + text[1:]


def initials(name: str) -> str:
    """Two letters for the disc beside a name: 'SH', or 'SC' for 'Shirin and Conor'."""
    people = [_names(person) for person in name.split(" and ")]
    if len(people) > 1:
        letters = [names[0][0] for names in people[:2] if names]
    else:
        names = people[0]
        letters = [part[0] for part in (names[:1] + names[1:][-1:])]
    return "".join(letters).upper()[:2] or "?"


def _names(person: str) -> list[str]:
    """The words of a name that begin with a letter, without 'Dr' and the like."""
    return [
        word
        for word in person.split()
        if word[0].isalpha() and word.rstrip(".").casefold() not in TITLES
    ]


def in_london(moment: datetime) -> datetime:
    """The same moment on a London clock."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(LONDON)


def london_day(value: date) -> date:
    """The day itself, also when a moment is given."""
    return in_london(value).date() if isinstance(value, datetime) else value
