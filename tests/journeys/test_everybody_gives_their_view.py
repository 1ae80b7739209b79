"""Everybody says what they think of an outcome; who sees it differently is heard."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

TURNS = "Rafi plays a game of turns with one friend"
DIFFERENTLY = "At home he plays with three cousins at once, and that goes well."


def test_views_stand_side_by_side(open_browser):
    joy = when_joy_is_asked_and_agrees(open_browser(PHONE))
    when_conor_sees_it_differently(open_browser(PHONE))
    when_tomasz_answers(open_browser(DESKTOP))
    then_both_views_stand_in_the_plan(joy)
    then_margaret_waits_for_nobody_else_there(open_browser(DESKTOP))


def when_joy_is_asked_and_agrees(page: Page) -> Hands:
    joy = Hands(page, "joy")
    joy.tap(f"Give your view: Your view: {TURNS}")
    check_page(page)
    joy.press("Save my view")
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the three")
    joy.choose("I agree")
    joy.press("Save my view")
    assert joy.taps == 4
    row = page.locator(".pl-agree", has_text="Joy Adeleke")
    expect(row).to_contain_text("Agrees, ")
    return joy


def open_outcome(who: Hands) -> None:
    who.tap(TURNS)
    expect(who.page.locator("h1")).to_have_text(TURNS)


def when_conor_sees_it_differently(page: Page) -> None:
    conor = Hands(page, "conor")
    conor.go("Plan")
    open_outcome(conor)
    conor.tap("Change your view")
    expect(page.get_by_label("I agree", exact=True)).to_be_checked()
    conor.choose("I see it differently")
    conor.write("In your own words", "")
    conor.press("Save my view")
    conor.sees("Write what you see differently, in a few words")
    check_page(page)
    conor.write("In your own words", DIFFERENTLY)
    conor.press("Save my view")
    conor.sees("Your view is in the plan, in your words.")
    check_page(page)


def when_tomasz_answers(page: Page) -> None:
    tomasz = Hands(page, "tomasz")
    tomasz.open("Rafi Hossain-Doyle", "Plan")
    open_outcome(tomasz)
    tomasz.tap("Change your view")
    tomasz.write(
        "In your own words", "Then let us count both: one friend, and cousins."
    )
    tomasz.press("Save my view")


def then_both_views_stand_in_the_plan(joy: Hands) -> None:
    joy.page.reload()
    together = joy.page.locator(".pl-differ")
    expect(together).to_contain_text("We see this differently")
    expect(together).to_contain_text("Both views stay in the plan")
    views = together.locator(".pl-view")
    expect(views).to_have_count(2)
    expect(views.nth(0)).to_contain_text("Conor Doyle, dad")
    expect(views.nth(0)).to_contain_text(DIFFERENTLY)
    expect(views.nth(1)).to_contain_text("Tomasz Wilk")
    joy.sees("Sees it differently, ")
    joy.misses("objects")
    check_page(joy.page)


def then_margaret_waits_for_nobody_else_there(page: Page) -> None:
    margaret = Hands(page, "margaret")
    silent = page.get_by_role("region", name="Views still to come")
    expect(silent).to_contain_text("Joy Adeleke")  # the other outcome still waits
    expect(silent).not_to_contain_text("Conor")
    margaret.tap("How to reach them: Joy Adeleke")
    margaret.sees("01632 960 155")
