"""Joining, describing a part, handing over, leaving: what changes and what is written."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.children.models import Tie
from plait.ledger.models import Line
from plait.sharing import door
from plait.sharing.models import Record
from plait.team import operations, queries
from plait.team.models import Involvement
from plait.team.operations.membership import Part

pytestmark = pytest.mark.django_db


def employment(cast, key):
    return cast.people[key].employments.get()


def part_of(cast, key, viewer):
    return next(
        part
        for part in queries.list_team(cast.rafi, viewer=viewer)
        if part.tie.person_id == cast.people[key].pk
    )


def acts():
    return list(Line.objects.order_by("-seq").values_list("act", flat=True)[:8])


def sees(cast, viewer):
    return cast.rafi in door.children_of(viewer.hat, viewer.now)


def test_a_colleague_joins_and_sees_the_child(cast):
    margaret, petra = cast.viewer("margaret"), cast.viewer("petra")
    assert not sees(cast, petra)

    operations.join_team(
        child=cast.rafi, employment=employment(cast, "petra"), viewer=margaret
    )

    assert sees(cast, petra)
    assert {"children.tie.begun", "team.involvement.recorded"} <= set(acts())


def test_a_newcomer_without_agreement_sees_the_card_and_no_record(cast):
    margaret, petra = cast.viewer("margaret"), cast.viewer("petra")
    operations.join_team(
        child=cast.rafi, employment=employment(cast, "petra"), viewer=margaret
    )

    seen = Record.objects.visible_to(petra.hat, petra.now).filter(child=cast.rafi)

    assert [record.kind for record in seen] == ["team.involvement"]  # her own part


def test_nobody_joins_twice(cast):
    with pytest.raises(TooLate):
        operations.join_team(
            child=cast.rafi,
            employment=employment(cast, "abena"),
            viewer=cast.viewer("margaret"),
        )


@pytest.mark.parametrize("key", ["abena", "tomasz", "shirin", "nani"])
def test_only_those_who_lead_bring_people_in(cast, key):
    before = Tie.objects.count(), Line.objects.count()
    with pytest.raises(NotPermitted):
        operations.join_team(
            child=cast.rafi,
            employment=employment(cast, "petra"),
            viewer=cast.viewer(key),
        )
    assert (Tie.objects.count(), Line.objects.count()) == before


def test_what_somebody_does_is_said_in_their_own_words(cast):
    tomasz = cast.viewer("tomasz")
    part = part_of(cast, "tomasz", tomasz)

    operations.describe_part(
        part,
        Part(does="Plays with words.", reach="In the book"),
        child=cast.rafi,
        viewer=tomasz,
        seen_version=part.record.version,
    )

    assert part_of(cast, "tomasz", cast.viewer("shirin")).does == "Plays with words."


def test_somebody_elses_part_is_not_mine_to_describe(cast):
    abena = cast.viewer("abena")
    part = part_of(cast, "tomasz", abena)
    with pytest.raises(NotPermitted):
        operations.describe_part(
            part, Part(), child=cast.rafi, viewer=abena, seen_version=1
        )


def test_handing_over_ends_one_part_where_the_other_begins(cast):
    margaret, moment = cast.viewer("margaret"), cast.now
    part = part_of(cast, "margaret", margaret)
    operations.leave_team(
        part_of(cast, "leon", margaret).tie, child=cast.rafi, viewer=margaret
    )
    later = cast.viewer("margaret", at=moment + timedelta(seconds=1))

    new = operations.hand_over_part(
        part.tie, employment(cast, "leon"), child=cast.rafi, viewer=later
    )

    part.tie.refresh_from_db()
    assert part.tie.until_at == new.from_at
    assert not sees(cast, later)
    leon = cast.viewer("leon", at=moment + timedelta(seconds=1))
    assert part_of(cast, "leon", leon).leads


@pytest.mark.parametrize(
    ("cover", "afterwards"),
    [("Leon Baptiste", ""), ("Leon baptiste, on Fridays", ""), ("Joy", "Joy")],
)
def test_nobody_covers_for_themselves(cast, cover, afterwards):
    margaret = cast.viewer("margaret")
    abena = part_of(cast, "abena", margaret)
    Involvement.objects.unfiltered("the test says who covers").filter(
        pk=abena.pk
    ).update(covered_by=cover)
    later = cast.viewer("margaret", at=cast.now + timedelta(seconds=1))
    operations.hand_over_part(
        abena.tie, employment(cast, "leon"), child=cast.rafi, viewer=later
    )
    assert part_of(cast, "leon", later).covered_by == afterwards


def test_the_team_shows_a_gap_and_a_clash(cast):
    margaret = cast.viewer("margaret")
    team = queries.list_team(cast.rafi, viewer=margaret)
    assert queries.who_leads(team).names == ("Margaret Pryce",)

    for part in team:
        part.leads = False
    assert queries.who_leads(team).is_gap
    team[0].leads = team[1].leads = True
    assert queries.who_leads(team).is_clash


def test_leaving_an_agency_closes_everything_at_once(cast):
    abena, margaret = cast.people["abena"], cast.viewer("margaret")
    epoch = abena.session_epoch

    ended = operations.leave_agency(employment(cast, "abena"), viewer=margaret)

    abena.refresh_from_db()
    assert ended == 1
    assert abena.session_epoch == epoch + 1
    assert not sees(cast, cast.viewer("abena"))
    assert "agencies.employment.ended" in acts()


def test_a_service_that_is_kept_private_is_not_on_the_team_page(cast):
    """An involvement held back from the family is unknown to them."""
    margaret, shirin = cast.viewer("margaret"), cast.viewer("shirin")
    joy = part_of(cast, "joy", margaret)
    Record.objects.unfiltered("the test holds it back").filter(pk=joy.pk).update(
        release=0
    )

    names = {
        part.tie.person.name for part in queries.list_team(cast.rafi, viewer=shirin)
    }

    assert "Joy Adeleke" not in names
    assert Involvement.objects.unfiltered("it is there").filter(pk=joy.pk).exists()
