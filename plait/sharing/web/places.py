"""What a record is called on a page about sharing, and where it stands."""

from uuid import UUID

from django.urls import reverse

from plait.sharing.categories import Category
from plait.sharing.models import Record

# The kinds that have a page of their own: its name, its part, and what it is called.
PAGES = {
    "evidence.observation": ("evidence:note", "note_id", "A note"),
    "evidence.concern": ("evidence:concern", "concern_id", "A first concern"),
    "evidence.assessment": ("evidence:report", "report_id", "A report"),
}


def called(record: Record) -> str:
    """ "A note", or what kind of information it is."""
    if record.kind in PAGES:
        return PAGES[record.kind][2]
    return f"Something about {Category(record.category).label}"


def address(record: Record) -> str:
    """The page of a record; without one, the child's."""
    if record.kind not in PAGES:
        return reverse("today:child", kwargs={"child_id": record.child_id})
    page, part, _ = PAGES[record.kind]
    return reverse(page, kwargs={"child_id": record.child_id, part: record.pk})


def apart(record_id: UUID, child_id: UUID, what: str) -> str:
    """Where a record is held back or sealed."""
    parts = {"child_id": child_id, "record_id": record_id}
    return reverse(f"sharing:{what}", kwargs=parts)
