"""Asking, agreeing, saying no, taking back: what each lets people see."""

from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.ledger.models import Line
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement, Basis, Record
from plait.team import operations, queries

pytestmark = pytest.mark.django_db


def ask(cast, *, categories=("plan", "involvement"), history=True, who="margaret"):
    petra = cast.people["petra"].employments.get()
    return agreements.ask(
        Wish(
            with_agency_id=petra.agency_id,
            categories=categories,
            purpose="So that Petra can look at how he holds a spoon.",
            until_on=cast.now.date() + timedelta(days=30),
            covers_history=history,
            brings_in_id=petra.pk,
        ),
        child=cast.rafi,
        viewer=cast.viewer(who),
    )


def seen_by(cast, key, *, after=0):
    viewer = cast.viewer(key, at=cast.now + timedelta(minutes=after))
    records = Record.objects.visible_to(viewer.hat, viewer.now).filter(child=cast.rafi)
    return {record.category for record in records}


def test_asking_changes_nothing_for_the_one_asked_about(cast):
    ask(cast)
    assert seen_by(cast, "petra") == set()


def test_a_yes_opens_exactly_what_was_asked(cast):
    asked = ask(cast)
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert seen_by(cast, "petra") == {"plan", "involvement"}


def test_a_yes_to_some_opens_only_that(cast):
    asked = ask(cast, categories=("plan", "education", "involvement"))
    operations.agree(
        asked.pk, child=cast.rafi, viewer=cast.viewer("conor"), categories=["education"]
    )
    # Her own part is her own service's record: she sees that she is in the team.
    assert seen_by(cast, "petra") == {"education", "involvement"}


def test_without_history_only_what_is_new_is_seen(cast):
    asked = ask(cast, history=False)
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert seen_by(cast, "petra") == {"involvement"}


def test_a_no_opens_nothing(cast):
    asked = ask(cast)
    agreements.decline(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert seen_by(cast, "petra") == set()
    with pytest.raises(TooLate):
        operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("conor"))


def test_taking_back_closes_it_at_once_and_keeps_ones_own(cast):
    asked = ask(cast)
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    agreements.withdraw(asked.pk, child=cast.rafi, viewer=cast.viewer("conor"))
    assert seen_by(cast, "petra") == {"involvement"}


def test_con_4_taking_back_twice_is_one_event(cast):
    asked = ask(cast)
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    later = cast.viewer("shirin", at=cast.now + timedelta(minutes=5))
    agreements.withdraw(asked.pk, child=cast.rafi, viewer=cast.viewer("conor"))
    before = Line.objects.count()

    agreements.withdraw(asked.pk, child=cast.rafi, viewer=later)

    assert Line.objects.count() == before
    asked.refresh_from_db()
    assert asked.withdrawn_at == cast.now


def test_con_5_given_again_after_a_gap(cast):
    first = ask(cast)
    operations.agree(first.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    back = cast.viewer("shirin", at=cast.now + timedelta(minutes=10))
    agreements.withdraw(first.pk, child=cast.rafi, viewer=back)
    again = ask(cast)
    later = cast.viewer("shirin", at=cast.now + timedelta(minutes=20))
    operations.agree(again.pk, child=cast.rafi, viewer=later)

    assert "plan" in seen_by(cast, "petra", after=5)
    assert "plan" not in seen_by(cast, "petra", after=15)
    assert "plan" in seen_by(cast, "petra", after=25)


def test_an_agreement_ends_by_itself(cast):
    asked = ask(cast)
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert "plan" in seen_by(cast, "petra", after=29 * 24 * 60)
    assert "plan" not in seen_by(cast, "petra", after=31 * 24 * 60)


def test_somebody_who_left_meanwhile_is_not_brought_in(cast):
    asked = ask(cast)
    petra = cast.people["petra"].employments.get()
    petra.until_at = cast.now
    petra.save()
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert not cast.rafi.ties.filter(person=cast.people["petra"]).exists()


@pytest.mark.parametrize("key", ["nani", "margaret", "abena", "idris"])
def test_con_7_only_those_with_standing_answer(cast, key):
    asked = ask(cast)
    with pytest.raises(NotPermitted):
        operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer(key))
    assert Agreement.objects.get(pk=asked.pk).state == "asked"
    assert not Basis.objects.filter(agreement=asked).exists()


@pytest.mark.parametrize("key", ["abena", "tomasz", "shirin"])
def test_only_those_who_lead_ask(cast, key):
    with pytest.raises(NotPermitted):
        ask(cast, who=key)


def test_safeguarding_is_never_asked_for(cast):
    with pytest.raises(NotPermitted):
        ask(cast, categories=("safeguarding",))


def test_a_relative_sees_what_a_parent_lets_them_and_no_longer(cast):
    mum, until = cast.viewer("shirin"), cast.now.date() + timedelta(days=60)
    nani = cast.people["nani"].pk
    agreements.share_with_person(
        nani, ["book"], child=cast.rafi, until_on=until, viewer=mum
    )
    assert seen_by(cast, "nani") == {"book"}
    agreements.share_with_person(nani, [], child=cast.rafi, until_on=until, viewer=mum)
    assert seen_by(cast, "nani") == set()


def test_stopping_ends_every_agreement_with_that_service(cast):
    """Let in twice, for different things: one stop is enough."""
    mum = cast.viewer("shirin")
    for categories in (["plan"], ["book"]):
        asked = ask(cast, categories=categories)
        operations.agree(asked.pk, child=cast.rafi, viewer=mum)
    assert {"plan", "book"} <= seen_by(cast, "petra")
    agreements.stop_sharing(asked.with_agency_id, child=cast.rafi, viewer=mum)
    assert seen_by(cast, "petra") == {"involvement"}  # her own part
    left = Agreement.objects.filter(with_agency=asked.with_agency_id, state="agreed")
    assert not left.filter(child=cast.rafi).exists()


@pytest.mark.parametrize("key", ["nani", "margaret", "idris"])
def test_only_who_decides_can_stop(cast, key):
    rowan = cast.viewer("tomasz").hat.agency_id
    with pytest.raises(NotPermitted):
        agreements.stop_sharing(rowan, child=cast.rafi, viewer=cast.viewer(key))
    assert "plan" in seen_by(cast, "tomasz")


def test_whoever_joins_knows_who_is_in_the_team(cast):
    """Even when only what is new is shared: the team is who is in it now."""
    asked = ask(cast, categories=["plan"], history=False)
    operations.agree(asked.pk, child=cast.rafi, viewer=cast.viewer("shirin"))
    assert seen_by(cast, "petra") == {"involvement"}
    team = queries.list_team(cast.rafi, viewer=cast.viewer("petra"))
    assert {"Margaret Pryce", "Shirin Hossain"} <= {one.tie.person.name for one in team}


def test_the_same_is_not_asked_twice_at_once(cast):
    ask(cast)
    with pytest.raises(TooLate, match="has not answered yet"):
        ask(cast)
