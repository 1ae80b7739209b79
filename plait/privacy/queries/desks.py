"""Who answers, decides on harm and releases: in a service, and for one request (D41).

Whoever asked, the child's family, and those to whom the child is closed have no part in
a request: they are taken out before anybody stands in for the privacy lead (D75).
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child
from plait.privacy.answering import Desk
from plait.privacy.models import AccessRequest
from plait.privacy.queries import reach
from plait.sharing import conditions


def desk_of(viewer: Viewer) -> Desk:
    """Those of the viewer's own agency, before it is known which child it is about."""
    return Desk.of(_working(viewer.agency_id, viewer))


def desk_for(request: AccessRequest, viewer: Viewer) -> Desk:
    """Those who can have a part in answering this request (D75)."""
    return desks_for([request], viewer)[request.pk]


def desks_for(requests: Sequence[AccessRequest], viewer: Viewer) -> dict[UUID, Desk]:
    """The same for several requests to one service."""
    if not requests:
        return {}
    agency_id = requests[0].agency_id
    working = _working(agency_id, viewer)
    hats = [Hat(one, agency_id) for one in sorted(Desk.of(working).everybody)]
    open_to = _open_to(hats, {one.child_id for one in requests}, viewer)
    return {
        one.pk: Desk.of(
            person
            for person in working
            if person.person_id in open_to[one.child_id]
            and person.person_id != one.asked_by_id
        )
        for one in requests
    }


def _working(agency_id: UUID, viewer: Viewer) -> list[Employment]:
    working = Employment.objects.filter(live(viewer.now), person__is_active=True)
    return list(working.filter(agency_id=agency_id))


def _open_to(
    hats: Sequence[Hat], child_ids: Collection[UUID], viewer: Viewer
) -> dict[UUID, set[UUID]]:
    """By child, in which of these hats nothing keeps somebody from it as a whole."""
    asked = {
        f"open_{number}": reach.is_open(conditions.Question(hat, viewer.now))
        for number, hat in enumerate(hats)
    }
    rows = Child.objects.filter(pk__in=child_ids).annotate(**asked)
    return {
        child_id: {
            hat.person_id for hat, is_open in zip(hats, answers, strict=True) if is_open
        }
        for child_id, *answers in rows.values_list("pk", *asked)
    }
