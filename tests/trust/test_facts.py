"""What an answer is said to rest on, and that content is decided with its record."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from plait.access.viewer import Viewer
from plait.sharing import predicate
from plait.sharing.models import Record
from plait.sharing.worlds.staging import identify
from plait.sharing.worlds.statements import Statement, prepared_id
from tests.trust import oracle, worlds
from tests.trust.staged import (
    draft_through_a_soft_seal,
    hats_of,
    instant,
    names,
    staged,
)

SEED = 20261126
KINDS = {"tie": "ties", "basis": "bases", "glass": "glasses"}


def explained(hat, at):
    return Record.objects.explain(hat, at).values_list(
        "pk", "row", *predicate.facts(hat, at)
    )


@pytest.fixture(scope="module")
def explain(scratch_database):
    """For each person, hat and record: the row, and the places of the facts behind it."""
    compiled = {family: Statement(explained, family=family) for family in (False, True)}

    def explain(world):
        with staged(world) as read:
            records, places = names(read, "records"), places_of(world)
            for person, name, hat in hats_of(read):
                columns = predicate.facts(hat, read.at)
                for key, row, *facts in compiled[hat.is_family].ask(hat, read.at):
                    by_column = dict(zip(columns, facts, strict=True))
                    found = dict.fromkeys(KINDS)
                    for kind, fact in predicate.rests_on(row, by_column.get).items():
                        found[kind] = places[kind, fact]
                    yield (
                        {"person": person, "hat": name, "record": records[key]},
                        row,
                        found,
                    )

    return explain


def places_of(world):
    """Where in its list of the world each stored fact stands."""
    return {
        (kind, prepared_id(identify(listed, entry.get("id", str(place))))): place
        for kind, listed in KINDS.items()
        for place, entry in enumerate(world[listed])
    }


# --- Taking facts away ---------------------------------------------------------------


def over(world, kind, entry):
    """The same fact, over at the world's instant: it counts for nothing any more."""
    start, end = ("opened_at", "expires_at") if kind == "glass" else ("from", "to")
    return {**entry, start: min(entry[start], world["at"]), end: world["at"]}


def with_only(world, kind, kept):
    """The world in which every fact of a kind but one (or none) is over."""
    listed = KINDS[kind]
    entries = [
        entry if place == kept else over(world, kind, entry)
        for place, entry in enumerate(world[listed])
    ]
    return {**world, listed: entries}


def some_worlds(whole):
    yield from worlds.dense_worlds(400 if whole else 40, SEED)
    for name in worlds.SMALLEST:
        yield worlds.smallest_scene(name).world
    yield draft_through_a_soft_seal()


def test_the_facts_named_are_enough_and_none_is_named_in_vain(explain, whole):
    """With all but the named facts over, the row decides still; and each was needed."""
    named = dict.fromkeys(KINDS, 0)
    for world in some_worlds(whole):
        for asked, row, facts in explain(world):
            if not row.startswith("P"):
                assert facts == dict.fromkeys(KINDS), (asked, row)
                continue
            bare = world
            for kind, place in facts.items():
                bare = with_only(bare, kind, place)
                without = oracle.decide_one(with_only(world, kind, None), **asked)
                assert (without["row"] != row) == (place is not None), (
                    kind,
                    asked,
                    row,
                )
                named[kind] += place is not None
            assert oracle.decide_one(bare, **asked)["row"] == row, (asked, facts)

    assert min(named.values()) > 20, named


THROUGH_A_SEAL = {
    "P1": worlds.smallest_scene("P1 through a soft seal").world,
    "P1d": draft_through_a_soft_seal(),
}


@pytest.mark.parametrize("row", THROUGH_A_SEAL)
def test_emergency_access_through_a_seal_is_named_whatever_the_row(explain, row):
    decided = {row: facts for _, row, facts in explain(THROUGH_A_SEAL[row])}

    assert decided[row] == {"tie": 0, "basis": None, "glass": 0}


# --- Content is decided with its record ----------------------------------------------

DECIDED = [model for model in apps.get_models() if getattr(model, "RECORD_PATH", "")]


def kind_of(model):
    """The kind of record that holds this content, or that it is a part of."""
    for step in model.RECORD_PATH.split("__")[:-2]:
        model = model._meta.get_field(step).related_model
    return getattr(model, "KIND", "")


def fill(model, record):
    """One row of any kind of content about a record, with the rows on the way to it."""
    step = model.RECORD_PATH.split("__")[0]
    parent = model._meta.get_field(step).related_model
    row = model()
    for field in model._meta.concrete_fields:
        if field.name == step:
            setattr(
                row, field.attname, record if parent is Record else fill(parent, record)
            )
        elif not field.has_default() and not field.null and not field.auto_created:
            setattr(row, field.attname, some_value(field, record))
    row.save(force_insert=True)
    return row.pk


def some_value(field, record):
    match field:
        case models.ForeignKey():
            return record  # the database is left before it would notice
        case models.DateTimeField():
            return instant(WORLD)
        case models.DateField():
            return date(2026, 3, 2)
        case models.CharField() if field.choices:
            return "" if field.blank else field.choices[0][0]
        case models.CharField() | models.TextField():
            return "x"
    return int(not isinstance(field, models.BooleanField))


WORLD = next(worlds.dense_worlds(1, SEED))


@pytest.mark.parametrize("model", DECIDED, ids=lambda model: model._meta.label)
def test_content_and_its_parts_are_seen_exactly_with_their_record(
    scratch_database, model
):
    path = f"{model.RECORD_PATH}pk"
    with staged(WORLD) as read:
        every = Record.objects.unfiltered("a proof's own records")
        every.update(kind=kind_of(model))
        for record in every:
            fill(model, record.pk)
        assert model.objects.unfiltered("a proof").count() == len(read.records)
        seen = 0
        for _, _, hat in hats_of(read):
            records = Record.objects.visible_to(hat, read.at).values_list(
                "pk", flat=True
            )
            shown = model.objects.visible_to(hat, read.at).values_list(path, flat=True)
            assert sorted(shown) == sorted(records)
            viewer = Viewer(hat=hat, now=read.at)
            fetched = list(model.objects.read_by(viewer))
            assert len(fetched) == len(records)
            assert sorted(sight.record_id for sight in viewer.sights) == sorted(records)
            seen += len(records)
        assert seen


def test_every_model_that_says_it_belongs_to_a_record_does():
    for model in DECIDED:
        for step in model.RECORD_PATH.rstrip("_").split("__"):
            field = model._meta.get_field(step)
            assert not field.null
            model = field.related_model
        assert model is Record


# --- What was fetched is noted -----------------------------------------------------------

WAYS = {
    "list": list,
    "iterator": lambda rows: list(rows.iterator()),
    "slice": lambda rows: list(rows.order_by("pk")[:2]),
    "first": lambda rows: [rows.first()],
    "last": lambda rows: [rows.order_by("pk").last()],
    "in_bulk": lambda rows: list(rows.in_bulk().values()),
    "get": lambda rows: [rows.get(pk=rows.order_by("pk").values("pk")[:1])],
    "earliest": lambda rows: [rows.earliest("made_at")],
    "len": lambda rows: [rows[0]] if len(rows) else [],
    "chained": lambda rows: list(rows.filter(state="live").order_by("-made_at")),
    "index": lambda rows: [rows[1]],
}


FULL = next(world for world in worlds.targeted_worlds(SEED) if "-P1-" in world["id"])


@pytest.fixture
def viewer(scratch_database):
    """Somebody who may see all of a child's ten records."""
    with staged(FULL) as read:
        yield Viewer(hat=next(hats_of(read))[2], now=read.at)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_fetching_is_noted(viewer, way):
    got = WAYS[way](Record.objects.read_by(viewer))

    noted = {sight.record_id: sight for sight in viewer.sights}
    assert got
    for record in got:
        sight = noted[record.pk]
        assert (sight.child_id, sight.version_hash) == (
            record.child_id,
            record.version_hash,
        )
        assert (sight.row, sight.facts) == ("P1", (f"tie:{identify('ties', '0')}",))


@pytest.mark.parametrize("way", ["values", "values_list"])
def test_what_could_not_be_noted_is_not_handed_out(viewer, way):
    """Only whole rows know which record they are."""
    rows = getattr(Record.objects.read_by(viewer), way)("category")

    with pytest.raises(AttributeError):
        list(rows)
