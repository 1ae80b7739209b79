"""R-WHA, within so many working hours; and by when a safeguarding file has to go."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from plait.clocks.arithmetic import LONDON
from plait.clocks.hours import WORKING, Hours, hours_on, working_hours_after
from plait.safeguarding import policy
from plait.safeguarding.policy import TransferRule, file_is_due_on

HOUR = timedelta(hours=1)


def at(words):
    """A moment on a London clock."""
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("begun", "ends", "why"),
    [
        ("2026-11-25 10:15", "2026-11-25 11:15", "in the middle of the day"),
        ("2026-11-25 08:00", "2026-11-25 10:00", "before work begins"),
        ("2026-11-25 16:00", "2026-11-25 17:00", "up to closing time, to the minute"),
        ("2026-11-25 16:30", "2026-11-26 09:30", "half today, half tomorrow"),
        ("2026-11-25 17:00", "2026-11-26 10:00", "work has just ended"),
        ("2026-11-27 16:45", "2026-11-30 09:45", "over a weekend"),
        ("2026-11-28 12:00", "2026-11-30 10:00", "on a Saturday"),
        (
            "2026-12-24 16:30",
            "2026-12-29 09:30",
            "Christmas, its substitute, a weekend",
        ),
        ("2026-12-31 16:59", "2027-01-04 09:59", "New Year’s Day, in another year"),
        ("2027-03-26 10:00", "2027-03-30 10:00", "Good Friday to Easter Monday"),
    ],
    ids=lambda value: value if " " in value and "-" not in value else "",
)
def test_r_wha(begun, ends, why):
    assert working_hours_after(at(begun), HOUR) == at(ends), why


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        # Clocks go forward on 28 March 2027 and back on 25 October 2026, on Sundays.
        ("2027-03-25 16:30", "2027-03-30 09:30"),
        ("2026-10-23 16:30", "2026-10-26 09:30"),
    ],
)
def test_r_wha_a_clock_change_takes_and_gives_no_working_time(begun, ends):
    assert working_hours_after(at(begun), HOUR) == at(ends)


def test_r_wha_hours_are_london_hours_whatever_zone_a_moment_comes_in():
    summer = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)  # 9:30 in London
    winter = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)  # 8:30 in London
    assert working_hours_after(summer, HOUR) == summer + HOUR
    assert working_hours_after(winter, HOUR) == at("2026-11-25 10:00")


def test_r_wha_counts_on_over_several_days():
    begun = at("2026-11-25 15:00")
    assert working_hours_after(begun, 11 * HOUR) == at("2026-11-27 10:00")


def test_r_wha_new_hours_hold_from_their_day():
    table = (*WORKING, Hours(date(2026, 11, 26), time(8), time(12)))
    assert hours_on(date(2026, 11, 25), table).opens == time(9)
    assert hours_on(date(2026, 11, 26), table).opens == time(8)
    ends = working_hours_after(at("2026-11-25 16:30"), HOUR, table)
    assert ends == at("2026-11-26 08:30")


def test_r_wha_a_length_is_more_than_nothing():
    with pytest.raises(ValueError, match="more than nothing"):
        working_hours_after(at("2026-11-25 10:00"), timedelta(0))


@pytest.mark.parametrize(
    ("starts", "in_year", "due"),
    [
        ("2026-11-25", True, "2026-12-02"),  # Wednesday; the day of the move is day 0
        ("2026-12-23", True, "2027-01-04"),  # Christmas, its substitute, New Year
        ("2026-11-28", True, "2026-12-04"),  # from a Saturday
        ("2026-09-02", False, "2026-09-08"),  # Wednesday, day 1 of the term
        ("2027-01-04", False, "2027-01-08"),  # Monday to Friday
        ("2026-09-05", False, "2026-09-11"),  # a Saturday is not one of the five
    ],
)
def test_sg5_by_when_the_file_has_to_go(starts, in_year, due):
    found = file_is_due_on(date.fromisoformat(starts), in_year=in_year)
    assert found == date.fromisoformat(due)


def test_sg5_the_days_are_those_of_the_rule_that_holds():
    rules = (*policy.TRANSFER_RULES, TransferRule(date(2027, 9, 1), 3, 2))
    old, new = date(2027, 8, 31), date(2027, 9, 1)
    assert file_is_due_on(old, in_year=True, rules=rules) == date(2027, 9, 7)
    assert file_is_due_on(new, in_year=True, rules=rules) == date(2027, 9, 6)
    assert file_is_due_on(new, in_year=False, rules=rules) == date(2027, 9, 2)


def test_sg2_who_is_cleared_works_on_a_case():
    assert {"safeguarding_lead", "social_worker"} == policy.CLEARED
    assert policy.may_work_on_case(["senco", "safeguarding_lead"]).allowed
    assert not policy.may_work_on_case(["senco", "setting_lead", "key_worker"]).allowed
    assert not policy.may_work_on_case([]).allowed


def test_sg4_leads_share_and_social_workers_do_not():
    assert policy.may_share(["safeguarding_lead"]).allowed
    assert not policy.may_share(["social_worker", "setting_lead"]).allowed
