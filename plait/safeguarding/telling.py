"""What a safeguarding note says, as questions and answers: for a page, for a file.

Nobody is named here who is not named in the note.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from plait.design_system import words
from plait.safeguarding.models import Disclosure, HandedFile, Step, Verdict, Worry
from plait.sharing.models import Content

Row = tuple[str, str]
TITLES = {
    Worry.KIND: "A worry",
    Step.KIND: "Something to do",
    Verdict.KIND: "A decision",
    Disclosure.KIND: "About sharing",
    HandedFile.KIND: "A file that was handed on",
}


def rows_of(note: Content) -> tuple[Row, ...]:
    """The note in words. Without those questions that have no answer."""
    tell: Callable[[Any], Iterator[Row]] = _TELLERS[note.KIND]
    return tuple((asked, said) for asked, said in tell(note) if said)


def _worry(note: Worry) -> Iterator[Row]:
    yield "What was seen or heard", note.saw
    yield "When", note.happened
    yield "The child’s own words", note.own_words
    yield "In danger now", "Yes" if note.in_danger else "No"
    colleague = note.about_colleague.name if note.about_colleague else ""
    yield "Who it may be about", colleague
    yield "An adult it may be about", note.about_adult


def _step(note: Step) -> Iterator[Row]:
    yield "What will be done", note.what
    yield "By whom", note.by_whom
    yield "By when", words.record_day(note.due_on)
    yield "Done", _day(note.done_on)
    yield "What came of it", note.came_of_it


def _verdict(note: Verdict) -> Iterator[Row]:
    yield "Decision", Verdict.Choice(note.choice).label
    yield "Why", note.reason
    yield "Look again", _day(note.look_again_on)
    yield "The case", "Closed" if note.closes else "Stays open"


def _disclosure(note: Disclosure) -> Iterator[Row]:
    yield "With whom", note.to_agency.name
    yield "Decision", "To share" if note.shared else "Not to share"
    yield "Why", note.reason
    yield "Why it is needed, and fair", note.necessary
    yield "Why it is enough, and no more", note.relevant
    if note.shared:
        yield "The family", "Has been told" if note.family_told else "Not told yet"
        yield "Why not yet", note.why_not_told
        yield "Look again at telling the family", _day(note.look_again_on)
        yield "Shared until", _day(note.until_on) or "No day chosen"
        yield "Ended", _day(note.ended_on)


def _file(note: HandedFile) -> Iterator[Row]:
    yield "From", note.from_agency.name
    for when, kind, who, rows in note.notes:
        said = "\n".join(f"{asked}: {answer}" for asked, answer in rows)
        day = words.record_day(date.fromisoformat(when))
        yield f"{day}. {kind}, {who}", said


def _day(day: date | None) -> str:
    return words.record_day(day) if day else ""


_TELLERS: dict[str, Callable[[Any], Iterator[Row]]] = {
    Worry.KIND: _worry,
    Step.KIND: _step,
    Verdict.KIND: _verdict,
    Disclosure.KIND: _disclosure,
    HandedFile.KIND: _file,
}
