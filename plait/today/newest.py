"""The newest records over all of the children somebody has to do with.

Only a few of the newest are wanted, of a hundred thousand perhaps. So the index first
says since when about twice as many have been written about these children, whoever may
see them; the policy then decides about those alone. Where it lets too few through, the
search goes further back, and only among children of whom the viewer could see anything.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.sharing import door
from plait.sharing.models import Record

WHY = "only where to look: the policy decides about what is found there"


def newest_records(viewer: Viewer, *, limit: int = 50) -> list[Record]:
    """The newest records the viewer may see, newest first, over all their children."""
    found: list[Record] = []
    for children, since in _further_back(viewer, 2 * limit):
        records = Record.objects.read_by(viewer).filter(child__in=children)
        if since:
            records = records.filter(made_at__gte=since)
        found = list(records.order_by("-made_at", "pk")[:limit])
        if len(found) == limit:
            break
    return found


def _further_back(
    viewer: Viewer, number: int
) -> Iterator[tuple[QuerySet[Child], datetime | None]]:
    """Where to look, each time further back; at last at everything there is."""
    children = door.children_of(viewer.hat, viewer.now)
    since = written_since(children, number)
    yield children, since
    if since:
        children = _could_see_anything(children, viewer)
        since = written_since(children, 8 * number)
        yield children, since
    if since:
        yield children, None


def _could_see_anything(children: QuerySet[Child], viewer: Viewer) -> QuerySet[Child]:
    """Without those of whom no row of the decision table can allow a single record."""
    if viewer.hat.is_family:
        return children
    written = Record.objects.unfiltered(WHY).filter(
        child_id=OuterRef("pk"), owner_agency_id=viewer.hat.agency_id
    )
    opened = door.opened_to_agency(viewer.hat, viewer.now)
    found = children.filter(opened | Exists(written)).values_list("pk", flat=True)
    return Child.objects.filter(pk__in=list(found))


def written_since(children: QuerySet[Child], number: int) -> datetime | None:
    """An instant since which so many records were written; None when there are fewer.

    Each child's newest says enough when there are many children. For few, one that lies
    deeper is asked for, so that half of them together have as many as are wanted.
    """
    moments, depth = _moments(children, 1, 2 * number), 1
    if moments and len(moments) < number:
        depth = 2 * number // len(moments)
        moments = _moments(children, depth, 2 * number)
    enough = -(-number // depth)
    return moments[enough - 1] if len(moments) >= enough else None


def _moments(
    children: QuerySet[Child], depth: int, limit: int
) -> list[datetime | None]:
    """When each child's newest, or so many records before it, was written."""
    records = Record.objects.unfiltered(WHY).filter(child_id=OuterRef("pk"))
    newest = records.order_by("-made_at").values("made_at")[depth - 1 : depth]
    moments = children.annotate(moment=Subquery(newest))
    moments = moments.order_by(F("moment").desc(nulls_last=True))
    return list(moments.values_list("moment", flat=True)[:limit])
