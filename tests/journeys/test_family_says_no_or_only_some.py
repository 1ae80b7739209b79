"""A family says no, is asked again, and shares only some of it."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands


def test_no_changes_nothing_and_some_is_only_some(open_browser):
    when_margaret_asks_for_petra(open_browser(DESKTOP))
    when_mum_says_no(open_browser(PHONE))
    then_petra_sees_nothing_and_margaret_the_answer(open_browser)

    when_margaret_asks_for_petra(open_browser(DESKTOP))
    when_dad_shares_only_the_plan(open_browser(PHONE))
    then_petra_sees_the_plan_alone(open_browser(DESKTOP))


def when_margaret_asks_for_petra(page: Page) -> None:
    margaret = Hands(page, "margaret")
    margaret.open("Rafi Hossain-Doyle", "Sharing")
    margaret.tap("Ask the family to share")
    choices = page.get_by_label("Who would you like to share with?")
    petra = choices.locator("option", has_text="Petra Novak").first
    choices.select_option(petra.get_attribute("value"))
    for kind in ("The plan and progress", "The communication book"):
        margaret.choose(kind)
    margaret.write("What is it for?", "So that Petra can help with climbing.")
    margaret.day("Until which day?", 1, 9, next_year(page))
    margaret.choose("Earlier things too")
    margaret.press("Ask the family")
    margaret.sees("May Petra Novak from Riverside Therapies see the plan and the book?")


def next_year(page: Page) -> int:
    return page.evaluate("new Date().getFullYear() + 1")


def read_the_request(page: Page, key: str) -> Hands:
    who = Hands(page, key)
    card = page.locator(".pl-turn, .pl-card").filter(has_text="May Petra Novak")
    who.tap("Read and answer", within=card)
    return who


def when_mum_says_no(page: Page) -> None:
    shirin = read_the_request(page, "shirin")
    shirin.press("No, do not share")
    assert shirin.taps == 2
    shirin.sees("You said no. Nothing changes for your child.")
    check_page(page)


def then_petra_sees_nothing_and_margaret_the_answer(open_browser) -> None:
    Hands(open_browser(DESKTOP), "petra").sees("No children yet")
    margaret = Hands(open_browser(DESKTOP), "margaret")
    margaret.open("Rafi Hossain-Doyle", "Sharing")
    margaret.sees("Shirin Hossain said no")


def when_dad_shares_only_the_plan(page: Page) -> None:
    conor = read_the_request(page, "conor")
    conor.tap("Share only some of it")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    conor.press("Share what I ticked")
    expect(page.get_by_role("alert")).to_contain_text("Please look at 1 thing")
    conor.sees("Tick at least one, or go back and say no")
    check_page(page)
    page.get_by_label("The plan and progress").check()
    conor.press("Share what I ticked")
    conor.sees("You said yes to some of it")


def then_petra_sees_the_plan_alone(page: Page) -> None:
    petra = Hands(page, "petra")
    petra.open("Rafi Hossain-Doyle")
    petra.sees("Monthly count")
    petra.misses("He slept through")
    petra.open("Rafi Hossain-Doyle", "Book")
    petra.sees("Nothing in the book that you can see")
