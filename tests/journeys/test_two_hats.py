"""Daniel works for the council and is Noor's dad: he is one or the other."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, check_page
from tests.journeys.hands import Hands


def test_he_changes_hats_and_sees_one_part_of_his_life_at_a_time(page: Page):
    daniel = Hands(page, "daniel")
    daniel.sees("SEND officer at the council, Harrowmere Council")
    daniel.sees("No children yet")
    daniel.misses("Noor")
    check_page(page)

    when_he_puts_on_the_familys(daniel)
    daniel.sees("Noor today")
    noor = page.url
    check_page(page)
    daniel.go("Book")
    daniel.sees("She practised her kite story at breakfast.")

    when_he_goes_back_to_work(daniel)
    daniel.misses("Noor")
    page.goto(noor)
    expect(page.locator("h1")).to_have_text("We can’t find that page")
    check_page(page)


def when_he_puts_on_the_familys(daniel: Hands) -> None:
    daniel.tap("Change")
    check_page(daniel.page)
    daniel.press("Family")
    assert daniel.taps == 2


def when_he_goes_back_to_work(daniel: Hands) -> None:
    daniel.tap("Change")
    daniel.press("SEND officer at the council")


def test_who_has_one_hat_is_not_asked(open_browser):
    shirin = Hands(open_browser(PHONE), "shirin")
    expect(shirin.page.get_by_role("link", name="Change what you")).to_have_count(0)
