"""What waits for those who keep children safe: no name, and not a word of it.

A first page may stand open on a desk, or on a wall: here are reference numbers only.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.safeguarding import policy, queries
from plait.safeguarding.models import Alert
from plait.today import work
from plait.today.work import Todo

AHEAD = timedelta(days=3)
PASSED_ON_TO = frozenset({"setting_lead", "social_worker"})


def todos_of(viewer: Viewer) -> tuple[Todo, ...]:
    """New worries first, then what is due; nothing for anybody else (SAFE-1)."""
    found: list[Todo] = []
    if viewer.role in policy.CLEARED:
        found += [_new(one, viewer) for one in queries.alerts_waiting(viewer)]
        found += work.in_order(_due(viewer))
    if viewer.role in PASSED_ON_TO:
        told = queries.alerts_passed_on(viewer)
        found = [_passed_on(one, viewer) for one in told] + found
    return tuple(found)


def _new(alert: Alert, viewer: Viewer) -> Todo:
    is_late = alert.due_at <= viewer.now
    return Todo(
        due_on=arithmetic.day_of(alert.due_at),
        kind="late" if alert.in_danger or is_late else "soon",
        state="In danger now" if alert.in_danger else "New",
        title=f"A worry about safety: {alert.reference}",
        why=f"Passed on: {words.when(alert.raised_at, viewer.now)}. "
        + (
            "Everybody who can help has been told."
            if alert.in_danger
            else f"Needed by: {words.when(alert.due_at, viewer.now)}."
        ),
        action="Open",
        href=reverse("safeguarding:open", kwargs={"reference": alert.reference}),
    )


def _passed_on(alert: Alert, viewer: Viewer) -> Todo:
    return Todo(
        due_on=viewer.today,
        kind="late",
        state="In danger now" if alert.in_danger else "Waits",
        title="A concern waits",
        why=f"Nobody at {alert.agency.short_name} has taken it on. Somebody has to be "
        "reached by phone.",
        action="Whom to ring",
        href=reverse("safeguarding:choose"),
    )


def _due(viewer: Viewer) -> Iterator[Todo]:
    for step in queries.steps_due(viewer, viewer.today + AHEAD):
        to = {"child_id": step.record.child_id}
        yield work.dated(
            due_on=step.due_on,
            today=viewer.today,
            title="Something to do in a safeguarding case",
            why="What it is stands in the case.",
            action="Open the case",
            href=reverse("safeguarding:case", kwargs=to),
        )
    for child_id, day in queries.look_again(viewer).items():
        if day <= viewer.today + AHEAD:
            yield work.dated(
                due_on=day,
                today=viewer.today,
                title="Look again at a safeguarding case",
                why="You chose this day.",
                action="Open the case",
                href=reverse("safeguarding:case", kwargs={"child_id": child_id}),
            )
    yield from _files(viewer)


def _files(viewer: Viewer) -> Iterator[Todo]:
    for one in queries.outgoing(viewer).filter(received_at=None):
        sent = one.sent_at is not None
        yield work.dated(
            due_on=one.due_on,
            today=viewer.today,
            title="A safeguarding file has not been confirmed"
            if sent
            else "A safeguarding file to pass on",
            why=f"To {one.to_agency.name}."
            + (" Please ring them: it was sent and nobody has it." if sent else ""),
            action="Files to pass on",
            href=reverse("safeguarding:files"),
        )
    for one in queries.incoming(viewer).filter(received_at=None):
        yield work.dated(
            due_on=one.due_on,
            today=viewer.today,
            title="A safeguarding file was sent to you",
            why=f"From {one.from_agency.name}. Confirm that it has arrived.",
            action="Files to pass on",
            href=reverse("safeguarding:files"),
        )
