"""A court has closed the new address to Grace's dad: it is nowhere for him."""

from playwright.sync_api import Page

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

SECRET = ("Swallow Rise", "ZZ99 7XZ", "07700 900 871", "family centre", "Family Court")


def test_dad_sees_nothing_of_the_new_address_anywhere(open_browser):
    given_mum_reads_her_address_and_the_order(open_browser(PHONE))
    then_dad_finds_nothing_of_it(open_browser(PHONE))
    when_margaret_closes_the_book_to_him_too(open_browser(DESKTOP))
    then_the_book_is_empty_for_him(open_browser(PHONE))


def given_mum_reads_her_address_and_the_order(page: Page) -> None:
    thandi = Hands(page, "thandi")
    thandi.go("Team")
    thandi.tap("The adults around Grace")
    thandi.sees("Robert must not be told where Grace and her mum live")
    thandi.sees("Closed to Robert Lane: addresses and home life")
    check_page(page)
    page.goto(page.url.replace("/adults", "/about"))
    for line in SECRET[:3]:
        thandi.sees(line)


def then_dad_finds_nothing_of_it(page: Page) -> None:
    """Every page that he comes to by the links that are there."""
    robert = Hands(page, "robert")
    waiting, been = [page.url], set()
    while waiting:
        address = waiting.pop()
        if address in been or len(been) > 60:
            continue
        been.add(address)
        page.goto(address)
        whole = page.content() + page.title()
        assert [one for one in SECRET if one in whole] == [], address
        links = page.locator("main a[href^='/'], nav a[href^='/']").evaluate_all(
            "links => links.map(link => link.href)"
        )
        waiting += [one for one in links if "/accounts" not in one and "#" not in one]
    assert len(been) > 12
    child = next(one for one in been if "/children/" in one).split("/children/")[1][:36]
    page.goto(f"/children/{child}/adults")
    robert.misses("ourt order")
    check_page(page)


def when_margaret_closes_the_book_to_him_too(page: Page) -> None:
    margaret = Hands(page, "margaret")
    margaret.open("Grace Mbeki", "Team")
    margaret.tap("The adults around Grace")
    margaret.tap("Put it right, or end it: Robert Lane")
    margaret.write("What does it say?", "")
    margaret.press("Save the order")
    margaret.sees("Say what it says")
    check_page(page)
    margaret.write("What does it say?", "Robert must not be told where Grace lives.")
    page.get_by_label("The communication book").check()
    margaret.press("Save the order")
    margaret.sees("What it said before stays readable.")
    margaret.sees("the book, home life and addresses")


def then_the_book_is_empty_for_him(page: Page) -> None:
    """As if there were none: nothing says that something is kept from him."""
    robert = Hands(page, "robert")
    robert.go("Book")
    robert.sees("Nothing in the book yet")
