"""Who is asking, in which capacity, at which instant."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Fetched(NamedTuple):
    """One record that the policy let somebody read, in the version they got."""

    child_id: UUID
    record_id: UUID
    version_hash: str


class Sight(NamedTuple):
    """One record that the policy let somebody read, and why: a line for the ledger."""

    child_id: UUID
    record_id: UUID
    version_hash: str
    row: str
    facts: tuple[str, ...]


Explain = Callable[[Sequence[Fetched]], Iterable[Sight]]


class Sights:
    """What somebody has been shown so far, and why.

    Why is asked when it is wanted, once for all that was fetched until then: a page
    takes many statements, and its reasons take one.
    """

    def __init__(self) -> None:
        self._explained: list[Sight] = []
        self._fetched: list[Fetched] = []
        self._explain: Explain | None = None

    def note(self, fetched: Iterable[Fetched], explain: Explain) -> None:
        """Records that are about to be handed out, and who knows why they may be."""
        self._fetched.extend(fetched)
        self._explain = explain

    def explain(self) -> None:
        """Ask why, for what was fetched since the last time."""
        if self._fetched and self._explain:
            self._explained.extend(self._explain(self._fetched))
            self._fetched = []

    def __iter__(self) -> Iterator[Sight]:
        self.explain()
        return iter(self._explained)


@dataclass(frozen=True)
class Viewer:
    """A person in one hat at one instant, and what they have been shown so far."""

    hat: Hat
    now: datetime
    role: str = ""
    name: str = ""
    sights: Sights = field(default_factory=Sights, compare=False)

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
