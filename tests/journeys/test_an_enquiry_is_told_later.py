"""Owen has the family told later who has looked, and tells them when it is safe."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands
from tests.journeys.worlds import World

LIST = "/looks-told-later"
WHY = "Children’s social care has begun an enquiry and meets the family next week."
BORN = """
from plait.children.models import Child
print(Child.objects.get(given_name="Rafi", family_name="Hossain-Doyle").born_on)
"""


def test_an_enquiry_is_told_later(open_browser, world: World):
    mum = given_mum_has_who_has_looked_open(open_browser(PHONE))
    owen = Hands(open_browser(DESKTOP), "owen")
    when_owen_leaves_something_out(owen, day_after(9))
    and_then_fills_it_in(owen, date.fromisoformat(world.python(BORN)))
    when_leon_reads_the_reports(open_browser(PHONE))
    mum.page.reload()
    expect(looks_of_leon(mum)).to_have_count(0)
    mum.misses(WHY)

    ending = where_it_is_ended(owen)
    then_nobody_else_finds_it(Hands(open_browser(DESKTOP), "margaret"), ending)
    then_nobody_else_finds_it(Hands(open_browser(PHONE), "tomasz"), ending)

    when_owen_tells_them_now(owen)
    mum.page.reload()
    expect(looks_of_leon(mum).filter(has_text="the reports")).to_have_count(1)
    mum.misses(WHY)
    check_page(mum.page)


def day_after(days: int) -> date:
    return datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=days)


def given_mum_has_who_has_looked_open(page: Page) -> Hands:
    mum = Hands(page, "shirin")
    mum.go("Sharing")
    mum.tap("Everything since")
    see(page, "Who has looked")
    expect(looks_of_leon(mum)).to_have_count(0)
    return mum


def looks_of_leon(mum: Hands) -> Locator:
    return mum.page.get_by_role("listitem").filter(has_text="Leon")


def when_owen_leaves_something_out(owen: Hands, told_on: date) -> None:
    """The sentence stands beside the question, and what he wrote is still there."""
    page = owen.page
    owen.tap("Safety")
    owen.tap("Looks that families are told of later")
    see(page, "Looks that are told later")
    owen.misses("Leon")
    check_page(page)
    owen.tap("Tell a family later")
    owen.write("Why would it be unsafe to tell the family now?", WHY)
    owen.write("Child’s first name", "Rafi")
    owen.write("Whose looks?", "leon@plait.example")
    owen.day("On which day are they told?", told_on.day, told_on.month, told_on.year)
    owen.press("Tell them later")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    born = page.get_by_role("group", name="When was the child born?")
    expect(born).to_contain_text("Enter the day the child was born")
    expect(page.get_by_label("Why would it be unsafe")).to_have_value(WHY)
    expect(page.get_by_label("Whose looks?")).to_have_value("leon@plait.example")
    check_page(page)


def and_then_fills_it_in(owen: Hands, born: date) -> None:
    page = owen.page
    owen.day("When was the child born?", born.day, born.month, born.year)
    owen.write("Child’s family name", "Hossain")
    owen.press("Tell them later")
    name = page.locator(".govuk-form-group--error").first
    expect(name).to_contain_text("works with a child of this name and birthday")
    expect(page.get_by_label("Why would it be unsafe")).to_have_value(WHY)
    owen.write("Child’s family name", "Hossain-Doyle")
    owen.press("Tell them later")
    see(page, "Looks that are told later")
    owen.sees("Saved. The family is told on")
    owen.sees("In 9 days. Decided by Owen Bright.")
    owen.sees(WHY)
    owen.misses("Rafi")
    check_page(page)


def when_leon_reads_the_reports(page: Page) -> None:
    leon = Hands(page, "leon")
    leon.open("Rafi Hossain-Doyle", "Reports")
    see(page, "Reports")


def where_it_is_ended(owen: Hands) -> str:
    address = to_tell_about_leon(owen).get_attribute("href")
    assert address
    return address


def to_tell_about_leon(owen: Hands) -> Locator:
    """The story has another one, about what Margaret looked at."""
    return owen.page.get_by_role("link", name="Tell them now").filter(has_text="Leon")


def then_nobody_else_finds_it(who: Hands, ending: str) -> None:
    """The page says who decides such things, to everybody alike, and nothing else."""
    said = set()
    for address in (LIST, f"{LIST}/add", ending):
        answer = who.page.goto(address)
        assert answer
        assert answer.status == 403
        who.sees("A safeguarding lead or a privacy lead decides this.")
        for word in (WHY, "Leon", "R. H."):
            who.misses(word)
        said.add(who.page.locator("main").inner_text())
    assert len(said) == 1
    check_page(who.page)


def when_owen_tells_them_now(owen: Hands) -> None:
    to_tell_about_leon(owen).click()
    see(owen.page, "Tell the family now")
    owen.sees("It cannot be taken back.")
    owen.misses("Rafi")
    check_page(owen.page)
    owen.press("Tell them now")
    owen.sees("Saved. Your own reason to wait has ended.")
    owen.misses(WHY)
    owen.sees("Margaret Pryce")
    check_page(owen.page)
