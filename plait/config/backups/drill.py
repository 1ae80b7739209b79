"""The exercise of putting a backup back: pages are really asked for (BAK-4).

Only ever in a database that is thrown away afterwards: the pages are opened in the
names of people who work with some of the children, and its ledger says so.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from plait.access.web import sessions
from plait.children.models import Tie
from plait.ledger import journal

SAMPLE = 5


class PageFailed(Exception):
    """A page did not answer as it should from what was put back."""


@contextmanager
def empty_place() -> Iterator[None]:
    """Files of its own and a copy of the journal, so that nothing real is touched."""
    kept = settings.FILES_ROOT, settings.JOURNAL_ROOTS
    with tempfile.TemporaryDirectory(prefix="plait-drill-") as folder:
        copy = Path(folder) / "journal"
        copy.mkdir()
        for place in settings.JOURNAL_ROOTS[:1]:
            if (place / journal.NAME).exists():
                shutil.copy(place / journal.NAME, copy)
        settings.FILES_ROOT = Path(folder) / "files"
        settings.JOURNAL_ROOTS = [copy]
        try:
            yield
        finally:
            settings.FILES_ROOT, settings.JOURNAL_ROOTS = kept


def open_pages(now: datetime) -> int:
    """Ask for some pages through the whole application; how many. Raises PageFailed."""
    running = Q(until_at=None) | Q(until_at__gt=now)
    ties = Tie.objects.filter(running, from_at__lte=now, person__is_active=True)
    opened = 0
    for kind, page in (
        (Tie.Kind.TEAM, "today:child"),
        (Tie.Kind.FAMILY, "family:today"),
    ):
        for tie in ties.filter(kind=kind).select_related("person")[:SAMPLE]:
            opened += _open(tie, reverse(page, kwargs={"child_id": tie.child_id}), now)
    _refuse_strangers()
    return opened


def _open(tie: Tie, path: str, now: datetime) -> int:
    client = _browser()
    client.force_login(tie.person)
    session = client.session
    session[sessions.BEGAN] = now.timestamp()
    session[sessions.BROWSER] = "unknown"
    session[sessions.PROVED] = True
    session[sessions.HAT] = str(tie.agency_id) if tie.agency_id else "family"
    session.save()
    answer = client.get(path, secure=True)
    if answer.status_code == 404:
        return 0  # their employment had ended: rightly refused
    if answer.status_code != 200:
        raise PageFailed(f"A page about a child answered {answer.status_code}.")
    return 1


def _refuse_strangers() -> None:
    answer = _browser().get("/", secure=True)
    if answer.status_code == 200:
        raise PageFailed("The first page opened for somebody who had not signed in.")


def _browser() -> Client:
    return Client(HTTP_HOST=(settings.ALLOWED_HOSTS or ["localhost"])[0])
