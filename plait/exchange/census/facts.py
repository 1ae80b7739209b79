"""What is known before a row is decided. Loaded by `queries`; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """A pupil number that an earlier import tied to a child of this school."""

    pk: UUID
    child_id: UUID
    record_id: UUID
    number: str
    born_on: date
    card_born_on: date
    row_hash: str
    needs_hash: str
    sent_by: UUID


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a council has sent about a pupil before."""

    pk: UUID
    born_on: date
    row_hash: str
    needs_hash: str


@dataclass
class SchoolFacts:
    """One school that rows may belong to. Without an id it is yet to be added."""

    code: str
    agency_id: UUID | None = None
    name: str = ""
    pupils: dict[str, KnownPupil] = field(default_factory=dict)
    pupil_of_child: dict[UUID, KnownPupil] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    # Children of the school, by every pair of names they go by and their birthday.
    by_name: dict[tuple[str, str, date], set[UUID]] = field(default_factory=dict)
    by_upn: dict[str, list[tuple[UUID, date]]] = field(default_factory=dict)
    sencos: tuple[UUID, ...] = ()
    # Who has ever been in the team of which child, for this school.
    teams: set[tuple[UUID, UUID]] = field(default_factory=set)

    @property
    def id(self) -> UUID:
        """Its id, once it is there. Raises LookupError before it has been added."""
        if self.agency_id is None:
            raise LookupError(f"School {self.code} has not been added yet.")
        return self.agency_id

    def missing_sencos(self, child_id: UUID | None) -> tuple[UUID, ...]:
        """The SENCOs who have never been in the team of this child."""
        return tuple(
            senco for senco in self.sencos if (child_id, senco) not in self.teams
        )


@dataclass(frozen=True)
class Facts:
    """Who imports, which schools they may import for, and what somebody decided."""

    agency_id: UUID
    is_council: bool
    schools: Mapping[str, SchoolFacts]
    decisions: Mapping[str, str] = field(default_factory=dict)
