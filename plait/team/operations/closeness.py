"""Somebody knows the family: they see nothing of the child at work from then on."""

from uuid import UUID

from django.db import transaction

from plait.access.viewer import Viewer
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.sharing import conflict_lock, queries, standing
from plait.sharing.models import Conflict


@transaction.atomic
def know_family(why: str, *, child: Child, viewer: Viewer) -> Conflict:
    """Say of oneself that one knows the family, and step back at once (rule CL3)."""
    return _step_back(viewer.person_id, why, child=child, viewer=viewer)


@transaction.atomic
def record_conflict(
    person_id: UUID, why: str, *, child: Child, viewer: Viewer
) -> Conflict:
    """Somebody who leads says it of another (rule CL3). Raises NotPermitted."""
    standing.may_change_team(queries.standing_of(viewer, child)).require()
    return _step_back(person_id, why, child=child, viewer=viewer)


def _step_back(person_id: UUID, why: str, *, child: Child, viewer: Viewer) -> Conflict:
    """Shut out, and out of the team: whoever leads sees that a part has ended."""
    conflict = conflict_lock.lock_out(person_id, why, child=child, viewer=viewer)
    ties = Tie.objects.filter(
        live(viewer.now), child=child, person_id=person_id, kind=Tie.Kind.TEAM
    )
    for tie in ties:
        children.end_tie(tie, until_at=viewer.now, viewer=viewer)
    return conflict
