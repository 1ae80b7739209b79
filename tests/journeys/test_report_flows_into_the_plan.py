"""A therapist writes a report; the SENCO takes its parts into the plan as they stand."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

TITLE = "Talking in a group: what I found"
OUTCOME = "Rafi asks a friend for a turn, with a word or a sign."
STRATEGY = "Give him the last word of a song to fill in."
NEED = "Finds it hard to start talking when more than two are listening."


def test_nothing_is_typed_twice(open_browser):
    when_tomasz_shares_his_report(open_browser(DESKTOP))
    margaret = Hands(open_browser(DESKTOP), "margaret")
    then_she_finds_it_and_takes_the_outcome(margaret)
    then_she_takes_the_strategy(margaret)
    then_she_takes_the_need(margaret)
    then_the_family_reads_it_in_the_plan(open_browser(PHONE))


def when_tomasz_shares_his_report(page: Page) -> None:
    tomasz = Hands(page, "tomasz")
    tomasz.open("Rafi Hossain-Doyle", "Reports")
    tomasz.tap("Write a report")
    tomasz.write("What is it called?", TITLE)
    tomasz.day("When did you see the child?", 2, 3, this_year(page) - 1)
    tomasz.write("In short", "Rafi talks most with one friend beside him.")
    tomasz.choose("Communication and interaction")
    tomasz.write("Needs", NEED)
    tomasz.write("Outcomes you suggest", OUTCOME)
    tomasz.write("Strategies you suggest", STRATEGY)
    tomasz.press("Share this report")
    expect(page.get_by_role("alert")).to_contain_text("Write at least one strength")
    check_page(page)
    assert page.get_by_label("Outcomes you suggest").input_value() == OUTCOME
    tomasz.write("Strengths", "Listens closely.\nJoins in with songs.")
    tomasz.press("Share this report")
    expect(page.locator("h1")).to_have_text(TITLE)
    check_page(page)


def this_year(page: Page) -> int:
    return page.evaluate("new Date().getFullYear()")


def then_she_finds_it_and_takes_the_outcome(margaret: Hands) -> None:
    page = margaret.page
    margaret.open("Rafi Hossain-Doyle")
    margaret.tap(f"Read the report: Report: {TITLE}")
    margaret.tap("Take it into the plan")
    assert page.get_by_label("What will be seen or heard?").input_value() == OUTCOME
    assert page.get_by_label("Communication and interaction").is_checked()
    check_page(page)
    margaret.write("What will you count?", "turns in a morning")
    margaret.write("Which number would be good enough?", "4")
    margaret.day("By when?", 1, 6, this_year(page) + 1)
    margaret.press("Add to the plan")
    expect(page.locator("h1")).to_have_text(OUTCOME)
    check_page(page)


def then_she_takes_the_strategy(margaret: Hands) -> None:
    page = margaret.page
    margaret.tap("Add a strategy")
    margaret.tap(STRATEGY)
    assert page.get_by_label("What do you all do?").input_value() == STRATEGY
    nursery = page.get_by_role("group", name="Nursery", exact=True)
    nursery.get_by_label("Nursery: how does it look there?").fill("In the song circle.")
    margaret.press("Add to the plan")
    margaret.sees("Say who does it")
    check_page(page)
    nursery.get_by_label("Nursery: who does it?").fill("Abena")
    nursery.get_by_label("Nursery: how often").fill("Every morning, 5 minutes")
    margaret.press("Add to the plan")
    margaret.sees("In the song circle.")
    expect(page.locator("h3", has_text=STRATEGY)).to_be_visible()


def then_she_takes_the_need(margaret: Hands) -> None:
    page = margaret.page
    margaret.open("Rafi Hossain-Doyle", "Plan")
    margaret.tap("Set the next review")
    page.get_by_label(NEED).check()
    check_page(page)
    margaret.press("Save the plan")
    margaret.sees(NEED)
    margaret.sees("Uses one word at a time")
    margaret.sees("Version 2")


def then_the_family_reads_it_in_the_plan(page: Page) -> None:
    shirin = Hands(page, "shirin")
    shirin.sees(f"What do you think? {OUTCOME}")
    shirin.go("Plan")
    for words in (OUTCOME, NEED):
        shirin.sees(words)
    check_page(page)
