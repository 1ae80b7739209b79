"""A question about a look in words: for the family, and for whoever answers it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.models import Tie
from plait.design_system import words
from plait.sharing import looks_told, surprises
from plait.sharing.models import LookQuestion


@dataclass(frozen=True)
class Line:
    """The line that was asked about, as the family saw it."""

    strand: str
    who: str
    job: str
    part: str
    when: str

    @classmethod
    def of(cls, question: LookQuestion, viewer: Viewer, *, by_name: bool) -> "Line":
        """`by_name`: whoever answers has to know whom to ask."""
        agency, person = question.agency, question.person
        return cls(
            strand=agency.strand,
            who=person.name if by_name else looks_told.name_of(person, agency),
            job=f"{roles.words(question.role)} at {agency.name}"
            if by_name
            else looks_told.job_of(question.role, agency),
            part=looks_told.part_of(question.surface, question.child),
            when=_when(question, viewer),
        )


def _when(question: LookQuestion, viewer: Viewer) -> str:
    day = words.day(question.on, viewer.today)
    last = words.clock_time(question.last_at)
    if question.times == 1:
        return f"{day}, {last}"
    first = words.clock_time(question.first_at)
    return f"{day}, {question.times} times, from {first} to {last}"


@dataclass(frozen=True)
class AskedByFamily:
    """For whoever asked: who answers, by when, and the answer."""

    line: Line
    said: str
    asked_on: date
    answers: str  # the name of whoever does
    by: date
    how_far: str
    is_late: bool
    is_open: bool
    state: str
    answer: tuple[str, ...]  # paragraph by paragraph
    answered_on: date | None

    @classmethod
    def of(cls, question: LookQuestion, *, viewer: Viewer) -> "AskedByFamily":
        return cls(
            line=Line.of(question, viewer, by_name=False),
            said=question.words,
            asked_on=words.london_day(question.asked_at),
            answers=surprises.who_answers(question, viewer=viewer),
            by=question.due_on,
            how_far=words.how_far(question.due_on, viewer.today),
            is_late=question.is_open and question.due_on < viewer.today,
            is_open=question.is_open,
            state=LookQuestion.State(question.state).label,
            answer=_paragraphs(question.answer),
            answered_on=words.london_day(question.answered_at)
            if question.answered_at
            else None,
        )


@dataclass(frozen=True)
class AskedOfLead:
    """For whoever answers: the line, what was asked, and nothing else of the child.

    The child’s first name is there because the line says it. No page of the child
    opens.
    """

    id: UUID
    line: Line
    child: str
    asker: str  # "Rafi’s mum"
    said: str
    asked_on: date
    by: date
    how_far: str
    is_late: bool
    is_open: bool
    state: str
    answer: tuple[str, ...]
    told: bool  # whoever looked knows already that somebody asked

    @classmethod
    def of(cls, question: LookQuestion, *, viewer: Viewer) -> "AskedOfLead":
        child = question.child
        return cls(
            id=question.pk,
            line=Line.of(question, viewer, by_name=True),
            child=child.called,
            asker=_asker(question),
            said=question.words,
            asked_on=words.london_day(question.asked_at),
            by=question.due_on,
            how_far=words.how_far(question.due_on, viewer.today),
            is_late=question.is_open and question.due_on < viewer.today,
            is_open=question.is_open,
            state=LookQuestion.State(question.state).label,
            answer=_paragraphs(question.answer),
            told=question.told_at is not None,
        )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())


def _asker(question: LookQuestion) -> str:
    """What whoever asked is to the child: that is enough to answer them."""
    ties = Tie.objects.filter(child=question.child_id, person=question.asked_by_id)
    tie = ties.filter(agency=None).order_by("from_at").first()
    if tie is None or tie.kind == Tie.Kind.SELF:
        return question.child.called
    return f"{question.child.called}’s {tie.relation or 'family'}"
