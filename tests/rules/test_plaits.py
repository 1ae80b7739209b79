"""The words that stand beside a plait."""

import pytest

from plait.team import plaits


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("iiiiii", "In all 6 months"),
        ("iisi.i", "In 4 of 5 months, a little in 1"),
        ("......", "Nothing written yet"),
        (".....s", "A little so far"),
        ("..snsn", "A little in 2 of 4 months"),
        ("nnnnnn", "Nothing in 6 months"),
        (".....i", "In this month"),
        ("iinnnn", "In 2 of 6 months"),
    ],
)
def test_in_words(letters, words):
    assert plaits.in_words(letters) == words


@pytest.mark.parametrize(
    ("letters", "weeks"), [("iiiinn", 8), ("iiiiii", 0), ("......", 0), ("....in", 4)]
)
def test_quiet_weeks(letters, weeks):
    assert plaits.quiet_weeks(letters) == weeks
