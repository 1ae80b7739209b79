"""Changes to a world for which the policy has a law (sharing policy, part 8, item 7).

Each takes a world and a seed and returns a changed copy. Adding a restriction never
adds a record; adding a basis never takes one away; ending a tie, an employment or a
glass never adds one; renaming changes nothing but names.
"""

from __future__ import annotations

import copy
import random
from datetime import datetime

from tests.trust.worlds.scenes import KINDS_OF_BASIS, LIVE_ENDS, LIVE_STARTS, as_text


def dice_for(world: dict, seed: int) -> random.Random:
    return random.Random(f"{world['id']} {seed}")


def ids_of(world: dict, name: str) -> list[str]:
    return [entry["id"] for entry in world.get(name, ())]


def live_period(world: dict, dice: random.Random) -> dict[str, str | None]:
    at = datetime.fromisoformat(world["at"])
    end = dice.choice(LIVE_ENDS)
    return {
        "from": as_text(at + dice.choice(LIVE_STARTS)),
        "to": None if end is None else as_text(at + end),
    }


def new_id(world: dict, name: str) -> str:
    taken = set(ids_of(world, name))
    return next(
        identifier
        for number in range(len(taken) + 1)
        if (identifier := f"new-{number}") not in taken
    )


# --- Adding -----------------------------------------------------------------------


def with_extra_restriction(world: dict, seed: int = 0) -> dict:
    """One more seal, live now. Law: nobody may see more than before."""
    world, dice = copy.deepcopy(world), dice_for(world, seed)
    record = dice.choice(world["records"])
    aims = [{"person": person} for person in ids_of(world, "persons")]
    aims += [{"person_at_work": person} for person in ids_of(world, "persons")]
    aims += [{"agency": agency} for agency in ids_of(world, "agencies")]
    restriction = {
        "id": new_id(world, "restrictions"),
        "child": record["child"],
        "record": dice.choice((None, record["id"])),
        "category": dice.choice((None, record["category"])),
        "aimed_at": dice.choice([*aims, "family", "everyone", "everyone"]),
        "exempt": dice.sample(ids_of(world, "persons"), dice.choice((0, 1))),
        "breakable": dice.random() < 0.5,
        **live_period(world, dice),
    }
    world.setdefault("restrictions", []).append(restriction)
    return world


def with_extra_basis(world: dict, seed: int = 0) -> dict:
    """One more basis, live now. Law: nobody may see less than before."""
    world, dice = copy.deepcopy(world), dice_for(world, seed)
    record = dice.choice(world["records"])
    agencies, persons = ids_of(world, "agencies"), ids_of(world, "persons")
    to_agency = dice.choice(agencies) if agencies and dice.random() < 0.5 else None
    basis = {
        "id": new_id(world, "bases"),
        "child": record["child"],
        "to_agency": to_agency,
        "to_person": None if to_agency else dice.choice(persons),
        "category": record["category"],
        "max_sensitivity": dice.choice((1, 2, 3)),
        "kind": dice.choice(KINDS_OF_BASIS),
        **live_period(world, dice),
        "withdrawn_at": None,
        "covers_history": dice.random() < 0.5,
    }
    world.setdefault("bases", []).append(basis)
    return world


# --- Ending -----------------------------------------------------------------------


def end_at(world: dict, entry: dict, start: str, end: str) -> None:
    """End an entry at the decision's instant, or at its start if that is later."""
    began = datetime.fromisoformat(entry[start])
    instant = datetime.fromisoformat(world["at"])
    entry[end] = as_text(max(began, instant))


def is_not_over(world: dict, entry: dict, end: str) -> bool:
    if entry.get(end) is None:
        return True
    return datetime.fromisoformat(entry[end]) > datetime.fromisoformat(world["at"])


def with_one_ended(world: dict, seed: int, name: str, start="from", end="to") -> dict:
    """A copy in which one entry that is not over has ended; if there is none, equal."""
    world, dice = copy.deepcopy(world), dice_for(world, seed)
    running = [each for each in world.get(name, ()) if is_not_over(world, each, end)]
    if running:
        end_at(world, dice.choice(running), start, end)
    return world


def with_tie_ended(world: dict, seed: int = 0) -> dict:
    """Law: nobody may see more than before."""
    return with_one_ended(world, seed, "ties")


def with_employment_ended(world: dict, seed: int = 0) -> dict:
    """Law: nobody may see more than before."""
    return with_one_ended(world, seed, "employments")


def with_glass_ended(world: dict, seed: int = 0) -> dict:
    """Law: nobody may see more than before."""
    return with_one_ended(world, seed, "glasses", "opened_at", "expires_at")


def with_every_tie_and_glass_ended(world: dict) -> dict:
    """Law: no right outlives its interval, so nobody may see anything."""
    world = copy.deepcopy(world)
    for tie in world.get("ties", ()):
        if is_not_over(world, tie, "to"):
            end_at(world, tie, "from", "to")
    for glass in world.get("glasses", ()):
        if is_not_over(world, glass, "expires_at"):
            end_at(world, glass, "opened_at", "expires_at")
    return world


# --- Saying the same in other words -----------------------------------------------

LISTS_WITH_IDS = (
    "persons",
    "agencies",
    "children",
    "records",
    "bases",
    "restrictions",
)
POINTS_AT = {
    "person": "persons",
    "person_at_work": "persons",
    "author": "persons",
    "about_person": "persons",
    "to_person": "persons",
    "agency": "agencies",
    "to_agency": "agencies",
    "owner": "agencies",
    "child": "children",
    "record": "records",
}
FAMILY = "family"
Renaming = dict[str, dict[str, str]]


def renaming(world: dict) -> Renaming:
    """By list, the new name of every id.

    In the opposite order, and the same in every list, so that an id only means
    something together with the list it is from: the first person and the first
    agency of a world with three of each are both "3".
    """
    return {
        name: {
            identifier: str(len(identifiers) - place)
            for place, identifier in enumerate(identifiers)
        }
        for name in LISTS_WITH_IDS
        for identifiers in (ids_of(world, name),)
    }


def with_renamed_ids(world: dict) -> dict:
    """Law: the same decisions under the new names, which ``renaming`` gives."""
    names = renaming(world)
    world = copy.deepcopy(world)
    for list_name in LISTS_WITH_IDS:
        for entry in world.get(list_name, ()):
            entry["id"] = names[list_name][entry["id"]]
    for list_name in ("employments", "ties", "records", "bases", "glasses"):
        for entry in world.get(list_name, ()):
            rename_pointers(entry, names)
    for restriction in world.get("restrictions", ()):
        rename_pointers(restriction, names)
        rename_aim(restriction, names)
    return world


def rename_pointers(entry: dict, names: Renaming) -> None:
    for field, list_name in POINTS_AT.items():
        if entry.get(field) not in (None, FAMILY):
            entry[field] = names[list_name][entry[field]]


def rename_aim(restriction: dict, names: Renaming) -> None:
    if isinstance(restriction["aimed_at"], dict):
        aim = dict(restriction["aimed_at"])
        rename_pointers(aim, names)
        restriction["aimed_at"] = aim
    exempt = restriction.get("exempt", ())
    restriction["exempt"] = [names["persons"][person] for person in exempt]


def renamed_answer(answer: dict, names: Renaming) -> dict:
    """An output line of the old world as the new one must say it."""
    hat = answer["hat"]
    return {
        **answer,
        "person": names["persons"][answer["person"]],
        "hat": hat if hat == FAMILY else names["agencies"][hat],
        "record": names["records"][answer["record"]],
    }


def with_defaults_left_out(world: dict) -> dict:
    """Law: a field that is null, false or empty may be left out."""
    world = copy.deepcopy(world)
    for list_name in ("employments", "ties", "records", "bases", "restrictions"):
        world[list_name] = [
            {field: entry[field] for field in entry if must_stay(field, entry[field])}
            for entry in world.get(list_name, ())
        ]
    return {name: world[name] for name in world if name == "clearance" or world[name]}


def must_stay(field: str, value: object) -> bool:
    """``covers_history`` has no default; the release 0 is not false."""
    is_default = value is None or value is False or value == []
    return field == "covers_history" or not is_default
