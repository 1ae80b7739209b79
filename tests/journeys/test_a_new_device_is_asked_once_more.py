"""A parent on a new phone is asked once more, and chooses where such news goes.

Letters go to a real mail server, and the second step is a real one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from playwright.sync_api import Page, expect

from tests.journeys.browsing import check_page, press, see
from tests.journeys.test_colleague_signs_in import code_of
from tests.journeys.worlds import Template, World
from tests.mail import mail_server

EMAIL, PASSWORD = "shirin@plait.example", "teapot window Bengal"
OTHER = "shirin.alone@example.org"
HOME = "The flat above the bakery"
LETTERS: list[Message] = []

# She has an account as in real life, opened on a computer of her own.
OPENED = """
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from plait.access import clock, operations
from plait.access.models import Person
shirin = Person.objects.get(email="{email}")
shirin.set_password("{password}")
shirin.last_login = clock.read()
shirin.save()
TOTP.activate(shirin, "{secret}")
print(*RecoveryCodes.activate(shirin).get_unused_codes())
operations.remember_device(shirin, kind="Chrome Windows", now=clock.read())
"""
# What she showed to sign in was an hour ago.
AN_HOUR_PASSES = """
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore("{key}")
for shown in session["account_authentication_methods"]:
    shown["at"] -= 3600
session.save()
"""


@dataclass(frozen=True)
class WithMail(World):
    """A world whose letters go to a mail server."""

    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        mail = {"PLAIT_MAIL_HOST": "127.0.0.1", "PLAIT_MAIL_PORT": str(self.port)}
        return super().environment | mail


@pytest.fixture(scope="module")
def letters() -> Iterator[tuple[int, list[Message]]]:
    where = SimpleNamespace()
    with mail_server(where) as came:
        yield where.EMAIL_PORT, came


@pytest.fixture(scope="module")
def world(template: Template, letters) -> Iterator[World]:
    one, (port, _) = template.copy(), letters
    with WithMail(one.address, one.folder, one.database, port).served() as served:
        yield served


def test_a_new_device_is_asked_once_more(page: Page, world: World, letters):
    secret, came = generate_totp_secret(), letters[1]
    recovery = given_she_has_an_account(world, secret)
    when_she_signs_in_on_a_new_phone(page, secret)
    then_she_is_told_by_mail(came)
    an_hour_passes(page, world)

    wanted = when_she_opens_who_can_see_what(page)
    then_a_wrong_code_is_said_beside_the_field(page)
    and_the_right_one_leads_to_the_page_she_wanted(page, secret, wanted)

    when_she_chooses_where_news_goes(page, came)
    then_it_counts_and_the_old_address_was_told(page, came)
    and_forgetting_it_says_what_that_means(page)

    when_she_writes_down_a_home(page, wanted.replace("/sharing", "/homes/add"))
    an_hour_passes(page, world)
    then_her_words_wait_until_she_has_shown_who_she_is(page, recovery)


def given_she_has_an_account(world: World, secret: str) -> str:
    made = OPENED.format(email=EMAIL, password=PASSWORD, secret=secret)
    return world.python(made).split()[0]


def when_she_signs_in_on_a_new_phone(page: Page, secret: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    see(page, "Second step")
    page.get_by_label("Code").fill(code_of(secret))
    press(page, "Sign in")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def to(came: list[Message], address: str) -> list[Message]:
    return [one for one in came if one["To"] == address]


def then_she_is_told_by_mail(came: list[Message]) -> None:
    (letter,) = to(came, EMAIL)
    assert "on a device that is new to us" in letter["Subject"]
    assert "Rafi" not in letter.as_string()


def an_hour_passes(page: Page, world: World) -> None:
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    world.python(AN_HOUR_PASSES.format(key=cookies["plait_session"]))


def when_she_opens_who_can_see_what(page: Page) -> str:
    page.goto("/")
    main = page.get_by_role("navigation", name="Main")
    link = main.get_by_role("link", name="Sharing")
    wanted = link.get_attribute("href")
    assert wanted
    link.click()
    see(page, "Show us that it is you")
    expect(page.get_by_text("This device is new to your account")).to_be_visible()
    expect(page.get_by_text("Use your password")).to_have_count(0)
    check_page(page)
    return wanted


def then_a_wrong_code_is_said_beside_the_field(page: Page) -> None:
    page.get_by_label("Code").fill("000000")
    press(page, "Go on")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    field = page.locator(".govuk-form-group--error")
    expect(field).to_contain_text("That did not work.")
    expect(page.get_by_label("Code")).to_have_value("000000")
    check_page(page)


def and_the_right_one_leads_to_the_page_she_wanted(
    page: Page, secret: str, wanted: str
) -> None:
    page.get_by_label("Code").fill(code_of(secret, ahead=1))
    press(page, "Go on")
    see(page, "Who can see what about Rafi")
    assert page.url.endswith(wanted)
    page.reload()
    see(page, "Who can see what about Rafi")


def when_she_chooses_where_news_goes(page: Page, came: list[Message]) -> None:
    page.goto("/me")
    page.get_by_role("link", name="Change where we tell you").click()
    see(page, "Where we tell you about a new device")
    check_page(page)
    page.get_by_label("Another e-mail address").fill("shirin at home")
    press(page, "Send me a code")
    field = page.locator(".govuk-form-group--error")
    expect(field).to_contain_text("Write an e-mail address")
    expect(page.get_by_label("Another e-mail address")).to_have_value("shirin at home")
    check_page(page)
    page.get_by_label("Another e-mail address").fill(OTHER)
    press(page, "Send me a code")
    see(page, "Type in the code")
    check_page(page)
    (letter,) = to(came, OTHER)
    code = re.search(r"\b\d{6}\b", letter.get_payload())[0]
    page.get_by_label("The code in the message").fill(f"{(int(code) + 1) % 10**6:06}")
    press(page, "Use this address")
    expect(field).to_contain_text("That is not the code.")
    check_page(page)
    page.get_by_label("The code in the message").fill(code)
    press(page, "Use this address")


def then_it_counts_and_the_old_address_was_told(
    page: Page, came: list[Message]
) -> None:
    see(page, "Your account")
    expect(page.get_by_text(f"From now on we write to {OTHER}.")).to_be_visible()
    check_page(page)
    letter = to(came, EMAIL)[-1]
    assert "told somewhere else" in letter["Subject"]
    assert OTHER not in letter.as_string()


def and_forgetting_it_says_what_that_means(page: Page) -> None:
    page.get_by_role("link", name="Change where we tell you").click()
    page.get_by_role("link", name=f"Forget {OTHER}").click()
    see(page, "Forget this address")
    expect(page.get_by_text(f"{OTHER} gets one last message")).to_be_visible()
    expect(page.get_by_text(f"goes to {EMAIL} again")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Leave it as it is").click()
    expect(page.get_by_text(f"It goes to {OTHER}")).to_be_visible()


def when_she_writes_down_a_home(page: Page, address: str) -> None:
    """She has the form open when what she had shown grows old."""
    page.goto(address)
    see(page, "Add a home")
    page.get_by_label("What do you call it?").fill(HOME)
    page.get_by_label("Address", exact=True).fill("12 Mill Lane")


def then_her_words_wait_until_she_has_shown_who_she_is(
    page: Page, recovery: str
) -> None:
    press(page, "Save this home")
    see(page, "Show us that it is you")
    expect(page.get_by_text("We keep what you wrote for an hour")).to_be_visible()
    check_page(page)
    page.get_by_label("Code").fill(recovery)
    press(page, "Go on")
    see(page, "Add a home")
    expect(page.get_by_text("Nothing has been saved yet")).to_be_visible()
    expect(page.get_by_label("What do you call it?")).to_have_value(HOME)
    expect(page.get_by_label("Address", exact=True)).to_have_value("12 Mill Lane")
    press(page, "Save this home")
    expect(page.get_by_text(HOME)).to_be_visible()
