"""Reading the book. Always for a viewer, through the policy."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.book.models import Entry, LastRead
from plait.children.models import Child

PAGE = 30
Children = Sequence[UUID] | QuerySet[Child]


def list_entries(
    child: Child, *, viewer: Viewer, before: datetime | None = None
) -> list[Entry]:
    """Entries of a book, newest first, a page at a time."""
    entries = Entry.objects.read_by(viewer).filter(record__child=child)
    if before:
        entries = entries.filter(record__made_at__lt=before)
    return list(entries.order_by("-record__made_at")[:PAGE])


def get_entry(record_id: UUID, *, child: Child, viewer: Viewer) -> Entry:
    """One entry. Raises DoesNotExist when the viewer may not see it."""
    return Entry.objects.read_by(viewer).get(pk=record_id, record__child=child)


def open_questions(children: Children, *, viewer: Viewer) -> list[Entry]:
    """Questions that nobody has answered and that the viewer did not ask."""
    answered = (
        Entry.objects.visible_to(viewer.hat, viewer.now)
        .filter(answers__isnull=False)
        .values("answers_id")
    )
    return list(
        Entry.objects.read_by(viewer)
        .filter(record__child__in=children)
        .exclude(question="")
        .exclude(pk__in=answered)
        .exclude(record__author_id=viewer.person_id)
        .exclude(record__owner_agency_id=viewer.hat.agency_id)
        .order_by("record__made_at")
    )


def last_read(child: Child, *, person_id: UUID) -> datetime | None:
    found = LastRead.objects.filter(child=child, person_id=person_id).first()
    return found.at if found else None


def count_unread(children: Children, *, viewer: Viewer) -> dict[UUID, int]:
    """How many entries of each child's book are newer than the viewer's last look."""
    mine = Q(record__child__in=children)
    newer = Q(read_at=None) | Q(record__made_at__gt=F("read_at"))
    rows = (
        Entry.objects.visible_to(viewer.hat, viewer.now)
        .filter(mine)
        .exclude(record__author_id=viewer.person_id)
        .annotate(read_at=_read_at(viewer))
        .filter(newer)
        .values("record__child")
        .annotate(number=Count("pk"))
    )
    return {row["record__child"]: row["number"] for row in rows}


def _read_at(viewer: Viewer) -> Subquery:
    """When the viewer last opened the book that an entry is in."""
    read = LastRead.objects.filter(
        child_id=OuterRef("record__child_id"), person_id=viewer.person_id
    )
    return Subquery(read.values("at")[:1])


def readers(child: Child, *, viewer: Viewer) -> list[tuple[str, datetime]]:
    """Who else has opened the book, and when last: for "Read by Abena"."""
    people = {
        row.person_id: row.at
        for row in LastRead.objects.filter(child=child).exclude(
            person_id=viewer.person_id
        )
    }
    names = Person.objects.in_bulk(people.keys())
    return [(names[pk].first_name, at) for pk, at in people.items() if pk in names]
