"""Worlds aimed at one row of the table each, so that every row is reached often.

A bigger product does not buy reach (sharing policy, part 8). So each of the smallest
scenes is varied in what cannot change its row, and then surrounded by facts about
others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import ceil

from tests.trust.worlds.scenes import (
    DAY,
    FROM_NEXT,
    GLASS_FROM_NEXT,
    GLASS_FROM_NOW,
    GLASS_LIVE,
    GLASS_UNTIL_NOW,
    IN_A_MONTH,
    LIVE_ENDS,
    LIVE_STARTS,
    NEXT,
    NOW,
    ONLY_NOW,
    UNTIL_NOW,
    Scene,
    as_text,
)
from tests.trust.worlds.smallest import SMALLEST, row_of, smallest_scene
from tests.trust.worlds.variations import free_fields_of_record, free_places

RECORDS_PER_WORLD = 10
WORLDS_PER_ROW = 150
LEAST_WORLDS_PER_SCENE = 20


def targeted_worlds(seed: int) -> Iterator[dict]:
    """For every row of the table, well over 1,000 cases that it decides."""
    for name in SMALLEST:
        for number in range(worlds_for(name)):
            yield targeted_world(name, f"targeted-{seed}-{name}-{number}")


def worlds_for(name: str) -> int:
    """A row's worlds are shared out among its scenes."""
    scenes = [other for other in SMALLEST if row_of(other) == row_of(name)]
    return max(ceil(WORLDS_PER_ROW / len(scenes)), LEAST_WORLDS_PER_SCENE)


def targeted_world(name: str, identifier: str) -> dict:
    dice = random.Random(identifier)
    scene = smallest_scene(name)
    scene.world["id"] = identifier
    for place, values in free_places(name).items():
        list_name, index, field = place.split(".")
        entry = scene.world[list_name][int(index)]
        entry[field] = scene.resolve(dice.choice(values))
    vary_periods(scene, dice)
    vary_records(scene, free_fields_of_record(name), dice)
    add_bystanders(scene, dice)
    return scene.world


# --- Periods: what is live stays so, and what is not stays so ----------------------

GLASSES_LIVE = (GLASS_LIVE, GLASS_FROM_NOW, ONLY_NOW)
GLASSES_NOT_LIVE = (GLASS_UNTIL_NOW, GLASS_FROM_NEXT, (NOW, NOW))
NOT_LIVE = (UNTIL_NOW, FROM_NEXT, (NOW, NOW), (IN_A_MONTH, None), (NEXT, NEXT))


def vary_periods(scene: Scene, dice: random.Random) -> None:
    for name in ("employments", "ties", "restrictions", "bases"):
        for entry in scene.world[name]:
            span = dice.choice(LIVE_STARTS), dice.choice(LIVE_ENDS)
            if not is_live(entry, scene, "from", "to"):
                span = dice.choice(NOT_LIVE)
            if entry.get("covers_history", True):
                entry["from"] = scene.resolve(span[0])
            entry["to"] = scene.resolve(span[1])
    for entry in scene.world["glasses"]:
        live = is_live(entry, scene, "opened_at", "expires_at")
        span = dice.choice(GLASSES_LIVE if live else GLASSES_NOT_LIVE)
        entry["opened_at"], entry["expires_at"] = map(scene.resolve, span)


def is_live(entry: dict, scene: Scene, start: str, end: str) -> bool:
    """Only for the few edges that the smallest scenes use."""
    starts = {scene.resolve(edge) for edge in LIVE_STARTS}
    return entry[start] in starts and entry[end] != as_text(scene.at)


# --- Records: the first, and more that differ in nothing that matters --------------


def vary_records(scene: Scene, free: dict, dice: random.Random) -> None:
    first, *others = scene.world["records"]
    numbers = range(len(others) + 2, RECORDS_PER_WORLD + 1)
    more = [{**first, "id": f"r{number}"} for number in numbers]
    for record in (first, *more):
        for field, values in free.items():
            record[field] = scene.resolve(dice.choice(values))
    scene.world["records"].extend(more)


# --- Facts about others, which change nothing for the case in focus ---------------

BYSTANDERS: tuple[tuple[str, dict], ...] = (
    ("ties", {"person": "p2", "role": "lead"}),
    ("ties", {"person": "p2", "role": "lead", "agency": "a2"}),
    ("ties", {"person": "p2", "role": "pr", "kind": "family", "agency": None}),
    ("ties", {"person": "p2", "role": "self", "kind": "self", "agency": None}),
    ("ties", {"child": "c2", "role": "lead"}),
    ("ties", {"role": "lead", "span": UNTIL_NOW}),
    ("ties", {"role": "lead", "span": FROM_NEXT}),
    ("employments", {"person": "p2"}),
    ("employments", {"person": "p2", "agency": "a2"}),
    ("employments", {"agency": "a2"}),
    ("bases", {"to_agency": "a2"}),
    ("bases", {"to_person": "p2"}),
    ("bases", {"to_agency": "a1", "child": "c2"}),
    ("bases", {"to_agency": "a1", "span": UNTIL_NOW}),
    ("bases", {"to_agency": "a1", "withdrawn_at": NOW}),
    ("bases", {"to_person": "p1", "child": "c2"}),
    ("bases", {"to_person": "p1", "withdrawn_at": -DAY}),
    ("bases", {"to_person": "p1", "category": "education"}),
    ("restrictions", {"child": "c2"}),
    ("restrictions", {"category": "location"}),
    ("restrictions", {"aimed_at": {"person": "p2"}}),
    ("restrictions", {"aimed_at": {"agency": "a2"}}),
    ("restrictions", {"exempt": ["p1"]}),
    ("restrictions", {"span": UNTIL_NOW}),
    ("restrictions", {"span": FROM_NEXT}),
    ("glasses", {"person": "p2"}),
    ("glasses", {"child": "c2"}),
    ("glasses", {"agency": "a2"}),
    ("glasses", {"span": GLASS_UNTIL_NOW}),
    ("glasses", {"span": GLASS_FROM_NEXT}),
)


def add_bystanders(scene: Scene, dice: random.Random) -> None:
    for name, fields in dice.sample(BYSTANDERS, dice.randrange(10)):
        scene.add(name, **fields)
