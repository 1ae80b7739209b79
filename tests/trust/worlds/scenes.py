"""Building one world: entries with their usual values, times counted from its instant.

In every scene p1 is the reader, c1 the child, r1 the record and a1 the agency whose hat
the reader wears; p2, c2, r2 and a2 are the others.
"""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

NOW = timedelta(0)
NEXT = timedelta(microseconds=1)  # the first instant that is not yet
JUST_BEFORE = -NEXT
DAY = timedelta(days=1)
MONTH_AGO = -30 * DAY
LONG_AGO = -400 * DAY
IN_A_MONTH = 30 * DAY

# Where a period begins and ends, counted from the decision's instant.
LIVE = (MONTH_AGO, None)
ONLY_NOW = (NOW, NEXT)
FROM_NOW = (NOW, None)
UNTIL_NOW = (MONTH_AGO, NOW)
FROM_NEXT = (NEXT, None)

LIVE_STARTS = (LONG_AGO, MONTH_AGO, -DAY, JUST_BEFORE, NOW)
LIVE_ENDS = (NEXT, DAY, IN_A_MONTH, None, None)

# A glass lasts at most four hours (reading 5), so it has periods of its own.
FOUR_HOURS = timedelta(hours=4)
GLASS_LIVE = (-FOUR_HOURS + NEXT, NEXT)
GLASS_FROM_NOW = (NOW, FOUR_HOURS)
GLASS_UNTIL_NOW = (-FOUR_HOURS, NOW)
GLASS_FROM_NEXT = (NEXT, FOUR_HOURS)

ORDINARY_INSTANT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SWITCH_INSTANT = datetime(2026, 6, 26, 23, tzinfo=UTC)  # rule YP-1, 15 July 2010

YOUNG = "2018-05-14"
SWITCHES_AT_SWITCH_INSTANT = ("2009-09-01", "2010-07-15", "2010-08-31")
SWITCHED_A_YEAR_BEFORE = "2009-08-31"
SWITCHES_A_YEAR_AFTER = "2010-09-01"

KINDS_OF_BASIS = (
    "public_task",
    "legal_obligation",
    "safeguarding",
    "vital_interest",
    "court_order",
    "consent",
    "recognised_interest",
    "representative",
)

CARRYING_P5 = ("consent", "representative", "court_order")

LISTS = (
    "clearance",
    "persons",
    "agencies",
    "employments",
    "children",
    "ties",
    "records",
    "bases",
    "restrictions",
    "glasses",
)

USUAL = {
    "employments": {"person": "p1", "agency": "a1"},
    "ties": {
        "person": "p1",
        "child": "c1",
        "kind": "team",
        "agency": "a1",
        "role": "key_worker",
    },
    "records": {
        "id": "r1",
        "child": "c1",
        "owner": "a1",
        "author": "p2",
        "category": "health",
        "sensitivity": 1,
        "state": "live",
        "release": 2,
        "about_person": None,
        "made_at": LONG_AGO,
    },
    "bases": {
        "child": "c1",
        "to_agency": None,
        "to_person": None,
        "category": "health",
        "max_sensitivity": 2,
        "kind": "consent",
        "withdrawn_at": None,
        "covers_history": True,
    },
    "restrictions": {
        "child": "c1",
        "record": None,
        "category": None,
        "aimed_at": "everyone",
        "exempt": [],
        "breakable": False,
    },
    "glasses": {"person": "p1", "child": "c1", "agency": "a1"},
}


def as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Scene:
    """A world under construction."""

    def __init__(self, identifier: str, at: datetime = ORDINARY_INSTANT) -> None:
        self.at = at
        self.world: dict = {"id": identifier, "at": as_text(at)}
        self.world.update({name: [] for name in LISTS})

    def resolve(self, value: object) -> object:
        """A length of time is counted from the scene's instant; the rest is copied."""
        if isinstance(value, timedelta):
            return as_text(self.at + value)
        return copy.copy(value)

    def declare(self, name: str, *identifiers: str, **fields: object) -> Scene:
        """Add persons, agencies or children that differ in nothing but their id."""
        for identifier in identifiers:
            self.world[name].append({"id": identifier, **fields})
        return self

    def clear(self, role: str, category: str, max_sensitivity: int) -> Scene:
        self.world["clearance"].append(
            {"role": role, "category": category, "max_sensitivity": max_sensitivity}
        )
        return self

    def add(self, name: str, *, span: tuple | None = None, **changes: object) -> Scene:
        """Add an entry to a list: the usual one with changes, during a span."""
        entry = {**USUAL[name], **changes}
        if name in ("bases", "restrictions"):
            entry.setdefault("id", f"{name[0]}{len(self.world[name]) + 1}")
        if name == "glasses":
            entry["opened_at"], entry["expires_at"] = span or GLASS_LIVE
        elif name != "records":
            entry["from"], entry["to"] = span or LIVE
        self.world[name].append({key: self.resolve(entry[key]) for key in entry})
        return self


def stage(identifier: str, at: datetime = ORDINARY_INSTANT) -> Scene:
    """Two people, two agencies and two children, and who is cleared for what."""
    scene = Scene(identifier, at)
    scene.declare("persons", "p1", "p2", active=True)
    scene.declare("agencies", "a1", "a2")
    scene.declare("children", "c1", "c2", born_on=YOUNG)
    for role, level in (("lead", 3), ("key_worker", 2), ("assistant", 1), ("clerk", 0)):
        scene.clear(role, "health", level)
    return scene.clear("teacher", "education", 3)
