"""Emergency access that waits for somebody's review: no child, no content."""

from collections.abc import Iterator

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.design_system import words
from plait.sharing.emergency import queries
from plait.sharing.models import Emergency
from plait.today import work
from plait.today.work import Todo


def reviews_waiting(viewer: Viewer) -> Iterator[Todo]:
    """Each with its day; a review that is late stays until somebody has done it."""
    for one in queries.to_review(viewer):
        yield work.dated(
            due_on=one.due_on,
            today=viewer.today,
            title="Review emergency access"
            if one.glass_id
            else "Review an attempt at emergency access",
            why=_why(one, viewer),
            action="Review",
            href=reverse("emergency:review", kwargs={"emergency_id": one.pk}),
        )


def _why(one: Emergency, viewer: Viewer) -> str:
    job = roles.words(one.role)
    when = words.when(one.asked_at, viewer.now)
    said = f"Somebody at {one.agency.short_name} ({job}) asked for it: {when}."
    if one.answer:
        return f"{said} Your question has an answer."
    return f"{said} Your question has no answer yet." if one.question else said
