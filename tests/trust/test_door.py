"""Which children there are for a hat: the door against the oracle's own words."""

import pytest

from plait.sharing import door
from plait.sharing.models import Record
from plait.sharing.worlds.staging import identify
from tests.trust import oracle, worlds
from tests.trust.oracle_facts import Record as Imagined
from tests.trust.oracle_facts import read_world
from tests.trust.staged import hats_of, staged

SEED = 20261126


def is_there(facts, person, hat, child):
    """A live tie in this hat or emergency access, and no seal on everything."""
    agency = None if hat == oracle.FAMILY else hat
    record = Imagined("", child, hat, person, "", 1, "live", 2, None, facts.at)
    case = oracle.Case(facts, person, agency, record)
    kinds = ("family", "self") if case.family_hat else ("team",)
    tied = any(
        tie.agency == agency for kind in kinds for tie in oracle.live_ties(case, kind)
    )
    sealed = any(
        seal.period.holds(facts.at)
        and (seal.child, seal.record, seal.category) == (child, None, None)
        and oracle.is_aimed_at_reader(seal, case)
        and person not in seal.exempt
        and not (seal.breakable and oracle.glass_is_live(case))
        for seal in facts.restrictions
    )
    refused = oracle.account_is_not_active(
        case
    ) or oracle.agency_does_not_employ_reader(case)
    return not refused and not sealed and (tied or oracle.glass_is_live(case))


@pytest.fixture(scope="module")
def some_worlds(whole):
    return list(worlds.dense_worlds(400 if whole else 40, SEED))


def test_the_door_opens_exactly_for_those_who_may_know_of_the_child(
    scratch_database, some_worlds
):
    opened = 0
    for world in some_worlds:
        facts = read_world(world)
        with staged(world) as read:
            for person, name, hat in hats_of(read):
                there = set(door.children_of(hat, read.at).values_list("pk", flat=True))
                expected = {
                    identify("children", child.id)
                    for child in read.children
                    if is_there(facts, person, name, child.id)
                }
                assert there == expected, (world["id"], person, name)
                opened += len(there)

    assert opened > len(some_worlds)


def test_no_record_is_behind_a_closed_door(scratch_database, some_worlds):
    """A record that may be seen is about a child who is there: no dead end."""
    for world in some_worlds[:15]:
        with staged(world) as read:
            for _, _, hat in hats_of(read):
                visible = Record.objects.visible_to(hat, read.at)
                there = door.children_of(hat, read.at)
                assert not visible.exclude(child_id__in=there.values("pk")).exists()
