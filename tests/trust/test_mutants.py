"""Every small change to the predicate is noticed (sharing policy, part 8, item 5).

A mutant is killed when, in some world, it answers differently from the oracle, or
rests an answer on other facts. What survives stands in docs/rules/equivalent-mutants.md
with the reason why nobody could notice.
"""

import re
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType
from unittest import mock

import pytest
from django.core.exceptions import EmptyResultSet, FieldError
from django.db import DatabaseError, transaction

import plait.sharing
from plait.sharing import compiled, conditions, door, predicate, visibility
from plait.sharing.compiled import NotExchangeable
from plait.sharing.models import Record
from plait.sharing.worlds.statements import Statement
from tests.trust import mutations, oracle, worlds
from tests.trust.staged import draft_through_a_soft_seal, hats_of, names, staged

SEED = 20261126
ONE_IN = 6
STILLBORN = (
    FieldError,
    EmptyResultSet,
    NotExchangeable,
    AttributeError,
    TypeError,
    ValueError,
)
LIST = (
    Path(__file__).resolve().parent.parent.parent / "docs/rules/equivalent-mutants.md"
)
MODULES = {"conditions": conditions, "predicate": predicate}


def every_mutant():
    return [
        mutant for module in MODULES.values() for mutant in mutations.mutants(module)
    ]


def listed_as_equivalent():
    """The names in the list: what stands in a line that begins "- `name`"."""
    return re.findall(r"^- `(.+)`$", LIST.read_text(), re.MULTILINE)


# --- A mutant as a module ----------------------------------------------------------------


def modules_of(mutant):
    """The conditions and the predicate with one change, as modules of their own."""
    changed = {}
    for name, module in MODULES.items():
        tree = (
            mutant.tree()
            if name == mutant.module
            else Path(module.__file__).read_text()
        )
        changed[name] = ModuleType(module.__name__)
        with (
            mock.patch.dict(sys.modules, {module.__name__: changed[name]}),
            mock.patch.dict(
                sys.modules,
                {f"plait.sharing.{each}": changed[each] for each in changed},
            ),
            mock.patch.multiple(plait.sharing, **changed),
        ):
            exec(compile(tree, module.__file__, "exec"), changed[name].__dict__)
    return changed


def explained(hat, at):
    columns = visibility.predicate.facts(hat, at)
    return Record.objects.explain(hat, at).values_list("pk", "row", *columns)


def listed(hat, at):
    return Record.objects.visible_to(hat, at).values_list("pk")


def there(hat, at):
    return door.children_of(hat, at).values_list("pk")


class Candidate:
    """The questions that pages ask, for both kinds of hat, with changed modules.

    A condition reaches the list of records through the row alone, and the table does
    not reach the door: each mutant is asked only what it could change.
    """

    def __init__(self, modules, questions=(explained, listed, there)):
        self.predicate = modules["predicate"]
        with (
            mock.patch.object(visibility, "predicate", self.predicate),
            mock.patch.object(door, "conditions", modules["conditions"]),
            mock.patch.object(compiled, "PROBES", compiled.PROBES[:2]),
            mock.patch.object(compiled, "_templates", {}),
        ):
            self.columns = {
                one.hat.is_family: list(self.predicate.facts(one.hat, one.at))
                for family in (False, True)
                for one in compiled.probes(family=family)
            }
            self.asked = {
                (question, family): Statement(question, family=family)
                for question in questions
                for family in (False, True)
            }

    def answers(self, hat, at):
        """By question: rows with the facts behind them, and what lists hold."""
        columns = self.columns[hat.is_family]
        found = {
            question: statement.ask(hat, at)
            for (question, family), statement in self.asked.items()
            if family == hat.is_family
        }
        rows = {
            key: (
                row,
                self.predicate.rests_on(
                    row, dict(zip(columns, facts, strict=True)).get
                ),
            )
            for key, row, *facts in found[explained]
        }
        return {question: set(rows) for question, rows in found.items()} | {
            explained: rows
        }


ASKED = {"conditions": (explained, there), "predicate": (explained, listed)}


def same_sql(one, other):
    """Both ask the same of both kinds of hat: nothing can ever tell them apart."""
    return all(
        (statement.sql, statement.slots.slots)
        == (other.asked[asked].sql, other.asked[asked].slots.slots)
        for asked, statement in one.asked.items()
    )


# --- Hunting -----------------------------------------------------------------------------


def discriminating_worlds():
    """Few worlds that between them tell nearly everything apart; the busiest first."""
    yield from worlds.dense_worlds(12, SEED)
    for name in worlds.SMALLEST:
        yield worlds.smallest_scene(name).world
    yield draft_through_a_soft_seal()
    for _, *pair in worlds.condition_pairs():
        yield from pair
    yield from islice(worlds.targeted_worlds(SEED), 0, None, 17)
    yield from islice(worlds.switch_worlds(), 0, None, 5)
    yield from worlds.factor_worlds(150, SEED)
    yield from worlds.dense_worlds(60, SEED + 1)


def hunt(candidates):
    """The names of those that no world tells apart from the policy, in their order."""
    proper = Candidate(MODULES)
    alive = dict(candidates)
    for world in discriminating_worlds():
        decided = {
            (each["person"], each["hat"], each["record"]): each
            for each in oracle.decide(world)
        }
        with staged(world) as read:
            records = names(read, "records")
            for person, name, hat in hats_of(read):
                expected = proper.answers(hat, read.at)
                for key, record in records.items():
                    answer = decided[person, name, record]
                    assert expected[explained][key][0] == answer["row"]
                    assert ((key,) in expected[listed]) == answer["allowed"]
                for mutant in [*alive]:
                    if differs(alive[mutant], hat, read.at, expected):
                        del alive[mutant]
    return list(alive)


def differs(candidate, hat, at, expected):
    try:
        with transaction.atomic():
            answers = candidate.answers(hat, at)
    except (DatabaseError, LookupError, NameError):
        return True
    return any(expected[question] != answer for question, answer in answers.items())


@pytest.fixture(scope="module")
def hunted(scratch_database, database_url, whole):
    """(all that were hunted, those that never ran, those that survived)."""
    if database_url:
        pytest.skip(
            "The worlds are the same on both databases: SQLite's run shows their worth"
        )
    chosen = every_mutant()[:: 1 if whole else ONE_IN]
    candidates, stillborn, proper = {}, [], Candidate(MODULES)
    for mutant in chosen:
        try:
            changed = modules_of(mutant)
            candidates[mutant.name] = Candidate(changed, ASKED[mutant.module])
        except STILLBORN as error:
            stillborn.append((mutant.name, error))
    survivors = hunt(candidates)
    identical = [name for name in survivors if same_sql(candidates[name], proper)]
    print(
        f"{len(chosen)} mutants: {len(stillborn)} could not be asked at all, "
        f"{len(candidates) - len(survivors)} killed, {len(survivors)} survived, "
        f"of which {len(identical)} ask the very same SQL"
    )
    return chosen, stillborn, survivors


def test_item_5_every_mutant_is_killed_or_listed_with_a_reason(hunted):
    _, _, survivors = hunted

    assert [name for name in survivors if name not in listed_as_equivalent()] == []


def test_item_5_the_list_names_nothing_that_is_killed_or_gone(hunted):
    chosen, _, survivors = hunted
    everything = {mutant.name for mutant in every_mutant()}
    hunted_names = {mutant.name for mutant in chosen}

    named = listed_as_equivalent()

    assert [name for name in named if name not in everything] == []
    assert [
        name for name in named if name in hunted_names and name not in survivors
    ] == []
    assert len(named) == len(set(named))


def test_item_5_few_mutants_are_stillborn(hunted):
    """A change that cannot even be asked shows nothing about the worlds."""
    chosen, stillborn, _ = hunted

    assert len(stillborn) <= len(chosen) / 10, stillborn


def test_mutants_have_names_of_their_own():
    every = [mutant.name for mutant in every_mutant()]

    assert len(every) == len(set(every)) > 300
