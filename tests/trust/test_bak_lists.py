"""BAK-6: what stands on a list of what may go, and who may know of it (D23, D29–D32)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from plait.__main__ import main
from plait.agencies.models import Employment
from plait.children.finding import Sought
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.evidence.models import Assessment, Observation, Passage, Photo
from plait.ledger.models import Line
from plait.privacy.models import AccessRequest, Disposal, LegalHold
from plait.privacy.operations import disposal, holds
from plait.privacy.operations.disposal import Proposal
from plait.privacy.queries import retention
from plait.privacy.web.disposal_pages import DisposalPage
from plait.sharing.models import Record, Restriction
from tests.trust.everything import Telling, a_picture, put
from tests.trust.moments import the_clock

pytestmark = pytest.mark.django_db
WHY = "a test of lists"
WORD = "Dunlin"
NOTHING = "This service has written nothing about a child of that name and day"
NO_WORK = "This service has not worked with a child of that name and day"


@pytest.fixture
def lina(cast):
    """A child of whom Bramblecote has nothing yet."""
    return Child.objects.create(
        given_name="Lina",
        family_name="Sandgate",
        born_on=date(2021, 5, 4),
        added_at=cast.now - timedelta(days=90),
    )


def told(cast, child, key="abena", days=3):
    return Telling(child, cast.people[key], cast.now - timedelta(days=days), WORD)


def saw(cast, child, key="abena", days=3, **envelope):
    it = told(cast, child, key, days)
    given = {"owner_agency": cast.agencies["bramblecote"]} | envelope
    return put(Observation(saw=f"{WORD} ran.", seen_at=it.at), it, **given).record


def sought(child):
    return Sought(child.given_name, child.family_name, child.born_on)


def bramblecote(cast):
    return cast.agencies["bramblecote"].pk


def found(cast, child, find=retention.find, key="ayesha"):
    return find(sought(child), bramblecote(cast), viewer=cast.viewer(key))


def proposed(cast, child, only=None, ground="mistake", viewer=None):
    seen = retention.inventory(child.pk, bramblecote(cast), only).hash
    wish = Proposal(bramblecote(cast), ground, "Wrong.", seen, only)
    return disposal.propose(wish, child=child, viewer=viewer or cast.viewer("ayesha"))


def agreed(cast, child, only=None, ground="mistake"):
    made = proposed(cast, child, only, ground)
    seen = {"seen_hash": made.listed_hash}
    return disposal.agree(made.pk, viewer=cast.viewer("margaret"), **seen)


def carried_out(cast, made):
    done = disposal.carry_out(cast.now + timedelta(days=28))
    return next(one for one in done if one.disposal.pk == made.pk)


def held(cast, child):
    return holds.place(
        child, bramblecote(cast), reason="An inquiry.", review_on=cast.now.date(),
        viewer=cast.viewer("ayesha"),
    )  # fmt: skip


def state_of(*records):
    every = Record.objects.unfiltered(WHY)
    return [every.get(pk=one.pk).state for one in records]


def page(name, **ids):
    return reverse(f"privacy:{name}", kwargs=ids)


def answers(cast, child, **more):
    born = child.born_on
    return {
        "agency": str(bramblecote(cast)), "name": child.given_name,
        "family_name": child.family_name, "ground": "mistake", "words": "Wrong.",
        "born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year,
        "only": "",
    } | more  # fmt: skip


# --- That there is any, tells (D23) ----------------------------------------------------


@pytest.mark.parametrize(
    "envelope",
    [{}, {"category": "safeguarding"}, {"state": "draft"}, {"state": "erased"}],
    ids=["nothing", "only safeguarding", "only a draft", "only what has gone"],
)
def test_bak_6_a_child_of_whom_nothing_is_listed_is_as_absent(cast, lina, envelope):
    if envelope:
        saw(cast, lina, "owen", **envelope)
    client = cast.client("ayesha")
    asked = answers(cast, lina)

    assert found(cast, lina) is None
    body = client.post(page("propose-disposal"), asked).content.decode()
    assert NOTHING in body
    assert "records would go" not in body
    assert found(cast, lina, retention.find_to_hold) is None
    body = client.post(page("place-hold"), asked).content.decode()
    assert NO_WORK in body
    assert NO_WORK in client.post(
        page("place-hold"), answers(cast, lina, name="Nobody")
    ).content.decode()  # fmt: skip


def test_bak_6_a_hold_is_placed_where_the_service_works_and_wrote_nothing(cast, lina):
    Tie.objects.create(
        child=lina, person=cast.people["abena"], agency=cast.agencies["bramblecote"],
        kind="team", role="key_worker", from_at=cast.now - timedelta(days=9),
        until_at=cast.now - timedelta(days=1),
    )  # fmt: skip

    assert found(cast, lina) is None
    assert found(cast, lina, retention.find_to_hold) == lina
    elsewhere = cast.agencies["larkfield"].pk
    asked = {"viewer": cast.viewer("ayesha")}
    assert retention.find_to_hold(sought(lina), elsewhere, **asked) is None
    saw(cast, lina)
    assert found(cast, lina) == lina


# --- A child who is closed to whoever asks (D29) ---------------------------------------


def own(cast, child, person):
    Tie.objects.create(
        child=child, person=person, kind="family", role="parental_responsibility",
        from_at=cast.now - timedelta(days=400),
    )  # fmt: skip


def seal(cast, child, person):
    Restriction.objects.create(
        child=child, aim="person", aimed_person=person, from_at=cast.now
    )


def too_close(cast, child, person):
    Restriction.objects.create(
        child=child, aim="at_work", aimed_person=person, from_at=cast.now
    )


CLOSED = pytest.mark.parametrize("close", [own, seal, too_close])


@CLOSED
def test_bak_6_a_child_closed_to_the_lead_is_as_absent(cast, lina, close):
    note, lead = saw(cast, lina), cast.viewer("ayesha")
    made, hold = proposed(cast, lina), held(cast, lina)
    assert found(cast, lina) == lina

    close(cast, lina, cast.people["ayesha"])

    assert found(cast, lina) is None
    assert found(cast, lina, retention.find_to_hold) is None
    assert made not in retention.list_disposals(lead)
    assert hold not in retention.list_holds(lead)
    with pytest.raises(Child.DoesNotExist):
        proposed(cast, lina)
    with pytest.raises(Child.DoesNotExist):
        held(cast, lina)
    with pytest.raises(Disposal.DoesNotExist):
        disposal.stop(made.pk, why="No.", viewer=lead)
    with pytest.raises(LegalHold.DoesNotExist):
        holds.end(hold.pk, why="No.", viewer=lead)
    client = cast.client("ayesha")
    for name, ids in (
        ("disposal", {"disposal_id": made.pk}),
        ("stop-disposal", {"disposal_id": made.pk}),
        ("end-hold", {"hold_id": hold.pk}),
    ):
        assert client.get(page(name, **ids)).status_code == 404, name
    assert "L. S., born" not in client.get(page("retention")).content.decode()
    assert state_of(note) == ["live"]


@CLOSED
def test_bak_6_nor_is_that_child_among_those_that_are_old_enough(cast, lina, close):
    lina.born_on = arithmetic.months_on(cast.now.date(), -32 * 12)
    lina.save()

    def due():
        found = retention.list_due(cast.viewer("ayesha"))
        return sum(one.number for one in found)

    before = due()
    saw(cast, lina, state="draft")
    assert due() == before, "nobody else's draft is counted"
    saw(cast, lina)
    assert due() == before + 1
    close(cast, lina, cast.people["ayesha"])
    assert due() == before


@CLOSED
def test_bak_6_nobody_agrees_about_a_child_closed_to_them(cast, lina, close):
    """A head whose own child it is neither sees the list nor agrees to it."""
    saw(cast, lina)
    made, margaret = proposed(cast, lina), cast.viewer("margaret")
    assert made in retention.list_waiting(margaret)

    close(cast, lina, cast.people["margaret"])

    assert made not in retention.list_waiting(margaret)
    assert not retention.is_second(made, margaret)
    with pytest.raises(Disposal.DoesNotExist):
        disposal.agree(made.pk, seen_hash=made.listed_hash, viewer=margaret)
    there = page("disposal", disposal_id=made.pk)
    client = cast.client("margaret")
    assert client.get(there).status_code == 404
    assert there not in client.get("/").content.decode()


def test_bak_6_a_second_lead_to_whom_it_is_closed_leaves_it_to_the_head(cast, lina):
    agency = cast.agencies["bramblecote"]
    works = Employment.objects.filter(agency=agency)
    for key in ("leon", "abena"):
        works.filter(person=cast.people[key]).update(role="privacy_lead")
    leon, abena = (
        replace(cast.viewer(key), role="privacy_lead") for key in ("leon", "abena")
    )
    saw(cast, lina)
    made = proposed(cast, lina, viewer=leon)
    margaret = cast.viewer("margaret")
    assert retention.is_second(made, abena)
    assert not retention.is_second(made, margaret)

    own(cast, lina, cast.people["abena"])

    assert not retention.is_second(made, abena)
    assert retention.is_second(made, margaret)


# --- No line in the ledger, no answer (D30) --------------------------------------------


def lines_about(child):
    lines = Line.objects.filter(
        act="record.read", child_id=child.pk, surface="privacy-retention"
    )
    return lines.count()


def test_aud_1_whoever_sees_what_would_go_is_in_the_ledger(cast, lina):
    saw(cast, lina)
    client = cast.client("ayesha")

    body = client.post(page("propose-disposal"), answers(cast, lina)).content.decode()
    assert "1 record would go" in body
    assert lines_about(lina) == 1
    # That the child is found at all tells that there is something.
    client.post(page("propose-disposal"), answers(cast, lina, ground=""))
    assert lines_about(lina) == 2
    client.post(page("place-hold"), answers(cast, lina))
    assert lines_about(lina) == 3
    made = proposed(cast, lina)
    for name in ("disposal", "stop-disposal"):
        cast.client("margaret").get(page(name, disposal_id=made.pk))
    assert lines_about(lina) == 5
    client.post(page("propose-disposal"), answers(cast, lina, name="Nobody"))
    assert lines_about(lina) == 5


# --- Drafts (D31) ----------------------------------------------------------------------


def test_bak_6_nobody_elses_draft_is_on_a_list(cast, lina):
    saw(cast, lina)
    before = retention.inventory(lina.pk, bramblecote(cast))
    draft = saw(cast, lina, "leon", state="draft")
    after = retention.inventory(lina.pk, bramblecote(cast))

    assert (before.hash, before.counted) == (after.hash, after.counted)
    assert not retention.inventory(lina.pk, bramblecote(cast), draft.pk).listed


@pytest.mark.parametrize(("ground", "state"), [("old", "erased"), ("asked", "draft")])
def test_bak_6_when_the_time_is_over_drafts_go_uncounted(cast, lina, ground, state):
    lina.born_on = arithmetic.months_on(cast.now.date(), -32 * 12)
    lina.save()
    note, draft = saw(cast, lina), saw(cast, lina, "leon", state="draft")
    safe = saw(cast, lina, "owen", state="draft", category="safeguarding")
    theirs = saw(cast, lina, state="draft", owner_agency=cast.agencies["rowan"])
    made = agreed(cast, lina, ground=ground)
    new = saw(cast, lina, "leon", days=-1, state="draft")

    done = carried_out(cast, made)

    assert (done.erased, done.left_out) == (1, 0)
    assert state_of(note, draft) == ["erased", state]
    assert state_of(safe, theirs, new) == ["draft"] * 3


def test_bak_6_drafts_stay_while_something_else_stays(cast, lina):
    lina.born_on = arithmetic.months_on(cast.now.date(), -32 * 12)
    lina.save()
    note, draft = saw(cast, lina), saw(cast, lina, "leon", state="draft")
    other = saw(cast, lina)

    carried_out(cast, agreed(cast, lina, note.pk, ground="old"))

    assert state_of(note, other, draft) == ["erased", "live", "draft"]


# --- What belongs to a page goes with it (D32) -----------------------------------------


def a_photo(cast, note, **envelope):
    given = {"owner_agency": cast.agencies["bramblecote"]} | envelope
    shows = Photo(of=note, file=a_picture(), width=8, height=8, shows=WORD)
    return put(shows, told(cast, note.child), **given).record


def a_report(cast, child):
    it = told(cast, child)
    given = {"owner_agency": cast.agencies["bramblecote"]}
    report = put(
        Assessment(title=WORD, seen_on=it.day, summary=WORD), it, **given
    ).record
    passage = Passage(of=report, about=cast.people["conor"], words=f"{WORD} said")
    return report, put(passage, it, **given).record


def test_bak_6_a_report_goes_with_what_it_says_about_adults(cast, lina):
    report, passage = a_report(cast, lina)
    other = saw(cast, lina)
    made = agreed(cast, lina, report.pk)
    assert {one for one, _ in made.listed} == {str(report.pk), str(passage.pk)}
    asked = AccessRequest.objects.create(
        child=lina, agency=cast.agencies["bramblecote"], state="released",
        asked_by=cast.people["shirin"], asked_at=cast.now, due_on=cast.now,
        clock_from_on=cast.now,
    )  # fmt: skip
    item = asked.items.create(
        record=passage, number=1, kind=passage.kind, category=passage.category,
        made_at=passage.made_at, version=1, given=[["Abena", "today", [[WORD, WORD]]]],
    )  # fmt: skip

    done = carried_out(cast, made)

    assert (done.erased, done.left_out) == (2, 0)
    assert state_of(report, passage, other) == ["erased", "erased", "live"]
    kept = Passage.unfiltered(WHY).get(record=passage)
    assert WORD not in kept.words
    item.refresh_from_db()
    assert item.given == []


def test_bak_6_a_note_goes_with_its_photos_and_drafts_of_them(cast, lina):
    note = saw(cast, lina)
    photo, draft = a_photo(cast, note), a_photo(cast, note, state="draft")
    theirs = a_photo(cast, note, owner_agency=cast.agencies["rowan"])
    made = agreed(cast, lina, note.pk)
    assert len(made.listed) == 2

    carried_out(cast, made)

    assert state_of(note, photo, draft) == ["erased"] * 3
    assert state_of(theirs) == ["live"]


def test_bak_6_one_photo_goes_and_its_note_stays(cast, lina):
    note = saw(cast, lina)
    photo, other = a_photo(cast, note), a_photo(cast, note)

    done = carried_out(cast, agreed(cast, lina, photo.pk))

    assert done.erased == 1
    assert state_of(note, photo, other) == ["live", "erased", "live"]


@pytest.mark.parametrize("what", ["added", "photo anew", "note anew"])
def test_bak_6_a_page_and_what_belongs_to_it_go_together_or_stay(
    cast, lina, what, capsys
):
    """Nobody had agreed to what is there now, or it would be left with no page."""
    note, other = saw(cast, lina), saw(cast, lina)
    photo = a_photo(cast, note)
    made = agreed(cast, lina)
    if what == "added":
        a_photo(cast, note)
    anew = {"photo anew": photo, "note anew": note}.get(what)
    if anew:
        records = Record.objects.unfiltered(WHY)
        records.filter(pk=anew.pk).update(version_hash="f" * 64)
    shown = DisposalPage.of(made, cast.viewer("margaret"))
    assert (shown.counts.number, shown.changed) == (1, 2)
    with the_clock(cast.now + timedelta(days=28)):
        assert main(["dispose", "--dry-run"]) == 0
    assert f"{made.pk}: 1 of notes and observations" in capsys.readouterr().out

    done = carried_out(cast, made)

    assert (done.erased, done.left_out) == (1, 2)
    assert state_of(note, photo, other) == ["live", "live", "erased"]


def test_bak_6_another_services_page_brings_nothing_onto_a_list(cast, lina):
    """Nor what we have hung on it."""
    theirs = saw(cast, lina, "tomasz", owner_agency=cast.agencies["rowan"])
    a_photo(cast, theirs)

    assert not retention.inventory(lina.pk, bramblecote(cast), theirs.pk).listed


# --- The register ----------------------------------------------------------------------


def test_bak_6_the_register_has_days_as_they_are_here(cast, lina):
    """In summer, half past eleven in the evening in UTC is the next day here."""
    saw(cast, lina)
    made = proposed(cast, lina)
    made.proposed_at = cast.now.replace(year=2026, month=7, day=14, hour=23, minute=30)
    made.save()

    body = cast.client("ayesha").get(page("retention")).content.decode()

    assert "15 July 2026" in body
    assert "14 July 2026" not in body
