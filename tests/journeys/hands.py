"""A person at a screen: they tap and type, and every tap is counted."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import be

TABLET = {"width": 834, "height": 1112}
GPS = 0x8825


class Hands:
    """Somebody of the cast, signed in, and how often they have tapped since."""

    def __init__(self, page: Page, key: str) -> None:
        self.page, self.taps = page, 0
        be(page, key)

    def tap(self, name: str, role: str = "link", within: Locator | None = None) -> None:
        """Tap the link or button whose name, as it is heard, begins like this."""
        begins = re.compile("^" + re.escape(name).replace(":", r"\s*:"))
        (within or self.page).get_by_role(role, name=begins).first.click()
        self.page.wait_for_load_state()
        self.taps += 1

    def press(self, name: str, within: Locator | None = None) -> None:
        self.tap(name, "button", within)

    def choose(self, name: str) -> None:
        """Tap an answer of a few words."""
        self.page.get_by_label(name, exact=True).first.check()
        self.taps += 1

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def day(self, legend: str, day: int, month: int, year: int) -> None:
        group = self.page.get_by_role("group", name=legend)
        for part, number in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(part).fill(str(number))

    def attach(self, picture: bytes) -> None:
        self.page.locator("input[type=file]").set_input_files(
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture}
        )

    def open(self, child: str, tab: str = "") -> None:
        """A child's page, and a tab of it, by the links that are there."""
        self.page.goto("/children")
        self.tap(child)
        if tab:
            nav = self.page.get_by_role("navigation", name=child.split(" ")[0])
            self.tap(tab, within=nav)

    def go(self, place: str) -> None:
        """One of the five places of a family."""
        self.tap(place, within=self.page.get_by_role("navigation", name="Main"))

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def misses(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)


def photo_with_place() -> bytes:
    """A photo as a phone takes it: it says where, and with which camera."""
    exif = Image.Exif()
    exif[0x010F] = "Canary Cameras"
    exif[GPS] = {1: "N", 2: (51.0, 28.0, 40.0), 3: "W", 4: (0.0, 0.0, 5.0)}
    out = BytesIO()
    Image.new("RGB", (640, 480), "orange").save(out, "JPEG", exif=exif)
    return out.getvalue()


def says_where(picture: bytes) -> bool:
    exif = Image.open(BytesIO(picture)).getexif()
    return bool(exif.get_ifd(GPS)) or b"Canary" in picture
