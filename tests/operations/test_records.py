"""Writing and changing records: envelope, versions, hashes, ledger, refusals."""

import json
from datetime import date
from decimal import Decimal

import pytest

from plait.access.decisions import NotPermitted
from plait.evidence import operations as evidence
from plait.evidence.models import Concern, Observation
from plait.ledger import chain
from plait.ledger.models import Line
from plait.plans import operations as plans
from plait.plans.models import Outcome, Practice, Rating, Strategy, View
from plait.sharing.models import Record, RecordVersion
from plait.sharing.operations import ChangedMeanwhile

pytestmark = pytest.mark.django_db


def note(cast, key="abena", saw="Waved at the bus."):
    viewer = cast.viewer(key)
    return evidence.note_observation(
        Observation(saw=saw, seen_at=cast.now, areas=[]),
        child=cast.rafi,
        viewer=viewer,
    )


def past(model):
    return model.objects.unfiltered("the test looks")


def outcome():
    return past(Outcome).select_related("record").get(title__startswith="Rafi puts")


def test_a_note_belongs_to_the_hat_it_was_written_in(cast):
    from_nursery, from_home = note(cast), note(cast, "conor")
    assert from_nursery.record.owner_agency_id == cast.agencies["bramblecote"].pk
    assert from_home.record.owner_agency_id is None
    assert from_home.record.release == Record.Release.FAMILY


def test_every_version_is_kept_with_its_hash(cast):
    observation = note(cast)
    observation.saw = "Waved at two buses."
    evidence.correct_observation(
        observation, child=cast.rafi, viewer=cast.viewer("abena"), seen_version=1
    )

    first, second = (
        past(RecordVersion).filter(record=observation.record).order_by("number")
    )

    assert json.loads(first.content)["saw"] == "Waved at the bus."
    assert json.loads(second.content)["saw"] == "Waved at two buses."
    assert second.content_hash == observation.record.version_hash
    assert second.content_hash == chain.content_hash(json.loads(second.content))


def test_who_saves_second_is_told_and_nothing_is_overwritten(cast):
    mine, theirs = note(cast), None
    theirs = past(Observation).select_related("record").get(pk=mine.pk)
    mine.saw = "Hers."
    evidence.correct_observation(
        mine, child=cast.rafi, viewer=cast.viewer("leon"), seen_version=1
    )
    theirs.saw = "His."

    with pytest.raises(ChangedMeanwhile) as newer:
        evidence.correct_observation(
            theirs, child=cast.rafi, viewer=cast.viewer("abena"), seen_version=1
        )

    assert newer.value.current.saw == "Hers."
    assert past(Observation).get(pk=mine.pk).saw == "Hers."


def test_a_refusal_changes_nothing(cast):
    before = past(Record).count(), Line.objects.count()
    for key in ("petra", "nani", "callum"):
        with pytest.raises(NotPermitted):
            note(cast, key)
    assert (past(Record).count(), Line.objects.count()) == before


def test_the_other_parents_note_cannot_be_changed(cast):
    observation = note(cast, "conor")
    with pytest.raises(NotPermitted):
        evidence.correct_observation(
            observation, child=cast.rafi, viewer=cast.viewer("shirin"), seen_version=1
        )


def test_a_concern_the_family_does_not_know_of_is_held_back(cast):
    concern = evidence.raise_concern(
        Concern(
            wondering="…", areas=["feelings"], family_told=False, why_not_told="Friday."
        ),
        child=cast.rafi,
        viewer=cast.viewer("abena"),
    )
    assert concern.record.release == Record.Release.NOBODY
    mum = cast.viewer("shirin")
    assert (
        not Concern.objects.visible_to(mum.hat, mum.now).filter(pk=concern.pk).exists()
    )


def test_a_second_count_in_a_month_corrects_the_first(cast):
    viewer = cast.viewer("abena")
    before = past(Rating).count()
    for value in (3, 5):
        plans.rate(
            Rating(outcome=outcome(), counted_on=cast.now.date(), value=Decimal(value)),
            child=cast.rafi,
            viewer=viewer,
        )
    assert past(Rating).count() - before <= 1
    newest = past(Rating).filter(record__owner_agency=cast.agencies["bramblecote"])
    assert newest.order_by("-counted_on").filter(outcome=outcome()).first().value == 5


def test_home_and_nursery_count_apart(cast):
    before = past(Rating).count()
    for key in ("abena", "shirin"):
        plans.rate(
            Rating(outcome=outcome(), counted_on=date(2020, 1, 5), value=Decimal(1)),
            child=cast.rafi,
            viewer=cast.viewer(key),
        )
    assert past(Rating).count() == before + 2


def test_two_taps_note_how_it_went_and_a_second_answer_changes_it(cast):
    strategy = past(Strategy).filter(title__startswith="Wait").get()
    mum = cast.viewer("shirin")
    for went in ("tried", "did"):
        plans.note_practice(
            strategy,
            went,
            place="home",
            on=cast.now.date(),
            child=cast.rafi,
            viewer=mum,
        )
    today = past(Practice).filter(
        on=cast.now.date(), record__author=cast.people["shirin"]
    )
    assert [one.went for one in today] == ["did"]


def test_a_later_view_takes_the_place_of_the_earlier_one_and_both_stay(cast):
    dad = cast.viewer("conor")
    view = plans.give_view(outcome(), "agrees", "", child=cast.rafi, viewer=dad)
    of_dad = past(View).filter(outcome=outcome(), record__author=cast.people["conor"])
    assert of_dad.count() == 1
    assert past(RecordVersion).filter(record=view.record).count() == 3


def test_parts_keep_their_identity_when_a_strategy_changes(cast):
    strategy = past(Strategy).select_related("record").get(title__startswith="Wait")
    places = strategy.parts()
    changed = [
        plans.PlaceInWords(
            place=place.place,
            looks_like="Wait longer." if place.place == "home" else place.looks_like,
            who=place.who,
            how_often=place.how_often,
            id=place.pk,
        )
        for place in places[:2]
    ]
    plans.change_strategy(
        strategy,
        changed,
        child=cast.rafi,
        viewer=cast.viewer("tomasz"),
        seen_version=strategy.record.version,
    )
    assert [place.pk for place in strategy.parts()] == [
        place.pk for place in places[:2]
    ]
