"""Mum sees who looked, is surprised, asks by keyboard on her phone, and is answered."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

ASKS = "I thought that Tomasz only comes in on Mondays."
SAYS = "I have asked Tomasz. He read the plan to get ready for Monday."


def test_mum_sees_who_looked_and_asks(open_browser):
    mum = given_mum_has_who_has_looked_open(open_browser(PHONE))
    when_tomasz_reads_the_plan(open_browser(DESKTOP))
    then_he_is_there_when_she_loads_it_again(mum)

    when_she_asks_by_keyboard(mum)
    then_she_knows_who_answers_and_by_when(mum)
    when_ayesha_answers(open_browser(DESKTOP))
    then_mum_reads_the_answer(mum)


def test_mum_sees_what_tomasz_sees(open_browser):
    mum = Hands(open_browser(PHONE), "shirin")
    mum.go("Sharing")
    mum.tap("Choose who")
    see(mum.page, "See it as they see it")
    check_page(mum.page)
    mum.tap("Tomasz Wilk")
    see(mum.page, "What Tomasz Wilk can see about Rafi now")
    mum.sees("Does not see:")
    mum.sees("Seen because the family agreed.")
    assert mum.page.locator("main form").count() == 0
    check_page(mum.page)
    mum.tap("Choose somebody else")
    mum.tap("Rowan Speech Therapy")
    see(mum.page, "What Rowan Speech Therapy can see about Rafi now")
    mum.tap("Stop")
    see(mum.page, "Who can see what about Rafi")


def given_mum_has_who_has_looked_open(page: Page) -> Hands:
    mum = Hands(page, "shirin")
    mum.go("Sharing")
    mum.tap("Everything since")
    see(page, "Who has looked")
    check_page(page)
    return mum


def newest(mum: Hands) -> Locator:
    """The line of Tomasz on the newest day."""
    lines = mum.page.get_by_role("listitem").filter(has_text="Tomasz Wilk, speech")
    return lines.first


def times(mum: Hands) -> int:
    lines = mum.page.get_by_role("listitem").filter(has_text="Tomasz Wilk, speech")
    return lines.count()


def when_tomasz_reads_the_plan(page: Page) -> None:
    Hands(page, "tomasz").open("Rafi Hossain-Doyle", "Plan")


def then_he_is_there_when_she_loads_it_again(mum: Hands) -> None:
    before = times(mum)
    mum.page.reload()
    assert times(mum) > before
    expect(newest(mum)).to_contain_text("Because")


def when_she_asks_by_keyboard(mum: Hands) -> None:
    """Not one tap: from the link to the words to the button."""
    page = mum.page
    plan = page.get_by_role("listitem").filter(has_text="Tomasz Wilk, speech")
    link = plan.filter(has_text="read the plan").first.get_by_role("link")
    name = re.compile(r"This surprises me\s*: Tomasz Wilk, the plan")
    expect(link).to_have_accessible_name(name)
    link.focus()
    page.keyboard.press("Enter")
    see(page, "This surprises me")
    check_page(page)
    page.get_by_label("Would you like to say more?").focus()
    page.keyboard.type(ASKS)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask about this")).to_be_focused()
    page.keyboard.press("Enter")


def then_she_knows_who_answers_and_by_when(mum: Hands) -> None:
    see(mum.page, "You asked about this")
    mum.sees("Ayesha Grant answers you by")
    mum.sees(ASKS)
    check_page(mum.page)


def when_ayesha_answers(page: Page) -> None:
    ayesha = Hands(page, "ayesha")
    ayesha.misses("Rafi")
    ayesha.tap("Read and answer: A family asks why somebody at Rowan")
    ayesha.sees(ASKS)
    check_page(page)
    ayesha.choose("It was in order")
    ayesha.write("Your answer to the family", SAYS)
    ayesha.press("Send the answer")
    ayesha.sees("The family has your answer")
    ayesha.misses("Rafi")


def then_mum_reads_the_answer(mum: Hands) -> None:
    mum.page.reload()
    mum.sees("It was in order")
    mum.sees(SAYS)
    check_page(mum.page)
    mum.tap("Who has looked")
    mum.sees("Ayesha Grant, privacy lead at Harrowmere Council, read a question")
