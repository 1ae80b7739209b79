"""Requests for everything kept that wait for somebody: no child is named."""

from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.design_system import words
from plait.privacy.models import AccessRequest
from plait.privacy.queries import requests
from plait.today import work
from plait.today.work import Todo

State = AccessRequest.State


def todos_of(viewer: Viewer) -> Iterator[Todo]:
    """What the viewer takes on, decides or releases, each with its day (D44)."""
    for one in requests.list_waiting(viewer):
        asked = words.record_day(one.asked_at)
        prepared = one.state == State.PREPARED
        todo = work.dated(
            due_on=one.due_on,
            today=viewer.today,
            title="An answer waits for a second person"
            if prepared
            else "Somebody asks for everything that is kept",
            why=f"Asked on {asked}. The law gives one month."
            + (" Something is missing." if one.paused_on else ""),
            action="Read and release" if prepared else "Open the request",
            href=reverse("privacy:request", kwargs={"request_id": one.pk}),
        )
        # Nothing is late while something is missing (D45).
        waits = replace(todo, kind="open", state="The clock waits")
        yield waits if one.paused_on else todo
