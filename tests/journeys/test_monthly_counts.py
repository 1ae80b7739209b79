"""Once a month home and nursery count once; the chart, its twin and a sentence agree."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page
from tests.journeys.hands import Hands

WORDS = "Rafi puts two words together when he plays"


def test_home_and_nursery_count(open_browser):
    shirin = when_mum_counts(open_browser(PHONE))
    when_abena_counts_twice_in_the_month(open_browser(PHONE))
    then_chart_table_and_sentence_agree(shirin)
    then_it_prints(open_browser(DESKTOP))


def when_mum_counts(page: Page) -> Hands:
    shirin = Hands(page, "shirin")
    shirin.go("Plan")
    shirin.tap(WORDS)
    shirin.tap("Count for this month")
    shirin.press("Save the count")
    shirin.sees("Enter a number")
    shirin.write("How many did you count?", "lots")
    shirin.write("What did you notice?", "“more rice”, “bus gone”")
    shirin.press("Save the count")
    shirin.sees("Enter a number, such as 2.5")
    assert page.get_by_label("What did you notice?").input_value().startswith("“more")
    check_page(page)
    shirin.write("How many did you count?", "6")
    shirin.press("Save the count")
    shirin.sees("Counted for this month.")
    return shirin


def when_abena_counts_twice_in_the_month(page: Page) -> None:
    abena = Hands(page, "abena")
    for number in ("4", "5"):
        abena.open("Rafi Hossain-Doyle", "Plan")
        abena.tap(WORDS)
        abena.tap("Count for this month")
        abena.write("How many did you count?", number)
        abena.press("Save the count")


def then_chart_table_and_sentence_agree(shirin: Hands) -> None:
    page = shirin.page
    page.reload()
    shirin.sees("At the target at home and at the target at nursery.")
    shirin.sees("it was 1 at home. Now it is 6 times in 20 minutes of play.")
    shirin.sees("Now it is 5 times in 20 minutes of play.")
    chart = page.locator(".pl-only-narrow svg").last
    expect(chart).to_be_visible()
    label = chart.get_attribute("aria-label")
    assert "Home went from 1 to 6." in label
    assert "Nursery went from 0 to 5." in label
    page.locator("summary", has_text="The same numbers as a table").click()
    table = page.get_by_role("table").first
    home = table.get_by_role("row").filter(has_text="Home").get_by_role("cell")
    expect(home.last).to_have_text("6")
    nursery = table.get_by_role("row").filter(has_text="Nursery").get_by_role("cell")
    expect(nursery.last).to_have_text("5")
    check_page(page)


def then_it_prints(page: Page) -> None:
    margaret = Hands(page, "margaret")
    margaret.open("Rafi Hossain-Doyle", "Plan")
    margaret.tap(WORDS)
    page.emulate_media(media="print")
    expect(page.locator(".pl-nav").first).to_be_hidden()
    expect(page.locator(".pl-three").first).to_be_visible()
    expect(page.get_by_role("link", name="Count for this month")).to_be_hidden()
