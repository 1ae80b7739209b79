"""One bigger world, so that a leak to a total stranger would show."""

from __future__ import annotations

import random

from tests.trust.worlds.dense import CATEGORIES, FAMILY_ROLES, any_span
from tests.trust.worlds.scenes import (
    KINDS_OF_BASIS,
    SWITCH_INSTANT,
    SWITCHED_A_YEAR_BEFORE,
    SWITCHES_AT_SWITCH_INSTANT,
    YOUNG,
    Scene,
)

BIRTHDAYS = (YOUNG, YOUNG, SWITCHED_A_YEAR_BEFORE, *SWITCHES_AT_SWITCH_INSTANT)


def all_pairs_world(seed: int, people: int, children: int, records: int) -> dict:
    """Every person has a hat, few have to do with any one child, all meet all records.

    There is an agency for every ten people or part of ten.
    """
    dice = random.Random(f"all-pairs-{seed}-{people}-{children}-{records}")
    scene = Scene(f"all-pairs-{seed}", SWITCH_INSTANT)
    scene.clear("key_worker", "health", 2).clear("key_worker", "education", 2)
    scene.clear("lead", "health", 3).clear("lead", "safeguarding", 3)
    names = add_places(scene, people, children, dice)
    for person in names["persons"]:
        add_standing(scene, names, person, dice)
    for number in range(records):
        add_record(scene, names, f"r{number}", dice)
    for child in names["children"]:
        add_sharing(scene, names, child, dice)
    return scene.world


def add_places(
    scene: Scene, people: int, children: int, dice: random.Random
) -> dict[str, list[str]]:
    names = {
        "persons": [f"p{number}" for number in range(people)],
        "agencies": [f"a{number}" for number in range(-(-people // 10))],
        "children": [f"c{number}" for number in range(children)],
    }
    for person in names["persons"]:
        scene.declare("persons", person, active=dice.random() < 0.95)
    scene.declare("agencies", *names["agencies"])
    for child in names["children"]:
        scene.declare("children", child, born_on=dice.choice(BIRTHDAYS))
    return names


def add_standing(scene: Scene, names: dict, person: str, dice: random.Random) -> None:
    """Three in five work somewhere and know two children; the others are family."""
    child = dice.choice(names["children"])
    if dice.random() < 0.4:
        kind = dice.choice(("family", "family", "self"))
        role = dice.choice(FAMILY_ROLES)
        tie = {"person": person, "child": child, "kind": kind, "role": role}
        scene.add("ties", span=any_span(dice), agency=None, **tie)
        return
    agency = dice.choice(names["agencies"])
    scene.add("employments", span=any_span(dice), person=person, agency=agency)
    for child in dice.choices(names["children"], k=2):
        role = dice.choice(("key_worker", "lead"))
        tie = {"person": person, "child": child, "agency": agency, "role": role}
        scene.add("ties", span=any_span(dice), **tie)


def add_record(scene: Scene, names: dict, record: str, dice: random.Random) -> None:
    scene.add(
        "records",
        id=record,
        child=dice.choice(names["children"]),
        owner=dice.choice((*names["agencies"], "family")),
        author=dice.choice(names["persons"]),
        category=dice.choice(CATEGORIES),
        sensitivity=dice.choice((1, 1, 2, 3)),
        state=dice.choice(("live", "live", "live", "draft", "erased")),
        release=dice.choice((0, 1, 2, 2)),
        about_person=dice.choice((None, None, None, dice.choice(names["persons"]))),
    )


def add_sharing(scene: Scene, names: dict, child: str, dice: random.Random) -> None:
    """For each child two bases, now and then a seal, and a glass."""
    to_agency = {"to_agency": dice.choice(names["agencies"])}
    to_person = {"to_person": dice.choice(names["persons"])}
    for target in (to_agency, to_person):
        kind = dice.choice(KINDS_OF_BASIS)
        scene.add("bases", span=any_span(dice), child=child, kind=kind, **target)
    if dice.random() < 0.3:
        aim = dice.choice(("family", {"agency": dice.choice(names["agencies"])}))
        scene.add("restrictions", span=any_span(dice), child=child, aimed_at=aim)
    if scene.world["employments"]:
        job = dice.choice(scene.world["employments"])
        whose = {"person": job["person"], "agency": job["agency"]}
        scene.add("glasses", child=child, **whose)
