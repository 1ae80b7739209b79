"""The adults around the child: who has which say, what limits it, and since when.

Reading only. What was in force on a day can be asked as it is known now, and as it was
written down then: a wrong date that was put right later is told apart from a right one.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.sharing.models import RecordVersion
from plait.team.models import ContactArrangement, CourtOrder, Involvement


def list_family(child: Child, *, viewer: Viewer) -> list[Tie]:
    """The adults of the family of whom the viewer may know, those who decide first."""
    parts = Involvement.objects.read_by(viewer).filter(
        record__child=child, tie__kind=Tie.Kind.FAMILY
    )
    running = Tie.objects.filter(live(viewer.now), child=child)
    here = parts.filter(tie__in=running).select_related("tie__person")
    ties = [part.tie for part in here]
    order = {role: place for place, (role, _) in enumerate(Tie.FAMILY_ROLES)}
    return sorted(ties, key=lambda tie: (order.get(tie.role, 9), tie.from_at))


def list_orders(child: Child, *, viewer: Viewer) -> list[CourtOrder]:
    """Every order that was written down, newest first; never to whom it limits."""
    return list(
        CourtOrder.objects.read_by(viewer)
        .filter(record__child=child)
        .select_related("person")
        .order_by("-record__made_at")
    )


def get_order(order_id: UUID, *, child: Child, viewer: Viewer) -> CourtOrder:
    """One order. Raises DoesNotExist when the viewer may not see it."""
    orders = CourtOrder.objects.read_by(viewer).select_related("person")
    return orders.get(pk=order_id, record__child=child)


def get_contact(child: Child, *, viewer: Viewer) -> ContactArrangement | None:
    """The newest words on who meets the child how, of those that the viewer may see."""
    found = ContactArrangement.objects.read_by(viewer).filter(record__child=child)
    return found.order_by("-record__made_at").first()


@dataclass(frozen=True)
class Then:
    """What one order said, as it was known at a moment."""

    person: str
    says: str
    court: str
    closes: tuple[str, ...]
    from_on: date
    last_day: date | None
    version: int


def orders_in_force(
    child: Child, *, on: date, known_on: date, viewer: Viewer
) -> list[Then]:
    """The orders in force on a day, as written down by the end of another.

    With `known_on` today: as now known. With an earlier day: as then recorded (SEP-4).
    """
    until = arithmetic.start_of(known_on + timedelta(days=1))
    known = _as_known(child, until, viewer)
    people = Person.objects.in_bulk([said["person"] for said, _ in known])
    found = [
        Then(
            person=people[UUID(said["person"])].name,
            says=said["says"],
            court=said["court"],
            closes=tuple(said["closes"]),
            from_on=date.fromisoformat(said["from_on"]),
            last_day=date.fromisoformat(said["last_day"]) if said["last_day"] else None,
            version=number,
        )
        for said, number in known
    ]
    return [
        then
        for then in found
        if then.from_on <= on and (then.last_day is None or on <= then.last_day)
    ]


def _as_known(
    child: Child, until: datetime, viewer: Viewer
) -> list[tuple[dict[str, Any], int]]:
    """The newest version of each order that had been written before a moment."""
    versions = (
        RecordVersion.objects.read_by(viewer)
        .filter(record__child=child, record__kind=CourtOrder.KIND, at__lt=until)
        .select_related("record")
        .order_by("record__made_at", "number")
    )
    newest = {version.record_id: version for version in versions}
    return [(json.loads(one.content), one.number) for one in newest.values()]
