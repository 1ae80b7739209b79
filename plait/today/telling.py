"""Every kind of record in a title and a text, for showing what somebody can see.

Of what a record hangs on, nothing is said here: that is another record, and decided by
itself.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.book import facts
from plait.book.models import Entry
from plait.design_system import words
from plait.evidence.models import (
    Assessment,
    Attendance,
    Concern,
    Home,
    Observation,
    Passage,
    Photo,
    Story,
)
from plait.exchange.models import CensusEntry
from plait.plans.models import (
    Activity,
    Outcome,
    Plan,
    Practice,
    Rating,
    Strategy,
    View,
)
from plait.sharing.categories import ASKED_ABOUT
from plait.sharing.models import Content, Record
from plait.team.models import ContactArrangement, CourtOrder, Involvement
from plait.today.timeline import first_sentence

Said = tuple[str, str]


def _part(content: Involvement) -> Said:
    tie = content.tie
    job = roles.words(tie.role) if tie.agency else tie.relation
    return f"{tie.person.name}, {job}", content.does


def _order(content: CourtOrder) -> Said:
    until = f" until {words.record_day(content.last_day)}" if content.last_day else ""
    when = f"From {words.record_day(content.from_on)}{until}."
    court = f"{content.court}, {words.record_day(content.made_on)}."
    return f"Court order: {content.person.name}", f"{content.says} {when} {court}"


def _note(content: Observation) -> Said:
    title, text = first_sentence(content.saw)
    means = f"What it may mean: {content.means}" if content.means else ""
    return title, " ".join(filter(None, (text, means)))


def _concern(content: Concern) -> Said:
    tried = f"Tried so far: {content.tried}" if content.tried else ""
    return "A first concern", " ".join(filter(None, (content.wondering, tried)))


def _home(content: Home) -> Said:
    said = (content.address, content.phone, content.nights)
    return content.called, ". ".join(filter(None, said))


def _attendance(content: Attendance) -> Said:
    said = (content.group, words.joined(content.days))
    return content.agency.short_name, ", ".join(filter(None, said))


def _plan(content: Plan) -> Said:
    review = words.record_day(content.review_on)
    return content.title, f"It is looked at again on {review}."


def _view(content: View) -> Said:
    return f"A view: {View.Stance(content.stance).label.lower()}", content.words


def _rating(content: Rating) -> Said:
    return f"Monthly count: {content.value.normalize():f}", content.note


def _practice(content: Practice) -> Said:
    went = Practice.Went(content.went).label
    return f"Practised on {words.record_day(content.on)}: {went.lower()}", content.note


def _activity(content: Activity) -> Said:
    return f"Game: {content.title}", " ".join(str(step) for step in content.steps)


def _entry(content: Entry) -> Said:
    tapped = words.joined([word for _, word in facts.in_words(content.facts)])
    title, text = first_sentence(content.words or content.question or tapped)
    if content.question and content.words:
        text = f"{text} Asked: {content.question}".strip()
    return title, text


def _census(content: CensusEntry) -> Said:
    said = (content.provision, content.year_group, content.language)
    return "What the school census says", ", ".join(filter(None, said))


TELL: dict[str, Callable[[Any], Said]] = {
    Involvement.KIND: _part,
    CourtOrder.KIND: _order,
    ContactArrangement.KIND: lambda one: ("Who is with the child when", one.says),
    Observation.KIND: _note,
    Photo.KIND: lambda one: ("A photo", one.shows),
    Concern.KIND: _concern,
    Assessment.KIND: lambda one: (f"Report: {one.title}", one.summary),
    Passage.KIND: lambda one: (f"A report, about {one.about.first_name}", one.words),
    Story.KIND: lambda one: ("What the family wrote first", one.words),
    Home.KIND: _home,
    Attendance.KIND: _attendance,
    Plan.KIND: _plan,
    Outcome.KIND: lambda one: (f"Outcome: {one.title}", one.wording),
    Strategy.KIND: lambda one: (f"Strategy: {one.title}", one.why),
    View.KIND: _view,
    Rating.KIND: _rating,
    Practice.KIND: _practice,
    Activity.KIND: _activity,
    Entry.KIND: _entry,
    CensusEntry.KIND: _census,
}
# What a kind needs beside its own row.
BESIDE = {
    Involvement.KIND: ("tie__person", "tie__agency"),
    CourtOrder.KIND: ("person",),
    Passage.KIND: ("about",),
    Attendance.KIND: ("agency",),
}


def kinds() -> dict[str, type[Content]]:
    """Every kind of record there is of what families are asked about, by its name.

    What is written to keep a child safe stands on pages of its own only.
    """
    return {
        model.KIND: model
        for model in apps.get_models()
        if issubclass(model, Content) and model.CATEGORY in ASKED_ABOUT
    }


def read(record_ids: Sequence[UUID], *, viewer: Viewer) -> dict[UUID, Content]:
    """These records, as far as the viewer may see them: a statement for each kind."""
    asked = Record.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=record_ids)
    there = set(asked.values_list("kind", flat=True))
    found: dict[UUID, Content] = {}
    for kind, model in kinds().items():
        if kind in there:
            rows = model.objects.read_by(viewer).filter(pk__in=record_ids)
            if kind in BESIDE:
                rows = rows.select_related(*BESIDE[kind])
            found |= {row.pk: row for row in rows}
    return found


def tell(content: Content) -> Said:
    """A title and a text."""
    return TELL[content.KIND](content)
