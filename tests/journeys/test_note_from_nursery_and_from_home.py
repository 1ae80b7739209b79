"""The key worker writes down what she saw, on the tablet; mum does, at home.

Both notes stand on one timeline, and only those read them who may.
"""

import time

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, check_page
from tests.journeys.hands import TABLET, Hands, photo_with_place, says_where

SEEN = "Held the hose with a friend and said “more water”. They watered every pot."
AT_HOME = "At the bus stop he pointed and said “red bus come”."


def test_a_note_in_under_thirty_seconds_and_a_few_taps(open_browser):
    abena = when_abena_writes_a_note_with_a_photo(open_browser(TABLET))
    then_the_photo_does_not_say_where_it_was_taken(abena.page)
    shirin = when_mum_writes_from_home(open_browser(PHONE))
    then_both_stand_on_one_timeline(shirin)
    for key in ("abena", "margaret", "tomasz"):
        then_they_can_read_both(open_browser(), key)
    for key in ("joy", "nani"):
        then_they_see_neither(open_browser(), key)


def when_abena_writes_a_note_with_a_photo(page: Page) -> Hands:
    abena = Hands(page, "abena")
    began = time.monotonic()
    abena.tap("Write a note: about Rafi")
    abena.write("What did you see or hear?", SEEN)
    abena.choose("Communication and interaction")
    abena.attach(photo_with_place())
    abena.press("Save note")
    assert time.monotonic() - began < 30
    assert abena.taps <= 3  # and choosing the photo
    abena.sees("Your note is saved.")
    abena.sees("Held the hose with a friend")
    check_page(page)
    return abena


def then_the_photo_does_not_say_where_it_was_taken(page: Page) -> None:
    page.get_by_role("link", name="Open the note").first.click()
    shown = page.locator("img.pl-photo")
    expect(shown).to_have_count(1)
    served = page.request.get(shown.get_attribute("src"))
    assert served.headers["content-type"] == "image/jpeg"
    assert says_where(photo_with_place())
    assert not says_where(served.body())
    check_page(page)


def when_mum_writes_from_home(page: Page) -> Hands:
    shirin = Hands(page, "shirin")
    shirin.tap("Write a note")
    check_page(page)
    shirin.write("What did you see or hear?", AT_HOME)
    shirin.press("Save note")
    assert shirin.taps == 2
    return shirin


def then_both_stand_on_one_timeline(shirin: Hands) -> None:
    expect(shirin.page.locator("h1")).to_have_text("What has happened")
    entries = shirin.page.locator(".pl-tl__item")
    expect(entries.nth(0)).to_contain_text("Home")
    expect(entries.nth(0)).to_contain_text("red bus come")
    expect(entries.nth(1)).to_contain_text("Nursery")
    expect(entries.nth(1)).to_contain_text("Abena Owusu, key worker")
    check_page(shirin.page)
    for place in ("Nursery", "Specialists"):
        shirin.page.get_by_label(place, exact=True).uncheck()
    shirin.press("Show")
    shirin.sees("red bus come")
    shirin.misses("Held the hose")


def then_they_can_read_both(page: Page, key: str) -> None:
    who = Hands(page, key)
    who.open("Rafi Hossain-Doyle")
    who.sees("red bus come")
    who.sees("Held the hose")


def then_they_see_neither(page: Page, key: str) -> None:
    who = Hands(page, key)
    if key == "nani":
        who.tap("What has happened")
    else:
        who.open("Rafi Hossain-Doyle")
    who.misses("red bus come")
    who.misses("Held the hose")
