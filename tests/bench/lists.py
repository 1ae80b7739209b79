"""The newest fifty records: through the policy, and by team membership alone."""

from collections.abc import Callable

from django.db.models import Q

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.sharing.models import Record
from plait.today import newest
from tests.bench.viewers import Subject

LIMIT = 50
WHY = "a measurement: the same list without the policy"


def through_the_policy(subject: Subject) -> list[Record]:
    """As the product lists them."""
    return newest.newest_records(subject.viewer, limit=LIMIT)


def with_reasons(subject: Subject) -> list[Record]:
    """And with what the ledger then says of each: why it was let through."""
    viewer = subject.viewer
    found = newest.newest_records(viewer, limit=LIMIT)
    viewer.sights.explain()
    return found


def by_membership(subject: Subject) -> list[Record]:
    """Everything about the children of somebody's live ties, found in the same way.

    It rests on the same indexes and is cut at the same instant; it only asks nothing
    about the records themselves.
    """
    viewer = subject.viewer
    children = _children_of(viewer)
    records = Record.objects.unfiltered(WHY).filter(child__in=children)
    if since := newest.written_since(children, LIMIT):
        records = records.filter(made_at__gte=since)
    records = records.select_related("author", "owner_agency")
    return list(records.order_by("-made_at", "pk")[:LIMIT])


def _children_of(viewer: Viewer):
    running = Q(until_at=None) | Q(until_at__gt=viewer.now)
    ties = Tie.objects.filter(running, viewer.hat.ties, from_at__lte=viewer.now)
    return Child.objects.filter(pk__in=ties.values("child_id"))


WAYS: dict[str, Callable[[Subject], list[Record]]] = {
    "policy": through_the_policy,
    "reasons": with_reasons,
    "membership": by_membership,
}
