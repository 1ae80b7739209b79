"""A safeguarding lead seals a family's new place; the SENCO is the second person."""

from playwright.sync_api import Page

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands


def test_two_people_seal_and_two_people_lift(open_browser):
    when_owen_seals_where_leo_lives(open_browser(PHONE))
    then_margaret_stands_behind_it(open_browser(DESKTOP))
    when_owen_asks_to_lift_it(open_browser(PHONE))
    then_it_opens_only_once_margaret_agrees(open_browser(DESKTOP))


def seals(page: Page, key: str) -> Hands:
    who = Hands(page, key)
    who.open("Leo Fernandes", "Sharing")
    who.tap("Seals")
    return who


def when_owen_seals_where_leo_lives(page: Page) -> None:
    owen = seals(page, "owen")
    check_page(page)
    owen.tap("Seal something")
    page.get_by_label("What is to be sealed?").select_option(label="Home life")
    page.get_by_label("Who must not see it?").select_option(label="The family")
    page.get_by_label("A refuge, or hiding from somebody").first.check()
    owen.write("Why, in a few words", "They are in a safe place since Monday.")
    check_page(page)
    owen.press("Seal it")
    owen.sees("Waits for a second person until")
    owen.misses("Stand behind this seal")
    check_page(page)


def then_margaret_stands_behind_it(page: Page) -> None:
    margaret = seals(page, "margaret")
    margaret.tap("Home life, sealed from the family")
    margaret.press("Stand behind this seal")
    margaret.sees("Two people stand behind it")
    check_page(page)


def when_owen_asks_to_lift_it(page: Page) -> None:
    owen = seals(page, "owen")
    owen.tap("Home life, sealed from the family")
    owen.tap("Lift this seal")
    owen.write("Why is it lifted?", "They have moved back home.")
    check_page(page)
    owen.press("Lift the seal")
    owen.sees("A second person is to agree to lifting it")


def then_it_opens_only_once_margaret_agrees(page: Page) -> None:
    margaret = seals(page, "margaret")
    margaret.tap("Home life, sealed from the family")
    margaret.tap("Agree to lifting it")
    margaret.write("Why is it lifted?", "I have talked with Leo’s mum.")
    margaret.press("Agree to lifting it")
    margaret.sees("Lifted on")
