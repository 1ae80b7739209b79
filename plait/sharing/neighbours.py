"""Whoever comes to a child at work and is close to the family in life (INS-2).

Two things are known of that here: what somebody said of a colleague (CL1), and where
people live or are rung, from what families wrote down of their own homes. It is a sign
for a privacy lead: no word of it leaves this module but who, and to how many children.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from plait.children.hats import live
from plait.children.models import Tie
from plait.sharing import keeping
from plait.sharing.models import Conflict

LETTERS_THAT_TELL = 6  # "Home" or "Flat 2" stands in many homes


def near(came: Mapping[str, set[UUID]], at: datetime) -> dict[UUID, set[str]]:
    """The children, by whoever came to them, with whose family they share something.

    A home or a telephone number that both families wrote down, or a closeness that was
    recorded. Whose home the child's family shares with nobody is not in it.
    """
    people = set().union(*came.values()) if came else set()
    found: dict[UUID, set[str]] = defaultdict(set)
    said = Conflict.objects.filter(live(at), child__in=list(came), person__in=people)
    for person, close_to in said.values_list("person_id", "child_id"):
        if person in came[str(close_to)]:
            found[person].add(str(close_to))
    own: dict[UUID, set[str]] = defaultdict(set)
    family = Tie.objects.filter(person__in=people, agency=None)
    for person, theirs in family.values_list("person_id", "child_id"):
        own[person].add(str(theirs))
    places = _places({*came, *set().union(*own.values())}) if own else {}
    for child, visitors in came.items():
        there = places.get(child, set())
        for person in visitors & own.keys():
            homes = set().union(*(places.get(one, set()) for one in own[person]))
            if child not in own[person] and there & homes:
                found[person].add(child)
    return found


def _places(children: Iterable[str]) -> dict[str, set[str]]:
    """Where families live and are rung, as they wrote it down, without punctuation."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind in keeping.kinds():
        if not kind.LIVES_AT:
            continue
        homes = kind.unfiltered("whether somebody lives where a child does (INS-2)")
        here = homes.filter(record__child__in=list(children))
        for child, *said in here.values_list("record__child_id", *kind.LIVES_AT):
            found[str(child)] |= {plain for one in said if (plain := _plain(one))}
    return found


def _plain(said: str) -> str:
    """The letters and digits alone; nothing where they are too few to tell."""
    plain = "".join(letter for letter in said.casefold() if letter.isalnum())
    return plain if len(plain) >= LETTERS_THAT_TELL else ""
