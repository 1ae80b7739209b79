"""A request that came by letter: written down with what was wrong put right, counted from
the day it came, read by the mum who is said to have asked, and taken back by letter."""

from datetime import date, datetime, timedelta

from playwright.sync_api import Page, expect

from plait.design_system.words import LONDON, day, record_day
from plait.privacy import deadlines
from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

REGISTER = "Requests to Bramblecote Nursery for everything kept"
ENTER = "A request that came to Bramblecote Nursery by letter or phone"
KEEPS = "Ask for everything that is kept about Rafi"
MOST = "Above all what the speech therapist wrote."
WRONG, RIGHT = "shirin@plait.exmaple", "shirin@plait.example"
TYPED = {
    "Child’s first name": "Rafi",
    "Child’s family name": "Hossain-Doyle",
    "Is there something they want most?": MOST,
}
NOT_THEM = "If that was not you, take it back here, and tell them."
GONE = "We can’t find that page"


def test_a_request_that_came_by_letter(open_browser, world):
    # Long enough ago that the month has visibly begun; no other one came on that day.
    came = datetime.now(LONDON).date() - timedelta(days=17)
    lead = when_the_lead_leaves_something_out(open_browser(DESKTOP), came, world)
    when_the_address_is_somebody_elses(lead)
    address = then_it_counts_from_the_day_it_came(lead, came)
    mum = then_mum_reads_it_and_what_to_do(open_browser(PHONE), came, world)
    dad = then_nobody_else_sees_any_of_it(open_browser, came, address)
    when_she_takes_it_back_by_letter(lead, came)
    then_the_desk_and_mum_read_that(lead, mum, came)
    then_dad_reads_nothing(dad, came)


def when_the_lead_leaves_something_out(page: Page, came: date, world) -> Hands:
    lead = Hands(page, "margaret")
    page.goto("/privacy/requests")
    see(page, REGISTER)
    lead.tap("One came by letter or phone")
    see(page, ENTER)
    check_page(page)
    for label, said in TYPED.items():
        lead.write(label, said)
    lead.write("E-mail address of whoever asks", "shirin")
    born = date.fromisoformat(
        world.python(
            "from plait.children.models import Child\n"
            "print(Child.objects.get(given_name='Rafi').born_on)"
        )
    )
    lead.day("When was the child born?", born.day, born.month, born.year)
    page.get_by_role("button", name="Write it down").focus()
    page.keyboard.press("Enter")
    lead.sees("Please look at 3 things")
    beside(page, "By letter", "Choose how it came")
    beside(page, "Day", "Enter the day it came")
    beside(page, "E-mail address", "Enter an e-mail address like name@example.org")
    nothing_is_lost(lead, "shirin")
    check_page(page)
    lead.choose("By letter")
    lead.day("On which day did it come?", came.day, came.month, came.year)
    return lead


def when_the_address_is_somebody_elses(lead: Hands) -> None:
    lead.write("E-mail address of whoever asks", WRONG)
    lead.press("Write it down")
    beside(lead.page, "E-mail address", "We cannot find this person with this child")
    nothing_is_lost(lead, WRONG)
    expect(lead.page.get_by_label("By letter")).to_be_checked()
    lead.write("E-mail address of whoever asks", RIGHT)
    lead.press("Write it down")


def beside(page: Page, label: str, sentence: str) -> None:
    """The sentence stands in the same group as the field."""
    field = page.get_by_label(label).first
    group = page.locator(".govuk-form-group--error").filter(has=field).last
    expect(group.locator(".govuk-error-message").first).to_contain_text(sentence)


def nothing_is_lost(lead: Hands, email: str) -> None:
    for label, said in {**TYPED, "E-mail address of whoever asks": email}.items():
        expect(lead.page.get_by_label(label).first).to_have_value(said)


def then_it_counts_from_the_day_it_came(lead: Hands, came: date) -> str:
    page, due = lead.page, deadlines.due_on(came)
    lead.sees("It is written down. Whoever asked is told.")
    see(page, f"A request for everything kept, asked on {record_day(came)}")
    lead.sees(f"Answer by {day(due)}")
    lead.sees("Shirin Hossain, Rafi’s mum, asks for everything that is kept about Rafi")
    lead.sees(MOST)
    lead.sees("It came by letter.")
    check_page(page)
    address = page.url
    page.goto("/privacy/requests")
    lead.sees(f"Asked on {record_day(came)}")
    lead.misses("Shirin")
    check_page(page)
    return address


def then_mum_reads_it_and_what_to_do(page: Page, came: date, world) -> Hands:
    letter = world.mail_to(RIGHT)[-1]
    assert "if it was not you who asked" in letter.get_content().replace("\n", " ")
    assert "Rafi" not in letter.as_string()
    mum = Hands(page, "shirin")
    mum.tap(KEEPS)
    see(page, KEEPS)
    mum.sees(f"wrote down that you asked by letter, on {record_day(came)}. {NOT_THEM}")
    mum.sees(f"You get an answer by {record_day(deadlines.due_on(came))}")
    check_page(page)
    # What to do is there, and goes no further than she wants.
    mum.tap("Take this back")
    see(page, "Take back what you asked Bramblecote Nursery for")
    check_page(page)
    mum.tap("Go on waiting")
    mum.sees(NOT_THEM)
    return mum


def then_nobody_else_sees_any_of_it(open_browser, came: date, address: str) -> Hands:
    """Rafi's dad, who decides like her; leads of other services; his key worker."""
    on = record_day(came)
    dad = Hands(open_browser(PHONE), "conor")
    dad.page.goto(address)
    dad.sees(GONE)
    then_dad_reads_nothing(dad, came)
    for key in ("priya", "ayesha"):
        other = Hands(open_browser(DESKTOP), key)
        other.page.goto("/privacy/requests")
        other.sees("for everything kept")
        other.misses("Bramblecote")
        other.misses(on)
        other.page.goto(address)
        other.sees(GONE)
    abena = Hands(open_browser(DESKTOP), "abena")
    for place in ("/privacy/requests", address):
        abena.page.goto(place)
        abena.sees(GONE)
    return dad


def then_dad_reads_nothing(dad: Hands, came: date) -> None:
    """Neither while it waits nor once it is taken back."""
    dad.page.goto("/")
    dad.tap(KEEPS)
    see(dad.page, KEEPS)
    for said in ("What you have asked for", "wrote down", "Shirin", record_day(came)):
        dad.misses(said)


def when_she_takes_it_back_by_letter(lead: Hands, came: date) -> None:
    lead.tap(f"Asked on {record_day(came)}")
    lead.tap("They have taken it back")
    lead.sees("They have taken back the request of")
    lead.press("It is taken back")
    beside(lead.page, "By letter", "Choose how they told you")
    check_page(lead.page)
    lead.choose("By letter")
    lead.press("It is taken back")


def then_the_desk_and_mum_read_that(lead: Hands, mum: Hands, came: date) -> None:
    lead.sees("It is taken back. Whoever asked is told.")
    lead.sees("By letter, written down by Margaret Pryce on")
    lead.sees("and took it back.")
    lead.misses("asks for everything")
    check_page(lead.page)
    lead.page.goto("/privacy/requests")
    lead.sees("By letter, written down by Margaret Pryce on")
    check_page(lead.page)
    mum.page.reload()
    mum.sees(f"wrote down that you asked by letter, on {record_day(came)}.")
    mum.sees("that you took this back by letter. If that is wrong, ask again")
    for over in (NOT_THEM, "You get an answer by", "Take this back"):
        mum.misses(over)
    check_page(mum.page)
