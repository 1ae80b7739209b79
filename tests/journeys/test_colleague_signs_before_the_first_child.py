"""A new service promises confidentiality, and only then meets its first child."""

from playwright.sync_api import expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

NOBODY_THERE_HAS_SIGNED = """
from plait.agencies.models import Signature
Signature.objects.filter(agency__code="riverside").delete()
"""


def test_a_colleague_signs_before_the_first_child(world, open_browser):
    world.python(NOBODY_THERE_HAS_SIGNED)
    petra = Hands(open_browser(PHONE), "petra")
    page = petra.page

    see(page, "What you promise")
    check_page(page)
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    page.goto("/children")
    see(page, "What you promise")
    petra.press("Sign")
    petra.sees("Read it, then tick that you will keep to it")
    when_it_is_ticked_by_keyboard(page)

    see(page, "What Riverside Therapies promises")
    petra.sees("Thank you. Your signature is good until")
    check_page(page)

    margaret = Hands(open_browser(DESKTOP), "margaret")
    when_margaret_asks_for_petra(margaret)
    margaret.sees("Riverside Children’s Therapies has not signed")
    margaret.sees("Petra Novak")
    check_page(margaret.page)

    petra.choose("I have read this, and I will keep to it")
    petra.press("Sign for Riverside Therapies")
    petra.sees("Signed for Riverside Therapies.")
    when_margaret_asks_for_petra(margaret)
    margaret.sees("The family has been asked.")
    page.goto("/people")
    petra.sees("Signed until")
    check_page(page)


def when_it_is_ticked_by_keyboard(page) -> None:
    page.get_by_label("I have read this, and I will keep to it").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def when_margaret_asks_for_petra(margaret: Hands) -> None:
    page = margaret.page
    margaret.open("Rafi Hossain-Doyle", "Sharing")
    margaret.tap("Ask the family")
    choices = page.get_by_label("Who would you like to share with?")
    petra = choices.locator("option", has_text="Petra Novak").first
    choices.select_option(petra.get_attribute("value"))
    margaret.choose("The plan and progress")
    margaret.write("What is it for?", "So that play gets easier")
    year = page.evaluate("new Date().getFullYear() + 1")
    margaret.day("Until which day?", 1, 9, year)
    margaret.choose("Earlier things too")
    margaret.press("Ask the family")
