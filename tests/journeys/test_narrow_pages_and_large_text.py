"""A tablet, and a phone whose owner has made the text twice as large."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import PHONE
from tests.journeys.hands import Hands

LARGE = "document.documentElement.style.fontSize = '200%'"
# For each badge, whether it lies on the letters beside it.
COVERED = """() => [...document.querySelectorAll('.pl-nav .pl-count')].map((badge) => {
  const words = document.createRange();
  words.selectNodeContents(badge.parentElement);
  words.setEndBefore(badge);
  const text = [...words.getClientRects()].at(-1), over = badge.getBoundingClientRect();
  return over.bottom > text.top + 1 && over.right > text.left && over.left < text.right;
})"""
# Short names of rows: each item of the bar, by where it begins.
ROWS = """() => new Set([...document.querySelectorAll('.pl-nav .pl-nav__item')]
  .map((item) => Math.round(item.getBoundingClientRect().top))).size"""
FIXED = "getComputedStyle(document.querySelector('.pl-nav')).position"
NAME = "document.querySelector('.pl-child__name').parentElement.clientWidth"


@pytest.mark.parametrize("key", ["abena", "margaret"])
def test_a_childs_name_has_room_on_a_tablet(open_browser, key):
    hands = Hands(open_browser({"width": 820, "height": 1180}), key)
    hands.open("Rafi")
    for width in range(600, 1101, 50):
        hands.page.set_viewport_size({"width": width, "height": 1180})
        assert hands.page.evaluate(NAME) > 250, width


def test_the_bar_at_the_bottom_stays_one_row_when_text_is_large(open_browser):
    page: Page = Hands(open_browser(PHONE), "shirin").page
    for width in (360, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for large in (False, True):
            page.evaluate(LARGE if large else "0")
            assert page.evaluate(FIXED) == "fixed"
            assert page.evaluate(ROWS) == 1
            assert page.locator(".pl-nav").bounding_box()["height"] < 110
            assert not any(page.evaluate(COVERED))
        page.reload()
