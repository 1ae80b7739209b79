"""CAC-1 to CAC-4: what one person is shown never comes to another.

CAC-5, signing out, is in test_auth_pages.py and tests/journeys/test_signing_out.py.
"""

import gc
import http.client
import random
import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.urls import reverse

from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from tests import site_map
from tests.trust import surfaces
from tests.trust.serving import served_here

# Everybody who has an account in the made-up area, and two hats of one person.
CROWD = (
    "shirin", "conor", "nani", "idris", "abena", "margaret", "leon", "tomasz",
    "joy", "daniel", "gwen", "petra",
)  # fmt: skip
BROWSERS_EACH = 4  # fifty users, or nearly
WORKERS, THREADS = 4, 4
# What others have just looked at: it is another with every request.
LOOKS = "/who-has-looked"
LOOKS_ON_A_PAGE = re.compile(r'aria-labelledby="look-h">.*?</section>', re.S)
DOORS = site_map.behind_doors()
LEAST_OF_PAGE = re.compile(r"[^\n<>]{16,}")


def addresses_for(cast, key):
    """What this person may want to open: every page about either child, and their own."""
    found = []
    for page in DOORS:
        for child in (cast.rafi, cast.noor):
            found += site_map.addresses(page, child, cast.viewer(key))[:1]
    kept = {one for one in found if "/photos/" not in one}
    return sorted(one for one in kept if not one.endswith(LOOKS))


class Browser:
    """One signed-in browser that keeps its line to the server open."""

    def __init__(self, server, client):
        self.place = urlsplit(server).netloc
        self.cookie = "; ".join(f"{k}={v.value}" for k, v in client.cookies.items())

    def get(self, address):
        line = http.client.HTTPConnection(self.place, timeout=60)
        try:
            line.request("GET", address, headers={"Cookie": self.cookie})
            answer = line.getresponse()
            body = answer.read()
            for pattern, kept in surfaces.NONCES:
                body = pattern.sub(kept, body)
            page = body.decode(errors="replace")
            return answer.status, LOOKS_ON_A_PAGE.sub("", page)
        finally:
            line.close()


def everybody(cast, server):
    return {
        (key, number): Browser(server, cast.client(key))
        for key in CROWD
        for number in range(BROWSERS_EACH)
    }


# --- CAC-1 --------------------------------------------------------------------------------


def words_of(page):
    return set(LEAST_OF_PAGE.findall(page))


def alone(cast, browsers):
    """{(who, address): (status, page)}, each asked while nobody else asks anything.

    What there is, twice: what opening it changes for oneself, such as what is new, is
    done then.
    """
    given = {}
    for key in CROWD:
        for address in addresses_for(cast, key):
            given[key, address] = browsers[key, 0].get(address)
    for (key, address), (status, _) in list(given.items()):
        if status == 200:
            given[key, address] = browsers[key, 0].get(address)
    return given


def canaries(given):
    """{who: words that stand on somebody's pages and on none of this person's}."""
    own = {key: set() for key in CROWD}
    for (key, _), (_, page) in given.items():
        own[key] |= words_of(page)
    return {
        key: set().union(*(own[other] for other in CROWD)) - own[key] for key in CROWD
    }


@pytest.mark.alone
def test_cac_1_under_mixed_load_everybody_gets_what_they_get_alone(
    cast_for_real, whole
):
    dice = random.Random(1)
    with served_here(workers=WORKERS, threads=THREADS) as server:
        browsers = everybody(cast_for_real, server)
        given = alone(cast_for_real, browsers)
        foreign = canaries(given)
        assert all(len(words) > 50 for words in foreign.values())
        seen = {page for status, page in given.values() if status == 200}
        assert len(seen) > 100

        def ask(asked):
            (key, number), address = asked
            return key, address, browsers[key, number].get(address)

        asked = [(browser, address) for browser in browsers
                 for key, address in given if key == browser[0]]  # fmt: skip
        asked = dice.choices(asked, k=1_000_000 if whole else 1_000)
        with ThreadPoolExecutor(WORKERS * THREADS) as crowd:
            answers = list(crowd.map(ask, asked))

    wrong = [
        (key, address, status, sorted(words_of(page) & foreign[key])[:3])
        for key, address, (status, page) in answers
        if (status, page) != given[key, address]
        and (words_of(page) & foreign[key] or status != given[key, address][0])
    ]
    assert wrong == []
    same = sum(answer == given[key, address] for key, address, answer in answers)
    statuses = Counter(status for _, _, (status, _) in answers)
    print(f"{len(answers)} answers, {same} the very same as alone; {statuses}")
    # Only a page that tells the time of day may differ at all.
    assert same >= len(answers) * 0.98


# --- CAC-2 --------------------------------------------------------------------------------

# Never whole in this module, so that only the product can be holding it.
BEFORE_AND_AFTER = ("Zwei", "schalenwaage")


def held_in_memory(word):
    """What refers to a text that holds this word, after everything else is cleared."""
    gc.collect()
    holding = []
    for one in gc.get_objects():
        if type(one) in (dict, list, tuple, set):
            items = one.values() if type(one) is dict else one
            try:
                # Not isinstance(), which would open what is to be made only when needed.
                texts = [one for one in items if issubclass(type(one), str | bytes)]
            except RuntimeError:  # changed by another thread meanwhile
                continue
            for text in texts:
                held = text if isinstance(text, str) else text.decode("latin-1")
                if word in held:
                    holding.append(f"{type(one).__name__} with {held[:200]!r}")
    return holding


def in_one_thread(*works):
    """Do these one after the other in a worker thread; then look, while it still lives."""
    given = []

    def work():
        try:
            given.extend(one() for one in works)
        finally:
            connections.close_all()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return given


def a_note_of_one_word(cast):
    note = Observation(
        saw="".join(BEFORE_AND_AFTER), seen_at=cast.now, areas=["communication"]
    )
    evidence.note_observation(note, child=cast.rafi, viewer=cast.viewer("abena"))
    return reverse("evidence:note", args=[cast.rafi.pk, note.pk])


def test_cac_2_nothing_of_who_was_served_before_stays(cast_for_real):
    """One worker thread serves Abena, then Petra, who has nothing to do with Rafi."""
    address, word = a_note_of_one_word(cast_for_real), "".join(BEFORE_AND_AFTER)
    abena, petra = cast_for_real.client("abena"), cast_for_real.client("petra")

    def status_of(client):
        return client.get(address).status_code

    def looked():
        holding = held_in_memory(word)
        return [one for one in holding if "BEFORE_AND_AFTER" not in one]

    given = in_one_thread(
        lambda: word.encode() in abena.get(address).content,
        looked,
        lambda: word.encode() in petra.get(address).content,
        lambda: status_of(petra),
    )
    read, stayed, passed_on, status = given
    assert (read, passed_on, status) == (True, False, 404)
    assert stayed == []


def test_cac_2_the_search_sees_what_stays():
    word = "".join(BEFORE_AND_AFTER[::-1])
    kept = [f"a page that says {word}"]

    assert held_in_memory(word)
    kept.clear()
    assert held_in_memory(word) == []


def settings_of_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE source = 'session'"
                " OR name IN ('transaction_isolation', 'transaction_read_only')"
            )
            return dict(cursor.fetchall())
        found = {}
        for name in ("query_only", "read_uncommitted", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
        cursor.execute("SELECT name FROM sqlite_temp_master")
        return found | {"temporary": cursor.fetchall()}


def test_cac_2_the_database_session_is_as_before(cast_for_real):
    """Neither who asked nor how stays behind in the connection that the next one gets."""
    clients = cycle([cast_for_real.client("abena"), cast_for_real.client("petra")])
    addresses = addresses_for(cast_for_real, "abena")
    before = settings_of_the_database()
    for address in addresses:
        next(clients).get(address)
        next(clients).post(address, {})

        assert settings_of_the_database() == before, address


# --- CAC-3 --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["margaret", "shirin", "petra", None])
def test_cac_3_no_answer_may_be_kept_on_the_way(cast, client, key):
    """Whatever the page, the verb and the outcome: no browser or proxy stores it."""
    who = cast.client(key) if key else client
    statuses = set()
    viewer = cast.viewer(key or "margaret")
    filling = {
        part: ids(cast.rafi, viewer)[:1] or [uuid.UUID(int=0)]
        for part, ids in site_map.PARTS.items()
    }
    for page in surfaces.pages():
        for address in surfaces.addresses(page, filling, viewer, asked=False):
            for verb in ("get", "head", "post", "put"):
                answer = getattr(who, verb)(address)
                statuses.add(answer.status_code)
                said = (verb, address, answer.status_code)
                assert answer.headers["Cache-Control"] == "no-store", said
    for address in ("/nothing-here", "/children/%00", "/?x=%00"):
        answer = who.get(address)
        statuses.add(answer.status_code)
        assert answer.headers["Cache-Control"] == "no-store", address
    assert {302, 404, 405} <= statuses


def test_cac_3_nor_when_something_breaks(cast, monkeypatch):
    client = cast.client("abena")
    client.raise_request_exception = False
    address = f"/children/{cast.rafi.pk}"
    monkeypatch.setattr("plait.sharing.queries.standing_of", lambda *_: 1 / 0)
    answer = client.get(address)
    assert answer.status_code == 500
    assert answer.headers["Cache-Control"] == "no-store"


# --- CAC-4 --------------------------------------------------------------------------------

# What a cache that goes by names would take for a file that is the same for everybody.
DISGUISES = ("/x.css", "/x.js", "/x.png", ".css", ";x.css", "%2fx.css", "%00.css", "%0a.css",
             "%3fx.css", "%23x.css", "/..%2fstatic%2fx.css", "/.css", "/")  # fmt: skip


def test_cac_4_no_page_answers_to_the_name_of_a_file(cast):
    client, opened = cast.client("abena"), 0
    for page in DOORS:
        for address in site_map.addresses(page, cast.rafi, cast.viewer("abena"))[:1]:
            opened += client.get(address).status_code == 200
            for disguise in DISGUISES:
                disguised = address.removesuffix("/") + disguise
                if disguised == "/":
                    continue  # the first page itself
                answer = client.get(disguised)
                assert answer.status_code in (400, 404), disguised
                assert "Rafi" not in answer.content.decode()
                assert answer.headers["Cache-Control"] == "no-store"
    assert opened > 20


def test_cac_4_nor_does_a_name_in_the_query_make_it_one(cast):
    answer = cast.client("abena").get(f"/children/{cast.rafi.pk}?/x.css")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
