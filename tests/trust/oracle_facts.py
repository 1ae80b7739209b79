"""What a world says: its facts as plain values, for the oracle beside this file.

Reads the input of design/world-format.md, already known to be well formed. Imports
nothing but the standard library, and nothing from the product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# --- What a world says ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open, [start, end); no end is open; one that is empty never holds."""

    start: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Employment:
    person: str
    agency: str
    period: Period


@dataclass(frozen=True, slots=True)
class Tie:
    person: str
    child: str
    kind: str  # team, family or self
    agency: str | None
    role: str
    period: Period


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    child: str
    owner: str  # an agency, or the family
    author: str
    category: str
    sensitivity: int
    state: str  # draft, live or erased
    release: int  # 0 none, 1 young person, 2 family
    about_person: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Basis:
    child: str
    to_agency: str | None
    to_person: str | None
    category: str
    max_sensitivity: int
    kind: str
    period: Period
    withdrawn_at: datetime | None
    covers_history: bool


@dataclass(frozen=True, slots=True)
class Restriction:
    child: str
    record: str | None
    category: str | None
    aimed_at: tuple[str, str | None]  # ("person", id), ("agency", id), ("family", None)
    exempt: frozenset[str]
    breakable: bool
    period: Period


@dataclass(frozen=True, slots=True)
class Glass:
    person: str
    child: str
    agency: str
    period: Period


@dataclass(frozen=True, slots=True)
class World:
    id: str
    at: datetime
    clearance: dict[tuple[str, str], int]  # (role, category): highest sensitivity
    active: dict[str, bool]  # by person
    agencies: tuple[str, ...]
    employments: tuple[Employment, ...]
    switch_at: dict[str, datetime]  # by child
    ties: tuple[Tie, ...]
    records: tuple[Record, ...]
    bases: tuple[Basis, ...]
    restrictions: tuple[Restriction, ...]
    glasses: tuple[Glass, ...]


# --- Reading a world --------------------------------------------------------------


def switch_at(born_on: date) -> datetime:
    """Rule YP-1: the end of compulsory school age.

    The end, in London, of the last Friday in June of the school year (1 September to
    31 August) in which the child turns 16.
    """
    turns_sixteen = born_on.year + 16
    year = turns_sixteen + 1 if born_on.month >= 9 else turns_sixteen
    june = date(year, 6, 30)
    last_friday = june - timedelta(days=(june.weekday() - 4) % 7)
    next_midnight = datetime.combine(last_friday + timedelta(days=1), time(), LONDON)
    return next_midnight.astimezone(UTC)


def read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def read_optional_moment(text: str | None) -> datetime | None:
    return None if text is None else read_moment(text)


def read_period(entry: dict, start: str = "from", end: str = "to") -> Period:
    return Period(read_moment(entry[start]), read_optional_moment(entry.get(end)))


def read_employment(entry: dict) -> Employment:
    return Employment(entry["person"], entry["agency"], read_period(entry))


def read_tie(entry: dict) -> Tie:
    return Tie(
        person=entry["person"],
        child=entry["child"],
        kind=entry["kind"],
        agency=entry.get("agency"),
        role=entry["role"],
        period=read_period(entry),
    )


def read_record(entry: dict) -> Record:
    return Record(
        id=entry["id"],
        child=entry["child"],
        owner=entry["owner"],
        author=entry["author"],
        category=entry["category"],
        sensitivity=entry["sensitivity"],
        state=entry["state"],
        release=entry["release"],
        about_person=entry.get("about_person"),
        made_at=read_moment(entry["made_at"]),
    )


def read_basis(entry: dict) -> Basis:
    return Basis(
        child=entry["child"],
        to_agency=entry.get("to_agency"),
        to_person=entry.get("to_person"),
        category=entry["category"],
        max_sensitivity=entry["max_sensitivity"],
        kind=entry["kind"],
        period=read_period(entry),
        withdrawn_at=read_optional_moment(entry.get("withdrawn_at")),
        covers_history=entry["covers_history"],
    )


def read_aim(aim: str | dict[str, str]) -> tuple[str, str | None]:
    if isinstance(aim, str):
        return aim, None
    [(kind, identifier)] = aim.items()
    return kind, identifier


def read_restriction(entry: dict) -> Restriction:
    return Restriction(
        child=entry["child"],
        record=entry.get("record"),
        category=entry.get("category"),
        aimed_at=read_aim(entry["aimed_at"]),
        exempt=frozenset(entry.get("exempt", ())),
        breakable=entry.get("breakable", False),
        period=read_period(entry),
    )


def read_glass(entry: dict) -> Glass:
    """Reading 5: a glass counts until its ``expires_at``, however long that is."""
    period = read_period(entry, "opened_at", "expires_at")
    return Glass(entry["person"], entry["child"], entry["agency"], period)


def read_clearance(entries: list[dict]) -> dict[tuple[str, str], int]:
    """The highest level given for each role and category."""
    levels: dict[tuple[str, str], int] = {}
    for entry in entries:
        pair = entry["role"], entry["category"]
        levels[pair] = max(entry["max_sensitivity"], levels.get(pair, 0))
    return levels


def read_world(world: dict) -> World:
    def each(reader: Callable, name: str) -> tuple:
        return tuple(reader(entry) for entry in world.get(name, ()))

    return World(
        id=world["id"],
        at=read_moment(world["at"]),
        clearance=read_clearance(world["clearance"]),
        active={entry["id"]: entry["active"] for entry in world.get("persons", ())},
        agencies=each(lambda entry: entry["id"], "agencies"),
        employments=each(read_employment, "employments"),
        switch_at={
            entry["id"]: switch_at(date.fromisoformat(entry["born_on"]))
            for entry in world.get("children", ())
        },
        ties=each(read_tie, "ties"),
        records=each(read_record, "records"),
        bases=each(read_basis, "bases"),
        restrictions=each(read_restriction, "restrictions"),
        glasses=each(read_glass, "glasses"),
    )
