"""Days as census files write them. What could be read in two ways is not read."""

import re
from datetime import date

MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
MONTH_OF = {name: number for number, name in enumerate(MONTHS, 1)}
DAY = re.compile(
    r"(\d{4})-(\d{2}|[A-Za-z]{3})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII
)


def read_day(text: str) -> date | None:
    """The day in '2020-Apr-25 00:00:00' or '2020-04-25'; None when it is neither."""
    found = DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    number = int(month) if month.isdigit() else MONTH_OF.get(month.casefold(), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
