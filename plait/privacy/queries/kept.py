"""What a service holds about whoever a request is about, as far as each may know of it.

What is sealed from somebody at the desk is as absent for them: it is neither listed nor
counted, and they neither prepare nor release a request that holds it (D76).
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from plait.access.viewer import Hat, Viewer
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.queries import desks, others
from plait.sharing.models import RecordVersion


class Kept(NamedTuple):
    """One thing, counted without a gap for whoever reads the list."""

    number: int
    item: RequestItem


def list_items(request: AccessRequest, *, viewer: Viewer) -> list[Kept]:
    """What the service holds, to those who decide about it while it is open (D43).

    Those who only decide on harm have what is held, and nothing else.
    """
    known = _known(request, viewer)
    if viewer.person_id == request.taken_by_id:
        return known
    if viewer.person_id in desks.desk_for(request, viewer).harm:
        return [one for one in known if one.item.held]
    return []


def get_item(item_id: UUID, *, request: AccessRequest, viewer: Viewer) -> Kept:
    """One of them. Raises RequestItem.DoesNotExist for whom it is not for."""
    for one in list_items(request, viewer=viewer):
        if one.item.pk == item_id and request.state != AccessRequest.State.ASKED:
            return one
    raise RequestItem.DoesNotExist


def count_undecided(request: AccessRequest, *, viewer: Viewer) -> int:
    """How many wait for a decision, as far as the viewer may know."""
    return sum(1 for one in _known(request, viewer) if not one.item.outcome)


def _known(request: AccessRequest, viewer: Viewer) -> list[Kept]:
    found = list(request.items.select_related("decided_by").order_by("number"))
    ids = [one.record_id for one in found]
    hidden = others.sealed_from(viewer.hat, viewer.now, ids)
    known = [one for one in found if one.record_id not in hidden]
    return [Kept(number, item) for number, item in enumerate(known, 1)]


def is_for_somebody_else(
    request: AccessRequest, person_id: UUID, *, viewer: Viewer
) -> bool:
    """Whether something in it is sealed from this person of the desk (D76).

    What is sealed from whoever asked as well counts for nothing: it is never given, so
    that nobody has to read it (D48).
    """
    hat = Hat(person_id, request.agency_id)
    ids = list(request.items.values_list("record_id", flat=True))
    hidden = others.sealed_from(hat, viewer.now, ids)
    return bool(hidden - others.sealed_from_asker(request, viewer, hidden))


def for_somebody_else(
    requests: Collection[AccessRequest], *, viewer: Viewer
) -> set[UUID]:
    """The same of several, for the viewer: asked one by one only where it may be so."""
    pairs = RequestItem.objects.filter(request__in=requests)
    known = list(pairs.values_list("request_id", "record_id"))
    hidden = others.sealed_from(viewer.hat, viewer.now, [one for _, one in known])
    doubted = {request_id for request_id, one in known if one in hidden}
    me = viewer.person_id
    return {
        one.pk
        for one in requests
        if one.pk in doubted and is_for_somebody_else(one, me, viewer=viewer)
    }


def with_harm_to_decide(
    requests: Collection[AccessRequest], person_id: UUID, *, viewer: Viewer
) -> set[UUID]:
    """In which of these something is held, undecided and not sealed from a person."""
    waits = RequestItem.objects.filter(request__in=requests, held=True, outcome="")
    known = list(waits.values_list("request_id", "record_id", "request__agency"))
    if not known:
        return set()
    hat = Hat(person_id, known[0][2])
    hidden = others.sealed_from(hat, viewer.now, [one for _, one, _ in known])
    return {request_id for request_id, one, _ in known if one not in hidden}


def versions_of(item: RequestItem, *, viewer: Viewer) -> list[RecordVersion]:
    """Every version of what it holds, as far as the policy lets the viewer read it."""
    found = RecordVersion.objects.read_by(viewer).filter(
        record=item.record_id, number__lte=item.version
    )
    return list(found.select_related("author").order_by("number"))


def can_read(item: RequestItem, *, viewer: Viewer) -> bool:
    """Whether the viewer can read any of these versions."""
    seen = RecordVersion.objects.visible_to(viewer.hat, viewer.now)
    return seen.filter(record=item.record_id, number__lte=item.version).exists()
