"""Asking for everything kept, and its clock (D40 to D46)."""

from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.privacy import answering, deadlines
from plait.privacy.answering import Desk
from plait.privacy.models import AccessRequest
from plait.privacy.operations import news, ties
from plait.privacy.queries import desks, requests
from plait.sharing import queries
from plait.sharing.categories import ANSWERS_REQUEST

State = AccessRequest.State


@transaction.atomic
def ask(child: Child, agency_id: UUID, words: str, *, viewer: Viewer) -> AccessRequest:
    """Ask a service for everything that it keeps about a child (D40).

    Asking again while one waits gives the one that waits. Raises NotPermitted.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    answering.may_ask(queries.standing_of(viewer, child)).require()
    waiting = AccessRequest.objects.filter(
        child=child,
        agency=agency_id,
        asked_by=viewer.person_id,
        state__in=AccessRequest.WAITING,
    )
    if found := waiting.first():
        return found
    return begin(
        AccessRequest(
            child=child,
            agency_id=agency_id,
            asked_by_id=viewer.person_id,
            words=words.strip(),
            clock_from_on=viewer.today,
        ),
        viewer,
    )


def begin(request: AccessRequest, viewer: Viewer) -> AccessRequest:
    """The clock runs from the day it came, whenever that was written down (D44)."""
    request.asked_at = request.asked_at or viewer.now
    request.due_on = deadlines.due_on(request.clock_from_on)
    request.save()
    record("asked", request, viewer)
    is_own = request.came == AccessRequest.Came.PAGE
    news.tell_asker(request, news.RECEIVED if is_own else news.ENTERED, viewer)
    news.tell_desk(request, viewer)
    return request


@transaction.atomic
def take_on(request_id: UUID, *, viewer: Viewer) -> AccessRequest:
    """Begin to answer: a tie that reads on the pages of this request only (D43).

    What the service holds is listed. A safeguarding lead is tied in the same way, where
    something is held for their decision. From somebody else it is taken over (D77).
    Raises DoesNotExist, or NotPermitted.
    """
    request = lock(request_id, viewer)
    desk = desks.desk_for(request, viewer)
    answering.may_take_on(request, desk, viewer.person_id).require()
    if request.state == State.OPEN:
        return _take_over(request, desk, viewer)
    request.state, request.taken_by_id = State.OPEN, viewer.person_id
    request.taken_at = viewer.now
    request.save()
    ties.tie(request, viewer.person_id, ANSWERS_REQUEST, viewer)
    ties.list_items(request, viewer)
    ties.tie_harm(request, desk, viewer)
    record("taken-on", request, viewer)
    return request


def _take_over(request: AccessRequest, desk: Desk, viewer: Viewer) -> AccessRequest:
    """From whoever took it on, who may be ill or gone: the month goes on (D77).

    What was decided stays. What the new person cannot read is held, as at the start.
    """
    former = request.taken_by
    assert former
    request.taken_by_id, request.taken_at = viewer.person_id, viewer.now
    request.save()
    ties.end_answering(request, former.pk, viewer)
    ties.tie(request, viewer.person_id, ANSWERS_REQUEST, viewer)
    ties.hold_what_is_unreadable(request, viewer)
    ties.tie_harm(request, desk, viewer)
    record("taken-over", request, viewer, former=former.pk)
    if former.is_active:
        news.tell(former, "Plait: somebody else answers a request",
                  "Somebody has taken over what you were answering. There is nothing "
                  "left to do.",
                  viewer)  # fmt: skip
    return request


@transaction.atomic
def take_longer(request_id: UUID, reason: str, *, viewer: Viewer) -> AccessRequest:
    """Up to two further months, told within the first (D46).

    Raises DoesNotExist, or NotPermitted.
    """
    request = lock(request_id, viewer)
    _insist_on_answering(request, viewer)
    already = request.extended_on is not None
    deadlines.may_take_longer(request.due_on, viewer.today, already=already).require()
    request.extended_on, request.extension_reason = viewer.today, reason.strip()
    request.due_on = deadlines.longest_due_on(request.clock_from_on)
    request.save()
    record("extended", request, viewer)
    news.tell_asker(request, news.LONGER, viewer)
    return request


@transaction.atomic
def pause(request_id: UUID, reason: str, *, viewer: Viewer) -> AccessRequest:
    """Something is missing: who they are, or what they mean (D45, Art. 12A)."""
    request = lock(request_id, viewer)
    _insist_on_answering(request, viewer)
    if request.state == State.PREPARED:
        raise TooLate("This waits for a second person, who can send it back first.")
    if request.paused_on:
        raise TooLate("Something has been asked already.")
    request.paused_on, request.pause_reason = viewer.today, reason.strip()
    request.save()
    record("paused", request, viewer)
    news.tell_asker(request, news.QUESTION, viewer)
    return request


@transaction.atomic
def go_on(request_id: UUID, *, viewer: Viewer) -> AccessRequest:
    """What was missing has come: the clock goes on (D45)."""
    request = lock(request_id, viewer)
    _insist_on_answering(request, viewer)
    if request.paused_on is None:
        raise TooLate("Nothing is missing.")
    start = deadlines.after_pause(
        request.clock_from_on, request.paused_on, viewer.today
    )
    request.clock_from_on, request.paused_on = start, None
    longer = request.extended_on is not None
    request.due_on = (
        deadlines.longest_due_on(start) if longer else deadlines.due_on(start)
    )
    request.save()
    record("went-on", request, viewer)
    return request


def _insist_on_answering(request: AccessRequest, viewer: Viewer) -> None:
    desk = desks.desk_for(request, viewer)
    if request.state not in AccessRequest.WAITING:
        raise TooLate("This is over.")
    if viewer.person_id not in desk.answer:
        raise NotPermitted("The privacy lead answers this.")


def lock(request_id: UUID, viewer: Viewer) -> AccessRequest:
    """The request, for somebody of the asked agency's desk; the child's row first.

    Raises AccessRequest.DoesNotExist.
    """
    found = requests.get_at_desk(request_id, viewer=viewer)
    Child.objects.select_for_update().get(pk=found.child_id)
    AccessRequest.objects.select_for_update().get(pk=request_id)
    return requests.get_at_desk(request_id, viewer=viewer)


def record(act: str, request: AccessRequest, viewer: Viewer, **also: UUID) -> None:
    """What was done about a request, in the ledger: ids only."""
    ledger.record(
        f"privacy.request.{act}",
        viewer=viewer,
        child_id=request.child_id,
        request=request.pk,
        **also,
    )
