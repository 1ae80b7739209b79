"""Court orders, and who meets the child how: what limits an adult, and from when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from plait.access.decisions import ALLOW, NotPermitted
from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.sharing import operations as sharing
from plait.sharing import queries, standing
from plait.sharing.models import Restriction
from plait.team.models import ContactArrangement, CourtOrder, OrderSeal

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Order:
    """What a court ordered. `closes` names kinds; none of them means everything."""

    person_id: UUID
    court: str
    made_on: date
    says: str
    from_on: date
    last_day: date | None = None
    closes: tuple[str, ...] = ()


@transaction.atomic
def record_order(order: Order, *, child: Child, viewer: Viewer) -> CourtOrder:
    """Write down an order and close what it closes, in one act (rule W30).

    It works from its first day, or from now when that has passed: what was read before
    was read. Raises NotPermitted, also for somebody who is not of the family.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    standing.may_record_orders(queries.standing_of(viewer, child)).require()
    _insist_on_family(order.person_id, child, viewer)
    found = sharing.write(
        CourtOrder(**{**vars(order), "closes": list(order.closes)}),
        viewer=viewer,
        child=child,
        act="team.court-order.recorded",
    )
    _close(found, child=child, viewer=viewer)
    return found


@transaction.atomic
def correct_order(
    found: CourtOrder,
    order: Order,
    *,
    child: Child,
    viewer: Viewer,
    seen_version: int,
) -> CourtOrder:
    """Put an order right, or end it (rule W30). What it said before stays readable.

    Raises NotPermitted, ChangedMeanwhile.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    may = standing.may_record_orders(queries.standing_of(viewer, child))
    may.require()
    for name, value in {**vars(order), "closes": list(order.closes)}.items():
        if name != "person_id":  # another adult is another order
            setattr(found, name, value)
    sharing.revise(
        found,
        viewer=viewer,
        child=child,
        act="team.court-order.corrected",
        seen_version=seen_version,
        right=ALLOW,
    )
    _open_again(found, viewer)
    _close(found, child=child, viewer=viewer)
    return found


def _insist_on_family(person_id: UUID, child: Child, viewer: Viewer) -> None:
    """An order is about an adult of the family, never about whoever writes it down."""
    ties = Tie.objects.filter(child=child, person_id=person_id, kind=Tie.Kind.FAMILY)
    if person_id == viewer.person_id or not ties.exists():
        raise NotPermitted("Choose one of the family.")


def _close(order: CourtOrder, *, child: Child, viewer: Viewer) -> None:
    """The seals of an order: on what it closes, and on the order itself."""
    from_at = max(arithmetic.start_of(order.from_on), viewer.now)
    until_at = None
    if order.last_day:
        until_at = max(arithmetic.start_of(order.last_day + A_DAY), from_at)
    for restriction in _seals(order, child):
        restriction.from_at, restriction.until_at = from_at, until_at
        if restriction.record_id:
            restriction.from_at, restriction.until_at = viewer.now, None
        restriction.save(force_insert=True)
        OrderSeal.objects.create(order=order, restriction=restriction)
        ledger.record(
            "sharing.restriction.begun",
            viewer=viewer,
            child_id=child.pk,
            restriction=restriction.pk,
            order=order.pk,
        )


def _seals(order: CourtOrder, child: Child) -> Iterator[Restriction]:
    aim = {
        "child": child,
        "aim": Restriction.Aim.PERSON,
        "aimed_person_id": order.person_id,
        "ground": "court order",
    }
    if not OrderSeal.objects.filter(order=order, restriction__record=order.pk).exists():
        yield Restriction(record_id=order.pk, **aim)
    for kind in order.closes:
        yield Restriction(category=kind, **aim)
    if not order.closes:
        yield Restriction(**aim)


def _open_again(order: CourtOrder, viewer: Viewer) -> None:
    """What the order closed before it was put right ends now, or never begins."""
    seals = Restriction.objects.select_for_update().filter(
        pk__in=order.seals.values("restriction"), record=None
    )
    for restriction in seals:
        if restriction.until_at is None or restriction.until_at > viewer.now:
            restriction.until_at = max(viewer.now, restriction.from_at)
            restriction.save(update_fields=["until_at"])


@transaction.atomic
def describe_contact(
    says: str,
    *,
    child: Child,
    viewer: Viewer,
    found: ContactArrangement | None = None,
    seen_version: int = 0,
) -> ContactArrangement:
    """Write down who meets the child how, or put it right (rules W1 and W2)."""
    if found is None:
        return sharing.write(
            ContactArrangement(says=says),
            viewer=viewer,
            child=child,
            act="team.contact.described",
        )
    found.says = says
    return sharing.revise(
        found,
        viewer=viewer,
        child=child,
        act="team.contact.corrected",
        seen_version=seen_version,
    )
