"""It cannot wait for a yes: the SENCO shares, and tells the family when it is safe."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

WHY = "He has not been seen for three weeks and nobody answers the phone."


def test_shared_for_a_reason_in_law_and_told_when_it_is_safe(open_browser):
    when_margaret_shares_with_sofia_and_keeps_it_from_the_family(open_browser(DESKTOP))
    then_sofia_reads_the_plan(open_browser(PHONE))
    then_mum_finds_nothing_of_it(open_browser(PHONE))

    when_margaret_tells_the_family(open_browser(DESKTOP))
    then_mum_reads_what_was_shared_and_why(open_browser(PHONE))


def when_margaret_shares_with_sofia_and_keeps_it_from_the_family(page: Page) -> None:
    margaret = Hands(page, "margaret")
    margaret.open("Rafi Hossain-Doyle", "Sharing")
    margaret.tap("Share without asking the family")
    page.get_by_text("What to think of before you share").click()
    margaret.sees("Share only what is needed and true")
    choices = page.get_by_label("Who needs to see it?")
    sofia = choices.locator("option", has_text="Sofia Marek").first
    choices.select_option(sofia.get_attribute("value"))
    margaret.choose("The plan and progress")
    page.get_by_role("radio", name=re.compile("To keep a child safe")).check()
    margaret.write("Why is it needed", WHY)
    day = page.evaluate("() => Object.fromEntries([30, 20].map(n => {"
                        "const d = new Date(Date.now() + n * 864e5);"
                        "return [n, [d.getDate(), d.getMonth() + 1, d.getFullYear()]]}))")  # fmt: skip
    margaret.day("Until which day?", *day["30"])
    margaret.choose("Earlier things too")
    margaret.choose("Not yet: it would put somebody at risk")
    margaret.press("Share it")
    margaret.sees("Say who would be at risk, and how")
    assert page.get_by_label("Why is it needed").input_value() == WHY
    check_page(page)
    margaret.write(
        "If not yet: who would be at risk", "Somebody at home could be hurt."
    )
    margaret.day("If not yet: when do you look at it again?", *day["20"])
    margaret.press("Share it")
    margaret.sees("Shared, and written down with your reason.")
    check_page(page)


def then_sofia_reads_the_plan(page: Page) -> None:
    sofia = Hands(page, "sofia")
    sofia.open("Rafi Hossain-Doyle", "Plan")
    sofia.sees("Rafi puts")


def then_mum_finds_nothing_of_it(page: Page) -> None:
    shirin = Hands(page, "shirin")
    for place in ("Team", "Sharing"):
        shirin.go(place)
        shirin.misses("Sofia")
        shirin.misses("Social Care")
    shirin.misses("Shared without asking")


def when_margaret_tells_the_family(page: Page) -> None:
    margaret = Hands(page, "margaret")
    margaret.open("Rafi Hossain-Doyle", "Sharing")
    margaret.tap("Why, and until when: Social Care")
    margaret.press("It is safe now: tell the family")
    margaret.sees("The family is told now.")


def then_mum_reads_what_was_shared_and_why(page: Page) -> None:
    shirin = Hands(page, "shirin")
    shirin.go("Sharing")
    shirin.tap("Why, and until when: Social Care")
    shirin.sees(WHY)
    shirin.sees("you cannot switch it off")
    expect(page.get_by_role("button", name="Stop sharing now")).to_have_count(0)
    check_page(page)
    shirin.go("Team")
    shirin.sees("Sofia Marek")
