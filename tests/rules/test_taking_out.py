"""Taking words out of what is given (D47, D48): nothing of them is left, nothing else goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.privacy import redaction
from plait.privacy.redaction import OUT

NAMES = (
    "Ana",
    "Ana Maria",
    "O’Neil",
    "Anne-Marie",
    "Zoë",
    "प्रिया",
    "José Ruiz",
    "Mr. T.",
)
TEXTS = st.lists(
    st.sampled_from(
        (*NAMES, "Annabel", "met", "O'NEIL", "Zoe\u0308", "\u200b", "\n", ".")
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "phrase", "left"),
    [
        ("Ana met Annabel.", "Ana", f"{OUT} met Annabel."),
        ("ANA  MARIA and Ana", "Ana Maria", f"{OUT} and Ana"),
        ("Ana\nMaria rang.", "Ana Maria", f"{OUT} rang."),
        ("O'Neil’s", "O’Neil", f"{OUT}’s"),
        ("Zoe\u0308 smiled.", "Zoë", f"{OUT} smiled."),
        ("A a. A", "A", "A a. A"),
        ("Nobody.", "Ana", "Nobody."),
    ],
)
def test_a_phrase_goes_however_it_is_written_and_no_other_word(text, phrase, left):
    assert redaction.take_out(text, [phrase]) == left


def test_a_longer_phrase_leaves_nothing_of_a_shorter_one():
    assert redaction.take_out("Ana Maria", ["Ana", "Ana Maria"]) == OUT


@given(text=TEXTS, phrase=st.sampled_from(NAMES))
def test_what_is_taken_out_is_not_found_again(text, phrase):
    assert not redaction.holds(redaction.take_out(text, [phrase]), phrase)


@given(text=TEXTS, phrase=st.sampled_from(NAMES))
def test_whatever_holds_a_phrase_has_all_of_its_words(text, phrase):
    """So a text is asked only about the few of a council’s names that can stand in it."""
    if redaction.holds(text, phrase):
        assert redaction.words_of(phrase) <= redaction.words_of(text)


def test_places_and_ways_to_reach_somebody_are_found():
    text = (
        "12 Low Road, ZZ99 7XZ; 07700 900 871 or ana@plait.example. Of 2019, 3 of 12."
    )

    assert redaction.ways_to_reach(text) == [
        "ZZ99 7XZ", "07700 900 871", "ana@plait.example",
    ]  # fmt: skip
