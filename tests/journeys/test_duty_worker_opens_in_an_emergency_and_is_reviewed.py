"""Sofia is on duty and needs to know now; a second person looks at it; mum hears of it."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import DESKTOP, PHONE, check_page, see
from tests.journeys.hands import Hands

WAY_IN = "Somebody is in danger and you need to know now"
RANG = (
    "The hospital rang: Rafi came in with a high fever and nobody knows what he takes."
)
SEAL = """
from datetime import UTC, datetime
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.sharing.models import Restriction
rafi = Child.objects.get(given_name="Rafi")
for code in ("bramblecote", "harrowmere-care"):
    Restriction.objects.create(
        child=rafi, category="book", aim="agency", breakable=True,
        aimed_agency=Agency.objects.get(code=code),
        ground="The book is closed for a while", from_at=datetime.now(UTC),
    )
print(rafi.born_on.day, rafi.born_on.month, rafi.born_on.year, rafi.pk)
"""
OVER = """
from datetime import UTC, datetime
from plait.sharing.models import Glass
Glass.objects.filter(expires_at__gt=datetime.now(UTC)).update(
    expires_at=datetime.now(UTC)
)
"""
IN_THE_BOOK = "He slept through"


def test_she_reads_it_ends_ayesha_reviews_and_mum_is_told(open_browser, world):
    *born, rafi = world.python(SEAL).split()
    given_the_book_is_closed_to_the_team(open_browser(DESKTOP))

    sofia = Hands(open_browser(PHONE), "sofia")
    when_she_says_who_and_why(sofia, born)
    then_she_reads_with_her_name_on_every_page(sofia)
    then_she_can_write_nothing(sofia)
    world.python(OVER)
    then_nothing_is_there_any_more(sofia, rafi)

    shirin = Hands(open_browser(PHONE), "shirin")
    shirin.misses("looked in an emergency")
    shirin.go("Sharing")
    shirin.misses("Sofia Marek")
    assert not world.mail_to("shirin@plait.example")

    ayesha_reviews_it(Hands(open_browser(DESKTOP), "ayesha"), world)
    then_mum_reads_who_why_and_at_what(shirin, world)


def given_the_book_is_closed_to_the_team(page: Page) -> None:
    abena = Hands(page, "abena")
    abena.open("Rafi Hossain-Doyle", "Book")
    abena.misses(IN_THE_BOOK)


def when_she_says_who_and_why(sofia: Hands, born: list[str]) -> None:
    page = sofia.page
    sofia.sees("No children yet")
    sofia.tap(WAY_IN)
    see(page, WAY_IN)
    check_page(page)
    sofia.press("Open emergency access")
    sofia.sees("Please look at")
    check_page(page)
    sofia.write("Child’s first name", "Rafi")
    sofia.write("Child’s family name", "Hossain")
    sofia.day("When was the child born?", *map(int, born))
    sofia.choose("The child needs urgent medical care")
    sofia.write("What is happening?", RANG)
    # By keyboard: one hour is chosen already.
    page.get_by_role("button", name="Open emergency access").focus()
    page.keyboard.press("Enter")
    see(page, "Nobody was found")  # she left out half of the name
    sofia.sees("ring 999")
    check_page(page)
    sofia.tap("ask again")
    sofia.write("Child’s first name", "Rafi")
    sofia.write("Child’s family name", "Hossain-Doyle")
    sofia.day("When was the child born?", *map(int, born))
    sofia.choose("The child needs urgent medical care")
    sofia.write("What is happening?", RANG)
    sofia.press("Open emergency access")


def then_she_reads_with_her_name_on_every_page(sofia: Hands) -> None:
    page = sofia.page
    sofia.sees("Open. You can read, and not write.")
    sofia.sees("you have opened emergency access")
    for tab in ("Overview", "Plan", "Book"):
        nav = page.get_by_role("navigation", name="Rafi")
        sofia.tap(tab, within=nav)
        banner = page.get_by_role("complementary", name="Emergency access")
        expect(banner).to_contain_text("Emergency access until")
        expect(banner).to_contain_text("Sofia Marek, Social Care")
        check_page(page)
    sofia.sees(IN_THE_BOOK)  # the seal over the book gives way
    page.emulate_media(media="print")
    expect(page.locator(".pl-watermark span").first).to_be_visible()
    expect(page.get_by_role("button", name="End now")).to_be_hidden()
    page.emulate_media(media="screen")


def then_she_can_write_nothing(sofia: Hands) -> None:
    for name in ("Write in the book", "Save", "Add to the book"):
        expect(sofia.page.get_by_role("button", name=name)).to_have_count(0)


def then_nothing_is_there_any_more(sofia: Hands, rafi: str) -> None:
    page = sofia.page
    for there in ("", "/book", "/plan"):
        page.goto(f"/children/{rafi}{there}")
        see(page, "We can’t find that page")
    page.goto("/")
    sofia.misses("Rafi")


def ayesha_reviews_it(ayesha: Hands, world) -> None:
    page = ayesha.page
    letters = world.mail_to("ayesha@plait.example")
    assert "please review" in letters[-1]["Subject"]
    assert "Rafi" not in letters[-1].as_string()
    item = page.get_by_role("listitem").filter(has_text="Social Care (social worker)")
    ayesha.tap("Review", within=item.filter(has_not_text="attempt").last)
    see(page, "Review emergency access")
    ayesha.sees("Sofia Marek, social worker")
    ayesha.sees("The book")
    ayesha.misses(IN_THE_BOOK)
    check_page(page)
    ayesha.choose("It was right to look")
    ayesha.write("In your words", "The hospital had rung the duty line.")
    ayesha.choose("Now")
    ayesha.press("Save the review")
    ayesha.sees("Reviewed.")
    ayesha.tap("Registers and reports")
    ayesha.tap("How often emergency access is used")
    check_page(page)
    ayesha.sees("Harrowmere Children’s Social Care")


def then_mum_reads_who_why_and_at_what(shirin: Hands, world) -> None:
    page = shirin.page
    (letter,) = world.mail_to("shirin@plait.example")
    assert letter["Subject"] == "Plait: somebody looked in an emergency"
    for word in ("Rafi", "Sofia", "hospital"):
        assert word not in letter.as_string()
    shirin.go("Today")
    shirin.sees("Sofia Marek looked in an emergency")
    shirin.sees("a child needed urgent medical care")
    shirin.sees("It was right to look")
    check_page(page)
    shirin.go("Sharing")
    shirin.sees("the plan")
    shirin.tap("Everything since")
    shirin.sees("Sofia Marek, social worker at Social Care, read the book")
    shirin.sees("Because they had emergency access")
    check_page(page)
