"""What waits because of keeping and erasing: no child, no content (D21, D22)."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.privacy.queries import retention
from plait.today import work
from plait.today.work import Todo

LOOK_WITHIN = timedelta(days=7)
SOON = timedelta(days=14)


def lists_to_agree_to(viewer: Viewer) -> Iterator[Todo]:
    """Lists of which the viewer is the second person."""
    if viewer.hat.is_family:
        return
    for one in retention.list_waiting(viewer):
        yield work.dated(
            due_on=arithmetic.day_of(one.proposed_at + LOOK_WITHIN),
            today=viewer.today,
            title="A second person is asked about erasing records",
            why=f"{one.agency.name}. Nothing goes until you have agreed.",
            action="Look at the list",
            href=reverse("privacy:disposal", kwargs={"disposal_id": one.pk}),
        )


def holds_to_look_at(viewer: Viewer) -> Iterator[Todo]:
    """Legal holds whose day to look again is near, or over."""
    for one in retention.list_holds(viewer):
        if one.review_on <= viewer.today + SOON:
            yield work.dated(
                due_on=one.review_on,
                today=viewer.today,
                title="Look at a legal hold again",
                why=f"{one.agency.name}. It goes on until you end it.",
                action="Look at it",
                href=reverse("privacy:retention"),
            )
