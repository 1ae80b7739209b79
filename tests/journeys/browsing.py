"""What every journey does: look at a page closely, be somebody, have a passkey."""

import re

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Everything that opens is opened, so that it is looked at too.
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
SIDEWAYS = """() => {
  const root = document.documentElement;
  return root.scrollWidth > root.clientWidth;
}"""


def check_page(page: Page) -> None:
    """One heading, a title, no sideways scroll and nothing for axe, at both widths.

    The last two hang on the page alone, not on the database: once is enough.
    """
    page.wait_for_load_state()
    expect(page).to_have_title(re.compile(r"\S.* – Plait$"))
    expect(page.locator("h1")).to_have_count(1)
    if settings.POSTGRES:
        return
    before = page.viewport_size
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        page.evaluate(OPEN_ALL)
        assert not page.evaluate(SIDEWAYS), f"{page.url} scrolls sideways at {size}"
        _look_with_axe(page, size)
    page.set_viewport_size(before)


def _look_with_axe(page: Page, size: dict[str, int]) -> None:
    found = Axe().run(page, options={"runOnly": RULES})
    told = [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}"
        for one in found.response["violations"]
    ]
    assert not told, "\n".join([f"{page.url} at {size}", *told])


def see(page: Page, heading: str) -> None:
    """Wait until a page with this heading is there."""
    expect(page.locator("h1")).to_have_text(heading)


def press(page: Page, name: str) -> None:
    """Press the button with exactly this name."""
    page.get_by_role("button", name=name, exact=True).click()


def be(page: Page, key: str) -> None:
    """Sign in as one of the cast, with one tap."""
    page.goto(f"/cast/{key}")
    page.get_by_role("button", name="Be ").click()
    page.wait_for_url(lambda url: "/cast" not in url)


def give_fingerprint(page: Page) -> str:
    """Give this browser a reader that always recognises its owner; the reader's id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    reader = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    name: str = reader["authenticatorId"]
    return name


def watch(page: Page) -> list[str]:
    """Collects what goes wrong in a page: script errors, and what the policy stopped."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda message: (
            wrong.append(message.text)
            if message.type == "error" and "Content Security Policy" in message.text
            else None
        ),
    )
    return wrong
