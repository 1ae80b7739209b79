"""A real server, a real database and a real browser for every journey.

Each file of journeys starts in a world of its own, so that what one person does there
meets no other file.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.browsing import DESKTOP, PHONE, watch
from tests.journeys.worlds import Template, World


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, which may be run by root.

    It ends with its file: while it runs, Django opens a second connection beside it.
    """
    program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """The story, told once for all journeys."""
    folder: Path = tmp_path_factory.mktemp("worlds")
    told = Template(folder)
    told.tell()
    yield told
    told.clear()


@pytest.fixture(scope="module")
def world(template: Template) -> Iterator[World]:
    """A fresh world, served, for each file of journeys."""
    with template.copy().served() as served:
        yield served


Open = Callable[..., Page]


@pytest.fixture
def open_browser(browser: Browser, world: World) -> Iterator[Open]:
    """A way to open browsers: each is somebody else's, with nothing kept in it."""
    opened = []

    def one(size: dict[str, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(
            base_url=world.address,
            viewport=size,
            has_touch=size == PHONE,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        opened.append((context, watch(page)))
        return page

    yield one
    for context, wrong in opened:
        context.close()
        assert not wrong, wrong


@pytest.fixture
def page(open_browser: Open) -> Page:
    """A phone."""
    return open_browser(PHONE)


@pytest.fixture
def desktop(open_browser: Open) -> Page:
    """A computer."""
    return open_browser(DESKTOP)
