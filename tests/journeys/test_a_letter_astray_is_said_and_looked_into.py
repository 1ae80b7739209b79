"""Abena says that a letter went astray; Ayesha answers in time, and looks who looked."""

import csv

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

ASTRAY = "Rafi’s letter is gone. It went home with another family."
BORN = """
from plait.children.models import Child
rafi = Child.objects.get(given_name="Rafi")
print(rafi.born_on.day, rafi.born_on.month, rafi.born_on.year)
"""


def test_it_is_said_weighed_and_closed_and_a_report_is_taken(open_browser, world):
    abena = Hands(open_browser(PHONE), "abena")
    when_she_says_it(abena)

    ayesha = Hands(open_browser(DESKTOP), "ayesha")
    then_it_waits_with_its_time(ayesha, world)
    when_she_weighs_it(ayesha)
    when_all_are_told(ayesha)
    then_it_is_closed(ayesha)

    when_she_asks_who_has_looked(ayesha, world.python(BORN).split())
    then_she_takes_the_table(ayesha.page)


def when_she_says_it(abena: Hands) -> None:
    abena.page.goto("/me")
    abena.tap("tell the privacy lead")
    see(abena.page, "Something went wrong with information")
    check_page(abena.page)
    abena.press("Tell the privacy lead")
    abena.sees("Say what happened")
    abena.write("What happened?", ASTRAY)
    # By keyboard.
    abena.page.get_by_role("button", name="Tell the privacy lead").focus()
    abena.page.keyboard.press("Enter")
    see(abena.page, "Thank you for saying it")
    abena.sees("Ayesha Grant looks after this")
    check_page(abena.page)


def then_it_waits_with_its_time(ayesha: Hands, world) -> None:
    letters = world.mail_to("ayesha@plait.example")
    assert "look at today" in letters[-1]["Subject"]
    assert "Rafi" not in letters[-1].as_string()
    item = ayesha.page.get_by_role("listitem").filter(has_text="went wrong")
    ayesha.tap("Open it", within=item.last)
    ayesha.sees(ASTRAY)
    check_page(ayesha.page)


def when_she_weighs_it(ayesha: Hands) -> None:
    page = ayesha.page
    ayesha.tap("Say what you found")
    ayesha.choose("The plan and progress")
    ayesha.write("About how many people is it about?", "2")
    ayesha.choose("It could harm somebody")
    ayesha.press("Write it down")
    ayesha.sees("Say what has been done")
    check_page(page)
    ayesha.write("What has been done about it?", "We have it back.")
    ayesha.press("Write it down")
    ayesha.sees("Written down.")


def when_all_are_told(ayesha: Hands) -> None:
    ayesha.tap("Telling the ICO")
    ayesha.choose("It does not need to be told")
    ayesha.write("If not: why not?", "Nobody read it")
    ayesha.press("Write it down")
    ayesha.sees("unless you find that harm to anybody is unlikely")
    ayesha.tap("What went wrong")
    ayesha.tap("Say what you found")
    ayesha.choose("The plan and progress")
    ayesha.choose("Harm to anybody is unlikely")
    ayesha.press("Write it down")
    ayesha.tap("Telling the ICO")
    ayesha.choose("It does not need to be told")
    ayesha.write("If not: why not?", "Nobody read it")
    ayesha.press("Write it down")
    ayesha.sees("The ICO is not told")


def then_it_is_closed(ayesha: Hands) -> None:
    ayesha.tap("Close it")
    ayesha.write("What will you do differently?", "Two people check.")
    ayesha.press("Write it down")
    ayesha.sees("Closed")
    check_page(ayesha.page)


def when_she_asks_who_has_looked(ayesha: Hands, born: list[str]) -> None:
    ayesha.page.goto("/")
    ayesha.tap("Registers and reports")
    check_page(ayesha.page)
    ayesha.tap("Who can see, and who has looked")
    ayesha.tap("Make a report")
    check_page(ayesha.page)
    ayesha.write("Child’s first name", "Rafi")
    ayesha.write("Child’s family name", "Hossain-Doyle")
    ayesha.day("When was the child born?", *map(int, born))
    ayesha.write("Why do you need this report?", "A letter went astray")
    ayesha.press("Make the report")
    see(ayesha.page, "Rafi Hossain-Doyle: who can see, and who has looked")
    ayesha.misses(ASTRAY)
    check_page(ayesha.page)


def then_she_takes_the_table(page: Page) -> None:
    with page.expect_download() as coming:
        page.get_by_role("link", name="Take it as a table (CSV)").click()
    with open(coming.value.path(), encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names = {row[0] for row in rows if len(row) > 6}
    assert "Abena Owusu" in names
    assert rows[-1][0].endswith("Purpose: A letter went astray")
    expect(page.get_by_role("table").first).to_contain_text("Abena Owusu")
