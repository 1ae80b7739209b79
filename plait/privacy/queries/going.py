"""What of a list that two people agreed to goes in the end (D25, D31, D32)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from plait.privacy import schedule
from plait.privacy.models import Disposal
from plait.privacy.queries import retention
from plait.privacy.queries.retention import Inventory
from plait.sharing import keeping
from plait.sharing.models import Record


def still_as_listed(disposal: Disposal) -> list[UUID]:
    """What is there as it was listed; a page and what belongs to it, or neither.

    A page stays where something of it was added or written anew since: nobody would
    find that again, and nobody had agreed to it. What belongs to it stays with it.
    """
    there = {
        one.pk: one.version_hash
        for one in retention.records_of(disposal.child_id, disposal.agency_id)
    }
    listed = {UUID(one): was for one, was in disposal.listed}
    same = [one for one, was in listed.items() if there.get(one) == was]
    new = there.keys() - set(same)
    owners = owners_of(disposal.child_id)
    left = new | {owner for one, owner in owners.items() if one in new}
    left &= listed.keys()
    return [one for one in same if not {one, owners.get(one)} & left]


def inventory(disposal: Disposal) -> Inventory:
    """What would go at this moment: no more, and no less."""
    return retention.inventory_of(disposal, still_as_listed(disposal))


def drafts_that_go_with(disposal: Disposal, gone: Collection[UUID]) -> list[UUID]:
    """Drafts on a page that has gone; and where the time is over and nothing is left,
    every draft from before the list. Nobody has seen or counted them (D31)."""
    drafts = (
        Record.objects.unfiltered("drafts that go with what was erased")
        .filter(child=disposal.child_id, owner_agency=disposal.agency_id)
        .filter(state=Record.State.DRAFT)
        .exclude(category__in=schedule.NOT_LISTED)
    )
    owners = owners_of(disposal.child_id)
    orphans = [one for one, owner in owners.items() if owner in gone]
    which = Q(pk__in=orphans)
    left = retention.records_of(disposal.child_id, disposal.agency_id)
    if disposal.ground == Disposal.Ground.OLD and gone and not left.exists():
        before = disposal.proposed_at
        unchanged = Q(changed_at=None) | Q(changed_at__lt=before)
        which |= Q(made_at__lt=before) & unchanged
    return list(drafts.filter(which).values_list("pk", flat=True))


def owners_of(child_id: UUID) -> dict[UUID, UUID]:
    """Of a child's records, those that belong to another one, and to which."""
    found: dict[UUID, UUID] = {}
    for kind in keeping.kinds():
        if kind.BELONGS_TO:
            rows = kind.unfiltered("which record belongs to which").filter(
                record__child=child_id
            )
            found |= dict(rows.values_list("record_id", f"{kind.BELONGS_TO}_id"))
    return found
