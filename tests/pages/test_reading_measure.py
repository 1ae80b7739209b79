"""The measure of reading age reads a page to its end."""

from tests.reading_age import blocks_of

ICON = '<svg aria-hidden="true"><path d="M0 0" /><circle r="1" /></svg>'


def test_an_icon_and_a_line_break_do_not_end_the_page():
    page = f"<main><p>One.</p><p>{ICON} Two.</p><input/><p>Th<br/>ree.</p></main>"
    assert blocks_of(page) == ["One.", "Two.", "Three."]


def test_what_is_outside_the_main_part_is_not_read():
    assert blocks_of("<p>No.</p><main><p>Yes.</p></main><p>No.</p>") == ["Yes."]


def test_two_facts_in_a_row_are_two_pieces():
    row = "<main><p><span>Home</span><span>2pm</span></p></main>"
    assert blocks_of(row) == ["Home", "2pm"]
    hidden = "<main><p>Change <span>your</span> <span>name</span></p></main>"
    assert blocks_of(hidden) == ["Change your name"]
