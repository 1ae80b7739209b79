"""Margaret brings in the census: what would happen first, then the right children."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.census_files import LARKFIELD, a_need, a_pupil, as_csv, needs_csv
from tests.journeys.browsing import be, check_page
from tests.journeys.worlds import World

RAFI = """
from plait.children.models import Child
rafi = Child.objects.get(given_name="Rafi")
print(rafi.born_on.isoformat())
"""
COUNT = """
from plait.exchange.models import CensusPupil
print(CensusPupil.objects.count())
"""


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """The two files as Margaret has them on her computer."""
    born = world.python(RAFI)
    rows = [
        a_pupil(1, forename="Ada", surname="Okafor"),
        a_pupil(2, forename="Ben", surname="Lewis", senprovision="N"),
        a_pupil(3, forename="Rafi", surname="Hossain-Doyle", dob=born),
        a_pupil(4, forename="Cem", surname="Demir", NativeId=LARKFIELD),
        a_pupil(5, forename="Dot", surname="Ivers", dob="04/03/2019"),
    ]
    (tmp_path / "pupils.csv").write_bytes(as_csv(rows))
    (tmp_path / "needs.csv").write_bytes(needs_csv([a_need(1, code="SLCN")]))
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path


def test_senco_imports_the_census(desktop: Page, world: World, folder: Path):
    when_she_opens_the_census(desktop)
    and_chooses_the_wrong_file(desktop, folder)
    then_she_is_told_what_is_wrong(desktop)
    when_she_chooses_the_files(desktop, folder)
    then_she_sees_what_would_happen(desktop)
    assert world.python(COUNT) == "0"
    when_she_says_that_rafi_is_rafi(desktop)
    and_confirms(desktop)
    then_the_children_are_there(desktop)
    assert world.python(COUNT) == "3"
    and_the_same_file_again_changes_nothing(desktop, folder)


def when_she_opens_the_census(page: Page) -> None:
    be(page, "margaret")
    page.get_by_role("link", name="Census").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in a census")
    check_page(page)


def and_chooses_the_wrong_file(page: Page, folder: Path) -> None:
    page.get_by_label("Pupils on roll").set_input_files(folder / "photo.csv")
    page.get_by_role("button", name="Read the file").click()


def then_she_is_told_what_is_wrong(page: Page) -> None:
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Please look at 1 thing")
    expect(summary).to_contain_text("It is a picture, not a CSV file")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    check_page(page)


def when_she_chooses_the_files(page: Page, folder: Path) -> None:
    page.get_by_label("Pupils on roll").set_input_files(folder / "pupils.csv")
    page.get_by_label("Their needs").set_input_files(folder / "needs.csv")
    page.get_by_role("button", name="Read the file").click()
    look_until(page, "Check what would happen")


def look_until(page: Page, heading: str) -> None:
    """Look again until the work is done: at once for a small file."""
    for _ in range(30):
        if page.get_by_role("heading", level=1).inner_text() == heading:
            return
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(500)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def then_she_sees_what_would_happen(page: Page) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text("2 children are added to Bramblecote Nursery")
    expect(main).to_contain_text("5 rows, and what becomes of each")
    for words in ("Sent for matching", "Belongs to another school", "could be misread"):
        expect(main).to_contain_text(words)
    check_page(page)


def when_she_says_that_rafi_is_rafi(page: Page) -> None:
    page.get_by_role("link", name="Rafi Hossain-Doyle").click()
    check_page(page)
    page.get_by_label("The same child: Rafi Hossain-Doyle").check()
    page.get_by_role("button", name="Save, and read the file again").click()
    look_until(page, "Check what would happen")
    expect(page.get_by_role("main")).to_contain_text("it is the same child")


def and_confirms(page: Page) -> None:
    page.get_by_role("button", name="Write this").click()
    look_until(page, "The census is in")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download what becomes of every row").click()
    listed = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in listed[1:]] == [
        "New",
        "New",
        "Changed",
        "Held",
        "Refused",
    ]


def then_the_children_are_there(page: Page) -> None:
    page.get_by_role("link", name="Children").first.click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Ada Okafor")
    expect(main).not_to_contain_text("Ben Lewis")
    page.get_by_role("link", name="Ada Okafor").first.click()
    page.goto(f"{page.url.split('?')[0].rstrip('/')}/census")
    expect(page.get_by_role("main")).to_contain_text(
        "Speech, language and communication (SLCN)"
    )
    check_page(page)


def and_the_same_file_again_changes_nothing(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Census").first.click()
    when_she_chooses_the_files(page, folder)
    main = page.get_by_role("main")
    expect(main).to_contain_text("There is nothing to write")
    expect(page.get_by_role("button", name="Write this")).to_have_count(0)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was brought in")
    check_page(page)
