"""The book as a page: days, entries, questions, and who has read."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from plait.access.viewer import Viewer
from plait.book import facts
from plait.book.models import Entry
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.evidence.models import Photo
from plait.evidence.web.presenters import PhotoShown
from plait.sharing.bylines import Byline, Bylines


@dataclass(frozen=True)
class EntryShown:
    """One entry."""

    id: UUID
    by: Byline
    at: str
    words: str
    facts: tuple[tuple[str, str], ...]
    question: str
    is_answered: bool
    may_answer: bool
    answers: str
    photos: tuple[PhotoShown, ...]
    read_by: str
    is_new: bool


@dataclass(frozen=True)
class BookPage:
    """Days, newest first."""

    days: tuple[tuple[str, tuple[EntryShown, ...]], ...]
    earlier: str  # where the next page begins

    @classmethod
    def of(  # noqa: PLR0913 - what a book is made of
        cls,
        entries: list[Entry],
        photos: dict[UUID, list[Photo]],
        readers: dict[UUID, list[str]],
        *,
        child: Child,
        viewer: Viewer,
        last_read: datetime | None,
        may_write: bool,
        more: bool,
    ) -> "BookPage":
        by = Bylines(child, viewer)
        by_id = {entry.pk: entry for entry in entries}
        answered = {entry.answers_id for entry in entries if entry.answers_id}
        shown = [
            EntryShown(
                id=entry.pk,
                by=(line := by.of(entry.record)),
                at=words.clock_time(entry.record.made_at),
                words=entry.words,
                facts=tuple(facts.in_words(entry.facts)),
                question=entry.question,
                is_answered=entry.pk in answered,
                may_answer=may_write
                and bool(entry.question)
                and entry.pk not in answered
                and not line.is_me,
                answers=_asked(entry, by_id),
                photos=tuple(
                    PhotoShown.of(photo, child, viewer)
                    for photo in photos.get(entry.pk, [])
                ),
                read_by=_readers(readers.get(entry.pk, [])),
                is_new=not line.is_me
                and (last_read is None or entry.record.made_at > last_read),
            )
            for entry in entries
        ]
        made = {entry.pk: arithmetic.day_of(entry.record.made_at) for entry in entries}
        days = groupby(shown, key=lambda entry: made[entry.id])
        earlier = entries[-1].record.made_at.isoformat() if more and entries else ""
        return cls(
            days=tuple((_day(day, viewer), tuple(of_day)) for day, of_day in days),
            earlier=earlier,
        )


@dataclass(frozen=True)
class AnswerPage:
    """A question, and who has answered what already."""

    question: str
    answers: tuple[tuple[Byline, str, str], ...]  # who, when, what

    @classmethod
    def of(cls, asked: Entry, given: list[Entry], by: Bylines) -> "AnswerPage":
        return cls(
            question=asked.question or asked.words,
            answers=tuple(
                (
                    by.of(one.record),
                    words.when(one.record.made_at, by.viewer.now),
                    one.words,
                )
                for one in given
            ),
        )


def _day(day: date, viewer: Viewer) -> str:
    distance = (viewer.today - day).days
    close = {0: "Today, ", 1: "Yesterday, "}.get(distance, "")
    return close + words.day(day, viewer.today)


def _asked(entry: Entry, by_id: dict[UUID, Entry]) -> str:
    """The question an entry answers, when it is on the page."""
    question = by_id.get(entry.answers_id) if entry.answers_id else None
    return question.question if question else ""


def _readers(names: list[str]) -> str:
    return f"Read by {words.joined(names)}" if names else ""
