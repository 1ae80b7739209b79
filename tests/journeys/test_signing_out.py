"""Somebody signs out on a computer that others use too (CAC-5)."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import be, check_page

KEEP = "localStorage.setItem('kept', 'x'); sessionStorage.setItem('kept', 'x')"
KEPT = "localStorage.length + sessionStorage.length"


def test_back_shows_nothing_and_nothing_is_kept(desktop: Page):
    page = desktop
    be(page, "shirin")
    page.goto("/me/name")
    page.goto("/me")
    page.evaluate(KEEP)
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/cast")
    assert page.evaluate(KEPT) == 0
    for _ in range(2):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("shirin@plait.example")
        expect(page.locator("h1")).to_have_text("Who do you want to be?")


def test_sign_out_asks_first_when_it_is_an_address(page: Page):
    be(page, "abena")
    page.goto("/sign-out")
    check_page(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/me")
    expect(page.locator("h1")).to_have_text("Who do you want to be?")


def test_sign_out_everywhere_else_keeps_this_one(open_browser):
    here, there = open_browser(), open_browser()
    for browser in (here, there):
        be(browser, "abena")
        browser.goto("/me")
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.get_by_text("You are signed out everywhere but here.")).to_be_visible()
    there.reload()
    expect(there.locator("h1")).to_have_text("Who do you want to be?")
