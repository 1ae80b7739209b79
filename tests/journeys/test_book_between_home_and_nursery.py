"""The book: a photo, what is new, a question and its answer, and who has read it."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, check_page
from tests.journeys.hands import TABLET, Hands, photo_with_place, says_where

GOOD = "He carried the big watering can with a friend, all the way."
QUESTION = "Which song do you sing when he goes to sleep?"
ANSWER = "Nani sings the boat song. We will write down the words for you."


def test_a_day_in_the_book(open_browser):
    abena = when_abena_answers_the_day(open_browser(TABLET))
    shirin = then_mum_sees_what_is_new_and_answers(open_browser(PHONE))
    then_abena_reads_the_answer(abena)
    then_mum_sees_who_has_read_it(shirin)
    when_mum_asks_something_it_is_abenas_to_answer(shirin, abena)


def when_abena_answers_the_day(page: Page) -> Hands:
    abena = Hands(page, "abena")
    abena.tap("Book: of Rafi")
    abena.press("Put it in the book")
    abena.sees("Tap something, or write a few words")
    check_page(page)
    abena.choose("Rested a little")
    abena.choose("Cheerful")
    abena.write("One good thing, if you have time", GOOD)
    abena.write("A question you would like answered", QUESTION)
    abena.attach(photo_with_place())
    abena.press("Put it in the book")
    abena.sees("It is in the book.")
    expect(page.get_by_label("Slept well")).to_have_count(0)  # home knows the night
    check_page(page)
    return abena


def then_mum_sees_what_is_new_and_answers(page: Page) -> Hands:
    shirin = Hands(page, "shirin")
    shirin.sees(QUESTION)
    shirin.go("Book")
    entry = page.locator(".pl-entry", has_text=GOOD)
    expect(entry).to_contain_text("New")
    expect(entry).to_contain_text("Rested a little")
    photo = page.request.get(entry.locator("img").get_attribute("src"))
    assert photo.ok
    assert not says_where(photo.body())
    check_page(page)
    shirin.tap("Answer Abena", within=entry)
    shirin.press("Put it in the book")
    shirin.sees("Write your answer")
    shirin.write("Your answer", ANSWER)
    shirin.press("Put it in the book")
    shirin.sees("Your answer is in the book.")
    expect(entry).not_to_contain_text("New")
    expect(entry).to_contain_text("Answered.")
    return shirin


def then_abena_reads_the_answer(abena: Hands) -> None:
    page = abena.page
    page.goto("/")
    abena.sees("1 new entry")
    abena.tap("Book: of Rafi")
    answer = page.locator(".pl-entry", has_text=ANSWER)
    expect(answer).to_contain_text("New")
    expect(answer).to_contain_text(f"To the question: {QUESTION}")
    page.goto("/")
    abena.misses("1 new entry")


def then_mum_sees_who_has_read_it(shirin: Hands) -> None:
    shirin.go("Book")
    mine = shirin.page.locator(".pl-entry", has_text=ANSWER)
    expect(mine).to_contain_text("Read by Abena")
    shirin.sees("Who can read it: Bramblecote Nursery, Nani and Rowan Speech")


def when_mum_asks_something_it_is_abenas_to_answer(shirin: Hands, abena: Hands) -> None:
    shirin.write("A question you would like answered", "Could he bring his bus book?")
    shirin.press("Put it in the book")
    shirin.go("Today")
    abena.page.goto("/")
    abena.sees("A question about Rafi Hossain-Doyle")
    abena.tap("Answer: A question about Rafi Hossain-Doyle")
    abena.write("Your answer", "Yes please, we would love to read it.")
    abena.press("Put it in the book")
    check_page(abena.page)
