"""What waits for a privacy lead, most urgent first: no child, no content."""

from collections.abc import Iterator

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.privacy.operations.breaches import moment
from plait.privacy.queries import breaches
from plait.sharing import surprises
from plait.sharing.models import LookQuestion
from plait.today import work
from plait.today.web import alerts, disposals
from plait.today.web.emergencies import reviews_waiting
from plait.today.work import Todo


def todos_of(viewer: Viewer) -> list[Todo]:
    """Everything with a day on it that a privacy lead answers, confirms or reviews."""
    return work.in_order(todo for ask in ASKED for todo in ask(viewer))


def questions_about_looks(viewer: Viewer) -> Iterator[Todo]:
    """Families that are surprised by a look (rule L5): not which, nor at what."""
    for one in surprises.list_waiting(viewer):
        asked = words.record_day(one.asked_at)
        asking = one.state == LookQuestion.State.ASKING
        yield work.dated(
            due_on=one.due_on,
            today=viewer.today,
            title=f"A family asks why somebody at {one.agency.short_name} looked",
            why=f"Asked on {asked}."
            + (" You are asking the service first." if asking else ""),
            action="Read and answer",
            href=reverse("sharing:look-answer", kwargs={"question_id": one.pk}),
        )


def what_went_wrong(viewer: Viewer) -> Iterator[Todo]:
    """Something went wrong with information (rules D6 to D8): when, and not what."""
    for one in breaches.list_open(viewer):
        decided = one.ico_settled
        yield work.dated(
            due_on=arithmetic.day_of(one.due_at),
            today=viewer.today,
            title="Close what went wrong with information"
            if decided
            else f"Something went wrong with information at {one.agency.short_name}",
            why=f"Number {one.reference}. Write down what you will do differently."
            if decided
            else f"Decide by {moment(one.due_at)} whether the ICO is told.",
            action="Open it",
            href=reverse("privacy:breach", kwargs={"breach_id": one.pk}),
        )


# Each kind of thing that waits: a function of the viewer.
ASKED: tuple[work.Asked, ...] = (
    what_went_wrong,
    alerts.todos,
    questions_about_looks,
    reviews_waiting,
    disposals.lists_to_agree_to,
    disposals.holds_to_look_at,
)
