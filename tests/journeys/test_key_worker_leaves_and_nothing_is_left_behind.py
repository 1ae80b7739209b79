"""A key worker is away, then leaves: every child has somebody, and no word is lost."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from plait.clocks.arithmetic import LONDON
from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

AT_MOST = 20_000  # milliseconds: it asks every twelve seconds
SAW = "He built a bridge of nine blocks for the bear"


def test_a_key_worker_leaves_and_nothing_is_left_behind(open_browser):
    leon = Hands(open_browser(PHONE), "leon")
    margaret = Hands(open_browser(DESKTOP), "margaret")

    when_leon_asks_owen_to_stand_in(leon)
    then_the_team_page_says_so(margaret)

    writing = open_browser(DESKTOP)
    when_leon_begins_a_note(Hands(writing, "leon"))
    when_leon_hands_everything_over_with_the_keyboard(leon)
    then_his_open_page_is_cleared_with_his_words(writing)
    then_margaret_saves_it_under_her_own_name(margaret)

    abena = Hands(open_browser(PHONE), "abena")
    abena.sees("Ellis")
    when_leon_has_left(margaret)

    gwen = Hands(open_browser(PHONE), "gwen")
    when_gwen_takes_on_theo(gwen)


def when_leon_asks_owen_to_stand_in(leon: Hands) -> None:
    page = leon.page
    page.goto("/children")
    leon.tap("Leaving, or away for a while?")
    see(page, "Hand over your children")
    check_page(page)
    leon.press("Hand over")
    leon.sees("Say whether it is for good or for a while")
    check_page(page)
    leon.choose("For a while: a colleague stands in, and leaves again by itself")
    last = datetime.now(LONDON).date() + timedelta(days=5)
    leon.day("Last day", last.day, last.month, last.year)
    leon.page.get_by_label("Kacper Nowak").select_option(label=OWEN)
    leon.press("Hand over")
    leon.sees("1 child is covered until")


OWEN = "Owen Bright, designated safeguarding lead"


def then_the_team_page_says_so(margaret: Hands) -> None:
    margaret.open("Kacper Nowak", "Team")
    margaret.sees("Owen Bright, from")
    margaret.sees("Stands in for Leon.")
    check_page(margaret.page)


def when_leon_begins_a_note(leon: Hands) -> None:
    leon.open("Ellis Okonkwo")
    leon.tap("Write a note")
    leon.write("What did you see or hear?", SAW)


def when_leon_hands_everything_over_with_the_keyboard(leon: Hands) -> None:
    """To Abena from now on, without touching the glass."""
    page = leon.page
    page.goto("/handing-over")
    page.get_by_label("For good: a colleague takes the part over").focus()
    page.keyboard.press("Space")
    page.get_by_label("Who takes them?").focus()
    page.keyboard.type("Abena")
    page.get_by_role("button", name="Hand over").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    leon.sees("Handed over: 8 children.")
    leon.misses("Ellis")


def then_his_open_page_is_cleared_with_his_words(page: Page) -> None:
    """He need not save: the page asks by itself, and sends what he had begun (HO7)."""
    heading = page.get_by_role("heading", name="You can no longer see this page")
    expect(heading).to_be_visible(timeout=AT_MOST)
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("bridge")
    expect(page.locator("body")).not_to_contain_text("Ellis")


def then_margaret_saves_it_under_her_own_name(margaret: Hands) -> None:
    page = margaret.page
    page.goto("/children")
    margaret.tap("Ellis Okonkwo")
    page.goto(page.url.split("?")[0] + "/left-unfinished")
    see(page, "Left unfinished about Ellis")
    margaret.sees(SAW)
    check_page(page)
    margaret.press("Take it up")
    margaret.sees("Leon began this and could not save it.")
    expect(page.get_by_label("What did you see or hear?")).to_have_value(SAW)
    check_page(page)
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_load_state()
    margaret.sees(SAW)


def when_leon_has_left(margaret: Hands) -> None:
    page = margaret.page
    page.goto("/people")
    margaret.tap("Has left: Leon Baptiste")
    check_page(page)
    margaret.tap("the list of the children whom you both know")
    margaret.sees("There is nothing to hand over")
    check_page(page)
    page.goto("/people")
    margaret.tap("Has left: Leon Baptiste")
    margaret.press("Yes, Leon has left")
    page.goto("/")
    margaret.misses("Nobody at Bramblecote")


def when_gwen_takes_on_theo(gwen: Hands) -> None:
    page = gwen.page
    gwen.sees("Nobody at Larkfield Nursery holds Theo Marsh")
    check_page(page)
    gwen.tap("Take this child on")
    see(page, "Nobody at Larkfield Nursery holds Theo Marsh")
    check_page(page)
    gwen.press("Take this child on")
    gwen.sees("Gwen Parry is in the child’s team now.")
    expect(page.get_by_role("link", name="Theo Marsh", exact=True)).to_be_visible()
