"""A world with one of everything, and changes to it that must all be accepted."""

from __future__ import annotations

import copy
from collections.abc import Iterator

WELL_FORMED = {
    "id": "w1",
    "at": "2026-03-02T09:00:00Z",
    "clearance": [
        {"role": "key_worker", "category": "education", "max_sensitivity": 2}
    ],
    "persons": [{"id": "p1", "active": True}, {"id": "p2", "active": False}],
    "agencies": [{"id": "a1"}, {"id": "a2"}],
    "employments": [
        {
            "person": "p1",
            "agency": "a1",
            "from": "2025-09-01T00:00:00Z",
            "to": "2026-09-01T00:00:00Z",
        }
    ],
    "children": [{"id": "c1", "born_on": "2022-05-14"}],
    "ties": [
        {
            "person": "p1",
            "child": "c1",
            "kind": "team",
            "agency": "a1",
            "role": "key_worker",
            "from": "2025-09-01T00:00:00Z",
            "to": "2026-09-01T00:00:00Z",
        },
        {
            "person": "p2",
            "child": "c1",
            "kind": "family",
            "agency": None,
            "role": "pr",
            "from": "2025-09-01T00:00:00Z",
            "to": None,
        },
        {
            "person": "p2",
            "child": "c1",
            "kind": "self",
            "agency": None,
            "role": "self",
            "from": "2025-09-01T00:00:00Z",
            "to": None,
        },
    ],
    "records": [
        {
            "id": "r1",
            "child": "c1",
            "owner": "a1",
            "author": "p1",
            "category": "education",
            "sensitivity": 1,
            "state": "live",
            "release": 2,
            "about_person": None,
            "made_at": "2025-10-01T10:00:00Z",
        }
    ],
    "bases": [
        {
            "id": "b1",
            "child": "c1",
            "to_agency": "a2",
            "to_person": None,
            "category": "education",
            "max_sensitivity": 1,
            "kind": "consent",
            "from": "2025-10-01T00:00:00Z",
            "to": "2026-10-01T00:00:00Z",
            "withdrawn_at": None,
            "covers_history": True,
        },
        {
            "id": "b2",
            "child": "c1",
            "to_agency": None,
            "to_person": "p2",
            "category": "education",
            "max_sensitivity": 1,
            "kind": "consent",
            "from": "2025-10-01T00:00:00Z",
            "to": None,
            "withdrawn_at": None,
            "covers_history": True,
        },
    ],
    "restrictions": [
        {
            "id": "s1",
            "child": "c1",
            "record": None,
            "category": "location",
            "aimed_at": {"person": "p2"},
            "exempt": [],
            "breakable": False,
            "from": "2025-10-01T00:00:00Z",
            "to": "2026-10-01T00:00:00Z",
        }
    ],
    "glasses": [
        {
            "person": "p1",
            "child": "c1",
            "agency": "a1",
            "opened_at": "2026-03-02T08:00:00Z",
            "expires_at": "2026-03-02T12:00:00Z",
        }
    ],
}


def well_formed_world() -> dict:
    """The world that every malformed one differs from."""
    return copy.deepcopy(WELL_FORMED)


def well_formed_worlds() -> Iterator[tuple[str, dict]]:
    """(what is unusual, world): what a checker might wrongly refuse."""
    yield "nothing", well_formed_world()
    yield (
        "nothing but what must be there",
        {"id": "w", "at": "2026-03-02T09:00:00Z", "clearance": []},
    )
    for unusual, place, value in UNUSUAL:
        yield unusual, exchanged(place, value)
    for place in MAY_BE_LEFT_OUT:
        yield f"{place} left out", left_out(place)


UNUSUAL = (
    ("empty period", "ties.0.to", "2025-09-01T00:00:00Z"),
    ("empty glass", "glasses.0.expires_at", "2026-03-02T08:00:00Z"),
    ("withdrawn before it began", "bases.0.withdrawn_at", "2025-09-30T00:00:00Z"),
    ("withdrawn after it ended", "bases.0.withdrawn_at", "2026-10-02T00:00:00Z"),
    ("another offset", "at", "2026-03-02T10:00:00+01:00"),
    ("microseconds", "at", "2026-03-02T09:00:00.000001Z"),
    (
        "one id in two lists",
        "children",
        [{"id": "c1", "born_on": "2022-05-14"}, {"id": "p1", "born_on": "2022-05-14"}],
    ),
    ("ids that differ in case", "agencies", [{"id": "a1"}, {"id": "a2"}, {"id": "A1"}]),
    ("seal on all", "restrictions.0.category", None),
    ("seal on a record", "restrictions.0.record", "r1"),
    ("seal on the family", "restrictions.0.aimed_at", "family"),
    ("seal on everyone", "restrictions.0.aimed_at", "everyone"),
    ("record of the family", "records.0.owner", "family"),
    ("clearance for nothing", "clearance.0.max_sensitivity", 0),
)

MAY_BE_LEFT_OUT = (
    "employments.0.to",
    "ties.0.to",
    "ties.1.agency",
    "records.0.about_person",
    "bases.0.to",
    "bases.0.to_person",
    "bases.1.to_agency",
    "bases.0.withdrawn_at",
    "restrictions.0.record",
    "restrictions.0.category",
    "restrictions.0.exempt",
    "restrictions.0.breakable",
    "restrictions.0.to",
    "bases",
    "restrictions",
    "glasses",
    "records",
    "ties",
    "employments",
)

# --- One change, at "list.index.field" ---------------------------------------------


def holder_of(world: dict, place: str) -> tuple[dict, str]:
    """The object that has the field, and the field."""
    *way, field = place.split(".")
    holder = world
    for step in way:
        holder = holder[int(step) if step.isdigit() else step]
    return holder, field


def exchanged(place: str, value: object) -> dict:
    world = well_formed_world()
    holder, field = holder_of(world, place)
    holder[field] = copy.deepcopy(value)
    return world


def left_out(place: str) -> dict:
    world = well_formed_world()
    holder, field = holder_of(world, place)
    del holder[field]
    return world
