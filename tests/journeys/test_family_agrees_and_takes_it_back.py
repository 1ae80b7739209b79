"""From a first concern to a therapist who sees exactly what the family agreed to."""

import time

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import TABLET, Hands, photo_with_place

WONDERING = "Rafi loves the garden. I am wondering about stairs and climbing."
SEEN = "Climbed the rope ladder with one foot on each step, then looked for a hand."
FOR_WHAT = "So that Petra can find out what helps Rafi’s climbing, and show you games."


def test_yes_in_three_taps_and_gone_at_once_when_taken_back(open_browser):
    given_abena_is_wondering(open_browser(TABLET))
    petra = Hands(open_browser(DESKTOP), "petra")
    petra.sees("No children yet")

    when_margaret_asks_the_family(open_browser(DESKTOP))
    petra.page.reload()
    petra.sees("No children yet")
    when_mum_says_yes_on_her_phone(open_browser(PHONE))
    note, photo = then_petra_sees_exactly_that(petra)

    when_mum_takes_it_back(open_browser(PHONE))
    then_it_is_gone_everywhere(petra, note, photo)


def given_abena_is_wondering(page: Page) -> None:
    """She raises a concern, and writes a note with a photo."""
    abena = Hands(page, "abena")
    abena.open("Rafi Hossain-Doyle")
    abena.tap("Something I have noticed")
    check_page(abena.page)
    abena.write("What are you wondering about?", WONDERING)
    abena.choose("Senses and moving")
    abena.choose("Yes")
    abena.press("Save concern")
    abena.tap("Rafi Hossain-Doyle")
    abena.tap("Write a note")
    abena.write("What did you see or hear?", SEEN)
    abena.attach(photo_with_place())
    abena.press("Save note")


def when_margaret_asks_the_family(page: Page) -> None:
    margaret = Hands(page, "margaret")
    margaret.open("Rafi Hossain-Doyle")
    margaret.tap("Open it: A first concern")
    check_page(margaret.page)
    margaret.tap("Bring somebody in")
    choices = page.get_by_label("Who would you like to share with?")
    petra = choices.locator("option", has_text="Petra Novak").first
    choices.select_option(petra.get_attribute("value"))
    for kind in ("The plan and progress", "Notes and observations", "Photos"):
        margaret.choose(kind)
    margaret.write("What is it for?", FOR_WHAT)
    margaret.day("Until which day?", 1, 9, year_after(page))
    margaret.choose("Earlier things too")
    check_page(page)
    margaret.press("Ask the family")
    margaret.sees("The family has been asked.")
    check_page(page)


def year_after(page: Page) -> int:
    return page.evaluate("new Date().getFullYear() + 1")


def when_mum_says_yes_on_her_phone(page: Page) -> None:
    shirin = Hands(page, "shirin")
    began = time.monotonic()
    card = page.locator(".pl-turn, .pl-card").filter(has_text="May Petra Novak")
    shirin.tap("Read and answer", within=card)
    expect(page.get_by_text(FOR_WHAT)).to_be_visible()
    for kind in ("the plan and progress", "notes and observations", "photos"):
        expect(page.get_by_role("listitem").filter(has_text=kind)).to_be_visible()
    check_page(page)
    shirin.press("Yes, share this")
    assert shirin.taps <= 3
    assert time.monotonic() - began < 60
    shirin.sees("You said yes to Riverside Therapies.")


def then_petra_sees_exactly_that(petra: Hands) -> tuple[str, str]:
    page = petra.page
    petra.open("Rafi Hossain-Doyle")
    petra.sees("Rafi Hossain-Doyle")
    petra.sees("and the family agreed on")
    petra.sees("Climbed the rope ladder")
    petra.misses("He slept through")  # the book
    check_page(page)
    petra.tap("Open the note: Climbed the rope ladder")
    photo = page.locator("img.pl-photo").get_attribute("src")
    assert page.request.get(photo).ok
    note = page.url
    empty = {
        "Book": "Nothing in the book that you can see",
        "Reports": "No reports that you can see",
        "About": "Nothing here that you can see",
    }
    for tab, words in empty.items():
        petra.open("Rafi Hossain-Doyle", tab)
        petra.sees(words)
    petra.misses("Alder Close")  # where he lives
    petra.open("Rafi Hossain-Doyle", "Plan")
    petra.sees("Rafi puts two words together when he plays")
    petra.open("Rafi Hossain-Doyle", "Sharing")
    petra.sees(
        "Riverside Therapies can see the plan, notes and photos; not the book, reports"
    )
    petra.misses("Daniel Tran")  # another request, which is not hers
    return note, photo


def when_mum_takes_it_back(page: Page) -> None:
    shirin = Hands(page, "shirin")
    shirin.go("Sharing")
    shirin.tap("Change all: Riverside Therapies")
    check_page(page)
    shirin.tap("Stop sharing: with Riverside Therapies")
    check_page(page)
    shirin.press("Stop sharing")
    shirin.sees("can no longer see what you shared by agreement.")
    assert shirin.taps == 4  # three from the page about sharing
    check_page(page)


def then_it_is_gone_everywhere(petra: Hands, note: str, photo: str) -> None:
    """A page that is still open, a note, a photo's link, the plan, the list."""
    page = petra.page
    assert page.request.get(photo).status == 404
    assert page.request.get(note).status == 404
    cleared = page.get_by_role("heading", name="You can no longer see this page")
    expect(cleared).to_be_visible(timeout=20_000)  # by itself
    petra.misses("Riverside Therapies can see the plan")
    petra.tap("See what is there for you now")
    petra.tap("Plan")
    petra.misses("two words together")
    page.goto("/")
    petra.misses("two words")
    petra.tap("Rafi Hossain-Doyle")
    for words in ("Climbed the rope ladder", "Monthly count", "Shirin Hossain"):
        petra.misses(words)
