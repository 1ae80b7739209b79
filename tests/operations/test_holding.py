"""Holding back from the family: what it changes, who looks again, what is counted."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.children.models import Tie
from plait.evidence import operations as evidence
from plait.evidence import photos
from plait.evidence.models import Assessment, Concern, Observation
from plait.ledger.models import Line
from plait.sharing import holding, keeping
from plait.sharing.keeping import Apart, Hold
from plait.sharing.models import HeldBack, Record
from plait.today.queries import children_of
from tests.trust import pictures

pytestmark = pytest.mark.django_db


def a_hold(cast, **more):
    said = {"reason": "not-sure", "words": "I will watch for a week"}
    day = {"review_on": cast.now.date() + timedelta(days=14)}
    return Hold(**said | day | more)


def as_whom(cast, key, **later):
    return {
        "child": cast.rafi,
        "viewer": cast.viewer(key, at=cast.now + timedelta(**later)),
    }


def a_note(cast, key="abena", **more):
    words = f"Waved at the bus {HeldBack.objects.unfiltered('a test').count()}"
    note = Observation(saw=words, seen_at=cast.now, areas=[])
    return evidence.note_observation(note, **as_whom(cast, key), **more)


def sees(cast, key, record, **later):
    viewer = cast.viewer(key, at=cast.now + timedelta(**later))
    return (
        Record.objects.visible_to(viewer.hat, viewer.now).filter(pk=record.pk).exists()
    )


def last_act():
    return Line.objects.order_by("-seq").first().act


def holds_of(record):
    return HeldBack.objects.unfiltered("a test").filter(record=record).order_by("at")


def test_h1_a_note_is_born_held_back(cast):
    note = a_note(cast, apart=Apart(hold=a_hold(cast)))

    assert not sees(cast, "shirin", note.record)
    assert not sees(cast, "conor", note.record)
    assert sees(cast, "margaret", note.record)
    assert sees(cast, "tomasz", note.record)
    held = holds_of(note.record).get()
    assert (held.reason, held.by, held.ended_at) == (
        "not-sure",
        cast.people["abena"],
        None,
    )
    assert last_act() == "sharing.record.held-back"


def test_h1_the_day_is_not_further_away_than_the_limit(cast):
    latest = keeping.latest_review(cast.viewer("abena").today)

    with pytest.raises(NotPermitted, match="then look again"):
        a_note(
            cast, apart=Apart(hold=a_hold(cast, review_on=latest + timedelta(days=1)))
        )

    assert a_note(cast, apart=Apart(hold=a_hold(cast, review_on=latest)))


def test_h1_its_photo_is_held_back_with_it(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    picture = photos.draw_anew(pictures.a_photo("purple"))

    note = a_note(cast, picture=picture, apart=Apart(hold=a_hold(cast)))

    photo = Record.objects.unfiltered("a test").get(
        kind="evidence.photo", made_at=cast.now
    )
    assert not sees(cast, "shirin", photo)
    holding.release(note.pk, **as_whom(cast, "margaret"))
    assert sees(cast, "shirin", photo)


def test_h1_from_home_nothing_is_held_back(cast):
    with pytest.raises(NotPermitted):
        a_note(cast, "conor", apart=Apart(hold=a_hold(cast)))


def test_h1_a_concern_the_family_does_not_know_comes_to_be_looked_at(cast):
    words = {
        "wondering": "He loves water.",
        "areas": ["senses"],
        "why_not_told": "Mum is away",
    }
    concern = evidence.raise_concern(
        Concern(family_told=False, **words), **as_whom(cast, "abena")
    )

    held = holds_of(concern.record).get()
    assert held.words == "Mum is away"
    assert held.review_on == keeping.latest_review(cast.viewer("abena").today)
    with pytest.raises(NotPermitted, match="Talk with the family first"):
        holding.release(concern.pk, **as_whom(cast, "margaret"))

    evidence.tell_family(concern, **as_whom(cast, "abena"))
    assert holds_of(concern.record).get().how == "released"


@pytest.mark.parametrize("key", ["abena", "margaret", "leon"])
def test_h2_colleagues_hold_back_what_their_agency_wrote(cast, key):
    note = a_note(cast)

    holding.hold_back(note.pk, a_hold(cast), **as_whom(cast, key))

    assert not sees(cast, "shirin", note.record)


@pytest.mark.parametrize("key", ["tomasz", "shirin", "conor"])
def test_h2_others_may_not_hold_it_back(cast, key):
    note = a_note(cast)

    with pytest.raises(NotPermitted):
        holding.hold_back(note.pk, a_hold(cast), **as_whom(cast, key))

    assert sees(cast, "shirin", note.record)
    assert not holds_of(note.record)


@pytest.mark.parametrize("key", ["petra", "gwen", "callum", "sofia"])
def test_h2_for_those_who_do_not_see_it_there_is_nothing(cast, key):
    note = a_note(cast)

    with pytest.raises((Record.DoesNotExist, NotPermitted)):
        holding.hold_back(note.pk, a_hold(cast), **as_whom(cast, key))

    assert not holds_of(note.record)


def test_h2_not_twice_and_not_about_another_child(cast):
    note = a_note(cast)
    holding.hold_back(note.pk, a_hold(cast), **as_whom(cast, "abena"))

    with pytest.raises(NotPermitted):
        holding.hold_back(note.pk, a_hold(cast), **as_whom(cast, "margaret"))
    with pytest.raises(Record.DoesNotExist):
        holding.release(note.pk, child=cast.noor, viewer=cast.viewer("margaret"))


def test_h3_the_lead_lets_the_family_read_it(cast):
    note = a_note(cast, apart=Apart(hold=a_hold(cast)))

    holding.release(note.pk, **as_whom(cast, "margaret", days=3))

    held = holds_of(note.record).get()
    assert (held.how, held.ended_by) == ("released", cast.people["margaret"])
    assert sees(cast, "shirin", note.record, days=3)
    assert last_act() == "sharing.record.released"
    with pytest.raises(TooLate):
        holding.release(note.pk, **as_whom(cast, "margaret", days=3))


def test_h3_or_holds_it_on_with_a_new_reason_and_day(cast):
    note = a_note(cast, apart=Apart(hold=a_hold(cast)))

    again = a_hold(cast, reason="harm", words="He was frightened")
    holding.hold_on(note.pk, again, **as_whom(cast, "margaret", days=3))

    first, second = holds_of(note.record)
    assert (first.how, second.reason, second.how) == ("held-on", "harm", "")
    assert not sees(cast, "shirin", note.record, days=3)


def test_h3_a_colleague_neither_releases_nor_holds_on(cast):
    note = a_note(cast, apart=Apart(hold=a_hold(cast)))

    for act in (
        holding.release,
        lambda pk, **who: holding.hold_on(pk, a_hold(cast), **who),
    ):
        with pytest.raises(NotPermitted):
            act(note.pk, **as_whom(cast, "leon"))

    holding.release(note.pk, **as_whom(cast, "abena"))  # who held it back herself


def test_h3_a_service_without_a_lead_looks_again_itself(cast):
    report = Assessment(title="Look", seen_on=cast.now.date(), summary="He listens.")
    shared = evidence.share_assessment(
        report, [], apart=Apart(hold=a_hold(cast)), **as_whom(cast, "tomasz")
    )

    holding.hold_on(shared.pk, a_hold(cast), **as_whom(cast, "tomasz", days=1))
    holding.release(shared.pk, **as_whom(cast, "tomasz", days=2))

    assert sees(cast, "shirin", shared.record, days=2)


def test_h1_only_the_young_person_may_read_it(cast):
    child = cast.children["amelia"]
    amelia = cast.people["petra"]  # anybody without a part here
    tie = {"person": amelia, "kind": "self", "role": "self", "from_at": cast.now}
    Tie.objects.create(child=child, **tie)
    note = evidence.note_observation(
        Observation(saw="Read aloud.", seen_at=cast.now, areas=[]),
        child=child,
        viewer=cast.viewer("leon"),
        apart=Apart(hold=a_hold(cast, release=Record.Release.YOUNG_PERSON)),
    )

    at_home = cast.viewer("petra", family=True)
    assert Record.objects.visible_to(at_home.hat, cast.now).filter(pk=note.pk).exists()


def test_h4_the_list_is_the_agencys_own_and_due_first(cast):
    later = a_note(cast, apart=Apart(hold=a_hold(cast)))
    sooner = a_note(
        cast,
        apart=Apart(hold=a_hold(cast, review_on=cast.now.date() + timedelta(days=1))),
    )
    viewer = cast.viewer("margaret")

    found = [one.record_id for one in holding.held_now(children_of(viewer), viewer)]

    assert found.index(sooner.pk) < found.index(later.pk)
    tomasz = cast.viewer("tomasz")
    assert not holding.held_now(children_of(tomasz), tomasz)


def test_h4_days_and_share_are_counted_over_what_is_seen(cast):
    viewer = cast.viewer("margaret", at=cast.now + timedelta(days=9))
    before = holding.figures(children_of(viewer), viewer)
    first = a_note(cast, apart=Apart(hold=a_hold(cast)))
    second = a_note(cast, apart=Apart(hold=a_hold(cast)))
    a_note(cast, apart=Apart(hold=a_hold(cast)))
    holding.release(first.pk, **as_whom(cast, "margaret", days=2))
    holding.release(second.pk, **as_whom(cast, "margaret", days=6))

    after = holding.figures(children_of(viewer), viewer)

    assert (after.written, after.held) == (before.written + 3, before.held + 1)
    assert (before.days, after.days, after.waited) == (None, 4, 2)
