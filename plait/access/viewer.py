"""Who is asking, in which capacity, at which instant."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from plait.clocks import arithmetic

FAMILY = "family"


class Hat(NamedTuple):
    """The capacity a person acts in: one agency, or the family. Never two at once."""

    person_id: UUID
    agency_id: UUID | None  # None is the family

    @property
    def key(self) -> str:
        """The agency's id, or "family": how a session and the ledger name the hat."""
        return str(self.agency_id) if self.agency_id else FAMILY

    @property
    def is_family(self) -> bool:
        return self.agency_id is None

    @property
    def ties(self) -> Q:
        """Ties, or glasses, of this person in this hat."""
        return Q(person_id=self.person_id, agency_id=self.agency_id)


class Sight(NamedTuple):
    """One record that the policy let somebody read, and why: a line for the ledger."""

    child_id: UUID
    record_id: UUID
    version_hash: str
    row: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Viewer:
    """A person in one hat at one instant, and what they have been shown so far."""

    hat: Hat
    now: datetime
    role: str = ""
    name: str = ""
    sights: list[Sight] = field(default_factory=list, compare=False)

    @property
    def person_id(self) -> UUID:
        return self.hat.person_id

    @property
    def agency_id(self) -> UUID:
        """The agency of the hat. Raises LookupError in the family's."""
        if self.hat.agency_id is None:
            raise LookupError("The family hat has no agency.")
        return self.hat.agency_id

    @property
    def today(self) -> date:
        return arithmetic.day_of(self.now)
