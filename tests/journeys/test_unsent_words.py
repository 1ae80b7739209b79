"""Shirin writes a note, is called away, and finds her words again; saved once each."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import be, check_page, press
from tests.journeys.hands import Hands
from tests.journeys.worlds import World

WORDS = "He lined up his buses and said “my turn” to his cousin."
IN_THE_BOOK = "He slept until seven and ate all his porridge."
STILL_HERE = "You were signed out while you wrote. Your words are still here"
BOX = "What did you see or hear?"

AN_HOUR_AGO = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    held = row.get_decoded()
    if "began" in held:
        held["began"] -= 3600
        row.session_data = Session.objects.encode(held)
        row.save()
"""


def leave_alone(page: Page, world: World) -> None:
    """An hour passes in which nothing is tapped."""
    world.python(AN_HOUR_AGO)
    page.context.clear_cookies(name="plait_seen")


def stands_once(shirin: Hands, words: str) -> None:
    """Among everything that has happened, where a sentence is a title."""
    shirin.page.goto("/")
    shirin.tap("What has happened")
    entries = shirin.page.locator(".pl-tl__item", has_text=words.removesuffix("."))
    expect(entries).to_have_count(1)


def begin_note(page: Page, words: str) -> Hands:
    shirin = Hands(page, "shirin")
    shirin.tap("Write a note")
    shirin.write(BOX, words)
    return shirin


def test_the_session_ends_while_she_writes(page: Page, world: World):
    shirin = begin_note(page, WORDS)
    leave_alone(page, world)
    press(page, "Save note")
    expect(page.get_by_text("What you wrote is kept for an hour.")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Be Shirin").click()
    expect(page.get_by_text(STILL_HERE)).to_be_visible()
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    check_page(page)
    press(page, "Save note")
    stands_once(shirin, WORDS)
    page.goto("/")
    shirin.tap("Write a note")
    expect(page.get_by_label(BOX)).to_have_value("")


def test_somebody_else_takes_the_tablet(page: Page, world: World):
    words = "He waved at the refuse lorry."
    begin_note(page, words)
    address = page.url
    leave_alone(page, world)
    press(page, "Save note")
    page.get_by_role("button", name="Be Conor").click()
    expect(page.locator("body")).not_to_contain_text(words)
    page.goto(address)
    expect(page.get_by_label(BOX)).to_have_value("")
    expect(page.locator("body")).not_to_contain_text(STILL_HERE)


def test_she_signs_in_again_in_another_tab(page: Page, world: World):
    words = "He asked for the blue cup."
    shirin = begin_note(page, words)
    leave_alone(page, world)
    other = page.context.new_page()
    other.goto("/")
    be(other, "shirin")
    press(page, "Save note")
    expect(page.get_by_text("You signed in again")).to_be_visible()
    expect(page.get_by_label(BOX)).to_have_value(words)
    check_page(page)
    press(page, "Save note")
    stands_once(shirin, words)


def test_back_and_save_again(page: Page):
    words = "He counted the ducks to four."
    shirin = begin_note(page, words)
    press(page, "Save note")
    page.wait_for_url(lambda url: "/notes/add" not in url)
    page.go_back()
    page.get_by_label(BOX).fill(words)
    press(page, "Save note")
    expect(page.get_by_text("This is already saved.")).to_be_visible()
    expect(page.locator("main")).to_contain_text(words)
    check_page(page)
    stands_once(shirin, words)


def test_back_and_save_again_in_the_book(page: Page):
    shirin = Hands(page, "shirin")
    shirin.go("Book")
    for _ in range(2):
        shirin.write("One good thing, if you have time", IN_THE_BOOK)
        shirin.press("Put it in the book")
    expect(page.get_by_text("This is already saved.")).to_be_visible()
    expect(page.get_by_text(IN_THE_BOOK)).to_have_count(1)
