"""Looks in plain sentences: who, in which job, what, why, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.children.models import Child, Tie
from plait.design_system import words
from plait.sharing import surprises
from plait.sharing.because import IN_FAMILY, IN_TEAM, Because
from plait.sharing.looked_at import LOOKED_AT, PURPOSE
from plait.sharing.looks import Look
from plait.sharing.models import LookQuestion


@dataclass(frozen=True)
class LookTold:
    """One line of who has looked."""

    id: UUID
    strand: str
    who: str
    job: str
    part: str
    why: str
    when: str
    question_id: UUID | None  # what the reader has asked about this line
    may_ask: bool


@dataclass(frozen=True)
class DayTold:
    """The lines of one day."""

    words: str
    lines: tuple[LookTold, ...]


class Telling:
    """What it takes to put looks into words: names, jobs, ties and reasons."""

    def __init__(
        self,
        looks: Sequence[Look],
        child: Child,
        questions: Iterable[LookQuestion] = (),
    ) -> None:
        self.child = child
        self.people = Person.objects.in_bulk({look.hat.person_id for look in looks})
        self.agencies = Agency.objects.in_bulk(
            {look.hat.agency_id for look in looks if look.hat.agency_id}
        )
        self.ties = {
            Hat(tie.person_id, tie.agency_id): tie
            for tie in Tie.objects.filter(child=child)
        }
        self.because = Because(reason for look in looks for reason in look.reasons)
        self.asked = {
            (Hat(one.person_id, one.agency_id), one.surface, one.on): one.pk
            for one in questions
        }

    def tell(self, look: Look) -> LookTold:
        """One look, in words."""
        agency = self.agencies.get(look.hat.agency_id) if look.hat.agency_id else None
        person = self.people.get(look.hat.person_id)
        return LookTold(
            id=look.id,
            strand=agency.strand if agency else roles.HOME,
            who=name_of(person, agency),
            job=self._job(look, agency),
            part=part_of(look.surface, self.child),
            why=self._why(look, agency),
            when=_when(look),
            question_id=self.asked.get((look.hat, look.surface, look.on)),
            may_ask=surprises.may_ask_about(look).allowed,
        )

    def _job(self, look: Look, agency: Agency | None) -> str:
        if agency:
            return job_of(look.role, agency)
        tie = self.ties.get(look.hat)
        return tie.relation if tie else ""

    def _why(self, look: Look, agency: Agency | None) -> str:
        """A purpose where the page has one, or else why it could be opened."""
        if purpose := PURPOSE.get(look.surface):
            return purpose
        found = self.because.all(look.reasons, agency)
        if not found and look.hat in self.ties:
            found = (IN_TEAM if agency else IN_FAMILY,)
        return f"Because {', and '.join(found)}." if found else ""


def in_days(
    looks: Sequence[Look],
    child: Child,
    *,
    viewer: Viewer,
    questions: Iterable[LookQuestion] = (),
) -> tuple[DayTold, ...]:
    """Looks by day, as they come: newest first."""
    telling = Telling(looks, child, questions)
    return tuple(
        DayTold(words.day(on, viewer.today), tuple(telling.tell(one) for one in some))
        for on, some in groupby(looks, key=lambda look: look.on)
    )


def name_of(person: Person | None, agency: Agency | None) -> str:
    """A name where the agency shows names; otherwise who they work for."""
    if agency and not agency.shows_staff_names:
        return f"Somebody at {agency.name}"
    return person.name if person else "Somebody"


def job_of(role: str, agency: Agency) -> str:
    """ "key worker at Bramblecote Nursery"; once, where the name says where."""
    job = roles.words(role)
    return f"{job} at {agency.short_name}" if agency.shows_staff_names else job


def part_of(surface: str, child: Child) -> str:
    """What somebody looked at, in words."""
    return LOOKED_AT.get(surface, surface).format(child=child.called)


def _when(look: Look) -> str:
    last = words.clock_time(look.last_at)
    if look.times == 1:
        return f"At {last}"
    return f"{look.times} times, the last at {last}"
