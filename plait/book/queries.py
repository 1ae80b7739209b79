"""Reading the book. Always for a viewer, through the policy."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from plait.access.viewer import Viewer
from plait.book.models import Entry, LastRead
from plait.children.models import Child
from plait.ledger.models import Line
from plait.sharing import queries as sharing
from plait.team import queries as team
from plait.team.models import Involvement

PAGE = 30
MOST_LINES = 500
Children = Sequence[UUID] | QuerySet[Child]


def list_entries(
    child: Child,
    *,
    viewer: Viewer,
    before: datetime | None = None,
    number: int = PAGE,
) -> list[Entry]:
    """Entries of a book, newest first, a page at a time."""
    entries = Entry.objects.read_by(viewer).filter(record__child=child)
    if before:
        entries = entries.filter(record__made_at__lt=before)
    return list(entries.order_by("-record__made_at", "pk")[:number])


def get_entry(record_id: UUID, *, child: Child, viewer: Viewer) -> Entry:
    """One entry. Raises DoesNotExist when the viewer may not see it."""
    return Entry.objects.read_by(viewer).get(pk=record_id, record__child=child)


def list_answers(asked: Entry, *, viewer: Viewer) -> list[Entry]:
    """What has been answered to a question, oldest first."""
    answers = Entry.objects.read_by(viewer).filter(answers=asked)
    return list(answers.order_by("record__made_at", "pk"))


def open_questions(children: Children, *, viewer: Viewer) -> QuerySet[Entry]:
    """Questions that nobody has answered and that the viewer did not ask."""
    return (
        Entry.objects.read_by(viewer)
        .filter(record__child__in=children)
        .exclude(question="")
        .exclude(Exists(_answers(viewer)))
        .exclude(record__author_id=viewer.person_id)
        .exclude(record__owner_agency_id=viewer.hat.agency_id)
        .order_by("record__made_at", "pk")
    )


def unanswered(child: Child, *, viewer: Viewer) -> list[Entry]:
    """Questions of the viewer's own that nobody has answered yet, oldest first."""
    return list(
        Entry.objects.read_by(viewer)
        .filter(record__child=child, record__owner_agency_id=viewer.hat.agency_id)
        .exclude(question="")
        .exclude(Exists(_answers(viewer)))
        .order_by("record__made_at", "pk")
    )


def _answers(viewer: Viewer) -> QuerySet[Entry]:
    """What answers the entry at hand, as far as the viewer may see it."""
    entries = Entry.objects.visible_to(viewer.hat, viewer.now)
    return entries.filter(answers=OuterRef("pk"))


def who_reads(
    child: Child, team: Iterable[Involvement], viewer: Viewer, *, decides: bool
) -> list[str]:
    """Who besides the viewer can read the book, of those in the team they know.

    Only those who decide for the child know all of them for sure.
    """
    bases = [
        one
        for one in sharing.live_bases(child, viewer)
        if one.category == Entry.CATEGORY
    ]
    agencies = {one.to_agency_id for one in bases if one.to_agency_id}
    people = {one.to_person_id for one in bases if one.to_person_id}
    found = [] if viewer.hat.is_family else ["the family"]
    for part in team:
        tie = part.tie
        if tie.agency and tie.agency_id in agencies - {viewer.hat.agency_id}:
            found.append(tie.agency.short_name)
        elif tie.person_id in people - {viewer.person_id} and not tie.agency_id:
            found.append(tie.person.first_name)
    if not decides:
        found.append("everybody else the family shares the book with")
    return list(dict.fromkeys(found))


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


def readers(
    entries: Sequence[Entry], child: Child, *, viewer: Viewer
) -> dict[UUID, list[str]]:
    """Who else has read which of the viewer's own entries, as the ledger has it.

    Only people whom the viewer may know to be in the team are named.
    """
    mine = {str(one.pk) for one in entries if one.record.author_id == viewer.person_id}
    if not mine:
        return {}
    known = {
        part.tie.person_id: part.tie.person.first_name
        for part in team.list_team(child, viewer=viewer)
        if part.tie.person_id != viewer.person_id
    }
    found: dict[UUID, dict[str, None]] = {}
    lines = Line.objects.filter(
        child_id=child.pk,
        act="record.read",
        person_id__in=known,
        at__gte=min(one.record.made_at for one in entries),
    )
    for line in lines.order_by("seq")[:MOST_LINES]:
        if "glass:" in line.details:  # that is told with its review (rule E7)
            continue
        name = known[line.person_id] if line.person_id else ""
        for record_id in mine & json.loads(line.details)["records"].keys():
            found.setdefault(UUID(record_id), {})[name] = None
    return {record_id: list(names) for record_id, names in found.items()}
