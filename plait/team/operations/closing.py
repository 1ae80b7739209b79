"""The end of an agency's part: its team leaves, the family reads on for a while."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children import operations as children
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, growing_up
from plait.ledger import operations as ledger
from plait.sharing import queries, standing
from plait.team.models import Closing
from plait.team.operations.membership import with_a_part


@dataclass(frozen=True)
class End:
    """When an agency's part ends, and why."""

    ends_on: date
    reason: str
    words: str = ""


@transaction.atomic
def close_part(end: End, *, child: Child, viewer: Viewer) -> Closing:
    """End the part of the viewer's agency, on a day (rule Y5).

    When no other agency takes part from that day on, family and young person go on
    reading for the months that are set, and no longer. Raises NotPermitted, or TooLate
    when it is closed already.
    """
    child = Child.objects.select_for_update().get(pk=child.pk)
    standing.may_close(queries.standing_of(viewer, child)).require()
    if end.ends_on < viewer.today:
        raise NotPermitted("Choose today or a day that is still to come.")
    if closing_of(child, viewer):
        raise TooLate("The end of your part is recorded already.")
    moment = max(arithmetic.start_of(end.ends_on), viewer.now)
    others = _running(child, moment).exclude(agency=viewer.agency_id)
    # A lead who is tied quietly takes no part: how long the family reads tells of none.
    alone = not with_a_part(others.filter(kind=Tie.Kind.TEAM))
    reads_until = growing_up.family_reads_until(end.ends_on) if alone else None
    closing = Closing.objects.create(
        child=child,
        agency_id=viewer.agency_id,
        family_reads_until=reads_until,
        retention_begins_on=end.ends_on,
        closed_by_id=viewer.person_id,
        closed_at=viewer.now,
        **vars(end),
    )
    ledger.record(
        "team.part.closed",
        viewer=viewer,
        child_id=child.pk,
        closing=closing.pk,
        retention_begins_on=closing.retention_begins_on,
    )
    if reads_until:
        for tie in _running(child, moment).filter(agency=None):
            until_at = arithmetic.start_of(reads_until)
            children.end_tie(tie, until_at=until_at, viewer=viewer)
    for tie in _running(child, moment).filter(agency=viewer.agency_id):
        children.end_tie(tie, until_at=moment, viewer=viewer)
    return closing


def closing_of(child: Child, viewer: Viewer) -> Closing | None:
    """The end of the part of the viewer's agency, if it is recorded and to come."""
    return Closing.objects.filter(
        child=child, agency_id=viewer.agency_id, ends_on__gte=viewer.today
    ).first()


def _running(child: Child, moment: object) -> QuerySet[Tie]:
    """Ties that would still hold at a moment."""
    return Tie.objects.filter(Q(until_at=None) | Q(until_at__gt=moment), child=child)
