"""By when a request is answered (D44 to D46, D70), against days worked out by hand."""

from datetime import date

import pytest

from plait.privacy import deadlines


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 9, 4), date(2026, 10, 5)),  # a Sunday
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, Boxing Day on Monday
        (date(2027, 2, 26), date(2027, 3, 30)),  # Good Friday to Easter Monday
        (date(2026, 7, 31), date(2026, 9, 1)),  # the summer bank holiday
        (date(2026, 8, 1), date(2026, 9, 1)),  # it came on a Saturday in the holidays
    ],
)
def test_an_answer_is_due_on_a_working_day(came, due):
    assert deadlines.due_on(came) == due


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2028, 1, 31), date(2028, 2, 29)),  # a leap year, a Tuesday
        (date(2030, 1, 31), date(2030, 2, 28)),
        (date(2027, 1, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
)
def test_a_shorter_month_ends_it_on_its_last_day(came, due):
    assert deadlines.due_on(came) == due


def test_two_more_months_count_from_the_day_it_came():
    assert deadlines.longest_due_on(date(2026, 9, 3)) == date(2026, 12, 3)
    # Not a month on from the shorter one, which would lose three days.
    assert deadlines.longest_due_on(date(2028, 1, 31)) == date(2028, 5, 2)


def test_it_can_take_longer_until_the_last_day_and_once():
    due = date(2026, 10, 5)

    assert deadlines.may_take_longer(due, due, already=False).allowed
    late = deadlines.may_take_longer(due, date(2026, 10, 6), already=False)
    assert not late.allowed
    assert "too late" in late.reason
    assert not deadlines.may_take_longer(due, due, already=True).allowed


def test_days_on_which_something_is_missing_do_not_count():
    came, asked, known = date(2026, 9, 3), date(2026, 9, 10), date(2026, 9, 24)

    start = deadlines.after_pause(came, asked, known)

    assert start == date(2026, 9, 17)
    assert deadlines.due_on(start) == date(2026, 10, 19)  # 17 October is a Saturday
    assert deadlines.after_pause(came, asked, asked) == came


@pytest.mark.parametrize(
    ("on", "allowed"),
    [
        (date(2026, 9, 3), True),
        (date(2026, 9, 4), False),  # still to come
        (date(2026, 6, 3), True),
        (date(2026, 6, 2), False),  # more than three months back
    ],
)
def test_a_letter_came_within_three_months(on, allowed):
    assert deadlines.may_have_come(on, date(2026, 9, 3)).allowed is allowed


def test_three_months_back_can_end_on_the_last_day_of_a_shorter_one():
    assert deadlines.first_day(date(2026, 5, 31)) == date(2026, 2, 28)
