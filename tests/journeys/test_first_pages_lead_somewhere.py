"""What stands on somebody's first page is true, and leads where it says."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands


def test_the_senco_sees_what_is_late_first_and_can_put_it_right(open_browser):
    margaret = Hands(open_browser(DESKTOP), "margaret")
    page = margaret.page
    first = page.locator(".pl-todo__item").first
    expect(first).to_contain_text("Yusuf Demir’s review")
    expect(first).to_contain_text("days late")
    numbers_lead_to_their_lists(page)
    margaret.tap("Open the plan: Yusuf Demir’s review")
    expect(page.locator("h1")).to_have_text("Yusuf’s support plan")
    set_the_next_review(margaret)
    page.goto("/")
    margaret.misses("Yusuf Demir’s review")
    margaret.tap("Open the concern: Look again at a concern about Ellis Okonkwo")
    margaret.sees("I am wondering about loud rooms")
    check_page(page)


def numbers_lead_to_their_lists(page: Page) -> None:
    for stat in page.locator("a.pl-stat").all():
        assert page.locator(stat.get_attribute("href")).count() == 1
    reviews = page.get_by_role("region", name="Reviews due").get_by_role("row")
    number = page.locator("a.pl-stat").first.locator(".pl-stat__n")
    expect(number).to_have_text(str(reviews.count() - 1))
    check_page(page)


def set_the_next_review(margaret: Hands) -> None:
    page = margaret.page
    margaret.tap("Set the next review")
    margaret.day("When will you all look at this plan together?", 1, 1, 2020)
    margaret.press("Save the plan")
    margaret.sees("Choose a day that is still to come")
    year = page.evaluate("new Date().getFullYear() + 1")
    margaret.day("When will you all look at this plan together?", 3, 12, year)
    margaret.press("Save the plan")
    margaret.sees("The plan is changed. Everybody sees it now.")
    margaret.sees("Version 2")


def test_a_key_worker_starts_from_the_children(open_browser):
    abena = Hands(open_browser(PHONE), "abena")
    page = abena.page
    check_page(page)
    card = page.get_by_role("article").filter(has_text="Rafi")
    for name, heading in (
        ("Write a note", "What did you see?"),
        ("Book", "Rafi’s book"),
        ("Games", "Games for Rafi"),
        ("Rafi", "Rafi: overview"),
    ):
        page.goto("/")
        abena.tap(name, within=card)
        expect(page.locator("h1")).to_have_text(heading)


def test_a_specialist_sees_what_they_were_asked_for(open_browser):
    joy = Hands(open_browser(PHONE), "joy")
    joy.sees("Your view: Rafi plays a game of turns with one friend")
    joy.misses("Count")
    tomasz = Hands(open_browser(DESKTOP), "tomasz")
    tomasz.misses("What does he call his blanket?")  # a question to the family
    tomasz.misses("late")
    check_page(tomasz.page)


def test_who_has_no_child_is_told_what_happens_next(open_browser):
    petra = Hands(open_browser(PHONE), "petra")
    petra.sees("Nothing needs you today")
    petra.sees("Each child’s SENCO brings people into the team")
    check_page(petra.page)
    petra.page.goto("/children?q=Rafi")
    petra.sees("No child of yours has a name that begins with “Rafi”")
    check_page(petra.page)
