"""Bank holidays in England, computed; the rules are those published on GOV.UK.

One-off days proclaimed for a single year stand in PROCLAIMED, as data with a year.
"""

from datetime import date, timedelta
from functools import lru_cache

PROCLAIMED: dict[int, tuple[date, ...]] = {2023: (date(2023, 5, 8),)}


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by the anonymous algorithm of 1876."""
    golden, century = year % 19, year // 100
    leap_skips = century // 4
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_skips - moon_shift + 15) % 30
    weekday_shift = (
        32 + 2 * (century % 4) + 2 * ((year % 100) // 4) - epact - year % 100 % 4
    ) % 7
    correction = (golden + 11 * epact + 22 * weekday_shift) // 451
    total = epact + weekday_shift - 7 * correction + 114
    return date(year, total // 31, total % 31 + 1)


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _winter_days(year: int) -> set[date]:
    """New Year, Christmas and Boxing Day, moved to the next free weekday."""
    new_year = date(year, 1, 1)
    taken = {
        _monday_on_or_after(new_year) if new_year.weekday() > 4 else new_year,
    }
    christmas = date(year, 12, 25)
    for day in (christmas, christmas + timedelta(days=1)):
        moved = day
        while moved.weekday() > 4 or moved in taken:
            moved += timedelta(days=1)
        taken.add(moved)
    return taken


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Every bank holiday in England of one year, substitute days included."""
    easter = easter_sunday(year)
    last_of_may, last_of_august = date(year, 5, 31), date(year, 8, 31)
    days = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_on_or_after(date(year, 5, 1)),
        last_of_may - timedelta(days=last_of_may.weekday()),
        last_of_august - timedelta(days=last_of_august.weekday()),
        *_winter_days(year),
        *PROCLAIMED.get(year, ()),
    }
    return frozenset(days)


def bank_holidays_near(day: date) -> frozenset[date]:
    """The bank holidays of this year and the next: enough for any short promise."""
    return bank_holidays(day.year) | bank_holidays(day.year + 1)
