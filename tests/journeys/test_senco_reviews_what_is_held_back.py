"""A key worker holds a note back; the SENCO looks at it and lets the family read it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.journeys.browsing import PHONE, check_page
from tests.journeys.hands import TABLET, Hands

SAW = "Rafi sat under the table for a while after the bell."


def test_a_note_is_held_back_and_released_at_its_review(open_browser):
    when_abena_holds_a_note_back(open_browser(PHONE))
    then_mum_finds_nothing(open_browser(PHONE))

    note = when_margaret_looks_at_it(open_browser(TABLET))
    then_mum_reads_it(open_browser(PHONE), note)


def when_abena_holds_a_note_back(page: Page) -> None:
    abena = Hands(page, "abena")
    abena.open("Rafi Hossain-Doyle")
    page.goto(page.url.split("?")[0] + "/notes/add")
    abena.write("What did you see or hear?", SAW)
    page.locator("summary", has_text="Who reads this").press("Enter")
    check_page(page)
    abena.choose("Hold this back for now")
    abena.press("Save note")
    abena.sees("Choose why the family does not read it now")
    check_page(page)
    abena.choose("We are not sure yet what we saw")
    abena.write("In your own words", "I would like to see whether it happens again.")
    day = datetime.now(UTC).date() + timedelta(days=3)
    abena.day("When will somebody look at this again?", day.day, day.month, day.year)
    abena.press("Save note")
    abena.sees("Your note is saved.")


def then_mum_finds_nothing(page: Page) -> None:
    shirin = Hands(page, "shirin")
    shirin.misses(SAW)
    page.goto(page.url.split("?")[0])
    shirin.misses("Held back")


def when_margaret_looks_at_it(page: Page) -> str:
    margaret = Hands(page, "margaret")
    margaret.tap("Held back from families")
    check_page(page)
    margaret.tap("Rafi Hossain-Doyle: A note")
    margaret.sees("I would like to see whether it happens again.")
    check_page(page)
    margaret.press("Let the family read it now")
    margaret.sees("The family can read it now.")
    margaret.sees(SAW)
    return page.url


def then_mum_reads_it(page: Page, note: str) -> None:
    shirin = Hands(page, "shirin")
    page.goto(note)
    shirin.sees(SAW)
