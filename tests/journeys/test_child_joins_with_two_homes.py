"""A child joins, the family takes up its links; two homes, two settings, one card."""

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

WRONG, RIGHT = "A999000123456", "X999000123456"


def test_a_child_joins_with_the_family(open_browser):
    margaret = Hands(open_browser(DESKTOP), "margaret")
    when_margaret_adds_a_child(margaret)
    mum = when_parent_is_invited(margaret, open_browser(PHONE), "Lena Brandt", "mum")
    dad = when_parent_is_invited(margaret, open_browser(PHONE), "Ola Brandt", "dad")
    then_nothing_is_there_yet_and_the_page_says_so(mum)

    when_each_writes_down_a_home(mum, "Mum’s home", "1 Elm Row, Harrowmere")
    when_each_writes_down_a_home(dad, "Dad’s home", "2 Oak Street, Harrowmere")
    then_each_sees_only_their_own(mum, dad)
    when_mum_corrects_the_card(mum)
    when_two_settings_say_their_days(margaret, mum, open_browser(DESKTOP))


def when_margaret_adds_a_child(margaret: Hands) -> None:
    page = margaret.page
    margaret.tap("Add a child")
    margaret.write("First name", "Mina")
    margaret.write("Last name", "Brandt")
    margaret.day("Date of birth", 31, 2, 2022)
    margaret.choose("she, her, her")
    margaret.write("Unique pupil number", WRONG)
    margaret.press("Add this child")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This pupil number does not check.")
    expect(alert).to_contain_text("There is no 31 February")
    assert page.get_by_label("Unique pupil number").input_value() == WRONG
    check_page(page)
    margaret.day("Date of birth", 28, 2, 2022)
    margaret.write("Unique pupil number", RIGHT)
    margaret.press("Add this child")
    margaret.sees("Mina Brandt")
    check_page(page)


def when_parent_is_invited(
    margaret: Hands, phone: Page, name: str, relation: str
) -> Page:
    """The link stands on the page, because no e-mail leaves the demonstration."""
    page = margaret.page
    margaret.open("Mina Brandt", "Team")
    margaret.tap("Invite the family")
    margaret.write("Their name", name)
    margaret.write("What is this person to the child?", relation)
    margaret.choose("Yes")
    margaret.choose("I have checked that they have parental responsibility")
    margaret.write("Their e-mail address", f"{relation}@plait.example")
    margaret.press("Send the link")
    check_page(page)
    link = page.get_by_role("link", name="Open the link that was in it")
    give_fingerprint(phone)
    phone.goto(link.get_attribute("href"))
    phone.get_by_label("Choose a password").fill("teapot window Bengal")
    press(phone, "Go on")
    see(phone, "Now a second step")
    press(phone, "Use this device")
    press(phone, "I have saved these")
    phone.wait_for_url("**/family")
    return phone


def then_nothing_is_there_yet_and_the_page_says_so(mum: Page) -> None:
    see(mum, "Mina today")
    expect(mum.get_by_text("Nothing is waiting for you.")).to_be_visible()
    check_page(mum)
    for place, words in (
        ("Book", "Nothing in the book yet"),
        ("Plan", "No plan yet"),
        ("Sharing", "Who can see what about Mina"),
        ("Team", "The team around Mina"),
    ):
        bar = mum.get_by_role("navigation", name="Main")
        bar.get_by_role("link", name=place).click()
        expect(mum.locator("main")).to_contain_text(words)
        check_page(mum)


def go_to_details(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Details, homes").click()
    see(page, "About Mina")


def when_each_writes_down_a_home(page: Page, called: str, address: str) -> None:
    go_to_details(page)
    page.get_by_role("link", name="Add a home").click()
    page.get_by_label("What do you call it?").fill(called)
    press(page, "Save this home")
    expect(page.get_by_role("alert")).to_contain_text("Write the address")
    assert page.get_by_label("What do you call it?").input_value() == called
    page.get_by_label("Address").fill(address)
    page.get_by_label("Which nights?").fill("Half of the week")
    press(page, "Save this home")
    expect(page.locator("main")).to_contain_text(address)


def then_each_sees_only_their_own(mum: Page, dad: Page) -> None:
    go_to_details(mum)
    expect(mum.locator("main")).to_contain_text("1 Elm Row")
    expect(mum.locator("main")).not_to_contain_text("Oak Street")
    expect(dad.locator("main")).to_contain_text("2 Oak Street")
    expect(dad.locator("main")).not_to_contain_text("Elm Row")
    check_page(mum)


def when_mum_corrects_the_card(mum: Page) -> None:
    go_to_details(mum)
    mum.get_by_role("link", name="Correct these details").click()
    mum.get_by_label("Name the child answers to").fill("Minou")
    mum.get_by_label("Languages at home").fill("German and English")
    press(mum, "Save")
    expect(mum.locator("h1")).to_have_text("About Minou")
    expect(mum.locator("main")).to_contain_text("German and English")
    check_page(mum)


def when_two_settings_say_their_days(margaret: Hands, mum: Page, desktop: Page) -> None:
    say_days(margaret, "Bramblecote", ("Monday", "Tuesday"))
    ask_for_gwen(margaret)
    mum.goto("/")
    mum.get_by_role("link", name="Read and answer").click()
    press(mum, "Yes, share this")
    gwen = Hands(desktop, "gwen")
    say_days(gwen, "Larkfield", ("Thursday", "Friday"))
    mum.goto("/")
    mum.get_by_role("link", name="Details, homes").click()
    for words in ("Bramblecote", "Monday and Tuesday", "Larkfield", "Thursday and"):
        expect(mum.locator("main")).to_contain_text(words)
    check_page(mum)


def say_days(who: Hands, room: str, days: tuple[str, str]) -> None:
    who.page.goto("/children")
    who.tap("Minou Brandt")
    who.tap("About")
    who.tap("Add days")
    who.write("Room, class or year", f"{room} room")
    for day in days:
        who.choose(day)
    who.day("Since when?", 1, 9, 2025)
    who.press("Save")
    who.sees(f"{room} room")
    check_page(who.page)


def ask_for_gwen(margaret: Hands) -> None:
    page = margaret.page
    margaret.tap("Sharing")
    margaret.tap("Ask the family to share")
    choices = page.get_by_label("Who would you like to share with?")
    gwen = choices.locator("option", has_text="Gwen Parry").first
    choices.select_option(gwen.get_attribute("value"))
    for kind in ("The plan and progress", "Addresses and places"):
        margaret.choose(kind)
    margaret.write("What is it for?", "So that both nurseries do the same.")
    margaret.day("Until which day?", 1, 9, page.evaluate("new Date().getFullYear()+1"))
    margaret.choose("Earlier things too")
    margaret.press("Ask the family")
