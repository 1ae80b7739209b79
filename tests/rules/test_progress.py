"""What counts say, in numbers and in a sentence."""

from datetime import date
from decimal import Decimal

from plait.plans import progress
from plait.plans.progress import Aim, Count

AIM = Aim("times in 20 minutes", Decimal(0), Decimal(5), date(2026, 12, 1))
COUNTS = [
    Count("home", date(2026, 5, 12), Decimal(1)),
    Count("home", date(2026, 11, 12), Decimal(5)),
    Count("setting", date(2026, 6, 13), Decimal("2.5")),
    Count("setting", date(2026, 11, 13), Decimal(4)),
]


def test_up_to_seven_months_and_the_last_is_this_one():
    months = progress.months_until(date(2026, 11, 26), COUNTS)
    assert months[0] == date(2026, 5, 1)
    assert months[-1] == date(2026, 11, 1)
    assert len(months) == 7
    assert len(progress.months_until(date(2028, 1, 1), COUNTS)) == 7
    assert progress.months_until(date(2026, 11, 26), []) == (date(2026, 11, 1),)


def test_a_month_that_nobody_counted_is_empty_and_never_zero():
    months = progress.months_until(date(2026, 11, 26), COUNTS)
    assert progress.by_month(COUNTS, "setting", months) == (
        None, Decimal("2.5"), None, None, None, None, Decimal(4),
    )  # fmt: skip


def test_the_change_in_one_sentence():
    said = progress.change_in_a_sentence(COUNTS, AIM, place="at home", strand="home")
    assert said == ("In May it was 1 at home. Now it is 5 times in 20 minutes.")


def test_one_number_is_not_a_change():
    assert not progress.change_in_a_sentence(
        COUNTS[:1], AIM, place="at home", strand="home"
    )


def test_where_it_stands_ranks_nobody():
    places = {"home": "at home", "setting": "at nursery"}
    said = progress.where_it_stands(
        {"home": Decimal(5), "setting": Decimal(4)}, AIM, places
    )
    assert said == "At the target at home and 1 short of the target at nursery."


def test_what_makes_an_outcome_clearer_is_said_and_blocks_nothing():
    gaps = progress.what_is_missing(
        wording="Talks more.",
        measure="",
        baseline=None,
        target=None,
        due_on=date(2028, 1, 1),
        today=date(2026, 11, 26),
    )
    assert len(gaps) == 5
    assert not progress.what_is_missing(
        wording="Puts two words together at least five times in free play.",
        measure="times",
        baseline=Decimal(0),
        target=Decimal(5),
        due_on=date(2027, 3, 1),
        today=date(2026, 11, 26),
    )
