"""SAFE: safeguarding notes stand apart, hint at themselves to nobody, and reach a lead.

SAFE-4, what a family gets when it asks for everything, belongs to answering requests.
"""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from plait.access import clock
from plait.access.decisions import NotPermitted, TooLate
from plait.children.models import Tie
from plait.clocks.arithmetic import LONDON
from plait.ledger.models import Line
from plait.safeguarding import operations as safeguarding
from plait.safeguarding import queries
from plait.safeguarding.models import (
    Alert,
    HandedFile,
    Receipt,
    Step,
    Transfer,
    Verdict,
    Worry,
)
from plait.sharing import looks
from plait.sharing import operations as sharing
from plait.sharing.models import Basis, Record, Restriction
from plait.team import looks as team_looks
from plait.team import operations as team
from plait.team import queries as team_queries
from plait.today.web import safety
from tests import cases
from tests.pages_read import words_of
from tests.pages_sent import landed, opened, sent
from tests.trust import surfaces, twins
from tests.trust.conftest import WHOLE
from tests.trust.moments import the_clock
from tests.trust.twins import Reader

OTHERS = (
    *twins.READERS,
    Reader("conor"),
    Reader("leon"),
    Reader("gwen", "noor"),
    Reader("idris", "noor"),
    Reader("sofia"),
    Reader("ayesha"),
)
WORDS = (cases.SAW, "safeguarding note", "safeguarding lead’s")


def of(name, child, **more):
    return reverse(f"safeguarding:{name}", kwargs={"child_id": child.pk} | more)


def may_read(cast, record, viewer):
    seen = Record.objects.visible_to(viewer.hat, viewer.now)
    return seen.filter(pk=record.pk).exists()


# --- SAFE-1 -------------------------------------------------------------------------------


@pytest.fixture
def ordinary(cast):
    with the_clock(cast.now):
        yield twins.Ordinary(cast)


def a_whole_case(cast, reader, client):
    """Raised by somebody else, worked on by Owen, who also opens everything he can."""
    child = cast.children[reader.child]
    own = "gwen" if reader.child == "noor" else "leon"
    home = "larkfield" if reader.child == "noor" else "bramblecote"
    by = own if own != reader.key else ("abena" if own == "leon" else "idris")
    if not Tie.objects.filter(child=child, person=cast.people[by]).exists():
        by = "margaret"
    lead = cast.viewer("owen")
    receipt = cases.raised(cast, by=by, child=reader.child, to=home)
    record = cases.record_of(receipt)
    if home == "larkfield":
        hired = twins.Employment.objects.get(
            agency=cast.agencies[home], role="safeguarding_lead"
        )
        lead = cases.viewer_of(cast, hired)
    safeguarding.add_step(
        Step(what="Ring", by_whom="Me", due_on=lead.today), child=child, viewer=lead
    )
    safeguarding.decide(
        Verdict(choice="watch", reason="Why", look_again_on=lead.today),
        child=child,
        viewer=lead,
    )
    for name in ("safeguarding:case", "today:child", "plans:plan", "team:team"):
        client.get(reverse(name, kwargs={"child_id": child.pk}))
    client.get(of("note", child, item_id=record.pk))
    return record


# The policy's one expression is held to its answers on both databases elsewhere: of the
# site, PostgreSQL sees every fourth reader, unless the proofs run whole.
SWEPT = OTHERS if WHOLE or not settings.POSTGRES else OTHERS[::4]


@pytest.mark.parametrize("reader", SWEPT, ids=lambda reader: reader.name)
def test_safe_1_nothing_hints_at_a_case(ordinary, cast, reader):
    client = cast.client(reader.key, family=reader.family)
    viewer = reader.viewer(cast, cast.now)
    filling = twins.filling(reader, ordinary)
    filling["item_id"] = filling["step_id"] = [twins.nobody()]
    there = [
        (page.name, address)
        for page in surfaces.pages()
        for address in surfaces.addresses(page, filling, viewer)
    ]
    owen = cast.client("owen")  # that he has signed in is not what is hidden
    alone = surfaces.ask_all(client, there)

    record = a_whole_case(cast, reader, owen)

    again = surfaces.ask_all(client, there)
    found = surfaces.differences(alone, again)
    assert found == [], "\n".join(found)
    assert not may_read(cast, record, viewer)
    told = {
        address: [word for word in WORDS if word in answer.text]
        for address, answer in again.items()
    }
    assert {address: words for address, words in told.items() if words} == {}


def test_safe_1_a_look_at_a_case_is_in_nobodys_list(cast):
    """Whoever passed it on, and whoever worked on it."""
    record = cases.record_of(cases.raised(cast))
    abena, owen = cast.client("abena"), cast.client("owen")
    assert abena.get(of("raise", cast.rafi)).status_code == 200
    assert owen.get(of("note", cast.rafi, item_id=record.pk)).status_code == 200
    assert owen.get(reverse("today:child", args=[cast.rafi.pk])).status_code == 200
    later = cast.viewer("shirin", at=cast.now + timedelta(days=1))

    shown = team_looks.list_looks(cast.rafi, viewer=later).looks

    assert Line.objects.filter(surface="safeguarding", act="record.read").exists()
    assert shown
    assert [one for one in shown if "safeguarding" in one.surface] == []
    owens = cast.people["owen"].pk
    assert [one for one in shown if one.hat.person_id == owens] == []


def test_safe_1_a_lead_is_in_no_team_and_can_still_be_brought_in(cast):
    """Being told "already in the team" would tell of the worry."""
    cases.raised(cast)
    owen = twins.Employment.objects.get(person=cast.people["owen"])
    margaret = cast.viewer("margaret")
    assert "Owen" not in words_of(
        cast.client("margaret").get(reverse("team:team", args=[cast.rafi.pk]))
    )

    team.join_team(child=cast.rafi, employment=owen, viewer=margaret)

    names = [
        one.tie.person.name
        for one in team_queries.list_team(cast.rafi, viewer=cast.viewer("shirin"))
    ]
    assert names.count("Owen Bright") == 1


@pytest.mark.parametrize("page", ["case", "add-step", "decide", "disclose", "move"])
def test_safe_1_the_leads_pages_are_absent_for_everybody_else(cast, page):
    cases.raised(cast)
    disclosed = of(page, cast.rafi)
    for key in (
        "abena",
        "margaret",
        "leon",
        "tomasz",
        "joy",
        "shirin",
        "conor",
        "nani",
    ):
        assert cast.client(key).get(disclosed).status_code == 404, key
        assert cast.client(key).post(disclosed, {}).status_code in (404, 405), key
    assert cast.client("owen").get(disclosed).status_code == 200


# --- SAFE-2 -------------------------------------------------------------------------------


def test_safe_2_another_lead_opens_it_only_by_a_basis_with_a_reason(cast):
    hired = cases.employ(cast, "wren", "larkfield", "safeguarding_lead")
    record = cases.record_of(cases.raised(cast))
    wren = cases.viewer_of(cast, hired)
    Tie.objects.create(
        person=hired.person, child=cast.rafi, kind="team", agency=hired.agency,
        role=hired.role, from_at=cast.now,
    )  # fmt: skip
    assert not may_read(cast, record, wren)  # a tie is not enough

    answer = cases.disclosed(cast, "larkfield")

    assert may_read(cast, record, wren)
    basis = Basis.objects.get(pk=answer.basis_id)
    assert (basis.kind, basis.category) == ("safeguarding", "safeguarding")
    assert basis.agreement is None
    assert not may_read(cast, record, cast.viewer("gwen"))

    safeguarding.end_disclosure(
        answer, child=cast.rafi, viewer=cast.viewer("owen", at=cast.now)
    )
    assert not may_read(cast, record, wren)


def test_safe_2_it_ends_on_its_day(cast):
    record = cases.record_of(cases.raised(cast))
    cases.disclosed(cast, until_on=cast.now.date() + timedelta(days=10))
    assert may_read(cast, record, cast.viewer("sofia"))

    later = cast.viewer("sofia", at=cast.now + timedelta(days=12))

    assert not may_read(cast, record, later)


def test_safe_2_only_a_lead_shares_and_a_no_is_kept_too(cast):
    cases.raised(cast)
    before = Basis.objects.count()
    for key in ("abena", "margaret", "sofia"):
        with pytest.raises(NotPermitted):
            safeguarding.disclose(
                cases.a_disclosure(cast), child=cast.rafi, viewer=cast.viewer(key)
            )

    answer = cases.disclosed(cast, shared=False, reason="Nothing they could do")

    assert Basis.objects.count() == before
    assert answer.record.release == Record.Release.NOBODY
    assert Line.objects.filter(act="safeguarding.disclosure.decided").exists()


def test_safe_2_who_is_not_told_and_why_has_to_be_said(cast):
    cases.raised(cast)
    owen = cast.client("owen")
    address = of("disclose", cast.rafi)
    fields = opened(owen, address) | {
        "to_agency": str(cast.agencies["harrowmere-care"].pk), "shared": "yes",
        "reason": "They can help", "family_told": "no",
    }  # fmt: skip

    answer, page = sent(owen, address, fields)

    assert answer.status_code == 200
    for sentence in ("why it would not be safe", "why it is needed", "the day to look"):
        assert sentence in page
    assert not Basis.objects.filter(category="safeguarding").exists()


# --- SAFE-3 -------------------------------------------------------------------------------


def test_safe_3_the_colleague_it_is_about_is_shut_out_even_as_lead(cast):
    deputy = cases.employ(cast, "wren", "bramblecote", "safeguarding_lead")
    receipt = cases.raised(cast, about_colleague=cast.people["owen"])
    record, owen = cases.record_of(receipt), cast.viewer("owen")

    assert record.sensitivity == 3
    assert may_read(cast, record, cases.viewer_of(cast, deputy))
    assert not may_read(cast, record, owen)
    assert cast.client("owen").get(of("case", cast.rafi)).status_code == 404

    # As a lead with a tie from before, and also what is written about it afterwards.
    cases.raised(cast, saw="Something else")
    wren = cases.viewer_of(cast, deputy)
    step = safeguarding.add_step(
        Step(what="Ring the council", by_whom="Wren", due_on=wren.today),
        child=cast.rafi, viewer=wren,
    )  # fmt: skip
    owen_page = cast.client("owen").get(of("case", cast.rafi))
    assert owen_page.status_code == 200
    assert not may_read(cast, step.record, owen)
    assert not may_read(cast, record, owen)
    seals = Restriction.objects.filter(record=record)
    assert [(one.aimed_person, one.breakable) for one in seals] == [
        (cast.people["owen"], False)
    ]
    assert [one.reference for one in queries.alerts_waiting(owen)] != [
        receipt.reference
    ]
    assert receipt.reference not in words_of(cast.client("owen").get("/"))


def test_safe_3_note_and_seal_are_one_transaction(cast, monkeypatch):
    from plait.safeguarding.operations import writing

    def no_seal(*_):
        raise RuntimeError

    monkeypatch.setattr(writing, "_seal_from", no_seal)
    with pytest.raises(RuntimeError):
        cases.raised(cast, about_colleague=cast.people["owen"])
    assert not Worry.unfiltered("a test").filter(saw=cases.SAW).exists()


# --- SAFE-5 -------------------------------------------------------------------------------


def moving(cast, *, starts_on=None, to="larkfield", in_year=True, at=None):
    transfer = Transfer(
        child=cast.rafi, to_agency=cast.agencies[to], in_year=in_year,
        starts_on=starts_on or cast.now.date(),
    )  # fmt: skip
    return safeguarding.begin_transfer(transfer, viewer=cast.viewer("owen", at=at))


def test_safe_5_the_file_moves_by_itself_with_a_receipt(cast):
    hired = cases.employ(cast, "wren", "larkfield", "safeguarding_lead")
    record = cases.record_of(cases.raised(cast))
    owen, wren = cast.viewer("owen"), cases.viewer_of(cast, hired)
    transfer = moving(cast)
    assert list(queries.incoming(wren)) == []
    safeguarding.send_file(transfer.pk, viewer=owen)
    assert not Tie.objects.filter(person=hired.person).exists()
    assert [one.pk for one in queries.incoming(wren)] == [transfer.pk]
    later = cases.record_of(cases.raised(cast, saw="Written after it was sent"))

    safeguarding.receive_file(transfer.pk, viewer=wren)

    files = HandedFile.objects.visible_to(wren.hat, wren.now)
    (file,) = files.select_related("record")
    assert file.record.owner_agency == hired.agency
    assert cases.SAW in str(file.notes)
    assert "Written after" not in str(file.notes)
    assert not may_read(cast, record, wren)
    assert not may_read(cast, later, wren)
    assert may_read(cast, record, owen)  # the sending side keeps its own
    assert Transfer.objects.get(pk=transfer.pk).received_by == hired.person
    # The main file has not moved with it: nothing else of the child opened.
    kinds = Record.objects.visible_to(wren.hat, wren.now).values_list("kind", flat=True)
    assert set(kinds) == {"safeguarding.file"}


def test_safe_5_it_is_received_by_the_lead_it_was_sent_to_and_once(cast):
    hired = cases.employ(cast, "wren", "larkfield", "safeguarding_lead")
    cases.raised(cast)
    transfer = moving(cast)
    with pytest.raises(Transfer.DoesNotExist):
        safeguarding.receive_file(transfer.pk, viewer=cases.viewer_of(cast, hired))
    safeguarding.send_file(transfer.pk, viewer=cast.viewer("owen"))
    for key in ("gwen", "owen", "sofia", "abena"):
        with pytest.raises(Transfer.DoesNotExist):
            safeguarding.receive_file(transfer.pk, viewer=cast.viewer(key))
    safeguarding.receive_file(transfer.pk, viewer=cases.viewer_of(cast, hired))
    with pytest.raises(TooLate):
        safeguarding.receive_file(transfer.pk, viewer=cases.viewer_of(cast, hired))


def test_safe_5_what_is_late_stands_on_the_first_page(cast):
    cases.raised(cast)
    transfer = moving(cast, starts_on=cast.now.date() - timedelta(days=30))
    owen = cast.viewer("owen")
    assert transfer.due_on < owen.today

    (todo,) = [one for one in safety.todos_of(owen) if "file to pass on" in one.title]

    assert todo.kind == "late"
    assert "Rafi" not in f"{todo.title} {todo.why}"


# --- SAFE-6 -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["abena", "margaret", "tomasz", "joy", "shirin", "nani"]
)
def test_safe_6_anybody_may_raise_and_then_has_a_receipt_only(cast, key):
    client = cast.client(key)
    address = of("raise", cast.rafi)
    fields = opened(client, address) | {
        "in_danger": "no", "saw": cases.SAW, "happened": "Today",
        "agency": str(cast.agencies["bramblecote"].pk),
    }  # fmt: skip

    there, page = landed(client, address, fields)

    assert there == reverse("safeguarding:passed-on")
    receipt = Receipt.objects.get(person=cast.people[key])
    assert receipt.reference in page
    for word in (cases.SAW, "Rafi", "Hossain"):
        assert word not in page
    record = cases.record_of(receipt)
    assert (record.category, record.release) == ("safeguarding", 0)
    assert record.owner_agency == cast.agencies["bramblecote"]
    now = clock.read()
    assert not may_read(cast, record, cast.viewer(key, at=now))
    assert may_read(cast, record, cast.viewer("owen", at=now))
    assert client.get(of("note", cast.rafi, item_id=record.pk)).status_code == 404


def test_safe_6_adding_is_not_writing(cast):
    """The rule lets people pass on; it opens no other way of writing such notes."""
    worry = cases.a_worry()
    with pytest.raises(NotPermitted):
        sharing.write(worry, viewer=cast.viewer("abena"), child=cast.rafi, act="x")


def test_safe_6_of_a_child_of_others_nobody_may_raise(cast):
    for key in ("petra", "gwen", "idris", "ayesha"):
        assert cast.client(key).get(of("raise", cast.rafi)).status_code == 404


def test_safe_6_the_writer_learns_that_it_was_read(cast):
    receipt = cases.raised(cast)
    page = reverse("safeguarding:passed-on")
    assert "Not read yet" in words_of(cast.client("abena").get(page))
    cases.taken_on(cast, receipt)
    assert "Not read yet" not in words_of(cast.client("abena").get(page))
    assert receipt.reference not in words_of(cast.client("leon").get(page))


# --- SAFE-7 -------------------------------------------------------------------------------


def test_safe_7_content_is_covered_until_it_is_asked_for(cast):
    record = cases.record_of(cases.raised(cast))
    owen = cast.client("owen")
    for address in ("/", reverse("safeguarding:cases"), of("case", cast.rafi)):
        assert cases.SAW not in owen.get(address).content.decode()
    lines = Line.objects.filter(surface="safeguarding-note")
    assert not lines.exists()

    answer = owen.get(of("note", cast.rafi, item_id=record.pk))

    assert cases.SAW in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    (line,) = lines
    assert str(record.pk) in line.details
    assert "Cover this again" in words_of(answer)


# --- SAFE-8 -------------------------------------------------------------------------------

MONDAY = datetime(2027, 3, 1, 10, 0, tzinfo=LONDON)


@pytest.fixture
def house(cast):
    """Bramblecote with a deputy and a head, and everything at work on a Monday."""
    cases.employ(cast, "wren", "bramblecote", "safeguarding_lead", days=10)
    cases.employ(cast, "hedy", "bramblecote", "setting_lead")
    mail.outbox.clear()
    return cast


def told():
    found = [one.to[0].split("@")[0] for one in mail.outbox]
    mail.outbox.clear()
    return found


def pass_on(django_capture, at):
    with django_capture(execute=True):
        return safeguarding.pass_on_waiting(now=at)


def test_safe_8_it_goes_on_to_the_next_after_each_working_hour(
    house, django_capture_on_commit_callbacks
):
    run = django_capture_on_commit_callbacks
    with run(execute=True):
        receipt = cases.raised(house, at=MONDAY)
    assert told() == ["owen"]
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    assert pass_on(run, MONDAY + hour - minute) == 0
    assert told() == []
    for place, people in enumerate((["wren"], ["hedy"], ["sofia"]), 1):
        assert pass_on(run, MONDAY + place * hour) == 1
        assert told() == people
        assert pass_on(run, MONDAY + place * hour) == 0  # again changes nothing
        assert told() == []
    assert pass_on(run, MONDAY + timedelta(days=3)) == 0
    assert Alert.objects.get(reference=receipt.reference).level == Alert.Level.DUTY


def test_safe_8_taking_it_on_ends_it(house, django_capture_on_commit_callbacks):
    receipt = cases.raised(house, at=MONDAY)
    cases.taken_on(house, receipt, at=MONDAY + timedelta(minutes=30))
    later = MONDAY + timedelta(days=1)
    assert pass_on(django_capture_on_commit_callbacks, later) == 0
    assert told() == []


def test_safe_8_without_a_lead_or_in_danger_it_goes_on_at_once(
    house, django_capture_on_commit_callbacks
):
    run = django_capture_on_commit_callbacks
    with run(execute=True):
        cases.raised(house, at=MONDAY, in_danger=True)
    assert told() == ["owen", "wren", "hedy", "sofia"]
    with run(execute=True):
        cases.raised(house, by="gwen", child="noor", to="larkfield", at=MONDAY)
    assert told() == ["sofia"]


def test_safe_8_who_is_told_sees_that_it_waits_and_not_what(
    house, django_capture_on_commit_callbacks
):
    now = house.now
    with django_capture_on_commit_callbacks(execute=True):
        cases.raised(house, in_danger=True, at=now)
    letters = [f"{one.subject} {one.body}" for one in mail.outbox]
    assert letters
    for letter in letters:
        for word in ("Rafi", "safeguard", "worr", cases.SAW, "Bramblecote", "child"):
            assert word not in letter, word
    head = twins.Employment.objects.get(person=house.people["hedy"])
    hedy = cases.client_of_new(house, head)
    for client in (hedy, house.client("sofia")):
        page = words_of(client.get("/"))
        assert "A concern waits" in page
        for word in ("Rafi", "Hossain", cases.SAW):
            assert word not in page
        whom = words_of(client.get(reverse("safeguarding:choose")))
        assert "Owen Bright" in whom
        assert client.get(of("case", house.rafi)).status_code == 404
    for key in ("margaret", "abena", "daniel"):
        assert "A concern waits" not in words_of(house.client(key).get("/"))


def test_safe_8_the_one_it_is_about_is_told_at_no_level(
    house, django_capture_on_commit_callbacks
):
    run = django_capture_on_commit_callbacks
    with run(execute=True):
        cases.raised(
            house, at=MONDAY, in_danger=True, about_colleague=house.people["hedy"]
        )
        cases.raised(
            house, by="leon", child="leo", at=MONDAY, in_danger=True,
            about_colleague=house.people["owen"],
        )  # fmt: skip
    everybody = told()
    assert everybody.count("hedy") == 1
    assert everybody.count("owen") == 1
    assert everybody.count("wren") == 2
    head = twins.Employment.objects.get(person=house.people["hedy"])
    waiting = queries.alerts_passed_on(cases.viewer_of(house, head, at=MONDAY))
    assert len(waiting) == 1


def test_safe_the_surfaces_of_cases_are_in_no_list_of_looks():
    for surface in ("safeguarding", "safeguarding-note", "safeguarding-list"):
        assert looks.ABOUT[surface] == "safeguarding."
