"""WEB-3 and WEB-13: whatever is typed is text, in every box, on every page.

A thousand strings that would run if a page took them for anything else go through
every text box of every form, by whoever fills it in. Then every page is read as a
parser reads it, for everybody who may see it, and a sample in a real browser.
"""

import html
import os
import re

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from playwright.sync_api import sync_playwright

from plait.evidence.models import Observation
from plait.exchange.web import background
from plait.notices import operations as notices
from tests import site_map
from tests.acts import ACTS, BY_PAGE, Sending
from tests.pages_read import form_on
from tests.trust import payloads
from tests.trust.serving import served_here

on_any_database = pytest.mark.skipif(
    settings.POSTGRES, reason="How a page says what it was given hangs on no database"
)
VIEWERS = ("margaret", "shirin", "tomasz")
OTHERS = ("abena", "conor", "nani", "joy", "daniel", "leon", "petra")
WRITING = [
    act
    for act in ACTS
    if act.page not in ("exchange:run", "exchange:row", "exchange:census")
]
# After all that the first round did to her part, mum cannot ask for everything again.
ONCE = {"privacy:enter-request"}
# The form of one's own name is not behind the door; what is typed there is everywhere.
NAME = "/me/name"


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(background, "later", background.carry_out)


class Supply:
    """The strings in turn: as many in one answer as fit."""

    def __init__(self, how_many=1000):
        self.all = payloads.strings(how_many)
        self.next = 0
        self.used = set()

    def fill(self, limit):
        said = ""
        for _ in range(60):
            one = self.all[self.next % len(self.all)]
            if said and len(said) + len(one) + 1 > limit:
                break
            self.next += 1
            if len(one) <= limit:
                said = f"{said} {one}".strip()
                self.used.add(one)
        return said


def mistaken(page):
    """The boxes that a page finds a mistake in."""
    return set(re.findall(r'id="id_(\w+)-error"', page))


SHORT, LONG = 38, 900
A_DAY = ("_day", "_month", "_year")


def is_clean(page, where):
    wrong = payloads.read(page).wrong
    assert not wrong, f"{where}: {wrong[:4]}"


def plant(cast, act, supply, *, long):
    """Send a form full of strings; the boxes in which they were taken.

    What is too long is tried shorter, and a box that takes no words (a number, an
    address) gets the answer it wants.
    """
    sending = Sending(act, cast)
    boxes = [name for name in sending.form.typed if not name.endswith(A_DAY)]
    said = {box: supply.fill(LONG if long else SHORT) for box in boxes}
    for limit in (SHORT, 0, 0):  # the last, where one answer is asked before another
        answer = sending.send(**said)
        if answer.status_code == 302:
            break
        page = answer.content.decode()
        is_clean(page, act.page)
        wrong, offered = mistaken(page), sending.form.offered
        for box in wrong & set(boxes):
            said[box] = supply.fill(limit) if limit else first(sending.data[box])
        said |= {choice: offered[choice][-1] for choice in wrong & set(offered)}
    else:
        answer = sending.send(**said)
    assert answer.status_code == 302, (
        act.page,
        said,
        mistaken(answer.content.decode()),
    )
    return {box for box in said if payloads.MARK.search(said[box])}


def first(value):
    return value[0] if isinstance(value, list) and value else value


def plant_everything(cast, supply, rounds):
    planted = {}
    for number in range(rounds):
        for act in WRITING:
            if number and act.page in ONCE:
                continue
            taken = plant(cast, act, supply, long=number % 2 == 0)
            planted.setdefault(act.page, set()).update(taken)
    return planted


def name_everybody(cast, supply):
    """People are called what they say they are called, and that is everywhere."""
    for who in ("margaret", "shirin", "tomasz"):
        client = cast.client(who)
        answer = client.post(
            NAME, {"name": supply.fill(110), "known_as": supply.fill(55)}
        )
        assert answer.status_code == 302


def addresses_for(cast, who):
    """Every address of the site, for one child, as it is for one person."""
    viewer = cast.viewer(who)
    for page in site_map.behind_doors():
        yield from site_map.addresses(page, cast.rafi, viewer)
    yield from (
        "/me",
        NAME,
        "/hats",
        "/people",
        "/children?q=" + payloads.strings(40)[-1],
    )


@on_any_database
def test_web_3_nothing_that_was_typed_runs_on_any_page(cast, whole):
    supply = Supply()
    planted = plant_everything(cast, supply, rounds=40 if whole else 2)
    name_everybody(cast, supply)
    boxes = sum(len(found) for found in planted.values())
    print(f"{len(supply.used)} strings in {boxes} boxes of {len(planted)} forms")
    assert boxes >= 55
    assert len(supply.used) > (990 if whole else 300)

    looked, seen = 0, set()
    for who in VIEWERS + OTHERS if whole else VIEWERS:
        client = cast.client(who)
        for address in addresses_for(cast, who):
            answer = client.get(address)
            assert answer.status_code < 500, address
            if "text/html" in answer.headers["Content-Type"] and not answer.streaming:
                page = answer.content.decode()
                is_clean(page, f"{address} for {who}")
                seen.update(payloads.MARK.findall(page))
                looked += 1
    print(f"{looked} pages, {len(seen)} of the strings shown on them")
    assert looked > 200
    assert len(seen) > 100


def test_web_3_what_comes_back_in_a_form_is_text(cast):
    """Every box and every hidden answer, filled with what it cannot take."""
    supply = Supply()
    for act in WRITING:
        sending = Sending(act, cast)
        names = {*sending.form.fields, *sending.form.offered, *sending.data}
        hostile = {name: supply.fill(400) for name in names - {"csrfmiddlewaretoken"}}
        answer = sending.send(**hostile)
        assert answer.status_code < 500, act.page
        is_clean(answer.content.decode(), act.page)


def test_web_3_letters_are_plain_text(cast):
    supply = Supply()
    plant(cast, BY_PAGE["team:invite-family"], supply, long=False)
    plant(cast, BY_PAGE["agencies:invite"], supply, long=False)
    notices.send_waiting(now=cast.now.replace(year=cast.now.year + 1))
    assert len(mail.outbox) >= 2
    for letter in mail.outbox:
        assert letter.message().get_content_type() == "text/plain"
        assert not payloads.MARK.search(letter.subject + letter.body)


def test_web_3_the_strings_would_be_noticed():
    """The reader that finds nothing on our pages finds most of them when they are bare."""
    strings = payloads.strings()
    assert len(set(strings)) == 1000
    bare = [
        one
        for one in strings
        if payloads.read(f'<p>{one}</p><input value="{one}">').wrong
    ]
    assert len(bare) > 600
    assert not [
        one for one in strings if payloads.read(f"<p>{html.escape(one)}</p>").wrong
    ]


# In a real browser

BROWSING = ("margaret", "shirin")


@on_any_database
def test_web_3_in_a_real_browser_nothing_runs(cast_for_real, whole):
    """Follow the links of a child's pages, and come near everything that is on them."""
    cast, supply = cast_for_real, Supply()
    plant_everything(cast, supply, rounds=3 if whole else 1)
    name_everybody(cast, supply)
    program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    clients = {who: cast.client(who) for who in BROWSING}
    start = f"/children/{cast.rafi.pk}"
    with served_here() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        wrong, shown = [], 0
        for who in BROWSING:
            page = _watched(browser, clients[who], address, wrong)
            for text in _follow(page, address, start, most=200 if whole else 16):
                shown += bool(payloads.MARK.search(text))
        browser.close()
    assert wrong == []
    assert shown > 12, "The strings are not on the pages that were looked at."


def _follow(page, address, start, most):
    """The text of each page that links lead to, the start first."""
    waiting, known = [start, "/", "/children"], {start}
    while waiting and most:
        page.goto(f"{address}{waiting.pop(0)}")
        page.evaluate(COME_NEAR)
        yield page.inner_text("main")
        most -= 1
        for link in page.evaluate(LINKS):
            if link.startswith(start) and link not in known:
                known.add(link)
                waiting.append(link)


LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.pathname)"
# What would run when somebody comes near it gets its chance.
COME_NEAR = """() => {
  document.querySelectorAll('details').forEach((one) => { one.open = true });
  document.querySelectorAll('main *').forEach((one) => {
    for (const kind of ['mouseover', 'focus', 'mouseenter'])
      one.dispatchEvent(new Event(kind, {bubbles: true}));
  });
}"""


def _watched(browser, client, address, wrong):
    """A browser in which somebody is signed in, and everything odd is noted."""
    context = browser.new_context(user_agent="unknown")
    cookies = [
        {"name": name, "value": held.value, "url": address}
        for name, held in client.cookies.items()
    ]
    context.add_cookies(cookies)
    page = context.new_page()
    page.on(
        "dialog", lambda one: (wrong.append(f"dialog: {one.message}"), one.dismiss())
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda one: (
            wrong.append(one.text) if "Content Security Policy" in one.text else None
        ),
    )
    page.on(
        "request",
        lambda one: wrong.append(one.url) if not one.url.startswith(address) else None,
    )
    return page


# WEB-13

PASTED = {
    "from a word processor": '<p class="MsoNormal" style="mso-fareast-language:EN-GB"><b>Loves</b> buses<o:p></o:p></p>',
    "from a page": '<h1>Loves</h1><a href="https://evil.example" onclick="x()">buses</a><br>',
    "with entities": "Loves &amp; waits &lt;b&gt; &nbsp; &#8212; buses",
    "marked up otherwise": "**Loves** [buses](javascript:alert(1)) `x`",
}  # fmt: skip


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED)
def test_web_13_what_is_pasted_is_kept_and_shown_letter_by_letter(cast, pasted):
    client = cast.client("abena")
    client.post(f"/children/{cast.rafi.pk}/notes/add", {"saw": pasted})
    note = Observation.unfiltered("what was pasted").latest("seen_at")
    assert note.saw == pasted
    for address in (
        reverse("evidence:note", args=[cast.rafi.pk, note.pk]),
        reverse("evidence:correct-note", args=[cast.rafi.pk, note.pk]),
    ):
        page = client.get(address).content.decode()
        assert (
            html.escape(pasted).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
            in page
        )
    form = form_on(page, address)
    assert form.fields["saw"] == [pasted]
