"""Who reads what a service keeps, to answer one request, and until when (D43, D49)."""

from uuid import UUID

from django.db.models import QuerySet

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children import operations as children
from plait.children.models import Tie
from plait.privacy.answering import Desk
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.operations import news
from plait.privacy.queries import kept
from plait.sharing.categories import ANSWERS_REQUEST, DECIDES_HARM
from plait.sharing.models import Record

State = AccessRequest.State
WHY = "what a service holds is listed for whoever asked for it"


def tie_harm(request: AccessRequest, desk: Desk, viewer: Viewer) -> None:
    """Those who decide on harm, where something is held that is theirs to know of."""
    for person_id in desk.harm:
        if not kept.with_harm_to_decide([request], person_id, viewer=viewer):
            continue
        if not _ties(request).filter(person=person_id, role=DECIDES_HARM).exists():
            tie(request, person_id, DECIDES_HARM, viewer)
        news.tell(
            Person.objects.get(pk=person_id),
            "Plait: something waits for your decision",
            "Something waits for your decision. Sign in to read it.",
            viewer,
        )


def tie(request: AccessRequest, person_id: UUID, role: str, viewer: Viewer) -> None:
    children.tie_person(
        child=request.child,
        person_id=person_id,
        kind=Tie.Kind.TEAM,
        role=role,
        agency_id=request.agency_id,
        viewer=viewer,
    )


def end_ties(request: AccessRequest, viewer: Viewer) -> None:
    """Nobody reads on once it is over (D43); not while another one is being answered.

    One that waits for a second person counts, too: it can be sent back.
    """
    if not _others(request).exists():
        _end(_ties(request).filter(role=DECIDES_HARM), viewer)
    if request.taken_by_id:
        end_answering(request, request.taken_by_id, viewer)


def end_answering(request: AccessRequest, person_id: UUID, viewer: Viewer) -> None:
    """This person reads on for another request about the child only."""
    if not _others(request).filter(taken_by=person_id).exists():
        ties = _ties(request).filter(role=ANSWERS_REQUEST, person=person_id)
        _end(ties, viewer)


def _others(request: AccessRequest) -> QuerySet[AccessRequest]:
    return AccessRequest.objects.filter(
        child=request.child_id,
        agency=request.agency_id,
        state__in=(State.OPEN, State.PREPARED),
    ).exclude(pk=request.pk)


def _ties(request: AccessRequest) -> QuerySet[Tie]:
    return Tie.objects.filter(
        child=request.child_id, agency=request.agency_id, until_at=None
    )


def _end(ties: QuerySet[Tie], viewer: Viewer) -> None:
    for one in ties:
        children.end_tie(one, until_at=viewer.now, viewer=viewer)


def list_items(request: AccessRequest, viewer: Viewer) -> None:
    """Everything that the service wrote, oldest first.

    Held are safeguarding notes, what is very restricted or held back from the family,
    and what whoever answers cannot read themself.
    """
    own = Record.objects.unfiltered(WHY).filter(
        child=request.child_id,
        owner_agency=request.agency_id,
        state=Record.State.LIVE,
    )
    readable = _readable(request, viewer)
    items = [
        RequestItem(
            request=request,
            record=record,
            number=number,
            kind=record.kind,
            category=record.category,
            made_at=record.made_at,
            version=record.version,
            held=_is_held(record) or record.pk not in readable,
        )
        for number, record in enumerate(own.order_by("made_at", "pk"), 1)
    ]
    RequestItem.objects.bulk_create(items)


def hold_what_is_unreadable(request: AccessRequest, viewer: Viewer) -> None:
    """What is left to decide, and whoever answers now cannot read (D49)."""
    left = request.items.filter(outcome="")
    left.exclude(record__in=_readable(request, viewer)).update(held=True)


def _readable(request: AccessRequest, viewer: Viewer) -> set[UUID]:
    own = Record.objects.visible_to(viewer.hat, viewer.now).filter(
        child=request.child_id, owner_agency=request.agency_id
    )
    return set(own.values_list("pk", flat=True))


def _is_held(record: Record) -> bool:
    return (
        record.category == "safeguarding"
        or record.sensitivity == 3
        or record.release == Record.Release.NOBODY
    )
