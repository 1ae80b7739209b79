"""What came by letter, by phone or in person: a request, or that it is taken back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.privacy import answering, deadlines
from plait.privacy.models import AccessRequest, RequestItem
from plait.privacy.operations import news, requests, ties
from plait.privacy.queries import desks, letters
from plait.privacy.queries import requests as reading
from plait.privacy.queries.letters import Named

Came, State = AccessRequest.Came, AccessRequest.State


@dataclass(frozen=True)
class Letter:
    """How a request came, on which day, and what it says beyond asking."""

    came: str
    on: date
    words: str = ""


@transaction.atomic
def enter(named: Named, letter: Letter, *, viewer: Viewer) -> AccessRequest:
    """Write down one that came by letter or phone, counted from that day (D70).

    Whoever asked is told, as if they had asked here. Raises NotPermitted, or TooLate
    when this person is being answered already.
    """
    Child.objects.select_for_update().get(pk=named.child.pk)
    answering.may_enter(desks.desk_of(viewer), viewer.person_id).require()
    deadlines.may_have_come(letter.on, viewer.today).require()
    known = letters.known_to(viewer).filter(pk=named.child.pk).exists()
    if not known or not letters.could_ask(named.asker, named.child, viewer):
        raise NotPermitted("This person cannot ask this service for that.")
    if letters.is_waiting(named, viewer):
        raise TooLate("This person is being answered already.")
    request = AccessRequest(
        child=named.child,
        agency_id=viewer.agency_id,
        asked_by=named.asker,
        came=Came(letter.came),
        words=letter.words.strip(),
        asked_at=min(viewer.now, arithmetic.start_of(letter.on)),
        clock_from_on=letter.on,
    )
    return requests.begin(request, viewer)


@transaction.atomic
def take_back(request_id: UUID, child: Child, *, viewer: Viewer) -> AccessRequest:
    """Whoever asked does not want it any more; those who answer are told (D73).

    Raises AccessRequest.DoesNotExist for everybody else's, or NotPermitted.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    request = reading.get_own(request_id, child=child, viewer=viewer)
    _end(request, Came.PAGE, viewer)
    news.tell_desk_it_is_over(request, viewer)
    return request


@transaction.atomic
def note_taken_back(request_id: UUID, came: str, *, viewer: Viewer) -> AccessRequest:
    """Whoever asked said so by letter or phone: they are told that it ended (D73).

    Raises AccessRequest.DoesNotExist, or NotPermitted.
    """
    request = requests.lock(request_id, viewer)
    desk = desks.desk_for(request, viewer)
    answering.may_enter(desk, viewer.person_id).require()
    _end(request, came, viewer)
    news.tell_asker(request, news.OVER, viewer)
    return request


def _end(request: AccessRequest, came: str, viewer: Viewer) -> None:
    answering.may_take_back(request).require()
    request.state, request.withdrawn_came = State.WITHDRAWN, Came(came)
    request.withdrawn_by_id, request.withdrawn_at = viewer.person_id, viewer.now
    request.save()
    request.items.update(**RequestItem.WORDS_OF_RECORD)
    ties.end_ties(request, viewer)
    requests.record("withdrawn", request, viewer)
