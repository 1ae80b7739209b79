"""Dense random worlds, with the edges of periods exactly at the decision's instant."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

from tests.trust.worlds.scenes import (
    DAY,
    FOUR_HOURS,
    IN_A_MONTH,
    JUST_BEFORE,
    KINDS_OF_BASIS,
    LIVE_ENDS,
    LIVE_STARTS,
    LONG_AGO,
    MONTH_AGO,
    NEXT,
    NOW,
    ORDINARY_INSTANT,
    SWITCH_INSTANT,
    SWITCHED_A_YEAR_BEFORE,
    SWITCHES_A_YEAR_AFTER,
    SWITCHES_AT_SWITCH_INSTANT,
    YOUNG,
    Scene,
)

PEOPLE = ("p1", "p2", "p3", "p4", "p5")
CHILDREN = ("c1", "c2", "c3")
AGENCIES = ("a1", "a2", "a3")
RECORDS = tuple(f"r{number}" for number in range(1, 13))
CATEGORIES = ("health", "health", "education", "safeguarding")
TEAM_ROLES = ("lead", "key_worker", "assistant", "clerk", "pr")
FAMILY_ROLES = ("pr", "pr", "carer", "grandparent")

INSTANTS = (
    ORDINARY_INSTANT,
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # the clocks go forward (rule TIME-1)
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # the clocks go back
    SWITCH_INSTANT,
    SWITCH_INSTANT - NEXT,
    SWITCH_INSTANT + NEXT,
)
BIRTHDAYS = (
    YOUNG,
    "2010-12-31",
    "2008-02-29",
    SWITCHED_A_YEAR_BEFORE,
    SWITCHES_A_YEAR_AFTER,
    "2009-12-31",
    *SWITCHES_AT_SWITCH_INSTANT,
)

EDGES = (LONG_AGO, MONTH_AGO, -DAY, JUST_BEFORE, NOW, NEXT, DAY, IN_A_MONTH)
GLASS_EDGES = (
    (-FOUR_HOURS, NOW),
    (-FOUR_HOURS + NEXT, NEXT),
    (-FOUR_HOURS / 2, FOUR_HOURS / 2),
    (NOW, FOUR_HOURS),
    (NOW, NEXT),
    (NOW, NOW),
    (NEXT, FOUR_HOURS),
    (-2 * FOUR_HOURS, -FOUR_HOURS),
)


def dense_worlds(count: int, seed: int) -> Iterator[dict]:
    """So many worlds; the same seed gives the same ones, whatever the count."""
    return (dense_world(f"dense-{seed}-{number}") for number in range(count))


def dense_world(identifier: str) -> dict:
    """One world of 5 people, 3 children, 3 agencies and 12 records, made from its id."""
    dice = random.Random(identifier)
    scene = Scene(identifier, dice.choice(INSTANTS))
    for add_some in (
        add_clearances,
        add_people_and_children,
        add_employments,
        add_ties,
        add_records,
        add_bases,
        add_restrictions,
        add_glasses,
    ):
        add_some(scene, dice)
    return scene.world


def any_span(dice: random.Random) -> tuple:
    """Live three times in four; else any two edges, in order, perhaps the same one."""
    if dice.random() < 0.75:
        return dice.choice(LIVE_STARTS), dice.choice(LIVE_ENDS)
    start = dice.choice(EDGES)
    return start, dice.choice([edge for edge in EDGES if edge >= start] + [None])


def add_clearances(scene: Scene, dice: random.Random) -> None:
    """Some pairs are missing and some say 0, which is the same (reading 9)."""
    for role in TEAM_ROLES:
        for category in ("health", "education", "safeguarding"):
            if dice.random() < 0.8:
                scene.clear(role, category, dice.choice((0, 1, 2, 2, 3)))


def add_people_and_children(scene: Scene, dice: random.Random) -> None:
    for person in PEOPLE:
        scene.declare("persons", person, active=dice.random() < 0.9)
    scene.declare("agencies", *AGENCIES)
    for child in CHILDREN:
        scene.declare("children", child, born_on=dice.choice(BIRTHDAYS))


def add_employments(scene: Scene, dice: random.Random) -> None:
    for person in PEOPLE:
        for _ in range(dice.choice((0, 1, 2, 3))):
            scene.add(
                "employments",
                span=any_span(dice),
                person=person,
                agency=dice.choice(AGENCIES),
            )


def add_ties(scene: Scene, dice: random.Random) -> None:
    for _ in range(22):
        kind = dice.choice(("team", "team", "team", "family", "family", "self"))
        person = dice.choice(PEOPLE)
        agency, roles = None, (*FAMILY_ROLES, "self")
        if kind == "team":
            agency, roles = likely_employer(scene, person, dice), TEAM_ROLES
        scene.add(
            "ties",
            span=any_span(dice),
            person=person,
            child=dice.choice(CHILDREN),
            kind=kind,
            agency=agency,
            role=dice.choice(roles),
        )


def likely_employer(scene: Scene, person: str, dice: random.Random) -> str:
    """Mostly an agency that has employed this person, now and then any other."""
    employers = [
        job["agency"] for job in scene.world["employments"] if job["person"] == person
    ]
    return dice.choice(employers if employers and dice.random() < 0.8 else AGENCIES)


def add_records(scene: Scene, dice: random.Random) -> None:
    for record in RECORDS:
        scene.add(
            "records",
            id=record,
            child=dice.choice(CHILDREN),
            owner=dice.choice((*AGENCIES, "family")),
            author=dice.choice(PEOPLE),
            category=dice.choice(CATEGORIES),
            sensitivity=dice.choice((1, 1, 1, 2, 2, 3)),
            state=dice.choice(("live",) * 7 + ("draft",) * 2 + ("erased",)),
            release=dice.choice((0, 1, 2, 2, 2)),
            about_person=dice.choice((*(None,) * 5, *PEOPLE)),
            made_at=dice.choice(EDGES[:6]),
        )


def add_bases(scene: Scene, dice: random.Random) -> None:
    for _ in range(16):
        to_agency = dice.choice(AGENCIES) if dice.random() < 0.5 else None
        scene.add(
            "bases",
            span=any_span(dice),
            child=dice.choice(CHILDREN),
            to_agency=to_agency,
            to_person=None if to_agency else dice.choice(PEOPLE),
            category=dice.choice(CATEGORIES),
            max_sensitivity=dice.choice((1, 2, 3)),
            kind=dice.choice((*KINDS_OF_BASIS, "consent", "representative")),
            withdrawn_at=dice.choice((*EDGES, *(None,) * 8)),
            covers_history=dice.random() < 0.5,
        )


def add_restrictions(scene: Scene, dice: random.Random) -> None:
    """A seal on everything is rare, or there would be nothing else to see."""
    for _ in range(6):
        aims = (
            {"person": dice.choice(PEOPLE)},
            {"person": dice.choice(PEOPLE)},
            {"person_at_work": dice.choice(PEOPLE)},
            {"agency": dice.choice(AGENCIES)},
            "family",
            "everyone",
        )
        scene.add(
            "restrictions",
            span=any_span(dice),
            child=dice.choice(CHILDREN),
            record=dice.choice((None, *RECORDS)) if dice.random() < 0.7 else None,
            category=dice.choice((None, *CATEGORIES)),
            aimed_at=dice.choice(aims),
            exempt=dice.sample(PEOPLE, dice.choice((0, 0, 1, 2))),
            breakable=dice.random() < 0.6,
        )


def add_glasses(scene: Scene, dice: random.Random) -> None:
    for _ in range(6):
        person = dice.choice(PEOPLE)
        scene.add(
            "glasses",
            span=dice.choice(GLASS_EDGES),
            person=person,
            child=dice.choice(CHILDREN),
            agency=likely_employer(scene, person, dice),
        )
