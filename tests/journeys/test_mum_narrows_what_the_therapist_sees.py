"""Mum hides one kind of information from a service, on her phone, and thinks again."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

SLEPT = "He slept through"
NARROW = {"width": 320, "height": 700}
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
# The page asks every 12 seconds; the promise is 15.
AT_MOST = 16_000


def test_hidden_in_three_taps_and_the_open_page_is_cleared(open_browser):
    tomasz = Hands(open_browser(DESKTOP), "tomasz")
    book = given_the_book_is_open(tomasz)

    shirin = Hands(open_browser(PHONE), "shirin")
    when_mum_hides_the_book(shirin)
    then_the_open_page_is_cleared(tomasz, book)

    when_mum_thinks_again(shirin)
    tomasz.page.goto(book)
    tomasz.sees(SLEPT)


def given_the_book_is_open(tomasz: Hands) -> str:
    tomasz.open("Rafi Hossain-Doyle", "Book")
    tomasz.sees(SLEPT)
    return tomasz.page.url


def when_mum_hides_the_book(shirin: Hands) -> None:
    page = shirin.page
    shirin.go("Sharing")
    check_page(page)
    page.set_viewport_size(NARROW)
    assert not page.evaluate(SIDEWAYS)
    page.set_viewport_size(PHONE)
    row = page.get_by_role("row").filter(has_text="Rowan Speech Therapy")
    page.set_viewport_size(DESKTOP)
    expect(row.get_by_role("link", name=re.compile("Can see.*Book"))).to_be_visible()
    page.set_viewport_size(PHONE)
    shirin.taps = 0
    shirin.tap("Can see: Rowan Speech Therapy, Book")
    shirin.sees("Shirin Hossain agreed to it on")
    shirin.sees("Until")
    shirin.sees("can no longer see the book, from this moment")
    check_page(page)
    shirin.press("Hide the book")
    shirin.sees("Rowan Speech Therapy can no longer see the book")
    assert shirin.taps <= 3
    check_page(page)


def then_the_open_page_is_cleared(tomasz: Hands, book: str) -> None:
    page = tomasz.page
    heading = page.get_by_role("heading", name="You can no longer see this page")
    expect(heading).to_be_visible(timeout=AT_MOST)
    tomasz.misses(SLEPT)
    tomasz.misses("Rafi")
    check_page(page)
    page.goto(book)
    tomasz.misses(SLEPT)
    tomasz.sees("Two words in four games")  # what he wrote himself


def when_mum_thinks_again(shirin: Hands) -> None:
    shirin.press("Undo")
    shirin.sees("Rowan Speech Therapy can now see the book.")


def test_without_a_signal_the_page_is_covered_and_comes_back(open_browser):
    tomasz = Hands(open_browser(DESKTOP), "tomasz")
    page: Page = tomasz.page
    page.clock.install()
    given_the_book_is_open(tomasz)

    page.context.set_offline(True)
    page.clock.fast_forward("00:30")
    page.clock.fast_forward("00:45")
    covered = page.get_by_role("heading", name="Covered until we can ask")
    expect(covered).to_be_visible()
    expect(page.get_by_text(SLEPT)).to_be_hidden()

    page.context.set_offline(False)
    page.clock.fast_forward("00:15")
    expect(covered).to_be_hidden()
    expect(page.get_by_text(SLEPT).first).to_be_visible()


def test_pausing_all_of_a_service_and_going_on(open_browser):
    shirin = Hands(open_browser(PHONE), "shirin")
    shirin.go("Sharing")
    shirin.taps = 0
    shirin.tap("Change all: Rowan Speech Therapy")
    check_page(shirin.page)
    shirin.press("Pause all sharing")
    assert shirin.taps <= 3
    shirin.sees("Sharing with Rowan Speech Therapy is paused.")
    check_page(shirin.page)
    shirin.tap("Paused: Rowan Speech Therapy, Book")
    shirin.sees("Go on first, then change it.")
    shirin.go("Sharing")
    shirin.tap("Change all: Rowan Speech Therapy")
    shirin.press("Go on sharing")
    shirin.sees("Sharing with Rowan Speech Therapy goes on.")


def test_dad_sees_it_differently_and_margaret_writes_what_came_of_it(open_browser):
    conor = Hands(open_browser(PHONE), "conor")
    conor.go("Sharing")
    conor.tap("Change all: Rowan Speech Therapy")
    conor.tap("Say how you see it")
    check_page(conor.page)
    conor.press("Save my words")
    check_page(conor.page)
    conor.write("How do you see it?", "I would like to meet Tomasz first.")
    conor.press("Save my words")
    conor.sees("Nothing has changed; somebody will talk with you.")

    margaret = Hands(open_browser(DESKTOP), "margaret")
    margaret.tap("Read what was said")
    check_page(margaret.page)
    margaret.write("What came of it?", "They meet Tomasz together on Monday.")
    margaret.press("Save what came of it")
    margaret.sees("Both parents can read it.")

    conor.page.reload()
    conor.sees("They meet Tomasz together on Monday.")
    check_page(conor.page)
