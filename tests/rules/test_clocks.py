"""Date arithmetic, against days worked out by hand and by another way of counting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plait.clocks import arithmetic, holidays


@pytest.mark.parametrize(
    ("born_on", "last_day"),
    [
        (date(2010, 10, 12), date(2027, 6, 25)),
        (date(2010, 7, 15), date(2026, 6, 26)),  # still 15 on the day
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
    ],
)
def test_end_of_compulsory_school_age(born_on, last_day):
    assert arithmetic.becomes_young_person_on(born_on) == last_day


def test_rights_pass_at_the_end_of_the_day_in_london():
    assert arithmetic.becomes_young_person_at(date(2010, 8, 31)) == datetime(
        2026, 6, 26, 23, 0, tzinfo=UTC
    )


def test_one_comparison_says_the_same_as_each_childs_own_day():
    """For every birthday around the cut-off, at every hour around the change-over."""
    births = [date(2009, 8, 1) + timedelta(days=30 * n) for n in range(26)]
    births += [date(2010, 8, 31), date(2010, 9, 1)]
    start = datetime(2026, 6, 24, tzinfo=UTC)
    moments = [start + timedelta(hours=hours) for hours in range(96)]
    moments += [datetime(2026, 6, 26, 22, 59, 59, 999999, tzinfo=UTC)]
    for moment in moments:
        newest = arithmetic.newest_young_person_born_on(moment)
        for born_on in births:
            grown = moment >= arithmetic.becomes_young_person_at(born_on)
            assert grown == (born_on <= newest), (born_on, moment)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 9, 3), 1, date(2026, 10, 3)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_r_mon(day, months, then):
    assert arithmetic.months_on(day, months) == then


BANK_HOLIDAYS = {
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_bank_holidays_in_england(year):
    expected = {
        date.fromisoformat(f"{year}-{day}") for day in BANK_HOLIDAYS[year].split()
    }
    assert holidays.bank_holidays(year) == expected


def test_working_days_skip_weekends_and_bank_holidays():
    near = holidays.bank_holidays_near(date(2026, 4, 2))
    assert arithmetic.working_days_after(date(2026, 4, 2), 1, near) == date(2026, 4, 7)
    assert arithmetic.working_days_after(date(2026, 4, 2), 5, near) == date(2026, 4, 13)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_time_1_a_day_with_a_clock_change_has_one_beginning(day):
    """No gap and no double: each day begins when the one before it ends."""
    begins = arithmetic.start_of(day)
    ends = arithmetic.start_of(day + timedelta(days=1))
    assert (ends - begins) in (timedelta(hours=23), timedelta(hours=25))
    assert arithmetic.day_of(begins) == day
    assert arithmetic.day_of(ends - timedelta(microseconds=1)) == day
