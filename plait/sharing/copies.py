"""The register of copies that left Plait (rule A8, CON-9).

What makes one writes here, as an answer that a family fetches. A copy cannot be taken
back. When a service may no longer see what it holds a copy of, it is asked to delete
it, and the family sees whether it said so.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from plait.access.decisions import TooLate
from plait.access.viewer import Hat, Viewer
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.sharing import queries, telling
from plait.sharing.models import Basis, Copy, Record

# What somebody was given who asked for all that is kept: for nobody else to know of.
ANSWER = "an answer to a request for everything that is kept"


@transaction.atomic
def register(
    records: Iterable[Record],
    *,
    how: str,
    purpose: str,
    viewer: Viewer,
    holder: Hat | None = None,
) -> list[Copy]:
    """Write down copies that are being made: of what, for whom, what for.

    Held by the viewer's own service or, in the family's hat, the viewer, unless it is
    made for somebody else. Only of what the viewer may see: the caller has read it so.
    """
    held = holder or viewer.hat
    made = Copy.objects.bulk_create(
        Copy(
            child_id=record.child_id,
            record=record,
            category=record.category,
            version_hash=record.version_hash,
            holder_agency_id=held.agency_id,
            holder_person_id=None if held.agency_id else held.person_id,
            purpose=purpose,
            how=how,
            made_at=viewer.now,
            made_by_id=viewer.person_id,
        )
        for record in records
    )
    for copy in made:
        ledger.record(
            "sharing.copy.made",
            viewer=viewer,
            child_id=copy.child_id,
            copy=copy.pk,
            record=copy.record_id,
            version=copy.version_hash,
        )
    return made


def list_copies(child: Child, *, viewer: Viewer) -> list[Copy]:
    """Every copy, newest first, as far as the viewer may know of it."""
    return list(
        _known(child, viewer)
        .select_related("holder_agency", "holder_person")
        .order_by("-made_at", "pk")
    )


def get_copy(copy_id: UUID, *, child: Child, viewer: Viewer) -> Copy:
    """One that the viewer's service holds. Raises DoesNotExist for every other."""
    return _held(viewer).get(pk=copy_id, child=child)


def _known(child: Child, viewer: Viewer) -> QuerySet[Copy]:
    seen = Record.objects.visible_to(viewer.hat, viewer.now).filter(child=child)
    who = queries.standing_of(viewer, child)
    if not who.decides_for_child:
        return _held(viewer).filter(child=child)
    theirs = Q(purpose=ANSWER) & ~Q(holder_person=viewer.person_id)
    return Copy.objects.filter(child=child, record__in=seen.values("pk")).exclude(
        theirs
    )


def _held(viewer: Viewer) -> QuerySet[Copy]:
    if viewer.hat.agency_id:
        return Copy.objects.filter(holder_agency=viewer.hat.agency_id)
    return Copy.objects.filter(holder_person=viewer.person_id)


@transaction.atomic
def recall(agency_id: UUID, *, child: Child, viewer: Viewer) -> int:
    """Ask a service to delete its copies of what it may no longer see; how many.

    What it wrote itself it keeps. Each is asked for once.
    """
    open_kinds = Basis.objects.filter(
        queries.in_force(viewer.now), child=child, to_agency=agency_id
    ).values("category")
    own = Record.objects.unfiltered("what a service wrote, it keeps").filter(
        child=child, owner_agency=agency_id
    )
    wanted = Copy.objects.filter(
        child=child, holder_agency=agency_id, recalled_at=None, deleted_at=None
    ).exclude(Q(record__in=own.values("pk")) | Q(category__in=open_kinds))
    return _ask_back(wanted, viewer)


@transaction.atomic
def recall_erased(record_ids: Collection[UUID], *, viewer: Viewer) -> int:
    """Ask every other service for its copies of what has been erased; how many.

    UK GDPR Art. 19: whoever was given it is told. Each is asked for once.
    """
    wanted = Copy.objects.filter(
        record__in=record_ids, recalled_at=None, deleted_at=None
    ).exclude(holder_agency=viewer.hat.agency_id)
    return _ask_back(wanted, viewer)


def _ask_back(wanted: QuerySet[Copy], viewer: Viewer) -> int:
    """Each is written down; whoever works with the child at a holder is told once."""
    found = list(wanted.select_related("child"))
    Copy.objects.filter(pk__in=[one.pk for one in found]).update(recalled_at=viewer.now)
    for one in found:
        ledger.record(
            "sharing.copy.recalled", viewer=viewer, child_id=one.child_id, copy=one.pk
        )
    asked = {(one.holder_agency_id, one.child) for one in found if one.holder_agency_id}
    for agency_id, child in asked:
        people = telling.those_of(agency_id, child, viewer.now)
        telling.send(telling.GIVE_BACK, child, people, viewer=viewer)
    return len(found)


@transaction.atomic
def confirm_deleted(copy_id: UUID, *, child: Child, viewer: Viewer) -> Copy:
    """Whoever holds a copy says that it is gone. Raises DoesNotExist, or TooLate."""
    Child.objects.select_for_update().get(pk=child.pk)
    copy = get_copy(copy_id, child=child, viewer=viewer)
    if copy.deleted_at:
        raise TooLate("Somebody has said already that it is deleted.")
    copy.deleted_at, copy.deleted_said_by_id = viewer.now, viewer.person_id
    copy.save(update_fields=["deleted_at", "deleted_said_by"])
    ledger.record(
        "sharing.copy.deleted", viewer=viewer, child_id=child.pk, copy=copy.pk
    )
    return copy
