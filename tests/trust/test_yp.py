"""YP: when rights pass from the parents to the young person."""

from datetime import date, datetime, timedelta

import pytest

from plait.access.viewer import Hat
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.clocks.arithmetic import LONDON
from plait.sharing import queries
from plait.sharing.models import Agreement, Record
from tests.trust.moments import at, london

WHY = "a birthday is moved for a test"


@pytest.mark.parametrize(
    ("born_on", "last_day"),
    [
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
    ],
)
def test_yp_1_the_switch_is_the_last_friday_in_june_of_the_school_year_of_turning_16(
    born_on, last_day
):
    child = Child(given_name="Kim", born_on=born_on)

    assert last_day.weekday() == 4
    assert arithmetic.becomes_young_person_on(born_on) == last_day
    assert child.switch_at == datetime.combine(
        last_day + timedelta(days=1), datetime.min.time(), LONDON
    )


def listed(cast, key, moment):
    hat = Hat(cast.people[key].pk, None)
    seen = Record.objects.visible_to(hat, moment).filter(child=cast.rafi)
    return set(seen.values_list("pk", flat=True))


@pytest.fixture
def born(cast):
    """Make Rafi a child of another birthday."""

    def born(day):
        Child.objects.filter(pk=cast.rafi.pk).update(born_on=day)
        cast.rafi.refresh_from_db()
        return cast.rafi

    return born


def the_turn_of(day):
    """The last minute of the day before, and the first of the day, in London."""
    midnight = london(day.year, day.month, day.day)
    return midnight - timedelta(minutes=1), midnight


def test_yp_2_nothing_changes_for_parents_on_the_sixteenth_birthday(cast, born):
    """Born in October: sixteen in the autumn, a child by law until June."""
    before, after = the_turn_of(date(2027, 10, 12))
    rafi = born(date(2011, 10, 12))

    assert after < rafi.switch_at
    assert listed(cast, "shirin", before) == listed(cast, "shirin", after) != set()
    family = f"/children/{rafi.pk}/family"
    assert {
        at(cast, "shirin", moment, family).status_code for moment in (before, after)
    } == {200}
    plans = [
        at(cast, "shirin", moment, f"/children/{rafi.pk}/plan")
        for moment in (before, after)
    ]
    assert all("puts two words together" in page.content.decode() for page in plans)


def test_yp_2_with_a_summer_birthday_the_switch_comes_first(cast, born):
    """Born on 31 August: a young person in June, while still fifteen."""
    rafi = born(date(2011, 8, 31))
    last = rafi.switch_at - timedelta(microseconds=1)

    assert arithmetic.day_of(rafi.switch_at) < date(2027, 8, 31)
    assert listed(cast, "shirin", last) != set()
    assert listed(cast, "shirin", rafi.switch_at) == set()
    plan = f"/children/{rafi.pk}/plan"
    assert b"puts two words together" in at(cast, "shirin", last, plan).content
    assert b"puts two words" not in at(cast, "shirin", rafi.switch_at, plan).content


def test_yp_2_the_switch_and_the_birthday_are_independent_over_a_year(cast, born):
    """For every birthday of a school year the parents' right ends at the same instant."""
    switches = {
        born(date(2010, 9, 1) + timedelta(days=n)).switch_at for n in range(0, 365, 7)
    }

    assert switches == {london(2027, 6, 26)}


def test_w8_a_parent_goes_on_seeing_what_was_asked_while_parents_decided(cast, born):
    """And nothing of what the young person is asked; a relative saw neither."""
    rafi = born(date(2011, 8, 31))
    later = Agreement.objects.filter(child=rafi, state="asked").first()
    before = Agreement.objects.filter(child=rafi).exclude(pk=later.pk)
    Agreement.objects.filter(pk=later.pk).update(asked_at=rafi.switch_at)
    Tie.objects.create(
        person=cast.people["petra"], child=rafi, kind="self", role="self",
        from_at=cast.now,
    )  # fmt: skip

    def asked(key):
        viewer = cast.viewer(key, family=True, at=rafi.switch_at + timedelta(days=1))
        return {one.pk for one in queries.list_agreements(rafi, viewer=viewer)}

    assert asked("shirin") == set(before.values_list("pk", flat=True)) != set()
    assert asked("petra") == asked("shirin") | {later.pk}
    assert asked("nani") == set()
