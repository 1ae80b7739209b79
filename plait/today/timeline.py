"""The timeline of a child: each kind of record told in a title and a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.book import facts
from plait.book.models import Entry
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.evidence.models import Assessment, Concern, Observation
from plait.plans import progress
from plait.plans.models import Outcome, Plan, Rating, Strategy, View
from plait.sharing.bylines import Bylines
from plait.sharing.models import Content, Record

MODELS: tuple[type[Content], ...] = (
    Observation,
    Concern,
    Assessment,
    Plan,
    Outcome,
    Strategy,
    Rating,
    View,
    Entry,
)


@dataclass(frozen=True)
class Told:
    """One entry of the timeline."""

    kind: str  # the strand, or "all" when everybody came together
    word: str
    when: str
    who: str
    title: str
    text: str
    link: str
    link_words: str


def first_sentence(text: str, longest: int = 90) -> tuple[str, str]:
    """The first sentence as a title, and the rest: nothing is said twice."""
    flat = " ".join(text.split())
    for mark in (". ", "! ", "? "):
        head, found, rest = flat.partition(mark)
        if found and len(head) < longest:
            return head + mark.strip().replace(".", ""), rest
    if len(flat) <= longest:
        return flat.removesuffix("."), ""
    cut = flat[:longest].rsplit(" ", 1)[0]
    return f"{cut} …", f"… {flat[len(cut) :].lstrip()}"


def _note(content: Observation, child: Child) -> tuple[str, str, str, str]:
    title, text = first_sentence(content.saw)
    link = _to("evidence:note", child, note_id=content.pk)
    return title, text, link, "Open the note"


def _concern(content: Concern, child: Child) -> tuple[str, str, str, str]:
    link = _to("evidence:concern", child, concern_id=content.pk)
    return "A first concern", content.wondering, link, "Open it"


def _report(content: Assessment, child: Child) -> tuple[str, str, str, str]:
    link = _to("evidence:report", child, report_id=content.pk)
    return f"Report: {content.title}", content.summary, link, "Read the report"


def _plan(content: Plan, child: Child) -> tuple[str, str, str, str]:
    review = words.record_day(content.review_on)
    text = f"It is looked at again on {review}."
    return "A support plan was started", text, _to("plans:plan", child), "Open the plan"


def _outcome(content: Outcome, child: Child) -> tuple[str, str, str, str]:
    link = _to("plans:outcome", child, outcome_id=content.pk)
    return f"Outcome: {content.title}", content.wording, link, "Open it"


def _strategy(content: Strategy, child: Child) -> tuple[str, str, str, str]:
    link = _to("plans:outcome", child, outcome_id=content.outcome_id)
    return (
        f"Added to the plan: {content.title}",
        content.why,
        link,
        "See it in the plan",
    )


def _rating(content: Rating, child: Child) -> tuple[str, str, str, str]:
    said = progress.counted(content.value, content.outcome.measure)
    title = f"Monthly count: {said}"
    link = _to("plans:outcome", child, outcome_id=content.outcome_id)
    return title, content.note, link + "#progress", "See the chart"


def _view(content: View, child: Child) -> tuple[str, str, str, str]:
    stance = View.Stance(content.stance).label
    link = _to("plans:outcome", child, outcome_id=content.outcome_id)
    return (
        f"{stance}: {content.outcome.title}",
        content.words,
        link + "#views",
        "See all views",
    )


def _entry(content: Entry, child: Child) -> tuple[str, str, str, str]:
    taps = words.joined([word.lower() for _, word in facts.in_words(content.facts)])
    tapped = taps[:1].upper() + taps[1:]
    title, text = first_sentence(content.words or content.question or tapped)
    if content.question and content.words:
        text = f"{text} Asked: {content.question}".strip()
    return title, text, _to("book:book", child), "Open the book"


TELL: dict[str, Callable[[Any, Child], tuple[str, str, str, str]]] = {
    Observation.KIND: _note,
    Concern.KIND: _concern,
    Assessment.KIND: _report,
    Plan.KIND: _plan,
    Outcome.KIND: _outcome,
    Strategy.KIND: _strategy,
    Rating.KIND: _rating,
    View.KIND: _view,
    Entry.KIND: _entry,
}


def _to(name: str, child: Child, **more: UUID) -> str:
    return reverse(name, kwargs={"child_id": child.pk, **more})


def contents(records: Sequence[Record], viewer: Viewer) -> dict[UUID, Content]:
    """What the records say: one statement for each kind that is among them."""
    found: dict[UUID, Content] = {}
    for model in MODELS:
        ids = [record.pk for record in records if record.kind == model.KIND]
        if ids:
            rows = model.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=ids)
            found |= {row.pk: row for row in rows}
    return _with_outcomes(found, viewer)


def _with_outcomes(found: dict[UUID, Content], viewer: Viewer) -> dict[UUID, Content]:
    """Without what hangs on an outcome that the viewer may not see (AGY-8)."""
    hanging = [
        row for row in found.values() if isinstance(row, Strategy | Rating | View)
    ]
    if not hanging:
        return found
    visible = Outcome.objects.visible_to(viewer.hat, viewer.now)
    outcomes = visible.in_bulk({row.outcome_id for row in hanging})
    for row in hanging:
        if outcome := outcomes.get(row.outcome_id):
            row.outcome = outcome
        else:
            del found[row.pk]
    return found


def tell(
    records: Sequence[Record], *, child: Child, viewer: Viewer
) -> tuple[tuple[str, tuple[Told, ...]], ...]:
    """The entries by month, newest first."""
    said, by = contents(records, viewer), Bylines(child, viewer)
    told = [
        (
            arithmetic.day_of(record.made_at),
            _tell_one(record, said[record.pk], by, child),
        )
        for record in records
        if record.pk in said
    ]
    months = groupby(told, key=lambda pair: pair[0].replace(day=1))
    return tuple(
        (words.month(month), tuple(entry for _, entry in entries))
        for month, entries in months
    )


def _tell_one(record: Record, content: Content, by: Bylines, child: Child) -> Told:
    title, text, link, link_words = TELL[record.kind](content, child)
    who = by.of(record)
    together = record.kind == Plan.KIND
    return Told(
        kind="all" if together else who.strand,
        word="All three together" if together else who.place,
        when=_when(arithmetic.day_of(record.made_at), record, by.viewer),
        who=f"Led by {who.signed}" if together else who.signed,
        title=title,
        text=text,
        link=link,
        link_words=link_words,
    )


def _when(day: date, record: Record, viewer: Viewer) -> str:
    if (viewer.today - day).days < 2:
        return words.when(record.made_at, viewer.now)
    return words.day(day, viewer.today).split(" ", 1)[1]
