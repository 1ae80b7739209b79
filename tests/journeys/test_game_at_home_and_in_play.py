"""One strategy: a game at home in two taps, and the same in play at nursery."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import TABLET, Hands

GAME = "Ready, steady… wait"


def test_home_and_nursery_mark_the_same_strategy(open_browser):
    shirin = when_mum_answers_in_two_taps(open_browser(PHONE))
    then_she_can_say_a_little_more(shirin)
    when_abena_marks_it_in_play(open_browser(TABLET))
    then_tomasz_sees_both(open_browser(DESKTOP))
    then_the_plan_counts_both(shirin)


def when_mum_answers_in_two_taps(page: Page) -> Hands:
    shirin = Hands(page, "shirin")
    card = page.locator(".pl-card", has=page.get_by_role("heading", name=GAME))
    expect(card.get_by_role("listitem")).to_have_count(3)
    shirin.press("Tried", within=card)
    assert shirin.taps <= 2
    shirin.sees("Noted for today: tried.")
    expect(card).to_contain_text("Today: Tried")
    return shirin


def then_she_can_say_a_little_more(shirin: Hands) -> None:
    page = shirin.page
    page.locator("summary", has_text="Say a little more").click()
    shirin.write("What helped, or what got in the way?", "He was tired after the bus.")
    shirin.press("Save these words")
    check_page(page)
    shirin.tap("All games, and how they went")
    shirin.sees("Tried. He was tired after the bus.")
    check_page(page)


def when_abena_marks_it_in_play(page: Page) -> None:
    abena = Hands(page, "abena")
    one = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Wait, then say it back")
    )
    abena.press("Did it", within=one)
    assert abena.taps == 1
    expect(page.locator("h1")).to_have_text("Hello Abena")
    expect(one).to_contain_text("Today: Did it")
    check_page(page)


def then_tomasz_sees_both(page: Page) -> None:
    tomasz = Hands(page, "tomasz")
    tomasz.open("Rafi Hossain-Doyle", "Games")
    tomasz.sees("Today, Abena, key worker: Did it")
    tomasz.sees("Today, Shirin, mum: Tried. He was tired after the bus.")
    check_page(page)


def then_the_plan_counts_both(shirin: Hands) -> None:
    shirin.go("Plan")
    shirin.tap("Rafi puts two words together")
    delivered = shirin.page.get_by_role(
        "region", name="What was planned and what happened"
    )
    expect(delivered).to_contain_text("Home")
    expect(delivered).to_contain_text("He was tired after the bus.")
    expect(delivered).to_contain_text("of about")
    shirin.misses("%")
