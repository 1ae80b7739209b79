"""Writing in the book, and having read it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plait.access.viewer import Viewer
from plait.book.models import Entry, LastRead
from plait.children.models import Child
from plait.evidence import operations as evidence
from plait.evidence.photos import Picture
from plait.sharing import operations as sharing


@transaction.atomic
def write_entry(
    entry: Entry,
    *,
    child: Child,
    viewer: Viewer,
    picture: Picture | None = None,
) -> Entry:
    """Write in the book between home and setting (rule C1). Raises AlreadySaved."""
    evidence.refuse_repeat(entry, child=child, viewer=viewer, picture=picture)
    sharing.write(entry, viewer=viewer, child=child, act="book.entry.written")
    if picture:
        evidence.add_photo(picture, to=entry, child=child, viewer=viewer)
    return entry


def one_at_a_time(asked: Entry, *, viewer: Viewer) -> None:
    """Whoever answers the same question waits until this transaction has ended."""
    sharing.lock(asked.pk, viewer=viewer)


def mark_read(child_id: UUID, *, person_id: UUID, at: datetime) -> None:
    """Note that somebody has opened the book: what is older is no longer unread."""
    LastRead.objects.update_or_create(
        person_id=person_id, child_id=child_id, defaults={"at": at}
    )
