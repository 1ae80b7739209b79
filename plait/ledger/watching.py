"""What looks unusual, as pure rules over days and hours: values in, findings out.

No rule knows what anybody read: only who, in which hat, when, how many children, and
how often there was nothing there for them. The numbers are aims that were measured on
made-up sessions (docs/how-to/measure.md), not law; whoever runs a Plait may move them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# INS-1: addresses of different children, none of them for this person.
STRANGERS_IN_A_DAY = 5
STRANGERS_IN_A_WEEK = 6
# INS-3: how many more people than the team may come to one child in a day.
CROWD_BEYOND_TEAM = 4
# SUP-2: times the most that this very person ever had in an hour, in four weeks.
TIMES_OWN_MOST = 3
STOP_AFTER = 2  # times that again: confirming who one is does not open everything


class Rule(StrEnum):
    """What was seen, by the name it is kept under."""

    STRANGERS = "strangers"
    CROWD = "crowd"
    PACE = "pace"
    NAMESAKE = "namesake"
    NEIGHBOUR = "neighbour"
    CANARY = "canary"


@dataclass(frozen=True)
class Day:
    """One person, in one hat, on one day."""

    person_id: UUID
    hat: str
    missed: frozenset[str] = frozenset()  # children who were not there for them
    missed_this_week: frozenset[str] = frozenset()
    busiest_hour: int = 0  # children shown
    own_most: int = 0  # in any hour of the four weeks before
    namesakes: frozenset[str] = frozenset()  # of whom they are not in the team
    neighbours: frozenset[str] = frozenset()  # the same, and close in life


@dataclass(frozen=True)
class Gathering:
    """Everybody who came to one child within a day, even if they saw nothing."""

    child_id: UUID
    people: frozenset[UUID]
    team: int


@dataclass(frozen=True)
class Finding:
    """One thing for a privacy lead to look at."""

    rule: Rule
    count: int


def of_day(day: Day, *, floor: int) -> Iterator[Finding]:
    """What is unusual about somebody's day (INS-1, INS-2, SUP-2)."""
    if len(day.missed) >= STRANGERS_IN_A_DAY:
        yield Finding(Rule.STRANGERS, len(day.missed))
    elif len(day.missed_this_week) >= STRANGERS_IN_A_WEEK:
        yield Finding(Rule.STRANGERS, len(day.missed_this_week))
    if day.busiest_hour > most_in_an_hour(day.own_most, floor=floor):
        yield Finding(Rule.PACE, day.busiest_hour)
    if day.namesakes:
        yield Finding(Rule.NAMESAKE, len(day.namesakes))
    if day.neighbours:
        yield Finding(Rule.NEIGHBOUR, len(day.neighbours))


def of_gathering(gathering: Gathering) -> Iterator[Finding]:
    """Whether more people came to a child than its team explains (INS-3)."""
    if len(gathering.people) > gathering.team + CROWD_BEYOND_TEAM:
        yield Finding(Rule.CROWD, len(gathering.people))


def most_in_an_hour(own_most: int, *, floor: int) -> int:
    """How many children may be shown in an hour before somebody is asked who they are.

    Somebody new, or who hardly reads, is measured by the floor instead of themselves.
    """
    return TIMES_OWN_MOST * max(own_most, floor)


def must_confirm(looks: int, own_most: int, *, floor: int) -> bool:
    return looks > most_in_an_hour(own_most, floor=floor)


def must_stop(looks: int, own_most: int, *, floor: int) -> bool:
    return looks > STOP_AFTER * most_in_an_hour(own_most, floor=floor)


def share_a_name(reader: str, family_name: str) -> bool:
    """Whether somebody is called like the child's family (INS-2); a hint, no proof."""
    names = family_name.casefold().replace("-", " ").split()
    own: Collection[str] = reader.casefold().replace("-", " ").split()[1:]
    return any(name in own for name in names)
