"""A part is handed over, a colleague leaves, a new one joins: nothing is left behind."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import (
    DESKTOP,
    PHONE,
    check_page,
    give_fingerprint,
    press,
    see,
)
from tests.journeys.hands import Hands


def test_handing_over_leaving_and_joining(open_browser):
    margaret = Hands(open_browser(DESKTOP), "margaret")
    leon = Hands(open_browser(PHONE), "leon")
    leon.sees("Ellis")

    when_leons_part_for_ellis_goes_to_abena(margaret)
    then_abena_has_it_and_leon_does_not(open_browser(PHONE), leon)

    when_leon_has_left(margaret)
    then_his_open_page_shows_nothing_more(leon)

    link = when_a_new_colleague_is_invited(margaret)
    ada = when_ada_joins_on_her_phone(open_browser(PHONE), link)
    see(ada, "What you promise")
    ada.get_by_label("I have read this, and I will keep to it").check()
    press(ada, "Sign")
    ada.goto("/")
    expect(ada.locator("body")).to_contain_text("No key children yet")
    when_margaret_brings_her_into_kacpers_team(margaret)
    ada.goto("/")
    expect(ada.get_by_role("link", name="Kacper", exact=True)).to_be_visible()
    check_page(ada)


def when_leons_part_for_ellis_goes_to_abena(margaret: Hands) -> None:
    page = margaret.page
    margaret.open("Ellis Okonkwo", "Team")
    margaret.tap("Hand over: Leon Baptiste")
    check_page(page)
    margaret.press("Hand over")
    margaret.sees("Choose a colleague")
    page.get_by_label("Which colleague?").select_option(label="Abena Owusu, key worker")
    margaret.press("Hand over")
    margaret.sees("Handed over.")
    margaret.open("Ellis Okonkwo", "Team")
    expect(page.get_by_text("Is there for Ellis every day.")).to_have_count(1)
    expect(page.locator(".pl-person", has_text="Leon Baptiste")).to_have_count(0)
    margaret.tap("Make the lead: Abena Owusu")
    expect(page.locator("h1")).to_have_text("Should Abena Owusu lead?")
    check_page(page)
    margaret.press("Abena Owusu leads now")
    margaret.sees("Two people lead")
    margaret.tap("No longer leads: Margaret Pryce")
    margaret.press("Margaret Pryce no longer leads")
    margaret.sees("Abena Owusu leads. Ask Abena first")
    check_page(page)


def then_abena_has_it_and_leon_does_not(page: Page, leon: Hands) -> None:
    abena = Hands(page, "abena")
    abena.open("Ellis Okonkwo")
    abena.sees("Look again at a concern about Ellis")  # open work comes with the part
    leon.page.reload()
    leon.misses("Ellis")


def when_leon_has_left(margaret: Hands) -> None:
    margaret.page.goto("/people")
    margaret.tap("Has left: Leon Baptiste")
    check_page(margaret.page)
    margaret.press("Yes, Leon has left")
    here = margaret.page.get_by_role("region", name="people work here")
    expect(here).to_contain_text("Abena Owusu")
    expect(here).not_to_contain_text("Leon Baptiste")
    margaret.open("Kacper Nowak", "Team")
    margaret.misses("Leon Baptiste")


def then_his_open_page_shows_nothing_more(leon: Hands) -> None:
    leon.tap("Write a note: about Kacper")
    leon.misses("Kacper")
    expect(leon.page.locator("h1")).to_have_text("Who do you want to be?")


def when_a_new_colleague_is_invited(margaret: Hands) -> str:
    page = margaret.page
    page.goto("/people")
    margaret.tap("Invite a colleague")
    margaret.write("Their name", "Ada Kamara")
    margaret.write("Their e-mail address at work", "ada@plait.example")
    page.get_by_label("What is their job?").select_option("key_worker")
    margaret.press("Send the invitation")
    check_page(page)
    link = page.get_by_role("link", name="Open the link that was in it")
    return link.get_attribute("href")


def when_ada_joins_on_her_phone(page: Page, link: str) -> Page:
    give_fingerprint(page)
    page.goto(link)
    page.get_by_label("Choose a password").fill("kettle garden Sunday")
    press(page, "Go on")
    see(page, "Now a second step")
    press(page, "Use this device")
    press(page, "I have saved these")
    page.wait_for_url(lambda url: "/invitations/" not in url and "/me/" not in url)
    return page


def when_margaret_brings_her_into_kacpers_team(margaret: Hands) -> None:
    margaret.open("Kacper Nowak", "Team")
    margaret.tap("Add a colleague")
    choices = margaret.page.get_by_label("Which colleague?")
    choices.select_option(label="Ada Kamara, key worker")
    margaret.write("What will they do?", "Plays with Kacper in the quiet corner.")
    margaret.press("Add to the team")
    margaret.sees("Plays with Kacper in the quiet corner.")
    check_page(margaret.page)
