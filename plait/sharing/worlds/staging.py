"""Putting a world's facts where the product's own predicate looks for them."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import models

from plait.access.models import Person
from plait.agencies.models import Agency, Employment
from plait.children.models import Child, Tie
from plait.sharing.models import (
    Basis,
    Clearance,
    Exemption,
    Glass,
    Record,
    Restriction,
)
from plait.sharing.worlds import reading
from plait.sharing.worlds.values import FAMILY

NAMES = UUID("5e1d7a52-8c0c-4c58-9a76-0d1b1b8f6f0e")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# The words that the decision table itself knows; all others are free text.
KNOWN_CATEGORIES = ("safeguarding",)
KNOWN_ROLES = (Tie.PARENTAL_RESPONSIBILITY,)


def identify(name: str, identifier: str) -> UUID:
    """The stored id of an entry: the same for the same list and id."""
    return uuid5(NAMES, f"{name} {identifier}")


def id_of(entry: reading.Entry, number: int) -> str:
    """An entry's id, or its place in its list where the format gives it none."""
    given: str = getattr(entry, "id", str(number))
    return given


class Tokens:
    """Short stand-ins for free text of any length; equal texts get equal ones."""

    def __init__(self, known: Iterable[str]) -> None:
        self.by_text = {text: text for text in known}

    def of(self, text: str) -> str:
        return self.by_text.setdefault(text, f"text {len(self.by_text)}")


class Stage:
    """One world's facts as rows."""

    def __init__(self, world: reading.World) -> None:
        self.world = world
        self.categories = Tokens(KNOWN_CATEGORIES)
        self.roles = Tokens(KNOWN_ROLES)

    def set_up(self) -> None:
        """Store every fact of the world, in the tables that are there."""
        Clearance.objects.bulk_create(self._clearances())
        builders: tuple[tuple[str, Callable[[UUID, Any], models.Model]], ...] = (
            ("persons", _person),
            ("agencies", _agency),
            ("employments", _employment),
            ("children", _child),
            ("ties", self._tie),
            ("records", self._record),
            ("bases", self._basis),
            ("restrictions", self._restriction),
            ("glasses", _glass),
        )
        for name, row in builders:
            rows = [
                row(identify(name, id_of(entry, number)), entry)
                for number, entry in enumerate(getattr(self.world, name))
            ]
            if rows:
                type(rows[0])._base_manager.bulk_create(rows)
        Exemption.objects.bulk_create(_exemptions(self.world.restrictions))

    def _clearances(self) -> Iterable[Clearance]:
        """A pair that is given twice has the highest of its levels."""
        levels: dict[tuple[str, str], int] = {}
        for entry in self.world.clearance:
            pair = self.roles.of(entry.role), self.categories.of(entry.category)
            levels[pair] = max(entry.max_sensitivity, levels.get(pair, 0))
        return [
            Clearance(role=role, category=category, max_sensitivity=level)
            for (role, category), level in levels.items()
        ]

    def _tie(self, key: UUID, entry: reading.Tie) -> Tie:
        return Tie(
            id=key,
            person_id=identify("persons", entry.person),
            child_id=identify("children", entry.child),
            kind=entry.kind,
            agency_id=_optional("agencies", entry.agency),
            role=self.roles.of(entry.role),
            **_period(entry),
        )

    def _record(self, key: UUID, entry: reading.Record) -> Record:
        owner = None if entry.owner == FAMILY else entry.owner
        return Record(
            id=key,
            child_id=identify("children", entry.child),
            owner_agency_id=_optional("agencies", owner),
            author_id=identify("persons", entry.author),
            category=self.categories.of(entry.category),
            sensitivity=entry.sensitivity,
            state=entry.state,
            release=entry.release,
            about_person_id=_optional("persons", entry.about_person),
            made_at=entry.made_at,
        )

    def _basis(self, key: UUID, entry: reading.Basis) -> Basis:
        return Basis(
            id=key,
            child_id=identify("children", entry.child),
            to_agency_id=_optional("agencies", entry.to_agency),
            to_person_id=_optional("persons", entry.to_person),
            category=self.categories.of(entry.category),
            max_sensitivity=entry.max_sensitivity,
            kind=entry.kind,
            covers_history=entry.covers_history,
            withdrawn_at=entry.withdrawn_at,
            **_period(entry),
        )

    def _restriction(self, key: UUID, entry: reading.Restriction) -> Restriction:
        kind, target = entry.aimed_at
        covers = entry.category
        return Restriction(
            id=key,
            child_id=identify("children", entry.child),
            record_id=_optional("records", entry.record),
            category="" if covers is None else self.categories.of(covers),
            aim=AIMS.get(kind, kind),
            aimed_person_id=_optional("persons", None if kind == "agency" else target),
            aimed_agency_id=_optional("agencies", target if kind == "agency" else None),
            breakable=entry.breakable,
            **_period(entry),
        )


# What a world calls otherwise than the product.
AIMS = {"person_at_work": Restriction.Aim.AT_WORK}


def _optional(name: str, identifier: str | None) -> UUID | None:
    return None if identifier is None else identify(name, identifier)


def _period(entry: reading.Period) -> dict[str, datetime | None]:
    return {"from_at": entry.starts, "until_at": entry.ends}


def _person(key: UUID, entry: reading.Person) -> Person:
    return Person(id=key, email=f"{key}@world", name="A person", is_active=entry.active)


def _agency(key: UUID, entry: reading.Agency) -> Agency:
    return Agency(id=key, code=str(key), name="An agency", kind=Agency.Kind.NURSERY)


def _employment(key: UUID, entry: reading.Employment) -> Employment:
    return Employment(
        id=key,
        person_id=identify("persons", entry.person),
        agency_id=identify("agencies", entry.agency),
        **_period(entry),
    )


def _child(key: UUID, entry: reading.Child) -> Child:
    return Child(
        id=key,
        given_name="A child",
        born_on=entry.born_on,
        added_at=LONG_AGO,
    )


def _exemptions(restrictions: Iterable[reading.Restriction]) -> Iterable[Exemption]:
    return [
        Exemption(
            restriction_id=identify("restrictions", entry.id),
            person_id=identify("persons", person),
        )
        for entry in restrictions
        for person in dict.fromkeys(entry.exempt)
    ]


def _glass(key: UUID, entry: reading.Glass) -> Glass:
    return Glass(
        id=key,
        person_id=identify("persons", entry.person),
        child_id=identify("children", entry.child),
        agency_id=identify("agencies", entry.agency),
        opened_at=entry.opened_at,
        expires_at=entry.expires_at,
    )
