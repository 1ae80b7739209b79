"""A new colleague sets up an authenticator app, and signs in with it ever after."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.browsing import be, check_page, give_fingerprint, press, see
from tests.journeys.worlds import World

EMAIL, PASSWORD = "ola@plait.example", "lantern gravel opera"


def code_of(secret: str, ahead: int = 0) -> str:
    """What the app shows, or is about to show."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """What Ola keeps between the steps of her story: her key and one code."""
    return {}


def test_a_colleague_in_four_parts(open_browser, desktop, world: World, kept):
    """Invited, set up, signed in by keyboard, and back after losing the phone."""
    link = _margaret_invites_ola(desktop, world)
    phone = open_browser()
    _ola_sets_up_her_app(phone, link, kept)
    computer = open_browser(desktop.viewport_size)
    _ola_signs_in_with_the_keyboard_only(computer, kept)
    _ola_changes_how_she_signs_in(computer, phone, kept)
    _ola_comes_back_with_a_recovery_code(open_browser(), kept)


def _margaret_invites_ola(page: Page, world: World) -> str:
    be(page, "margaret")
    page.goto("/people")
    check_page(page)
    page.get_by_role("link", name="Invite a colleague").click()
    press(page, "Send the invitation")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    check_page(page)
    page.get_by_label("Their name").fill("Ola Berg")
    page.get_by_label("Their e-mail address at work").fill(EMAIL)
    page.get_by_label("What is their job?").select_option("key_worker")
    press(page, "Send the invitation")
    expect(page.get_by_text("We have sent a link.")).to_be_visible()
    expect(page.get_by_text("Ola Berg").first).to_be_visible()
    check_page(page)
    (letter,) = world.mail_to(EMAIL)
    assert "Margaret" not in letter.get_content()
    return re.search(r"http://\S+/invitations/\S+", letter.get_content())[0]


def _ola_sets_up_her_app(page: Page, link: str, kept: dict[str, str]) -> None:
    page.goto(link)
    page.get_by_label("Choose a password").fill("password2026")
    press(page, "Go on")
    expect(
        page.get_by_text("on the lists that attackers try first").first
    ).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ola Berg")
    page.get_by_label("Choose a password").fill(PASSWORD)
    press(page, "Go on")
    page.get_by_role("link", name="Use an app").click()
    see(page, "Set up your app")
    check_page(page)
    link_for_app = page.get_by_role("link", name="Open it with your key").get_attribute(
        "href"
    )
    assert link_for_app.startswith("otpauth://totp/ola%40plait.example?")
    kept["secret"] = re.search(r"secret=(\w+)", link_for_app)[1]
    shown = page.locator("details .pl-num").first.text_content()
    assert re.sub(r"\s", "", shown) == kept["secret"]
    page.get_by_label("Code from the app").fill("000000")
    press(page, "Go on")
    see(page, "Set up your app")
    page.get_by_label("Code from the app").fill(code_of(kept["secret"]))
    press(page, "Go on")
    kept["recovery"] = page.locator("#codes li").first.inner_text()
    press(page, "I have saved these")
    page.wait_for_url(lambda url: "/me/" not in url and "/invitations/" not in url)
    see(page, "What you promise")
    page.get_by_label("I have read this, and I will keep to it").check()
    press(page, "Sign")
    see(page, "Hello Ola")
    expect(page.get_by_role("heading", name="No key children yet")).to_be_visible()
    page.goto("/me/codes")
    see(page, "New recovery codes")  # the codes are shown once


def _ola_signs_in_with_the_keyboard_only(page: Page, kept: dict[str, str]) -> None:
    page.goto("/sign-in")
    check_page(page)
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type("not her password")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(EMAIL)
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code")
    check_page(page)
    page.get_by_label("Code").focus()
    page.keyboard.type(code_of(kept["secret"], ahead=1))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _ola_changes_how_she_signs_in(
    page: Page, other: Page, kept: dict[str, str]
) -> None:
    """A passkey instead of the app; the browser on her phone is signed out by that."""
    give_fingerprint(page)
    page.goto("/me")
    check_page(page)
    page.get_by_role("link", name="Add a passkey").click()
    see(page, "Show us that it is you")
    check_page(page)
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Go on")
    see(page, "Add a passkey")
    check_page(page)
    press(page, "Use this device")
    expect(page.get_by_text("It is added.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Remove.*Authenticator app")).click()
    see(page, "Remove: Authenticator app")
    check_page(page)
    press(page, "Remove it")
    expect(page.get_by_text("It is removed.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Remove"))).to_have_count(0)
    other.goto("/me")
    see(other, "Who do you want to be?")
    page.goto("/me/password")
    check_page(page)
    page.goto("/me/name")
    check_page(page)
    page.get_by_label("What should we call you?").fill("Olly")
    press(page, "Save name")
    expect(page.get_by_role("link", name="Olly")).to_be_visible()


def _ola_comes_back_with_a_recovery_code(page: Page, kept: dict[str, str]) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    see(page, "Second step")
    check_page(page)
    page.get_by_label("Code").fill(kept["recovery"])
    press(page, "Sign in")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/me")
    expect(page.get_by_text("7 of 8 left")).to_be_visible()


def test_somebody_has_forgotten_the_password(page: Page, world: World):
    """The same words for every address; the link changes the password and no more."""
    page.goto("/sign-in")
    page.get_by_role("link", name="I have forgotten my password").click()
    see(page, "Choose a new password")
    check_page(page)
    page.get_by_label("E-mail address").fill("nobody@plait.example")
    press(page, "Send me a link")
    expect(page.get_by_text("We have sent you a message.")).to_be_visible()
    check_page(page)
    (letter,) = world.mail_to("nobody@plait.example")
    assert "There is no account with this address" in letter.get_content()

    page.goto("/forgotten")
    page.get_by_label("E-mail address").fill("petra@plait.example")
    press(page, "Send me a link")
    letter = world.mail_to("petra@plait.example")[-1]
    page.goto(re.search(r"http://\S+/forgotten/\S+", letter.get_content())[0])
    check_page(page)
    page.get_by_label("New password").fill("velvet anchor Thursday")
    press(page, "Save password")
    see(page, "Your password is changed")
    check_page(page)
    assert "was changed" in world.mail_to("petra@plait.example")[-1]["Subject"]
    page.goto("/me")
    see(page, "Who do you want to be?")


def test_somebody_changes_hats(page: Page):
    """Daniel is at work, or at home; the top of every page says which."""
    be(page, "daniel")
    page.goto("/hats")
    check_page(page)
    press(page, "Family")
    page.wait_for_url(lambda url: "/hats" not in url)
    page.goto("/me")
    expect(page.locator(".pl-me__hat")).to_contain_text("Family")
    page.get_by_role("link", name="Change what you are here as").first.click()
    page.get_by_role("button", name="SEND officer").click()
    page.goto("/me")
    expect(page.locator(".pl-me__hat")).to_contain_text("SEND officer at the council")
    check_page(page)


def test_every_one_of_the_cast_is_one_tap_away(page: Page):
    page.goto("/")
    see(page, "Who do you want to be?")
    check_page(page)
    buttons = page.get_by_role("button", name=re.compile("^Be "))
    for number in range(buttons.count()):
        page.goto("/cast")
        buttons.nth(number).click()
        page.wait_for_url(lambda url: "/cast" not in url)
        assert page.goto("/me").status == 200
    check_page(page)
