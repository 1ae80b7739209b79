"""Reading requests for everything kept: for whoever asked, and whoever answers."""

from uuid import UUID

from django.db.models import QuerySet

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.privacy.answering import Desk
from plait.privacy.models import AccessRequest
from plait.privacy.queries import desks, kept, reach
from plait.sharing import conditions

State = AccessRequest.State

WHOLE = (
    "child", "agency", "asked_by", "taken_by", "prepared_by", "released_by",
    "withdrawn_by",
)  # fmt: skip


def own_requests(child: Child, *, viewer: Viewer) -> list[AccessRequest]:
    """What the viewer asked about a child, newest first: nobody else's (D42)."""
    found = AccessRequest.objects.filter(child=child, asked_by=viewer.person_id)
    return list(found.select_related(*WHOLE).order_by("-asked_at", "pk"))


def get_own(request_id: UUID, *, child: Child, viewer: Viewer) -> AccessRequest:
    """One of them. Raises DoesNotExist for everybody else's."""
    found = AccessRequest.objects.filter(child=child, asked_by=viewer.person_id)
    return found.select_related(*WHOLE).get(pk=request_id)


def services() -> list[Agency]:
    """Every service of the area: a list that tells nothing of any child."""
    return list(Agency.objects.order_by("name"))


def service_of(viewer: Viewer) -> Agency:
    """Whose requests the viewer has a part in answering."""
    return Agency.objects.get(pk=viewer.agency_id)


def list_at_desk(viewer: Viewer) -> list[AccessRequest]:
    """What waits in the viewer's agency, most urgent first; then what is over.

    Raises DoesNotExist for whoever has no part in answering.
    """
    if viewer.person_id not in desks.desk_of(viewer).everybody:
        raise AccessRequest.DoesNotExist
    found = list(_for_desk(viewer).order_by("due_on", "pk"))
    waiting = [one for one in found if one.state in AccessRequest.WAITING]
    over = [one for one in reversed(found) if one.state not in AccessRequest.WAITING]
    return waiting + over


def list_waiting(viewer: Viewer) -> list[AccessRequest]:
    """Those of them that wait for this viewer; none for whoever has no part."""
    found = list(
        _for_desk(viewer)
        .filter(state__in=AccessRequest.WAITING)
        .order_by("due_on", "pk")
    )
    if not found:
        return []
    desk = desks.desks_for(found, viewer)
    elsewhere = kept.for_somebody_else(found, viewer=viewer)
    harm = kept.with_harm_to_decide(found, viewer.person_id, viewer=viewer)
    return [
        one
        for one in found
        if _waits_for(one, desk[one.pk], viewer.person_id, one.pk in harm)
        and not (one.state == State.PREPARED and one.pk in elsewhere)
    ]


def _waits_for(request: AccessRequest, desk: Desk, me: UUID, has_harm: bool) -> bool:
    if request.state == State.PREPARED:
        return me in desk.release and me != request.prepared_by_id
    if request.taken_by_id == me:
        return True
    if me in desk.answer and request.taken_by_id not in desk.answer:
        return True
    return me in desk.harm and has_harm


def get_at_desk(request_id: UUID, *, viewer: Viewer) -> AccessRequest:
    """One request to the viewer's agency. Raises DoesNotExist for everybody else."""
    if viewer.hat.is_family or viewer.person_id not in desks.desk_of(viewer).everybody:
        raise AccessRequest.DoesNotExist
    return _for_desk(viewer).get(pk=request_id)


def _for_desk(viewer: Viewer) -> QuerySet[AccessRequest]:
    """Never one's own, nor about one's own family or a child closed to one (D75)."""
    ask = conditions.Question(viewer.hat, viewer.now)
    return (
        AccessRequest.objects.filter(
            reach.is_open(ask, "child_id"), agency=viewer.agency_id
        )
        .exclude(asked_by=viewer.person_id)
        .select_related(*WHOLE)
    )
