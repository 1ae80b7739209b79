"""BAK-6: erasing takes two people, a dry run and a wait, and a legal hold wins."""

import json
import re
import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse

from plait.__main__ import main
from plait.access.decisions import NotPermitted, TooLate
from plait.agencies.models import Employment
from plait.clocks import arithmetic
from plait.evidence.models import Observation
from plait.ledger import verification
from plait.ledger.models import Line
from plait.notices.models import Notice
from plait.privacy.models import AccessRequest, Disposal, LegalHold
from plait.privacy.operations import disposal, holds, requests
from plait.privacy.operations.disposal import NotDisposed, Proposal
from plait.privacy.queries import retention
from plait.sharing import copies
from plait.sharing.models import Copy, Record, RecordVersion
from tests.trust.everything import Telling, put
from tests.trust.moments import at, the_clock

WORD = "Cormorant"
WHY = "a test of erasing"
OTHERS = (
    "shirin", "conor", "nani", "abena", "leon", "tomasz", "joy", "daniel", "idris",
    "gwen", "petra", "owen", "sofia", "callum",
)  # fmt: skip


@pytest.fixture
def note(cast):
    """What Abena wrote about the wrong child."""
    told = Telling(cast.rafi, cast.people["abena"], cast.now - timedelta(days=3), WORD)
    seen = Observation(saw=f"{WORD} ran to the gate.", seen_at=told.at)
    made = put(seen, told, owner_agency=cast.agencies["bramblecote"])
    return made.record


def wish(cast, note, **changed):
    agency = cast.agencies["bramblecote"].pk
    seen = retention.inventory(cast.rafi.pk, agency, note.pk)
    said = {
        "agency_id": agency, "ground": "mistake", "words": "The wrong child.",
        "seen_hash": seen.hash, "only": note.pk,
    }  # fmt: skip
    return Proposal(**(said | changed))


def proposed(cast, note, **changed):
    return disposal.propose(
        wish(cast, note, **changed), child=cast.rafi, viewer=cast.viewer("ayesha")
    )


def agreed(cast, note):
    made = proposed(cast, note)
    return disposal.agree(
        made.pk, seen_hash=made.listed_hash, viewer=cast.viewer("margaret")
    )


def held(cast):
    return holds.place(
        cast.rafi,
        cast.agencies["bramblecote"].pk,
        reason="An inquiry.",
        review_on=cast.now.date() + timedelta(days=60),
        viewer=cast.viewer("ayesha"),
    )


def when_the_wait_is_over(cast):
    return cast.now + timedelta(days=28)


def carried_out(cast, note):
    """What became of the one list of this test."""
    done = disposal.carry_out(when_the_wait_is_over(cast))
    return next((one for one in done if one.disposal.child_id == cast.rafi.pk), None)


def words_left(record):
    content = RecordVersion.objects.unfiltered(WHY).filter(record=record)
    stored = [one.content for one in content]
    stored += [one.saw for one in Observation.unfiltered(WHY).filter(record=record)]
    return [one for one in stored if WORD in one]


def page(name, **ids):
    return reverse(f"privacy:{name}", kwargs=ids)


# --- Two people ----------------------------------------------------------------------


@pytest.mark.django_db
def test_bak_6_two_people_a_wait_and_it_is_gone(cast, note):
    assert words_left(note)
    made = agreed(cast, note)
    assert made.not_before == cast.viewer("ayesha").today + timedelta(days=28)

    early = disposal.carry_out(cast.now + timedelta(days=26))
    assert made.pk not in {one.disposal.pk for one in early}
    assert words_left(note), "not before the wait is over"

    done = carried_out(cast, note)

    assert (done.erased, done.left_out) == (1, 0)
    assert words_left(note) == []
    record = Record.objects.unfiltered(WHY).get(pk=note.pk)
    assert (record.state, record.version_hash) == ("erased", note.version_hash)
    assert carried_out(cast, note) is None, "it is done once"


@pytest.mark.django_db
def test_bak_6_nobody_is_both_people(cast, note):
    made = proposed(cast, note)
    with pytest.raises(NotPermitted, match="Somebody else has to agree"):
        disposal.agree(
            made.pk, seen_hash=made.listed_hash, viewer=cast.viewer("ayesha")
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.filter(pk=made.pk).update(
            agreed_by=made.proposed_by_id, agreed_at=cast.now, not_before=cast.now
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.filter(pk=made.pk).update(done_at=cast.now)


@pytest.mark.django_db
@pytest.mark.parametrize("key", OTHERS)
def test_bak_6_nobody_else_proposes_agrees_holds_or_sees(cast, note, key):
    made, hold = proposed(cast, note), held(cast)
    if key == "callum":
        client, viewer = cast.client(key), None
    else:
        client, viewer = cast.client(key), cast.viewer(key)
    for name, ids in (
        ("retention", {}), ("propose-disposal", {}), ("place-hold", {}),
        ("end-hold", {"hold_id": hold.pk}),
        ("disposal", {"disposal_id": made.pk}),
        ("stop-disposal", {"disposal_id": made.pk}),
    ):  # fmt: skip
        answer = client.get(page(name, **ids))
        assert answer.status_code in (302, 403, 404), (name, answer.status_code)
        assert "born" not in answer.content.decode()
    client.post(
        page("agree-to-disposal", disposal_id=made.pk), {"seen": made.listed_hash}
    )
    made.refresh_from_db()
    assert (made.agreed_at, made.stopped_at) == (None, None)
    if viewer is None:
        return
    with pytest.raises(NotPermitted):
        disposal.propose(wish(cast, note), child=cast.rafi, viewer=viewer)
    with pytest.raises((NotPermitted, Disposal.DoesNotExist)):
        disposal.agree(made.pk, seen_hash=made.listed_hash, viewer=viewer)
    with pytest.raises((NotPermitted, LegalHold.DoesNotExist)):
        holds.end(hold.pk, why="No.", viewer=viewer)
    assert all(
        "erasing records" not in client.get("/", follow=True).content.decode()
        for _ in "1"
    )


@pytest.mark.django_db
def test_bak_6_another_agencys_records_are_never_listed(cast, note):
    bramblecote = cast.agencies["bramblecote"].pk
    found = retention.inventory(cast.rafi.pk, bramblecote)
    ids = [UUID(one) for one, _ in found.listed]
    owners = (
        Record.objects.unfiltered(WHY)
        .filter(pk__in=ids)
        .values_list("owner_agency", flat=True)
    )
    assert note.pk in ids
    assert set(owners) == {bramblecote}
    theirs = Record.objects.unfiltered(WHY).filter(
        child=cast.rafi, owner_agency=cast.agencies["rowan"]
    )[0]
    with pytest.raises(NotDisposed):
        proposed(cast, note, only=theirs.pk)


@pytest.mark.django_db
def test_bak_6_what_keeps_a_child_safe_is_not_on_any_list(cast, note):
    """A privacy lead would learn that there is any."""
    before = retention.inventory(cast.rafi.pk, cast.agencies["bramblecote"].pk)
    told = Telling(cast.rafi, cast.people["owen"], cast.now, WORD)
    put(
        Observation(saw="x", seen_at=cast.now), told, category="safeguarding",
        owner_agency=cast.agencies["bramblecote"],
    )  # fmt: skip
    after = retention.inventory(cast.rafi.pk, cast.agencies["bramblecote"].pk)
    assert (before.hash, before.counted) == (after.hash, after.counted)


@pytest.mark.django_db
def test_bak_6_a_service_with_one_lead_of_its_own_asks_its_head(cast, note):
    """That lead proposes; no lead of the council steps in, and somebody can agree."""
    person = cast.people["leon"]
    bramblecote = cast.agencies["bramblecote"]
    Employment.objects.filter(person=person, agency=bramblecote).update(
        role="privacy_lead"
    )
    lead = replace(cast.viewer("leon"), role="privacy_lead")
    made = disposal.propose(wish(cast, note), child=cast.rafi, viewer=lead)
    seen = {"seen_hash": made.listed_hash}
    with pytest.raises(Disposal.DoesNotExist):
        disposal.agree(made.pk, viewer=cast.viewer("ayesha"), **seen)
    assert disposal.agree(made.pk, viewer=cast.viewer("margaret"), **seen).agreed_at


# --- The list -------------------------------------------------------------------------


@pytest.mark.django_db
def test_bak_6_a_list_that_changed_since_it_was_seen_is_not_proposed(cast, note):
    with pytest.raises(NotDisposed, match="has changed"):
        proposed(cast, note, seen_hash="0" * 64)
    with pytest.raises(NotDisposed, match="has changed"):
        proposed(cast, note, only=None)
    made = proposed(cast, note)
    with pytest.raises(NotDisposed, match="has changed"):
        disposal.agree(made.pk, seen_hash="0" * 64, viewer=cast.viewer("margaret"))


@pytest.mark.django_db
def test_bak_6_what_was_written_anew_is_left_out(cast, note):
    agreed(cast, note)
    Record.objects.unfiltered(WHY).filter(pk=note.pk).update(version_hash="f" * 64)

    done = carried_out(cast, note)

    assert (done.erased, done.left_out) == (0, 1)
    assert words_left(note)


@pytest.mark.django_db
@pytest.mark.parametrize("hashed", [False, True])
def test_bak_6_a_list_that_was_altered_after_the_second_yes_is_kept(
    cast, note, hashed, capsys
):
    made = agreed(cast, note)
    other = (
        Record.objects.unfiltered(WHY)
        .filter(
            child=cast.rafi, owner_agency=cast.agencies["bramblecote"], state="live"
        )
        .exclude(pk=note.pk)[0]
    )
    made.listed = [[str(other.pk), other.version_hash]]
    if hashed:
        made.listed_hash = retention.hash_of(made.listed)
    made.save()

    with the_clock(when_the_wait_is_over(cast)):
        assert main(["dispose"]) == 1

    assert "not the one that was agreed to" in capsys.readouterr().out
    again = Record.objects.unfiltered(WHY).get(pk=other.pk)
    assert again.state == "live"


@pytest.mark.django_db
def test_bak_6_too_young_is_not_old_enough(cast, note):
    with pytest.raises(NotDisposed, match="kept for longer"):
        proposed(cast, note, ground="old")
    cast.rafi.born_on = arithmetic.months_on(cast.now.date(), -31 * 12)
    cast.rafi.save()
    assert proposed(cast, note, ground="old").pk


@pytest.mark.django_db
def test_bak_6_stopped_is_stopped(cast, note):
    made = agreed(cast, note)
    disposal.stop(made.pk, why="Needed.", viewer=cast.viewer("margaret"))
    assert carried_out(cast, note) is None
    with pytest.raises(TooLate):
        disposal.stop(made.pk, why="Again.", viewer=cast.viewer("ayesha"))
    assert words_left(note)


# --- A legal hold wins -----------------------------------------------------------------


@pytest.mark.django_db
def test_bak_6_a_hold_wins_at_every_step(cast, note):
    made = proposed(cast, note)
    hold = held(cast)
    with pytest.raises(NotDisposed, match="legal hold"):
        proposed(cast, note)
    with pytest.raises(NotDisposed, match="legal hold"):
        disposal.agree(
            made.pk, seen_hash=made.listed_hash, viewer=cast.viewer("margaret")
        )
    holds.end(hold.pk, why="Over.", viewer=cast.viewer("ayesha"))
    disposal.agree(made.pk, seen_hash=made.listed_hash, viewer=cast.viewer("margaret"))
    held(cast)

    done = carried_out(cast, note)

    assert (done.held, done.erased) == (True, 0)
    assert words_left(note)


@pytest.mark.django_db(transaction=True)
def test_bak_6_a_hold_that_is_placed_meanwhile_wins(cast_for_real):
    """Erasing waits for the child's row: a hold that has it first is seen."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time: there is no meanwhile")
    cast = cast_for_real
    told = Telling(cast.rafi, cast.people["abena"], cast.now, WORD)
    seen = Observation(saw=f"{WORD} ran.", seen_at=cast.now)
    note = put(seen, told, owner_agency=cast.agencies["bramblecote"]).record
    agreed(cast, note)
    found = []

    def erase():
        try:
            found.append(carried_out(cast, note))
        finally:
            connections.close_all()

    with transaction.atomic():
        held(cast)
        other = threading.Thread(target=erase)
        other.start()
        other.join(0.5)
        assert other.is_alive(), "it waits"
    other.join(20)
    assert found[0].held
    assert words_left(note)


@pytest.mark.django_db
def test_what_somebody_waits_for_is_not_erased(cast, note):
    """To erase what was asked for would be an offence (DPA 2018 s.173)."""
    agreed(cast, note)
    bramblecote = cast.agencies["bramblecote"].pk
    requests.ask(cast.rafi, bramblecote, "", viewer=cast.viewer("shirin"))

    assert carried_out(cast, note).held
    assert words_left(note)
    with pytest.raises(NotDisposed, match="request that is being answered"):
        proposed(cast, note)


@pytest.mark.django_db
def test_aud_10_nor_is_it_left_in_an_answer_that_was_prepared(cast, note):
    agreed(cast, note)
    asked = AccessRequest.objects.create(
        child=cast.rafi, agency=cast.agencies["bramblecote"], state="released",
        asked_by=cast.people["shirin"], asked_at=cast.now, due_on=cast.now,
        clock_from_on=cast.now,
    )  # fmt: skip
    item = asked.items.create(
        record=note, number=1, kind=note.kind, category=note.category,
        made_at=note.made_at, version=1,
        given=[["Abena", "today", [["Saw", f"{WORD} ran"]]]],
    )  # fmt: skip

    carried_out(cast, note)

    item.refresh_from_db()
    assert item.given == []


# --- What stays ------------------------------------------------------------------------


@pytest.mark.django_db
def test_aud_10_the_proofs_hold_and_say_who_decided(cast, note):
    made = agreed(cast, note)
    before = Line.objects.count()
    carried_out(cast, note)

    assert verification.verify()[1] is None
    line = Line.objects.get(act="privacy.disposal.erased")
    said = json.loads(line.details)
    assert said["by"] == [
        str(cast.people["ayesha"].pk), str(cast.people["margaret"].pk)
    ]  # fmt: skip
    assert said["list"] == made.listed_hash
    assert Line.objects.filter(act="sharing.record.erased").count() == 1
    assert Line.objects.count() > before
    assert WORD not in json.dumps([one.details for one in Line.objects.all()])


@pytest.mark.django_db
def test_art_19_whoever_holds_a_copy_is_asked_to_delete_it(cast, note):
    viewer = cast.viewer("tomasz")
    (copy,) = copies.register([note], how="file", purpose="A report", viewer=viewer)
    agreed(cast, note)
    Notice.objects.all().delete()
    carried_out(cast, note)
    assert Copy.objects.get(pk=copy.pk).recalled_at == when_the_wait_is_over(cast)
    told = [one.address for one in Notice.objects.all()]
    assert cast.people["tomasz"].email in told


# --- The command, and the pages ----------------------------------------------------------


@pytest.mark.django_db
def test_bak_6_a_dry_run_erases_nothing(cast, note, capsys):
    made = agreed(cast, note)
    with the_clock(when_the_wait_is_over(cast)):
        assert main(["dispose", "--dry-run"]) == 0
        assert (
            f"{made.pk}: 1 of notes and observations would go."
            in capsys.readouterr().out
        )
        assert words_left(note)
        assert main(["dispose"]) == 0
    assert f"{made.pk}: 1 erased." in capsys.readouterr().out
    assert words_left(note) == []


def answers(cast, **more):
    born = cast.rafi.born_on
    return {
        "agency": str(cast.agencies["bramblecote"].pk), "name": "Rafi",
        "family_name": cast.rafi.family_name, "ground": "mistake", "words": "Wrong.",
        "born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year,
        "only": "",
    } | more  # fmt: skip


@pytest.mark.django_db
def test_the_list_is_seen_first_and_says_no_name_and_no_word(cast, note):
    client = cast.client("ayesha")
    address = f"http://x/children/{cast.rafi.pk}/notes/{note.pk}"
    before = Disposal.objects.count()

    seen = client.post(page("propose-disposal"), answers(cast, only=address))

    body = seen.content.decode()
    assert seen.status_code == 200
    assert "1 record would go" in body
    assert Disposal.objects.count() == before
    assert WORD not in body
    hashed = re.search(r'name="seen" value="([0-9a-f]{64})"', body)[1]
    sent = client.post(
        page("propose-disposal"), answers(cast, only=address, seen=hashed)
    )
    assert sent.status_code == 302
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "R. H., born" in shown
    assert cast.rafi.family_name not in shown
    assert WORD not in shown
    assert "Agree as the second person" not in shown


@pytest.mark.django_db
def test_a_child_who_is_not_there_is_as_one_it_is_not_about(cast, note):
    client = cast.client("ayesha")
    said = "This service has written nothing about a child of that name and day"
    for other in (
        answers(cast, name="Nobody"),
        answers(cast, agency=str(cast.agencies["larkfield"].pk)),
    ):
        body = client.post(page("propose-disposal"), other).content.decode()
        assert said in body
        assert "records would go" not in body
    wrong = f"http://x/children/{cast.rafi.pk}/notes/{cast.noor.pk}"
    body = client.post(page("propose-disposal"), answers(cast, only=wrong))
    assert "This service has no such page about this child" in body.content.decode()


@pytest.mark.django_db
def test_the_second_person_is_asked_on_their_first_page_and_agrees(cast, note):
    made = proposed(cast, note)
    client = cast.client("margaret")
    there = page("disposal", disposal_id=made.pk)
    first = client.get("/").content.decode()
    assert there in first
    assert WORD not in first
    assert "Agree as the second person" in client.get(there).content.decode()
    client.post(
        page("agree-to-disposal", disposal_id=made.pk), {"seen": made.listed_hash}
    )
    made.refresh_from_db()
    assert made.agreed_by == cast.people["margaret"]
    assert there not in client.get("/").content.decode()


@pytest.mark.django_db
def test_holds_are_looked_at_again_and_counted_nowhere_else(cast, note):
    hold = held(cast)
    soon = cast.now + timedelta(days=50)
    today = at(cast, "ayesha", soon, "/").content.decode()
    assert "Look at a legal hold again" in today
    body = cast.client("ayesha").get(page("retention")).content.decode()
    assert "R. H., born" in body
    assert "An inquiry." in body
    done = cast.client("ayesha").post(
        page("end-hold", hold_id=hold.pk), {"why": "It is over."}
    )
    assert done.status_code == 302
    hold.refresh_from_db()
    assert hold.why_ended == "It is over."
