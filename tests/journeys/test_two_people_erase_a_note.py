"""A note about the wrong child: listed by one person, agreed by another, then gone."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

SAW = "She climbed the big net to the very top"
NOTE = f"""
from plait.access import clock
from plait.children.models import Child
from plait.evidence import operations
from plait.evidence.models import Observation
from plait.access.viewer import Hat, Viewer
from plait.access.models import Person
from plait.agencies.models import Agency
agency = Agency.objects.get(code="bramblecote").pk
abena = Person.objects.get(email="abena@plait.example").pk
now = clock.read()
child = Child.objects.get(given_name="Rafi")
note = operations.note_observation(Observation(saw="{SAW}.", seen_at=now),
    child=child, viewer=Viewer(Hat(abena, agency), now, "key_worker", ""))
print(note.pk, child.born_on.isoformat(), child.family_name)
"""
# Four weeks are over.
THE_WAIT_IS_OVER = """
from plait.access import clock
from plait.clocks import arithmetic
from plait.privacy.models import Disposal
Disposal.objects.exclude(agreed_at=None).update(
    not_before=arithmetic.day_of(clock.read()))
"""


def test_two_people_erase_a_note_about_the_wrong_child(open_browser, world):
    note, born, family_name = world.python(NOTE).split(" ", 2)
    abena = Hands(open_browser(PHONE), "abena")
    abena.open("Rafi Hossain-Doyle")
    abena.sees(SAW)
    there = re.sub(r"[?#].*", "", abena.page.url) + f"/notes/{note}"

    ayesha = Hands(open_browser(DESKTOP), "ayesha")
    when_ayesha_lists_it(ayesha, there, born, family_name)
    margaret = Hands(open_browser(PHONE), "margaret")
    when_margaret_agrees_with_the_keyboard(margaret)

    assert "Nothing is due" in world.call("dispose")
    world.python(THE_WAIT_IS_OVER)
    assert "1 of notes and observations would go" in world.call("dispose", "--dry-run")
    assert "1 erased" in world.call("dispose")

    abena.page.reload()
    abena.misses(SAW)
    ayesha.page.reload()
    ayesha.sees("Erased")
    ayesha.sees("1 of 1")
    check_page(ayesha.page)


def when_ayesha_lists_it(
    ayesha: Hands, there: str, born: str, family_name: str
) -> None:
    page = ayesha.page
    ayesha.tap("Registers and reports")
    ayesha.tap("Keeping and erasing")
    check_page(page)
    ayesha.tap("Propose to erase")
    ayesha.press("See what would go")
    ayesha.sees("Enter the child’s first name")
    check_page(page)
    page.get_by_label("Which service").select_option(
        label="Bramblecote Primary School and Nursery"
    )
    ayesha.write("Child’s first name", "Rafi")
    ayesha.write("Child’s family name", family_name)
    year, month, day = map(int, born.split("-"))
    ayesha.day("When was the child born?", day, month, year)
    ayesha.write("Only one page?", there)
    ayesha.choose("It should never have been written down here")
    ayesha.write("In a few words", "It is about somebody else.")
    ayesha.press("See what would go")
    ayesha.sees("1 record would go")
    ayesha.misses(SAW)
    check_page(page)
    ayesha.press("Propose exactly this")
    ayesha.sees("Waits for a second person")
    expect(page.get_by_role("button", name="Agree")).to_have_count(0)
    check_page(page)


def when_margaret_agrees_with_the_keyboard(margaret: Hands) -> None:
    page: Page = margaret.page
    link = page.get_by_role("link", name="Look at the list")
    link.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/privacy/retention/lists/**")
    see(page, page.locator("h1").inner_text())
    margaret.misses(SAW)
    margaret.misses("Rafi")
    page.get_by_role("button", name="Agree as the second person").focus()
    page.keyboard.press("Enter")
    margaret.sees("Agreed. Not before")
    check_page(page)
