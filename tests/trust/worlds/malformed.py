"""Every kind of input that world-format.md refuses, one fault to a world.

Each is the well-formed world with one change. The name beside it is that of the faulty
field as the file writes it ("max_sensitivity"), or "world" where the fault is not in a
field. Where a fault lies between two fields, it is the first of them in the format.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

from tests.trust.worlds.scenes import LISTS
from tests.trust.worlds.well_formed import (
    WELL_FORMED,
    exchanged,
    left_out,
    well_formed_world,
)

# At this place of the well-formed world ("list.index.field"), this value.
Fault = tuple[str, object]

# What may be left out: where the format's example shows null, false or an empty list,
# every list but clearance, and the half of a pair that says nothing.
MAY_BE_LEFT_OUT = {
    "to",
    "about_person",
    "withdrawn_at",
    "to_agency",
    "to_person",
    "record",
    "category of a restriction",
    "exempt",
    "breakable",
    "agency of a tie",
    *LISTS,
} - {"clearance"}


def malformed_worlds() -> Iterator[tuple[str, dict | str]]:
    """(name of the faulty field, world), or text where it is not even JSON."""
    for place, value in all_faults():
        yield place.split(".")[-1], exchanged(place, value)
    for place in (*all_required_fields(), "ties.0.agency", "bases.0.to_agency"):
        yield place.split(".")[-1], left_out(place)
    for name in LISTS_WITH_IDS:
        yield "id", with_duplicate(name)
    for place in all_objects():
        yield "colour", exchanged(f"{place}colour", "blue")
    for text in NOT_A_WORLD:
        yield "world", text


# --- The faults -------------------------------------------------------------------

LISTS_WITH_IDS = (
    "persons",
    "agencies",
    "children",
    "records",
    "bases",
    "restrictions",
)
NOBODY = "nobody"

UNKNOWN_IDS = (
    "employments.0.person",
    "employments.0.agency",
    "ties.0.person",
    "ties.0.child",
    "ties.0.agency",
    "records.0.child",
    "records.0.owner",
    "records.0.author",
    "records.0.about_person",
    "bases.0.child",
    "bases.0.to_agency",
    "bases.1.to_person",
    "restrictions.0.child",
    "restrictions.0.record",
    "glasses.0.person",
    "glasses.0.child",
    "glasses.0.agency",
)
UNKNOWN_KINDS = (
    "ties.0.kind",
    "records.0.state",
    "bases.0.kind",
    "restrictions.0.aimed_at",
)
WORDS = (
    "clearance.0.role",
    "clearance.0.category",
    "ties.0.role",
    "records.0.category",
    "bases.0.category",
    "restrictions.0.category",
)
IDS_AND_KINDS = (
    "id",
    *(f"{name}.0.id" for name in LISTS_WITH_IDS),
    *UNKNOWN_IDS,
    *UNKNOWN_KINDS,
)
TRUE_OR_FALSE = (
    "persons.0.active",
    "bases.0.covers_history",
    "restrictions.0.breakable",
)
WHOLE_NUMBERS = (
    "clearance.0.max_sensitivity",
    "records.0.sensitivity",
    "records.0.release",
    "bases.0.max_sensitivity",
)
MOMENTS = (
    "at",
    "employments.0.from",
    "employments.0.to",
    "ties.0.from",
    "ties.0.to",
    "records.0.made_at",
    "bases.0.from",
    "bases.0.to",
    "bases.0.withdrawn_at",
    "restrictions.0.from",
    "restrictions.0.to",
    "glasses.0.opened_at",
    "glasses.0.expires_at",
)
NOT_A_MOMENT = (
    "2026-03-02T09:00:00",  # no offset
    "2026-03-02",
    "2026-02-30T09:00:00Z",
    "2026-03-02T25:00:00Z",
    "soon",
    "",
    1772442000,
    True,
)
NOT_A_DAY = ("2022-02-30", "14 May 2022", "2022-05-14T00:00:00Z", "", 2022, True)
OUT_OF_RANGE = (
    ("records.0.sensitivity", 0),
    ("records.0.sensitivity", 4),
    ("records.0.release", -1),
    ("records.0.release", 3),
    ("bases.0.max_sensitivity", -1),
    ("bases.0.max_sensitivity", 4),
    ("clearance.0.max_sensitivity", -1),
    ("clearance.0.max_sensitivity", 4),
)
# Each of these periods begins on a later day than this.
BEFORE_ITS_START = (
    ("employments.0.to", "2025-08-31T23:59:59.999999Z"),
    ("ties.0.to", "2025-08-31T23:59:59.999999Z"),
    ("bases.0.to", "2025-09-30T23:59:59.999999Z"),
    ("restrictions.0.to", "2025-09-30T23:59:59.999999Z"),
    ("glasses.0.expires_at", "2026-03-02T07:59:59.999999Z"),
)
NOT_ONE_AIM = (
    {},
    {"person": "p1", "agency": "a1"},
    {"person": NOBODY},
    {"agency": NOBODY},
    {"person": None},
    {"agency": "p1"},
    {"family": True},
    {"person": "p2", "colour": "blue"},
    ["family"],
    "p1",
)
BETWEEN_FIELDS = (
    ("ties.0.agency", None),  # a team tie without its agency
    ("ties.1.agency", "a1"),  # a family tie with one
    ("ties.2.agency", "a1"),  # a self tie with one
    ("bases.0.to_agency", None),  # to nobody
    ("bases.0.to_person", "p1"),  # to both
)
NOT_A_LIST_OF_IDS = ([NOBODY], [""], [1], [None], "p1", {"p1": True}, True)
NOT_A_LIST_OF_ENTRIES = ({}, "p1", 1, True, [None], ["p1"], [[]])
NOT_A_WORLD = (
    "",
    "{",
    '{"id": "w1",}',
    "null",
    "[]",
    '"w1"',
    "1",
    json.dumps(WELL_FORMED)[:-1],
    json.dumps(WELL_FORMED) + "}",
)


def all_faults() -> Iterator[Fault]:
    yield from ((place, NOBODY) for place in UNKNOWN_IDS + UNKNOWN_KINDS)
    texts = WORDS + IDS_AND_KINDS
    yield from ((place, "") for place in IDS_AND_KINDS)
    yield from ((place, value) for place in texts for value in (1, True, ["p1"]))
    yield from ((place, v) for place in TRUE_OR_FALSE for v in ("true", 1, 0, 1.0, []))
    yield from ((place, v) for place in WHOLE_NUMBERS for v in ("1", True, 1.5, [1]))
    yield from ((place, value) for place in MOMENTS for value in NOT_A_MOMENT)
    yield from (("children.0.born_on", value) for value in NOT_A_DAY)
    yield from OUT_OF_RANGE
    yield from BEFORE_ITS_START
    yield from (("restrictions.0.aimed_at", value) for value in NOT_ONE_AIM)
    yield from (("restrictions.0.exempt", value) for value in NOT_A_LIST_OF_IDS)
    yield from BETWEEN_FIELDS
    yield from ((name, value) for name in LISTS for value in NOT_A_LIST_OF_ENTRIES)
    yield from wrong_kind_of_id()
    yield from ((place, None) for place in all_required_fields())


def wrong_kind_of_id() -> Iterator[Fault]:
    """An id that is known, but in another list."""
    yield "ties.0.person", "c1"
    yield "ties.0.child", "p1"
    yield "ties.0.agency", "p1"
    yield "records.0.owner", "everyone"
    yield "bases.0.to_agency", "family"
    yield "glasses.0.agency", "family"
    yield "restrictions.0.record", "b1"
    yield "employments.0.person", "P1"  # compared letter by letter


def all_required_fields() -> Iterator[str]:
    yield from ("id", "at", "clearance")
    for name in LISTS:
        for field in WELL_FORMED[name][0]:
            if not may_be_left_out(name, field):
                yield f"{name}.0.{field}"


def may_be_left_out(name: str, field: str) -> bool:
    of_whom = {"restrictions": "a restriction", "ties": "a tie"}.get(name)
    return bool({field, f"{field} of {of_whom}"} & MAY_BE_LEFT_OUT)


def all_objects() -> Iterator[str]:
    """The place of every object of the format, ready to have a field put behind it."""
    yield ""
    yield from (f"{name}.0." for name in LISTS)


def with_duplicate(name: str) -> dict:
    world = well_formed_world()
    world[name].append(copy.deepcopy(world[name][0]))
    return world
