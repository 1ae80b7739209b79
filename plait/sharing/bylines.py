"""Who wrote something: strand, place, name and job, in the words of a page."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.models import Child, Tie
from plait.design_system.parts import Person
from plait.sharing import queries
from plait.sharing.models import Record


@dataclass(frozen=True)
class Byline:
    """The author of a record, as the reader would call them."""

    strand: str
    place: str  # "Home", "Nursery", or the service's own name
    name: str
    first_name: str
    job: str  # "key worker", "mum"
    is_me: bool
    is_here: bool = True  # still takes part, for the service they wrote for

    @property
    def answered(self) -> str:
        """Whom an answer goes to: somebody who has handed over is not waited for."""
        if self.is_here or self.strand == roles.HOME:
            return self.first_name
        is_setting = self.strand == roles.SETTING
        return f"the {self.place.lower()}" if is_setting else self.place

    @property
    def signed(self) -> str:
        """ "Abena Owusu, key worker", as a record is signed."""
        return f"{self.name}, {self.job}" if self.job else self.name

    @property
    def called(self) -> str:
        """ "You", or "Abena, key worker": as the book speaks."""
        if self.is_me:
            return "You"
        return f"{self.first_name}, {self.job}" if self.job else self.first_name

    @property
    def person(self) -> Person:
        return Person(self.strand, self.name, self.job)


class Bylines:
    """The bylines of one child's records, from one look at who is tied to the child.

    A record is signed with the job that its author had when it was made. What somebody
    has taken on since is said by their part in the team, to those who may know of it.
    """

    def __init__(self, child: Child, viewer: Viewer) -> None:
        self.viewer = viewer
        self.ties: dict[tuple[UUID, UUID | None], list[Tie]] = defaultdict(list)
        for tie in Tie.objects.filter(child=child):
            self.ties[tie.person_id, tie.agency_id].append(tie)

    def of(self, record: Record) -> Byline:
        """Who wrote this. The record must come with its author and its agency."""
        author, agency = record.author, record.owner_agency
        mine = record.author_id == self.viewer.person_id
        return Byline(
            strand=agency.strand if agency else roles.HOME,
            place=agency.place_word if agency else "Home",
            name=author.name,
            first_name=author.first_name,
            job=self._job(record),
            is_me=mine and record.owner_agency_id == self.viewer.hat.agency_id,
            is_here=self._is_here(record),
        )

    def _is_here(self, record: Record) -> bool:
        ties = self.ties.get((record.author_id, record.owner_agency_id), ())
        now = self.viewer.now
        return any(
            tie.from_at <= now and (tie.until_at is None or tie.until_at > now)
            for tie in ties
        )

    def _job(self, record: Record) -> str:
        tie = queries.strongest(
            tie
            for tie in self.ties.get((record.author_id, record.owner_agency_id), ())
            if tie.from_at <= record.made_at
            and (tie.until_at is None or tie.until_at > record.made_at)
        )
        if tie is None:
            return ""
        return tie.relation or (roles.words(tie.role) if tie.agency_id else "")
