"""The worlds reach every row, turn on every condition, and keep the policy's laws."""

import json
from collections import Counter
from itertools import islice

import pytest

from tests.trust import oracle, worlds

ROWS = [row for row, _, _ in oracle.TABLE]
PAIRS = list(worlds.condition_pairs())
SEED = 20260302


@pytest.fixture(scope="module")
def dense():
    return list(worlds.dense_worlds(200, SEED))


def allowed(world):
    return {
        (answer["person"], answer["hat"], answer["record"])
        for answer in oracle.decide(world)
        if answer["allowed"]
    }


def row_in_focus(name, world):
    focus = worlds.focus_of(name)
    answer = oracle.decide_one(
        world, person=focus.person, hat=focus.hat, record=focus.record
    )
    return answer["row"]


# --- Reach ------------------------------------------------------------------------


def test_every_row_decides_a_thousand_targeted_cases():
    reach = Counter(
        answer["row"]
        for world in worlds.targeted_worlds(SEED)
        for answer in oracle.decide(world)
    )

    assert {row: reach[row] for row in ROWS if reach[row] < 1000} == {}


def test_p5_is_reached_by_each_kind_on_both_sides_of_the_switch():
    reach = Counter()
    for world in worlds.targeted_worlds(SEED):
        if "-P5 " in world["id"]:
            facts = oracle.read_world(world)
            side = "before" if facts.at < facts.switch_at["c1"] else "after"
            decided = [each["row"] for each in oracle.decide(world)]
            reach[facts.bases[0].kind, side] += decided.count("P5")

    assert set(reach) == {
        (kind, side)
        for kind in ("consent", "representative", "court_order")
        for side in ("before", "after")
    }
    assert min(reach.values()) >= 100


def test_dense_worlds_reach_every_row(dense):
    reached = {answer["row"] for world in dense for answer in oracle.decide(world)}

    assert reached == set(ROWS)


def test_a_sample_of_the_product_reaches_every_row():
    sample = worlds.factor_worlds(sample=3000, seed=SEED)
    reached = {answer["row"] for world in sample for answer in oracle.decide(world)}

    assert reached == set(ROWS)


def test_the_parents_right_ends_on_one_of_junes_last_seven_days_each_year():
    last_to_see, first_not_to = Counter(), Counter()
    for world in worlds.switch_worlds():
        year, moment = world["id"].split("-")[1], world["id"].split("-")[-1]
        seen = sum(answer["row"] == "P3" for answer in oracle.decide(world))
        assert seen in (1, 9), (
            "all but the child of the next school year switch at once"
        )
        (last_to_see if moment == "last" else first_not_to)[year] += seen == 9

    assert {last_to_see[year] - first_not_to[year] for year in last_to_see} == {1}
    assert len(last_to_see) == 24


# --- Each condition matters alone ---------------------------------------------------


@pytest.mark.parametrize("name", worlds.SMALLEST)
def test_the_row_a_smallest_scene_is_named_for_decides(name):
    world = worlds.smallest_scene(name).world

    assert row_in_focus(name, world) == worlds.focus_of(name).row


@pytest.mark.parametrize(
    ("name", "world_false", "world_true"),
    [pytest.param(*pair, id=pair[0]) for pair in PAIRS],
)
def test_one_fact_decides_whether_the_row_does(name, world_false, world_true):
    row = worlds.focus_of(name).row

    assert row_in_focus(name, world_true) == row
    assert row_in_focus(name, world_false) != row
    assert len(differences(world_false, world_true)) == 1


def differences(one, other, place=""):
    """Where two worlds differ; an aim, a list of ids and a tie of another kind are one."""
    if isinstance(one, dict) and not place.endswith(".aimed_at"):
        kinds = {one.get("kind"), other.get("kind")}
        if place.startswith(".ties") and kinds == {"team", "family"}:
            return [place]
        return [
            difference
            for field in one
            if (place, field) != ("", "id")
            for difference in differences(one[field], other[field], f"{place}.{field}")
        ]
    if isinstance(one, list) and not place.endswith(".exempt"):
        assert len(one) == len(other)
        return [
            difference
            for number, entries in enumerate(zip(one, other, strict=True))
            for difference in differences(*entries, f"{place}.{number}")
        ]
    return [place] if one != other else []


def test_every_row_has_pairs_of_its_own_and_names_differ():
    names = [name for name, _, _ in PAIRS]

    assert len(set(names)) == len(names)
    assert {worlds.focus_of(name).row for name in names} == set(ROWS) - {"Z"}


def test_every_row_but_the_last_gives_way_to_row_z_or_another():
    """Row Z has no condition of its own; pairs of the rows above it end there."""
    ends = {row_in_focus(name, world_false) for name, world_false, _ in PAIRS}

    assert {"Z", "Z1", "R", "P1", "P6", "P3", "P4", "F0", "F1"} <= ends


# --- Laws -------------------------------------------------------------------------

NEVER_ADDS = (
    worlds.with_extra_restriction,
    worlds.with_tie_ended,
    worlds.with_employment_ended,
    worlds.with_glass_ended,
)


@pytest.mark.parametrize("change", NEVER_ADDS, ids=lambda change: change.__name__)
def test_this_never_adds_a_record(change, dense):
    lost = 0
    for world in dense:
        before, after = allowed(world), allowed(change(world, SEED))
        assert after <= before
        lost += len(before - after)

    assert lost, "the law was never put to the test"


def test_adding_a_basis_never_removes_a_record(dense):
    gained = 0
    for world in dense:
        before, after = allowed(world), allowed(worlds.with_extra_basis(world, SEED))
        assert after >= before
        gained += len(after - before)

    assert gained, "the law was never put to the test"


def test_no_right_outlives_its_interval(dense):
    for world in dense:
        assert allowed(worlds.with_every_tie_and_glass_ended(world)) == set()


def test_renaming_ids_changes_nothing(dense):
    for world in dense:
        names = worlds.renaming(world)
        expected = [
            worlds.renamed_answer(answer, names) for answer in oracle.decide(world)
        ]
        assert oracle.decide(worlds.with_renamed_ids(world)) == expected


def test_what_is_null_false_or_empty_may_be_left_out(dense):
    for world in dense:
        shorter = worlds.with_defaults_left_out(world)
        assert oracle.decide(shorter) == oracle.decide(world)


# --- The worlds themselves ----------------------------------------------------------


def test_dense_worlds_are_the_same_for_the_same_seed_whatever_the_count(dense):
    assert list(worlds.dense_worlds(20, SEED)) == dense[:20]
    assert list(worlds.dense_worlds(20, SEED + 1)) != dense[:20]


def test_dense_worlds_are_as_big_as_the_policy_asks(dense):
    sizes = {
        (name, len(world[name]))
        for world in dense
        for name in ("persons", "children", "agencies", "records")
    }

    assert sizes == {("persons", 5), ("children", 3), ("agencies", 3), ("records", 12)}


def test_targeted_worlds_and_samples_are_the_same_for_the_same_seed():
    def some(seed):
        targeted = islice(worlds.targeted_worlds(seed), 50)
        return [*targeted, *worlds.factor_worlds(50, seed)]

    assert some(SEED) == some(SEED)
    assert some(SEED) != some(SEED + 1)


def test_the_product_is_as_big_as_it_says():
    sizes = worlds.factor_product_sizes()

    assert worlds.factor_product_size() == sum(sizes.values())
    last = worlds.factor_world(worlds.factor_product_size() - 1)
    assert last["id"] == f"factor-family-{sizes['family'] - 1}"
    with pytest.raises(IndexError):
        worlds.factor_world(worlds.factor_product_size())


def test_a_sample_of_the_product_has_no_world_twice():
    sample = [world["id"] for world in worlds.factor_worlds(2000, SEED)]

    assert len(set(sample)) == 2000


def test_a_bigger_world_has_strangers_who_see_next_to_nothing():
    world = worlds.all_pairs_world(SEED, people=60, children=30, records=150)
    answers = oracle.decide(world)

    assert len(world["records"]) == 150
    assert {answer["person"] for answer in answers} == {
        entry["id"] for entry in world["persons"]
    }
    assert 0 < len(allowed(world)) < len(answers) / 50


def test_worlds_survive_being_written_to_a_file(dense):
    crowd = worlds.all_pairs_world(SEED, 10, 5, 10)
    pairs = [world for _, *both in PAIRS for world in both]
    samples = [*worlds.factor_worlds(50, SEED), crowd, *pairs, *dense[:10]]

    assert json.loads(json.dumps(samples)) == samples


# --- Malformed worlds --------------------------------------------------------------


def test_well_formed_worlds_can_be_decided():
    for unusual, world in worlds.well_formed_worlds():
        assert isinstance(oracle.decide(world), list), unusual


def test_malformed_worlds_differ_from_the_well_formed_one_and_from_each_other():
    texts = [
        world if isinstance(world, str) else json.dumps(world)
        for _, world in worlds.malformed_worlds()
    ]

    assert json.dumps(worlds.well_formed_world()) not in texts
    assert len(set(texts)) == len(texts)


def test_every_field_of_the_format_is_malformed_at_least_once():
    base = worlds.well_formed_world()
    fields = {*base} | {
        field
        for entries in base.values()
        if isinstance(entries, list)
        for entry in entries
        for field in entry
    }

    assert fields <= {name for name, _ in worlds.malformed_worlds()}
