"""The key worker is worried that a child is not safe, and passes it on.

The safeguarding lead reads it covered, decides, and shares it with social care; the
social worker opens it. Nobody else sees anything of it, or that there is anything.
"""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, check_page
from tests.journeys.hands import TABLET, Hands

SAW = "He says that a big dog comes through the fence, and he will not go out."
DECIDED = "The fence is old. The housing service can mend it."


def test_a_worry_reaches_those_who_can_help_and_nobody_else(open_browser):
    number = when_abena_passes_it_on(open_browser(TABLET))
    then_she_does_not_see_it_again(open_browser(TABLET))
    owen = when_owen_takes_it_on(open_browser(), number)
    when_he_decides(owen)
    when_he_shares_it_with_social_care(owen)
    then_sofia_can_open_it(open_browser(PHONE))
    then_abena_learns_that_it_was_read(open_browser(TABLET), number)
    for key in ("margaret", "tomasz", "shirin"):
        then_they_see_nothing_of_it(open_browser(), key)


def when_abena_passes_it_on(page: Page) -> str:
    abena = Hands(page, "abena")
    abena.open("Rafi Hossain-Doyle")
    abena.tap("I am worried about safety")
    abena.sees("In danger now? Ring 999 first.")
    check_page(page)
    abena.choose("No")
    abena.write("What did you see or hear?", SAW)
    abena.write("When was that?", "This morning")
    abena.press("Pass it on")
    abena.sees("Passed on. This is your receipt.")
    abena.misses("Rafi")
    abena.misses(SAW)
    check_page(page)
    return page.locator(".pl-card h2").first.inner_text()


def then_she_does_not_see_it_again(page: Page) -> None:
    abena = Hands(page, "abena")
    abena.open("Rafi Hossain-Doyle")
    abena.misses(SAW)
    expect(page.get_by_role("link", name="Safety", exact=True)).to_have_count(0)


def when_owen_takes_it_on(page: Page, number: str) -> Hands:
    owen = Hands(page, "owen")
    owen.sees(f"A worry about safety: {number}")
    owen.misses("Rafi")
    check_page(page)
    owen.tap(f"Open: A worry about safety: {number}")
    owen.misses(SAW)
    check_page(page)
    show = page.get_by_role("link", name="Show").first
    show.focus()
    page.keyboard.press("Enter")
    owen.sees(SAW)
    check_page(page)
    owen.press("I have this")
    owen.sees("You have this now.")
    owen.tap("Cover this again")
    owen.misses(SAW)
    return owen


def when_he_decides(owen: Hands) -> None:
    owen.tap("Decide")
    check_page(owen.page)
    owen.choose("Early help with the family")
    owen.write("Why?", DECIDED)
    owen.choose("No")
    owen.press("Save decision")
    owen.sees("Your decision is saved.")
    owen.misses(DECIDED)


def when_he_shares_it_with_social_care(owen: Hands) -> None:
    owen.tap("Share with another lead or social care")
    check_page(owen.page)
    owen.page.get_by_label("With whom?").select_option(
        label="Harrowmere Children’s Social Care"
    )
    owen.choose("To share")
    owen.write("Why?", "They can speak with the housing service")
    owen.write("Why is it needed, and fair?", "We cannot ask for it ourselves")
    owen.write("What do they need to know?", "Where the fence is")
    owen.choose("Yes")
    owen.press("Save decision")
    owen.sees("Your decision is saved, with its reasons.")


def then_sofia_can_open_it(page: Page) -> None:
    sofia = Hands(page, "sofia")
    page.get_by_role("navigation", name="Main").get_by_role(
        "link", name="Safety"
    ).click()
    sofia.tap("Rafi Hossain-Doyle")
    check_page(page)
    sofia.misses(SAW)
    sofia.tap("Show: A worry")
    sofia.sees(SAW)
    check_page(page)


def then_abena_learns_that_it_was_read(page: Page, number: str) -> None:
    abena = Hands(page, "abena")
    abena.tap("I am worried about safety")
    abena.tap("What I have passed on")
    abena.sees(number)
    abena.misses("Not read yet")


def then_they_see_nothing_of_it(page: Page, key: str) -> None:
    who = Hands(page, key)
    for address in page.evaluate(
        "[...document.querySelectorAll('main a[href]')].map((one) => one.href)"
    )[:12]:
        page.goto(address)
        who.misses("fence")
        if "/seals/" not in address:  # where he sealed something, of another child
            who.misses("Owen Bright")
        who.misses("housing")
