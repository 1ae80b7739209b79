"""Reading a world file: strictly, and with one sentence about the first fault."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from plait.sharing.worlds.values import (
    FAMILY,
    AimedAt,
    Day,
    Id,
    Moment,
    fault,
    whole_number,
)


class Malformed(Exception):
    """The text is not a world; the sentence names the field that shows it."""


class Entry(BaseModel):
    """One object of a world file. `POINTS_AT` says in which list each id must stand."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    POINTS_AT: ClassVar[dict[str, str]] = {}

    def pointers(self) -> Iterator[tuple[str, str, str]]:
        """(field, list, id) for every id of another entry that is named here."""
        for field, target in self.POINTS_AT.items():
            if (identifier := getattr(self, field)) is not None:
                yield field, target, identifier


class Period(Entry):
    """Half-open: from the first instant, up to but not including the last."""

    starts: Moment = Field(alias="from")
    ends: Moment | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends is not None and self.ends < self.starts:
            raise fault("comes before its from", "to")
        return self


class Clearance(Entry):
    role: str
    category: str
    max_sensitivity: whole_number(0, 3)  # type: ignore[valid-type]


class Person(Entry):
    id: Id
    active: bool


class Agency(Entry):
    id: Id

    @model_validator(mode="after")
    def _is_not_the_family(self) -> Self:
        if self.id == FAMILY:
            raise fault("must not be “family”, which names the family’s hat", "id")
        return self


class Employment(Period):
    POINTS_AT: ClassVar = {"person": "persons", "agency": "agencies"}
    person: Id
    agency: Id


class Child(Entry):
    id: Id
    born_on: Day


class Tie(Period):
    POINTS_AT: ClassVar = {
        "person": "persons",
        "child": "children",
        "agency": "agencies",
    }
    person: Id
    child: Id
    kind: Literal["team", "family", "self"]
    agency: Id | None = None
    role: str

    @model_validator(mode="after")
    def _names_an_agency_exactly_for_team(self) -> Self:
        if self.kind == "team" and self.agency is None:
            raise fault("is missing, which a team tie needs", "agency")
        if self.kind != "team" and self.agency is not None:
            raise fault(f"must be left out of a {self.kind} tie", "agency")
        return self


class Record(Entry):
    POINTS_AT: ClassVar = {
        "child": "children",
        "owner": "agencies",
        "author": "persons",
        "about_person": "persons",
    }
    id: Id
    child: Id
    owner: Id
    author: Id
    category: str
    sensitivity: whole_number(1, 3)  # type: ignore[valid-type]
    state: Literal["draft", "live", "erased"]
    release: whole_number(0, 2)  # type: ignore[valid-type]
    about_person: Id | None = None
    made_at: Moment

    def pointers(self) -> Iterator[tuple[str, str, str]]:
        family = ("owner", "agencies", FAMILY)
        return (pointer for pointer in super().pointers() if pointer != family)


BasisKind = Literal[
    "public_task",
    "legal_obligation",
    "safeguarding",
    "vital_interest",
    "court_order",
    "consent",
    "recognised_interest",
    "representative",
]


class Basis(Period):
    POINTS_AT: ClassVar = {
        "child": "children",
        "to_agency": "agencies",
        "to_person": "persons",
    }
    id: Id
    child: Id
    to_agency: Id | None = None
    to_person: Id | None = None
    category: str
    max_sensitivity: whole_number(0, 3)  # type: ignore[valid-type]
    kind: BasisKind
    withdrawn_at: Moment | None = None
    covers_history: bool

    @model_validator(mode="after")
    def _is_for_an_agency_or_a_person(self) -> Self:
        if (self.to_agency is None) == (self.to_person is None):
            raise fault("or to_person must be given, and not both", "to_agency")
        return self


class Restriction(Period):
    POINTS_AT: ClassVar = {"child": "children", "record": "records"}
    AIMS: ClassVar = {
        "person": "persons",
        "person_at_work": "persons",
        "agency": "agencies",
    }
    id: Id
    child: Id
    record: Id | None = None
    category: str | None = None
    aimed_at: AimedAt
    exempt: list[Id] = []
    breakable: bool = False

    def pointers(self) -> Iterator[tuple[str, str, str]]:
        yield from super().pointers()
        if self.aimed_at.target is not None:
            yield "aimed_at", self.AIMS[self.aimed_at.kind], self.aimed_at.target
        yield from (("exempt", "persons", person) for person in self.exempt)


class Glass(Entry):
    POINTS_AT: ClassVar = {
        "person": "persons",
        "child": "children",
        "agency": "agencies",
    }
    person: Id
    child: Id
    agency: Id
    opened_at: Moment
    expires_at: Moment

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expires_at < self.opened_at:
            raise fault("comes before its opened_at", "expires_at")
        return self


class World(Entry):
    """A situation, and the instant at which it is looked at."""

    id: Id
    at: Moment
    clearance: list[Clearance]
    persons: list[Person] = []
    agencies: list[Agency] = []
    employments: list[Employment] = []
    children: list[Child] = []
    ties: list[Tie] = []
    records: list[Record] = []
    bases: list[Basis] = []
    restrictions: list[Restriction] = []
    glasses: list[Glass] = []

    def lists(self) -> Iterator[tuple[str, list[Any]]]:
        """The lists of the file, by name, in its order."""
        for name in type(self).model_fields:
            if isinstance(entries := getattr(self, name), list):
                yield name, entries


def read(text: str | bytes) -> World:
    """The world that a text describes. Raises Malformed with one sentence."""
    try:
        world = World.model_validate(_parse(text))
    except ValidationError as error:
        raise Malformed(_sentence(error)) from None
    known = {
        name: _ids(name, entries)
        for name, entries in world.lists()
        if entries and "id" in type(entries[0]).model_fields
    }
    for name, entries in world.lists():
        for number, entry in enumerate(entries):
            for field, target, identifier in entry.pointers():
                if identifier not in known.get(target, ()):
                    place = f"{name}.{number}.{field}"
                    raise Malformed(f"{place} is {identifier!r}, not one of {target}.")
    return world


def _parse(text: str | bytes) -> Any:
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(decoded, object_pairs_hook=_object)
    except RecursionError:
        raise Malformed("The world is nested too deeply.") from None
    except ValueError as error:
        raise Malformed(f"The world is not JSON: {error}.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"The field {twice} stands twice in one object of the world.")
    return found


def _ids(name: str, entries: list[Any]) -> frozenset[str]:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.id in seen:
            raise Malformed(f"{name}.{number}.id is {entry.id!r}, which is taken.")
        seen.add(entry.id)
    return frozenset(seen)


WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of the format",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_unicode": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "fault": "{words}",
}


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    context = first.get("ctx", {})
    steps = [*map(str, first["loc"]), context.get("field", "")]
    place = ".".join(filter(None, steps)) or "The world"
    return f"{place} {WORDS.get(first['type'], first['msg']).format(**context)}."
