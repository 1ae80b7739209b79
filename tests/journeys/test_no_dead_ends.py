"""Everybody follows everything they are shown: it works, and every page is well made."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import (
    DESKTOP,
    PHONE,
    SIDEWAYS,
    be,
    check_page,
)
from tests.journeys.crawling import Site, crawl
from tests.journeys.keys import check_keys
from tests.journeys.worlds import World

# On PostgreSQL every address is asked by the same people in test_api.py and test_web.py.
pytestmark = pytest.mark.skipif(
    settings.POSTGRES, reason="Where links lead and how pages look hangs on no database"
)
PEOPLE = (
    "shirin", "conor", "nani", "abena", "margaret", "leon",
    "tomasz", "joy", "daniel", "idris", "gwen", "petra",
    "ayesha", "owen", "sofia", "thandi", "robert", "tilda", "jaden",
)  # fmt: skip
FEWEST = {"petra": 8, "daniel": 8, "ayesha": 8, "sofia": 8}
# Whose example of a kind of page is looked at: the family's first, then who has most.
LOOKED_AT_AS = (
    "shirin", "tilda", "margaret", "tomasz", "abena", "daniel", "ayesha", "owen",
    "thandi", "jaden", "sofia",
)  # fmt: skip
FORMS = ("/add", "/change", "/correct", "/count", "/view", "/answer", "/card", "/name")
NARROW = {"width": 320, "height": 700}
TWICE = "document.documentElement.style.fontSize = '200%'"
AS_USUAL = "document.documentElement.style.fontSize = ''"


@pytest.fixture(scope="module")
def sites(browser: Browser, world: World) -> dict[str, Site]:
    """What each of the cast can reach. Daniel is followed in both of his hats."""
    found = {}
    for who in PEOPLE:
        context = browser.new_context(base_url=world.address)
        page = context.new_page()
        be(page, who)
        found[who] = crawl(context, page.url)
        if who == "daniel":
            put_on_family_hat(page)
            found["daniel at home"] = crawl(context, page.url)
        context.close()
    return found


def put_on_family_hat(page: Page) -> None:
    page.goto("/hats")
    page.get_by_role("button", name="Family", exact=True).click()
    page.wait_for_url("**/family")


@pytest.mark.parametrize("who", [*PEOPLE, "daniel at home"])
def test_no_link_is_a_dead_end(sites: dict[str, Site], who: str):
    site = sites[who]
    assert not site.wrong, "\n".join(site.wrong)
    assert site.number >= FEWEST.get(who, 15)


def test_nobody_outside_rafis_team_reaches_him(sites: dict[str, Site]):
    inside = {name for name, site in sites.items() if site.number > 30}
    assert {"abena", "margaret", "tomasz", "joy", "shirin"} <= inside
    about = {name: set(site.pages) for name, site in sites.items()}
    assert not any("children/ID" in kind for kind in about["petra"])
    assert not any("children/ID" in kind for kind in about["daniel"])


@pytest.mark.parametrize("who", LOOKED_AT_AS)
def test_one_of_each_kind_of_page_is_well_made(
    sites: dict[str, Site], open_browser, who: str
):
    page = open_browser(DESKTOP)
    be(page, who)
    before = LOOKED_AT_AS[: LOOKED_AT_AS.index(who)]
    known = {kind for name in before for kind in sites[name].pages}
    if who == "margaret":  # a professional's page is another, but a form is a form
        known = {kind for kind in known if kind.endswith(FORMS)}
    for kind, address in sites[who].pages.items():
        if kind not in known:
            page.goto(address)
            check_keys(page)
            check_page(page)
            check_room(page)


def check_room(page: Page) -> None:
    """Nothing scrolls sideways on a narrow screen, or with the text twice as large."""
    for size, script in ((NARROW, AS_USUAL), (PHONE, TWICE), (DESKTOP, TWICE)):
        page.set_viewport_size(size)
        page.evaluate(script)
        assert not page.evaluate(SIDEWAYS), f"{page.url} at {size}, {script}"
    page.evaluate(AS_USUAL)
