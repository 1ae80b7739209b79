"""The product's predicate against the independent oracle (sharing policy, part 8).

`./run test` takes a fixed sample of each comparison, `./run trust` the whole of it.
`PLAIT_PROOF_SHARE=2/4` takes the second quarter of the whole product of factors, so
that several machines can share the longest one.
"""

import os
import time
from collections import Counter
from itertools import islice

import pytest
from django.db.models import Count, Exists, OuterRef

from plait.children.models import Child, Tie
from plait.sharing.models import Record
from plait.sharing.worlds import reading
from plait.sharing.worlds.statements import Statement
from tests.trust import oracle, worlds
from tests.trust.staged import hats_of, staged

SEED = 20261126
ROWS = [row for row, _, _ in oracle.TABLE]


@pytest.fixture(scope="module")
def decide(decider):
    """Every decision in a world, in the words of the oracle."""

    def decide(world):
        read = reading.World.model_validate(world)
        return [answer._asdict() for answer in decider.decide(read)]

    return decide


@pytest.fixture
def compare(decide):
    """Hold many worlds against the oracle; how often each row decided."""

    def compare(many):
        started, reach = time.monotonic(), Counter()
        for world in many:
            expected = oracle.decide(world)
            assert decide(world) == expected, world
            reach.update(answer["row"] for answer in expected)
        took = time.monotonic() - started
        print(f"{reach.total()} decisions in {took:.0f} s: {dict(reach)}")
        return reach

    return compare


def share_of_product():
    part, parts = map(int, os.environ.get("PLAIT_PROOF_SHARE", "1/1").split("/"))
    return range(part - 1, worlds.factor_product_size(), parts)


# --- The product equals the oracle -------------------------------------------------


def test_item_2_the_full_product_of_factors(compare, whole):
    if whole:
        compare(map(worlds.factor_world, share_of_product()))
    else:
        assert set(compare(worlds.factor_worlds(1200, SEED))) == set(ROWS)


def test_item_3_dense_random_worlds(compare, whole):
    reach = compare(worlds.dense_worlds(8000 if whole else 250, SEED))

    assert set(reach) == set(ROWS)


def test_item_4_all_pairs_of_a_crowd(compare, whole):
    size = (300, 150, 1500) if whole else (50, 25, 120)

    reach = compare([worlds.all_pairs_world(SEED, *size)])

    assert (
        0 < sum(reach[row] for row in ROWS if row.startswith("P")) < reach.total() / 50
    )


def test_item_6_every_row_is_reached_by_worlds_aimed_at_it(compare, whole):
    step, least = (1, 1000) if whole else (6, 150)

    reach = compare(islice(worlds.targeted_worlds(SEED), 0, None, step))

    assert {row: reach[row] for row in ROWS if reach[row] < least} == {}


def test_item_6_each_condition_matters_alone(compare):
    compare(world for _, *pair in worlds.condition_pairs() for world in pair)


def test_yp_1_the_switch_comes_on_the_same_instant_as_the_oracles(compare, whole):
    compare(islice(worlds.switch_worlds(), 0, None, 1 if whole else 3))


# --- Laws (item 7) ------------------------------------------------------------------


@pytest.fixture(scope="module")
def dense(whole):
    return list(worlds.dense_worlds(1000 if whole else 25, SEED + 1))


@pytest.fixture
def allowed(decide):
    def allowed(world):
        return {
            (answer["person"], answer["hat"], answer["record"])
            for answer in decide(world)
            if answer["allowed"]
        }

    return allowed


NEVER_ADDS = (
    worlds.with_extra_restriction,
    worlds.with_tie_ended,
    worlds.with_employment_ended,
    worlds.with_glass_ended,
)


@pytest.mark.parametrize("change", NEVER_ADDS, ids=lambda change: change.__name__)
def test_law_this_never_adds_a_record(change, dense, allowed):
    for world in dense:
        assert allowed(change(world, SEED)) <= allowed(world)


def test_law_adding_a_basis_never_removes_a_record(dense, allowed):
    for world in dense:
        assert allowed(worlds.with_extra_basis(world, SEED)) >= allowed(world)


def test_law_no_right_outlives_its_interval(dense, allowed):
    for world in dense:
        assert allowed(worlds.with_every_tie_and_glass_ended(world)) == set()


def test_law_renaming_ids_changes_nothing(dense, decide):
    for world in dense:
        names = worlds.renaming(world)
        expected = [worlds.renamed_answer(answer, names) for answer in decide(world)]
        assert decide(worlds.with_renamed_ids(world)) == expected


# --- The way of asking ----------------------------------------------------------------


def test_a_compiled_statement_asks_what_the_product_asks(scratch_database):
    """The proof's short cut is the same SQL with the same parameters, at any instant."""

    def question(hat, at):
        return (
            Record.objects.visible_to(hat, at).explain(hat, at).values_list("pk", "row")
        )

    compiled = {family: Statement(question, family=family) for family in (False, True)}
    for world in [
        *worlds.dense_worlds(3, SEED),
        *islice(worlds.switch_worlds(), 0, 40, 7),
    ]:
        with staged(world) as read:
            for _, _, hat in hats_of(read):
                asked = question(hat, read.at).query.get_compiler("default").as_sql()
                statement = compiled[hat.is_family]
                assert (statement.sql, statement.parameters(hat, read.at)) == asked


def test_the_predicate_means_the_same_inside_other_questions(scratch_database):
    """Its own tables never meet those of the query that it is put into."""
    met = 0
    for world in worlds.dense_worlds(6, SEED):
        with staged(world) as read:
            for _, _, hat in hats_of(read):
                visible = Record.objects.visible_to(hat, read.at)
                there = set(visible.values_list("pk", flat=True))
                again = visible.filter(pk__in=visible.values("pk"))
                children = Child.objects.filter(
                    Exists(visible.filter(child_id=OuterRef("pk")))
                )
                ties = Tie.objects.filter(child__in=visible.values("child_id"))
                counted = visible.values("child_id").annotate(records=Count("pk"))

                assert set(again.values_list("pk", flat=True)) == there
                about = set(visible.values_list("child_id", flat=True))
                assert set(children.values_list("pk", flat=True)) == about
                assert set(ties.values_list("child_id", flat=True)) <= about
                assert (
                    sum(row["records"] for row in counted)
                    == visible.count()
                    == len(there)
                )
                assert visible.exists() == bool(there)
                met += len(there)

    assert met > 30


def test_the_products_own_list_is_what_was_compared(scratch_database, decide):
    """Without the short cut: `visible_to` and `explain` as pages call them."""
    for world in worlds.dense_worlds(4, SEED):
        expected = {
            (each["person"], each["hat"], each["record"]): each
            for each in decide(world)
        }
        with staged(world) as read:
            names = {str(row.pk): name for name, row in rows_of(read).items()}
            for person, name, hat in hats_of(read):
                seen = {
                    names[str(each.pk)]
                    for each in Record.objects.visible_to(hat, read.at)
                }
                rows = {
                    names[str(each.pk)]: each.row
                    for each in Record.objects.explain(hat, read.at)
                }
                for record in names.values():
                    answer = expected[person, name, record]
                    assert (record in seen, rows[record]) == (
                        answer["allowed"],
                        answer["row"],
                    )


def rows_of(read):
    from plait.sharing.worlds.staging import identify

    found = {row.pk: row for row in Record.objects.unfiltered("a proof's own records")}
    return {entry.id: found[identify("records", entry.id)] for entry in read.records}
