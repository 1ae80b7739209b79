"""What first pages ask for, and how a timeline begins: rules over values."""

from datetime import date

import pytest

from plait.plans import progress
from plait.today import timeline


@pytest.mark.parametrize("day", [10, 26, 30])
def test_what_was_agreed_late_in_a_month_is_first_counted_in_the_next(day):
    agreed_on = date(2026, 11, 10)
    assert not progress.is_counted_this_month(agreed_on, date(2026, 11, day))
    assert progress.is_counted_this_month(agreed_on, date(2026, 12, 1))


def test_two_weeks_of_doing_come_before_a_count():
    assert progress.count_is_due(date(2026, 11, 26)) == date(2026, 11, 20)
    for day, is_counted in ((6, True), (7, False)):
        agreed_on, today = date(2026, 11, day), date(2026, 11, 26)
        assert progress.is_counted_this_month(agreed_on, today) is is_counted


def test_an_over_long_first_sentence_is_told_once():
    words = "He carried the big watering can with a friend all the way down the path, "
    said = words + "past the shed and round the pond, without stopping. Then he slept."
    title, text = timeline.first_sentence(said)
    assert len(title) <= 92
    assert title.removesuffix(" …") + text.replace("… ", " ", 1) == said


def test_a_short_first_sentence_is_the_title():
    assert timeline.first_sentence("He slept. Twice!") == ("He slept", "Twice!")
