"""Somebody new follows an invitation on a phone, and is in within a few taps."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import be, check_page, give_fingerprint, press, see
from tests.journeys.worlds import World

INVITE = """
from plait.access import clock
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.team import operations
from plait.team.operations.invitations import Guest
margaret = Person.objects.get(email="margaret@plait.example")
nursery = Agency.objects.get(code="bramblecote")
viewer = Viewer(Hat(margaret.pk, nursery.pk), clock.read(), "senco", margaret.name)
guest = Guest("family", "{name}", "{email}", "relative", "{relation}")
rafi = Child.objects.get(given_name="Rafi")
print(operations.link_to(operations.invite(guest, viewer=viewer, child=rafi)))
"""
TAP_LIMIT = 5


def invited(world: World, name: str, email: str, relation: str) -> str:
    """Margaret invites somebody of Rafi's family; the link in the e-mail."""
    world.python(INVITE.format(name=name, email=email, relation=relation))
    letter = world.mail_to(email)[-1]
    return re.search(r"http://\S+/invitations/\S+", letter.get_content())[0]


class Taps:
    """Counts what a person has to do, beside typing."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, name: str) -> None:
        press(self.page, name)
        self.count += 1


def test_aunt_joins_with_the_fingerprint_of_her_phone(page: Page, world: World):
    link = invited(world, "Salma Hossain", "salma@plait.example", "aunt")
    give_fingerprint(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Margaret Pryce invites you"
    )
    assert "Rafi" not in page.locator("body").inner_text()
    check_page(page)

    hand = Taps(page)
    page.get_by_label("Choose a password").fill("teapot window Bengal")
    hand.tap("Go on")
    see(page, "Now a second step")
    check_page(page)
    hand.tap("Use this device")
    see(page, "Your recovery codes")
    expect(page.locator("#codes li")).to_have_count(8)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split("\n") == page.locator("#codes li").all_inner_texts()
    check_page(page)
    hand.tap("I have saved these")

    page.wait_for_url(lambda url: "/invitations/" not in url and "/me/" not in url)
    expect(page.get_by_text("Salma")).to_be_visible()
    see(page, "Rafi today")
    assert hand.count <= TAP_LIMIT
    _and_signs_in_again_with_a_passkey_alone(page)


def _and_signs_in_again_with_a_passkey_alone(page: Page) -> None:
    page.goto("/me")
    check_page(page)
    press(page, "Sign out")
    see(page, "Who do you want to be?")
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/me")
    expect(page.get_by_text("Salma Hossain")).to_be_visible()


def test_dad_is_invited_on_the_team_page(desktop: Page, page: Page, world: World):
    """Margaret asks, the phone of the new one answers: the page is then about Rafi."""
    rafi = world.python(
        "from plait.children.models import Child\n"
        "print(Child.objects.get(given_name='Rafi').pk)"
    )
    be(desktop, "margaret")
    desktop.goto(f"/children/{rafi}/team/invite-family")
    desktop.get_by_label("Their name").fill("Karim Hossain")
    desktop.get_by_label("What is this person to the child?").fill("grandfather")
    desktop.get_by_label("No", exact=True).check()
    desktop.get_by_label("Their e-mail address").fill("karim@plait.example")
    desktop.locator("main").get_by_role("button").last.click()
    expect(desktop.get_by_text("We have sent a link.")).to_be_visible()
    link = desktop.get_by_role("link", name="Open the link that was in it")
    check_page(desktop)

    give_fingerprint(page)
    page.goto(link.get_attribute("href"))
    expect(page.get_by_text("as grandfather")).to_be_visible()
    page.get_by_label("Choose a password").fill("teapot window Bengal")
    for button in ("Go on", "Use this device", "I have saved these"):
        press(page, button)
    expect(page.get_by_text("Rafi").first).to_be_visible()


def test_a_link_works_once_and_other_links_look_the_same(page: Page, world: World):
    link = invited(world, "Tariq Hossain", "tariq@plait.example", "uncle")
    give_fingerprint(page)
    page.goto(link)
    page.get_by_label("Choose a password").fill("teapot window Bengal")
    for button in ("Go on", "Use this device", "I have saved these"):
        press(page, button)
    page.wait_for_url(lambda url: "/invitations/" not in url and "/me/" not in url)

    said = []
    for address in (link, f"{world.address}/invitations/{'x' * 43}"):
        page.goto(address)
        said.append(page.locator("main").inner_text())
        check_page(page)
    assert said[0] == said[1]
    assert "not open" in said[0]


def test_somebody_with_an_account_joins_with_it(page: Page, world: World):
    """Conor is here already: he signs in as always and joins with one more tap."""
    link = invited(world, "Conor Doyle", "conor@plait.example", "dad")
    be(page, "conor")
    page.goto(link)
    check_page(page)
    press(page, "Join")
    page.wait_for_url(lambda url: "/invitations/" not in url)
    ties = world.python(
        "from plait.children.models import Tie\n"
        "print(Tie.objects.filter(person__email='conor@plait.example',"
        " kind='family', until_at=None).count())"
    )
    assert ties == "1"
