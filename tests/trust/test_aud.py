"""AUD-1, 2 and 6: no answer about a child without its line in the ledger.

Goes through every address of the product as it is declared; an address that
tests/site_map.py does not know fails.
"""

import html
import io
import json
import re
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory

from plait.children.models import Child
from plait.ledger.models import Line
from plait.sharing.models import RecordVersion
from plait.team.models import Invitation
from tests import acts, site_map
from tests.trust.everything import Telling, tell_everything

VISITORS = ("margaret", "shirin", "ayesha", "owen", "tomasz", "daniel")
PAGES = {page.name: page for page in site_map.pages()}
DOORS = {page.name: page for page in site_map.behind_doors()}
SHORTEST = 16
ROOT = Path(__file__).resolve().parent.parent.parent


# --- What is on a page, and what the ledger says was ------------------------------------


class Visit:
    """One request, its text, and the lines that it left in the ledger."""

    def __init__(self, client, address, *, post=False):
        before = newest_line()
        self.response = client.post(address, {}) if post else client.get(address)
        self.lines = list(Line.objects.filter(seq__gt=before).order_by("seq"))
        body = (
            b"".join(self.response)
            if self.response.streaming
            else self.response.content
        )
        self.text = html.unescape(body.decode(errors="replace"))
        self.status = self.response.status_code

    def records(self):
        """Every record that a line says was shown."""
        told = [
            json.loads(line.details) for line in self.lines if line.act == "record.read"
        ]
        return {record for details in told for record in details.get("records", ())}

    def children(self):
        return {line.child_id for line in self.lines if line.act == "record.read"}


def newest_line():
    newest = Line.objects.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0


def words_of_records():
    """What is said in records, sentence by sentence, and in which records it is said."""
    said = {}
    for version in RecordVersion.objects.unfiltered("looking for any record's words"):
        for text in texts(json.loads(version.content)):
            if len(text) >= SHORTEST and " " in text:
                said.setdefault(text, set()).add(str(version.record_id))
    return said


def texts(value):
    match value:
        case str():
            yield from (line.strip() for line in value.splitlines())
        case dict():
            for each in value.values():
                yield from texts(each)
        case list():
            for each in value:
                yield from texts(each)


def words_left(text, words, recorded):
    """What is said in a text that none of the recorded records says."""
    for said in sorted(words, key=len, reverse=True):
        if words[said] & recorded:
            text = text.replace(said, " ")
    return [said for said in words if not words[said] & recorded and said in text]


@cache
def words_of_the_product():
    """Every sentence of the pages themselves: examples beside a field say what records do."""
    files = [
        path
        for kind in ("*.py", "*.jinja")
        for path in ROOT.glob(f"plait/**/{kind}")
        if "demo" not in path.parts
    ]
    return " ".join(" ".join(path.read_text().split()) for path in files)


@pytest.fixture
def furnished(cast):
    """The story, and one of everything else that an address can stand for."""
    stage = acts.Stage(cast)
    bramblecote = cast.agencies["bramblecote"]
    telling = Telling(
        child=cast.rafi,
        author=cast.people["abena"],
        at=cast.now - timedelta(minutes=5),
        word="Marigold marigold",
    )
    tell_everything(telling, owner_agency=bramblecote)
    stage.left()
    stage.member()
    stage.invited(Invitation.Kind.COLLEAGUE)
    stage.invited(Invitation.Kind.FAMILY, child=cast.rafi)
    stage.quietly_shared()
    stage.run(held=True)
    stage.coming()
    stage.step()
    stage.transfer()
    stage.gap()
    stage.too_close()
    stage.sealed()
    stage.kept_from_family()
    return cast


@pytest.fixture
def words(furnished):
    ours = words_of_the_product()
    found = {text: ids for text, ids in words_of_records().items() if text not in ours}
    assert len(found) > 30
    return found


@pytest.fixture
def names(furnished):
    return {
        child.pk: re.compile(rf"\b{child.called}\b") for child in Child.objects.all()
    }


# Who opens the pages that are for those who grow up, and for which of them.
YOUNG = {"jaden": ("jaden",), "tilda": ("tilda",), "priya": ("kwame", "jaden")}
OF_THE_YOUNG = {
    name for name in DOORS
    if name.startswith("family:")
    or name in ("team:representatives", "team:represent", "team:end-representative")
}  # fmt: skip
# Nobody but whoever opened it.
OTHERS = {"emergency:own": ("sofia",)}
SEVERAL = {"invitation_id", "transfer_id", "emergency_id", "record_id"}
SEVERAL |= {"seal_id", "conflict_id"}


def callers(name, visitors):
    """Who knocks at a page: the visitors, and those whom it is for."""
    young = YOUNG if name in OF_THE_YOUNG else ()
    return (*visitors, *young, *OTHERS.get(name, ()))


@pytest.fixture
def visits(furnished, whole):
    """A page's addresses for a visitor, for both children: all of them, or the first."""

    def visits(page, key, *, children=("rafi", "noor"), **how):
        client, viewer = furnished.client(key), furnished.viewer(key)
        for child in YOUNG.get(key, children):
            addresses = site_map.addresses(page, furnished.children[child], viewer)
            every = whole or SEVERAL & set(page.parts)
            for address in addresses if every else addresses[:1]:
                with transaction.atomic():
                    yield address, Visit(client, address, **how)
                    transaction.set_rollback(True)

    return visits


# --- AUD-1 --------------------------------------------------------------------------------


def test_aud_1_every_address_is_known_and_every_page_has_a_door():
    closed = [name for name, page in DOORS.items() if page.surface is None]

    assert closed == [], (
        "Declare it with child_page or person_page, or say that it holds nothing"
    )
    assert PAGES.keys() >= site_map.WITHOUT_CHILDREN, (
        site_map.WITHOUT_CHILDREN - PAGES.keys()
    )


def test_aud_1_a_page_with_an_unknown_part_fails(cast):
    page = site_map.Page("new:page", "x/<uuid:x_id>", ("child_id", "x_id"), "x")

    with pytest.raises(site_map.NotOnTheMap):
        site_map.addresses(page, cast.rafi, cast.viewer("abena"))


@pytest.fixture
def visitors(whole):
    """The pages of a privacy lead, and of a safeguarding lead, open for nobody else."""
    return VISITORS if whole else (*VISITORS[:2], "ayesha", "owen")


# In the story there are no copies, and what is seen differently is about Noor; the
# third answers only a page that is open.
# The requests for everything kept are about Tilda and Grace.
OPEN_TO_NOBODY = {
    "privacy:answer",
    "privacy:longer",
    "privacy:missing",
    "privacy:prepared",
    "privacy:request",
    "privacy:request-item",
    "privacy:take-back",
    "privacy:taken-back",
    "sharing:copy",
    "sharing:objection",
    "sharing:still",
}
# Names on these come from the importer's own file.
FROM_A_FILE = {"exchange:run", "exchange:rows"}


def complaints(address, visit, words, names):
    """What stands in an answer and in none of its lines."""
    if visit.status == 500:
        yield f"{address} is broken"
    for text in words_left(visit.text, words, visit.records()):
        yield f"{address} says “{text}”"
    for child, called in names.items():
        if called.search(visit.text) and child not in visit.children():
            yield f"{address} names {called.pattern}"


def _but(own, names):
    return {child: name for child, name in names.items() if not name.search(own)}


@pytest.mark.parametrize("post", [False, True], ids=["GET", "POST"])
def test_aud_1_what_an_answer_holds_is_in_the_ledger(
    visits, visitors, words, names, post
):
    """For every page; and every page answers somebody, or this would say nothing of it."""
    found, statuses = [], {name: set() for name in DOORS}
    for name, page in DOORS.items():
        for key in callers(name, visitors):
            for address, visit in visits(page, key, post=post):
                known = {} if name in FROM_A_FILE else names
                if key in YOUNG:  # whose own name stands on every page of theirs
                    known = _but(key.title(), known)
                found += [
                    f"{key}: {each}"
                    for each in complaints(address, visit, words, known)
                ]
                statuses[name].add(visit.status)

    assert found == [], "\n".join(found)
    opened = {200, 302, 405}
    shut = [name for name in DOORS if not statuses[name] & opened]
    assert post or set(shut) == OPEN_TO_NOBODY, sorted({*shut} ^ OPEN_TO_NOBODY)


def test_aud_1_the_line_says_who_in_which_hat_saw_what_where_and_why(cast):
    page = DOORS["today:child"]
    visit = Visit(
        cast.client("tomasz"),
        site_map.addresses(page, cast.rafi, cast.viewer("tomasz"))[0],
    )

    (line,) = [line for line in visit.lines if line.act == "record.read"]
    details = json.loads(line.details)

    assert (line.person_id, line.hat) == (
        cast.people["tomasz"].pk,
        cast.viewer("tomasz").hat.key,
    )
    assert (line.child_id, line.surface, line.role) == (
        cast.rafi.pk,
        page.surface,
        "speech_therapist",
    )
    for version, reason in details["records"].values():
        row, *facts = details["reasons"][reason]
        assert len(version) == 64
        assert row in ("P1", "P2")
        assert any(fact.startswith("tie:") for fact in facts)
        assert (row == "P2") == any(fact.startswith("basis:") for fact in facts)


def test_aud_1_the_line_stands_before_the_first_byte(cast):
    """Seen from the server's side: when headers go out, the line is there."""
    client = cast.client("margaret")
    address = site_map.addresses(
        DOORS["today:child"], cast.rafi, cast.viewer("margaret")
    )[0]
    cookies = "; ".join(
        f"{name}={morsel.value}" for name, morsel in client.cookies.items()
    )
    environ = RequestFactory().get(address, headers={"cookie": cookies}).environ
    environ["wsgi.errors"] = io.StringIO()
    before, seen = newest_line(), []

    request_started.disconnect(close_old_connections)  # the test's own one stays open
    try:
        application = get_wsgi_application()
        application(
            environ, lambda status, headers: seen.append((status, newest_line()))
        )
    finally:
        request_started.connect(close_old_connections)

    ((status, newest),) = seen
    assert status.startswith("200")
    assert newest > before


# --- AUD-2 ---------------------------------------------------------------------------------


@contextmanager
def a_ledger_that_takes_nothing(table="ledger_line"):
    """The database itself refuses new lines, as it would with a full disk."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                    " AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
                )
                how = "FOR EACH ROW EXECUTE FUNCTION refuse()"
            else:
                how = "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            cursor.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} {how}")
        yield
        transaction.set_rollback(True)


def test_aud_2_without_a_line_there_is_no_answer(visits, visitors, words, names):
    """Whatever page it is: 503, and nothing on it."""
    refused = set()
    for name, page in DOORS.items():
        for key in visitors:
            whose = {"children": ["rafi"]}
            told = {
                address for address, visit in visits(page, key, **whose) if visit.lines
            }
            with a_ledger_that_takes_nothing():
                for address, visit in visits(page, key, **whose):
                    if address in told:
                        refused.add(name)
                        assert visit.status == 503, (address, visit.status)
                        assert words_left(visit.text, words, set()) == []
                        assert not [
                            each for each in names.values() if each.search(visit.text)
                        ]

    assert len(refused) > len(DOORS) / 2


@pytest.mark.parametrize("table", ["ledger_line", "ledger_link"])
def test_aud_2_a_change_without_a_line_is_not_made(cast, table):
    client, child = cast.client("abena"), cast.rafi
    address = site_map.addresses(
        DOORS["evidence:add-note"], child, cast.viewer("abena")
    )[0]
    note = {
        "saw": "He built a tower of nine blocks with Ayo.",
        "areas": ["communication"],
    }
    before = len(words_of_records())

    with a_ledger_that_takes_nothing(table):
        response = client.post(address, note)

        assert response.status_code == 503
        assert len(words_of_records()) == before


# --- AUD-6 ---------------------------------------------------------------------------------

FORGED = {
    "act": "nothing.happened",
    "action": "nothing.happened",
    "surface": "elsewhere",
    "person": "00000000-0000-0000-0000-000000000001",
    "person_id": "00000000-0000-0000-0000-000000000001",
    "viewer": "00000000-0000-0000-0000-000000000001",
    "hat": "family",
    "role": "safeguarding_lead",
    "at": "2001-01-01T00:00:00Z",
    "now": "2001-01-01T00:00:00Z",
    "seq": "1",
}
HEADERS = {
    "date": "Mon, 01 Jan 2001 00:00:00 GMT",
    "x-user": FORGED["person"],
    "remote-user": FORGED["person"],
    "x-forwarded-user": FORGED["person"],
    "x-hat": "family",
    "x-action": FORGED["act"],
    "x-http-method-override": "DELETE",
}


def said(line):
    return (line.act, line.person_id, line.hat, line.role, line.surface, line.child_id)


@pytest.mark.parametrize("method", ["get", "post"])
def test_aud_6_a_forged_act_actor_or_time_is_ignored(cast, method):
    client = cast.client("abena")
    address = site_map.addresses(
        DOORS["evidence:add-note"], cast.rafi, cast.viewer("abena")
    )[0]

    def lines(data, headers):
        before = newest_line()
        with transaction.atomic():
            getattr(client, method)(address, data, headers=headers)
            found = list(Line.objects.filter(seq__gt=before).order_by("seq"))
            transaction.set_rollback(True)
        return found

    honest = {"saw": "He waved to Ayo."} if method == "post" else {}
    plain, forged = lines(honest, {}), lines(honest | FORGED, HEADERS)

    assert [said(line) for line in forged] == [said(line) for line in plain] != []
    assert all(line.person_id == cast.people["abena"].pk for line in forged)
    assert all(line.at.year > 2001 for line in forged)
