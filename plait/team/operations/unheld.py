"""Taking on a child whom nobody of an agency holds any more (rules HO4 to HO6)."""

from django.db import transaction

from plait.access.decisions import ALLOW, NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.team import unheld
from plait.team.models import Unheld
from plait.team.operations.membership import Part, tie_member
from plait.team.unheld import Gap

MEANWHILE = "Somebody has seen to this meanwhile."
NOT_ONESELF = "Looking after accounts opens no child to you. Choose a colleague."


@transaction.atomic
def take_on(gap: Gap, to: Employment, *, viewer: Viewer) -> None:
    """Tie somebody of the viewer's agency to the child, so that it has somebody again.

    Raises NotPermitted for somebody of another agency, and for oneself where only
    accounts brought one here (HO11); TooLate when it is not waiting any more.
    """
    child = Child.objects.select_for_update().get(pk=gap.child_id)
    if not _still(gap, viewer).is_for_oneself and to.person_id == viewer.person_id:
        raise NotPermitted(NOT_ONESELF)
    ours = Employment.objects.filter(live(viewer.now), agency=viewer.agency_id)
    if not ours.filter(pk=to.pk, person__is_active=True).exists():
        raise NotPermitted("Only somebody who works with you can take this on.")
    tie_member(child=child, employment=to, viewer=viewer, part=Part(), writing=ALLOW)
    _note("team.unheld.taken-on", gap, viewer, employment=to.pk)


@transaction.atomic
def let_go(gap: Gap, *, viewer: Viewer) -> None:
    """The agency's work with the child is finished; only for who may know the child."""
    Child.objects.select_for_update().get(pk=gap.child_id)
    if _still(gap, viewer).child is None:
        raise NotPermitted("Whoever leads for the setting decides this.")
    _note("team.unheld.let-go", gap, viewer)


def _still(gap: Gap, viewer: Viewer) -> Gap:
    try:
        return unheld.get_gap(gap.key, viewer=viewer)
    except Child.DoesNotExist:
        raise TooLate(MEANWHILE) from None


def _note(act: str, gap: Gap, viewer: Viewer, **more: object) -> None:
    Unheld.objects.create(
        child_id=gap.child_id,
        agency_id=gap.agency_id,
        since_at=gap.since_at,
        taken_by_id=viewer.person_id,
        taken_at=viewer.now,
    )
    ledger.record(
        act, viewer=viewer, child_id=gap.child_id, agency=gap.agency_id, **more
    )
