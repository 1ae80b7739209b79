"""Somebody too close to the family: shut out at work, refused at the door of the team."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.agencies.models import Employment
from plait.children.models import Tie
from plait.ledger.models import Line
from plait.sharing import agreements, conflict_lock, door
from plait.sharing.agreements import Wish
from plait.sharing.models import Conflict, Restriction
from plait.team import operations as team

pytestmark = pytest.mark.django_db


def as_whom(cast, key, **later):
    return {
        "child": cast.rafi,
        "viewer": cast.viewer(key, at=cast.now + timedelta(**later)),
    }


def knows(cast, key, **later):
    viewer = cast.viewer(key, at=cast.now + timedelta(**later))
    return cast.rafi in door.children_of(viewer.hat, viewer.now)


def works(cast, key):
    return Employment.objects.get(person=cast.people[key])


def test_cl1_whoever_becomes_family_is_shut_out_at_work(cast):
    team.record_family(
        person_id=cast.people["leon"].pk, relation="uncle", role="relative", **as_whom(cast, "margaret")
    )  # fmt: skip

    assert not knows(cast, "leon")
    at_home = cast.viewer("leon", family=True)
    assert cast.rafi in door.children_of(at_home.hat, at_home.now)


def test_cl1_everybody_in_the_story_who_is_family_is_shut_out(cast):
    family = Tie.objects.exclude(kind="team").values_list("person_id", "child_id")
    shut = Restriction.objects.filter(aim="at_work", until_at=None, breakable=False)

    assert set(family) == set(shut.values_list("aimed_person_id", "child_id"))


def test_cl2_they_do_not_join(cast):
    team.record_conflict(
        cast.people["daniel"].pk, "friend", **as_whom(cast, "margaret")
    )

    with pytest.raises(NotPermitted) as said:
        team.join_team(employment=works(cast, "daniel"), **as_whom(cast, "margaret"))

    assert "family" not in str(said.value)
    assert "friend" not in str(said.value)


def test_cl2_the_family_is_not_asked_about_them(cast):
    team.record_conflict(cast.people["petra"].pk, "friend", **as_whom(cast, "margaret"))
    wish = Wish(
        with_agency_id=cast.agencies["riverside"].pk,
        categories=("plan",),
        purpose="So that play gets easier",
        until_on=cast.now.date() + timedelta(days=90),
        brings_in_id=works(cast, "petra").pk,
    )

    with pytest.raises(NotPermitted, match="cannot join"):
        agreements.ask(wish, **as_whom(cast, "margaret"))


def test_cl2_found_out_after_the_asking_the_yes_stands_without_them(cast):
    wish = Wish(
        with_agency_id=cast.agencies["riverside"].pk,
        categories=("plan",),
        purpose="So that play gets easier",
        until_on=cast.now.date() + timedelta(days=90),
        brings_in_id=works(cast, "petra").pk,
    )
    asked = agreements.ask(wish, **as_whom(cast, "margaret"))
    team.record_conflict(cast.people["petra"].pk, "friend", **as_whom(cast, "margaret"))

    agreed = team.agree(asked.pk, **as_whom(cast, "shirin"))

    assert agreed.state == "agreed"
    assert not Tie.objects.filter(child=cast.rafi, person=cast.people["petra"])


def test_cl2_nor_take_over_a_part(cast):
    tie = Tie.objects.get(child=cast.rafi, person=cast.people["abena"])
    owen = cast.people["owen"].pk
    team.record_conflict(owen, "neighbour", **as_whom(cast, "margaret"))

    with pytest.raises(NotPermitted, match="cannot join"):
        team.hand_over_part(tie, works(cast, "owen"), **as_whom(cast, "margaret"))

    tie.refresh_from_db()
    assert tie.until_at is None


def test_cl3_one_says_it_of_oneself_and_steps_back(cast):
    team.know_family("other", **as_whom(cast, "leon"))

    assert not knows(cast, "leon")
    assert (
        Tie.objects.get(child=cast.rafi, person=cast.people["leon"]).until_at
        == cast.now
    )
    assert Line.objects.filter(act="sharing.conflict.recorded").exists()


@pytest.mark.parametrize("key", ["abena", "tomasz", "joy", "shirin"])
def test_cl3_of_others_only_those_who_lead_say_it(cast, key):
    with pytest.raises(NotPermitted):
        team.record_conflict(cast.people["leon"].pk, "friend", **as_whom(cast, key))

    assert knows(cast, "leon")


def test_cl1_once_is_enough(cast):
    leon = cast.people["leon"].pk
    first = team.record_conflict(leon, "friend", **as_whom(cast, "margaret"))
    again = team.record_conflict(leon, "neighbour", **as_whom(cast, "margaret"))

    assert first == again


def test_cl4_it_ends_by_somebody_else(cast):
    margaret = as_whom(cast, "margaret", days=1)
    leon = team.record_conflict(
        cast.people["leon"].pk, "friend", **as_whom(cast, "margaret")
    )

    conflict_lock.end(leon.pk, **margaret)
    team.join_team(employment=works(cast, "leon"), **margaret)

    assert knows(cast, "leon", days=1)
    with pytest.raises(Conflict.DoesNotExist):
        conflict_lock.end(leon.pk, **margaret)


def test_cl4_never_for_family_nor_for_oneself(cast):
    shirin = Conflict.objects.get(child=cast.rafi, person=cast.people["shirin"])
    with pytest.raises(Conflict.DoesNotExist):
        conflict_lock.end(shirin.pk, **as_whom(cast, "margaret"))

    made = conflict_lock.lock_out(
        cast.people["margaret"].pk, "friend", **as_whom(cast, "leon")
    )
    with pytest.raises((NotPermitted, TooLate)):
        conflict_lock.end(made.pk, **as_whom(cast, "margaret"))
