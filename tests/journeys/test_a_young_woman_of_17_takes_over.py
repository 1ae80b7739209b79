"""Ines reads what changes, chooses whom to keep informed, and the day comes."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from plait.clocks import growing_up
from plait.design_system import words
from tests.journeys.browsing import (
    DESKTOP,
    PHONE,
    be,
    check_page,
    give_fingerprint,
    press,
    see,
)
from tests.journeys.worlds import World

TODAY = datetime.now(UTC).date()
LAST_DAY = growing_up.next_change_over_on(TODAY)
DAY = words.record_day(growing_up.day_after(LAST_DAY))
SEEN = "Led the warm-up in the gym and counted aloud for everybody."
# She is 17. The card says that she is younger, until Priya has seen her passport.
GIVEN = """
from datetime import date, timedelta
from plait.access import clock
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Agency, Employment
from plait.children.operations import Card
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.plans import operations as plans
from plait.plans.models import Plan
from plait.plans.operations import NeedInWords
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.team import operations as team
from plait.team.operations.invitations import Guest
from plait.team.operations.membership import Part
now = clock.read()
person = lambda key: Person.objects.get(email=key + "@plait.example")
college = Agency.objects.get(code="thornbridge")
priya = Viewer(Hat(person("priya").pk, college.pk), now, "senco", "Priya Nair")
mum = Viewer(Hat(person("michelle").pk, None), now, "family", "Michelle Brandt")
card = Card(given_name="Ines", family_name="Brandt", born_on=date({year}, 2, 3))
ines = team.welcome_child(card, viewer=priya, part=Part(leads=True))
team.record_family(child=ines, person_id=mum.person_id, relation="mum", role="pr",
                   viewer=priya)
wish = Wish(college.pk, ("plan", "education", "report"), "So that we plan together",
            now.date() + timedelta(days=500), True)
asked = agreements.ask(wish, child=ines, viewer=priya)
agreements.agree(asked.pk, child=ines, viewer=mum)
plan = Plan(title="Plan", starts_on=now.date(), review_on=now.date() + timedelta(40),
            review_words="Ines chairs it")
plans.start_plan(plan, [NeedInWords("learning", "I want to cook by myself")],
                 child=ines, viewer=priya)
note = evidence.note_observation(
    Observation(saw="{seen}", seen_at=now, areas=[]), child=ines, viewer=priya)
guest = Guest("self", "Ines Brandt", "ines@plait.example", "self", "the young person")
print(ines.pk, note.pk, team.link_to(team.invite(guest, viewer=priya, child=ines)))
"""


@pytest.mark.skipif(
    growing_up.born_between(TODAY) is None,
    reason="in summer nobody's change-over is near",
)
def test_she_chooses_in_time_and_from_the_day_on_it_is_hers(
    page: Page, open_browser, world: World
):
    told = world.python(GIVEN.format(year=LAST_DAY.year - 16, seen=SEEN))
    ines, note, link = told.split()
    when_she_accepts(page, link)
    and_reads_what_changes_and_chooses(page)

    mum = open_browser(PHONE)
    be(mum, "michelle")
    before_the_day_mum_sees_all_and_none_of_what_was_chosen(mum, ines, note)
    the_day_comes(open_browser(DESKTOP), ines)
    then_mum_sees_what_was_agreed_and_nothing_else(mum, ines, note)
    and_the_page_is_hers(page, ines)


def when_she_accepts(page: Page, link: str) -> None:
    give_fingerprint(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Priya Nair invites you")
    page.get_by_label("Choose a password").fill("kettle orchard Lisbon")
    for button in ("Go on", "Use this device", "I have saved these"):
        press(page, button)
    see(page, "Ines today")
    check_page(page)


def and_reads_what_changes_and_chooses(page: Page) -> None:
    expect(page.get_by_text(f"From {DAY} you decide")).to_be_visible()
    page.get_by_role("link", name="What changes, and what I want").click()
    see(page, f"You decide from {DAY}")
    expect(page.get_by_text("You have not chosen yet")).to_have_count(2)
    check_page(page)

    page.get_by_role("link", name="Choose what Michelle Brandt sees").click()
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)
    check_page(page)
    page.get_by_label("The plan and progress").check()
    press(page, "Save what I chose")
    expect(page.get_by_text("Sees the plan", exact=True)).to_be_visible()

    page.get_by_role("link", name="Choose for Thornbridge College").click()
    press(page, "Save what I chose")
    expect(page.get_by_text("Choose one of the three").first).to_be_visible()
    check_page(page)
    page.get_by_label("Go on as it is").check()
    press(page, "Save what I chose")
    expect(page.get_by_text("You have not chosen yet")).to_have_count(0)


def before_the_day_mum_sees_all_and_none_of_what_was_chosen(
    mum: Page, ines: str, note: str
) -> None:
    mum.goto(f"/children/{ines}/family")
    expect(mum.get_by_text(f"From {DAY} this is Ines’s to decide")).to_be_visible()
    mum.get_by_role("link", name="What changes").click()
    see(mum, f"Ines decides from {DAY}")
    expect(mum.locator("body")).not_to_contain_text("Sees the plan")
    check_page(mum)
    mum.goto(f"/children/{ines}/notes/{note}")
    expect(mum.get_by_text(SEEN)).to_be_visible()


def the_day_comes(priya: Page, ines: str) -> None:
    """Her passport shows that she is 17: the day has been already."""
    be(priya, "priya")
    priya.goto(f"/children/{ines}/card")
    year = str(LAST_DAY.year - 18)
    priya.get_by_role("group", name="Date of birth").get_by_label("Year").fill(year)
    press(priya, "Save")
    expect(priya.get_by_text("Say which paper you have seen").first).to_be_visible()
    check_page(priya)
    priya.get_by_label("If the date of birth changes").select_option("passport")
    press(priya, "Save")
    expect(priya.get_by_text("Corrected.")).to_be_visible()


def then_mum_sees_what_was_agreed_and_nothing_else(
    mum: Page, ines: str, note: str
) -> None:
    mum.reload()
    expect(mum.locator("h1")).to_have_text("We can’t find that page")
    mum.goto(f"/children/{ines}/family")
    expect(mum.get_by_text("Ines decides now")).to_be_visible()
    expect(mum.locator("body")).not_to_contain_text(SEEN)
    expect(mum.get_by_text("You can see this because")).to_be_visible()
    check_page(mum)
    mum.goto(f"/children/{ines}/plan")
    expect(mum.get_by_text("I want to cook by myself")).to_be_visible()
    mum.goto(f"/children/{ines}/growing-up")
    expect(mum.get_by_role("link", name="Choose what")).to_have_count(0)


def and_the_page_is_hers(page: Page, ines: str) -> None:
    page.goto(f"/children/{ines}/sharing")
    expect(page.get_by_text("Can see the plan because")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Choose what Michelle Brandt sees").click()
    page.get_by_label("The plan and progress").uncheck()
    press(page, "Save what I chose")
    see(page, "You decide")
    page.goto(f"/children/{ines}/about-me")
    expect(page.get_by_text(SEEN, exact=True)).to_be_visible()
    check_page(page)
