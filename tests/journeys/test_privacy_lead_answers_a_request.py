"""Privacy lead answers a subject access request: asked on a phone, decided item by item,
released by a second person, fetched by mum, with nothing left of what was taken out."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

CANARY = "Ottoline Quennell"
SAW = f"Rafi built a long bridge with {CANARY} and laughed."
WORRY = "He flinched when somebody spoke of the cellar."
KEPT = "A request for everything kept, asked on "


def test_privacy_lead_answers_a_request(open_browser):
    given_there_is_a_note_and_a_worry(open_browser(DESKTOP))
    mum = when_mum_asks_on_her_phone(open_browser(PHONE))
    lead = when_the_lead_takes_it_on(open_browser(DESKTOP))
    when_she_decides_each(lead)
    when_the_safeguarding_lead_decides_what_is_held(open_browser(DESKTOP))
    when_it_is_given_to_a_second_person(lead)
    when_owen_releases_it(open_browser(DESKTOP))
    then_mum_fetches_it_and_nothing_is_left(mum)


def given_there_is_a_note_and_a_worry(page: Page) -> None:
    abena = Hands(page, "abena")
    abena.tap("Write a note: about Rafi")
    abena.write("What did you see or hear?", SAW)
    abena.press("Save note")
    abena.sees("Your note is saved.")
    abena.open("Rafi Hossain-Doyle")
    abena.tap("I am worried about safety")
    abena.choose("No")
    abena.write("What did you see or hear?", WORRY)
    abena.write("When was that?", "This morning")
    abena.press("Pass it on")


def see_request(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text(KEPT)


def when_mum_asks_on_her_phone(page: Page) -> Hands:
    mum = Hands(page, "shirin")
    mum.tap("Ask for everything that is kept about Rafi")
    see(page, "Ask for everything that is kept about Rafi")
    check_page(page)
    mum.press("Ask for everything")
    mum.sees("Choose a service")
    check_page(page)
    page.get_by_label("Which service?").select_option(
        "Bramblecote Primary School and Nursery"
    )
    page.get_by_role("button", name="Ask for everything").focus()
    page.keyboard.press("Enter")
    mum.sees("You get an answer by")
    check_page(page)
    return mum


def when_the_lead_takes_it_on(page: Page) -> Hands:
    lead = Hands(page, "margaret")
    page.goto("/privacy/requests")
    see(page, "Requests to Bramblecote Nursery for everything kept")
    check_page(page)
    # The story has another one, which is due before.
    page.get_by_role("link", name="Asked on").last.click()
    see_request(page)
    check_page(page)
    lead.press("Answer this")
    lead.sees("left to decide")
    check_page(page)
    return lead


def when_she_decides_each(lead: Hands) -> None:
    page = lead.page
    seen = 0
    while True:
        rows = page.get_by_role("listitem").filter(has_text="To decide")
        rows = rows.filter(has=page.get_by_role("link"))
        if not rows.count():
            break
        rows.first.get_by_role("link").click()
        expect(page.get_by_role("button", name="Save the decision")).to_be_visible()
        if not seen:
            check_page(page)
            lead.press("Save the decision")
            lead.sees("Choose what you decide")
            check_page(page)
        seen += 1
        decide(lead, CANARY in page.locator("main").inner_text())
        see_request(page)
    assert seen


def decide(lead: Hands, has_somebody_else: bool) -> None:
    if not has_somebody_else:
        lead.choose("Give it whole")
    else:
        lead.choose("Give it with parts taken out")
        lead.page.get_by_label("On what ground").select_option("third-party")
        lead.write("Take these out, too", CANARY)
    if (why := lead.page.get_by_label("Why, for the file")).count():
        why.fill("Asked Joy, who has nothing against it.")
    lead.press("Save the decision")


def when_the_safeguarding_lead_decides_what_is_held(page: Page) -> None:
    owen = Hands(page, "owen")
    owen.tap("Open the request")
    see_request(page)
    check_page(page)
    while True:
        rows = page.get_by_role("listitem").filter(has_text="To decide")
        rows = rows.filter(has=page.get_by_role("link"))
        if not rows.count():
            break
        rows.first.get_by_role("link").click()
        owen.sees("held for the serious-harm decision")
        check_page(page)
        owen.choose("Do not give it")
        page.get_by_label("On what ground").select_option("serious-harm")
        owen.write("Why, for the file", "It would tell somebody who could do harm.")
        owen.press("Save the decision")
        see_request(page)


def when_it_is_given_to_a_second_person(lead: Hands) -> None:
    lead.page.reload()
    lead.press("Give it to a second person")
    lead.sees("Somebody else looks at this and releases it")
    check_page(lead.page)


def when_owen_releases_it(page: Page) -> None:
    owen = Hands(page, "owen")
    owen.tap("Read and release")
    owen.tap("Read the answer")
    see(page, "The answer, before it is released")
    owen.misses("Quennell")
    check_page(page)
    owen.press("Release it")
    owen.sees("released by Owen Bright")
    check_page(page)


def then_mum_fetches_it_and_nothing_is_left(mum: Hands) -> None:
    page = mum.page
    page.reload()
    mum.sees("Your answer is ready")
    check_page(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Fetch your answer").click()
    packed = Path(waiting.value.path()).read_bytes()
    with ZipFile(BytesIO(packed)) as archive:
        whole = b"\n".join(archive.read(name) for name in archive.namelist())
    assert b"Rafi built a long bridge with [taken out] and laughed." in whole
    for canary in (b"Ottoline", b"Quennell", b"flinched", b"serious"):
        assert canary not in whole + packed
    assert b"About Rafi Hossain-Doyle. For Shirin Hossain." in whole
