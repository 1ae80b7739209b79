"""Tomasz writes down what mum told him about dad: she reads it, dad's copy has none."""

from playwright.sync_api import expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

TITLE = "How Rafi sleeps, and what helps"
SAID = "Shirin says that voices are raised in the evening."


def test_what_is_about_one_adult_is_kept_from_them(open_browser):
    when_tomasz_writes_it_apart(Hands(open_browser(DESKTOP), "tomasz"))
    then_mum_reads_it(Hands(open_browser(PHONE), "shirin"))
    then_dads_copy_has_none_of_it(Hands(open_browser(PHONE), "conor"))


def when_tomasz_writes_it_apart(tomasz: Hands) -> None:
    page = tomasz.page
    tomasz.open("Rafi Hossain-Doyle", "Reports")
    tomasz.tap("Write a report")
    tomasz.write("What is it called?", TITLE)
    last_year = page.evaluate("new Date().getFullYear()") - 1
    tomasz.day("When did you see the child?", 2, 3, last_year)
    tomasz.write("In short", "Rafi sleeps well when the evening is calm.")
    tomasz.choose("Communication and interaction")
    tomasz.write("Strengths", "Says what he needs.")
    tomasz.write("Needs", "A calm hour before bed.")
    page.get_by_text("Something that is about one adult in the family").click()
    tomasz.write("What does the report say about them?", SAID)
    tomasz.press("Share this report")
    expect(page.get_by_role("alert")).to_contain_text("Choose who this is about")
    check_page(page)
    assert (
        page.get_by_label("What does the report say about them?").first.input_value()
        == SAID
    )
    page.get_by_label("Who is it about?").first.select_option(label="Conor Doyle")
    tomasz.press("Share this report")
    expect(page.locator("h1")).to_have_text(TITLE)
    tomasz.sees("Conor does not see this part")
    check_page(page)


def then_mum_reads_it(shirin: Hands) -> None:
    open_report(shirin)
    shirin.sees(SAID)
    shirin.sees("Conor does not see this part")
    check_page(shirin.page)


def then_dads_copy_has_none_of_it(conor: Hands) -> None:
    open_report(conor)
    conor.sees("A calm hour before bed.")
    for word in (SAID, "does not see this part", "About Conor"):
        conor.misses(word)
    check_page(conor.page)


def open_report(reader: Hands) -> None:
    reader.page.goto("/")
    reader.tap("Reports")
    reader.tap(TITLE)
    expect(reader.page.locator("h1")).to_have_text(TITLE)
