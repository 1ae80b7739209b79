"""What an agency asks of somebody beside their children, most urgent first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from django.urls import reverse

from plait.agencies import confidentiality, roles, signing
from plait.clocks import arithmetic, holidays
from plait.sharing import unfinished
from plait.sharing.web.door import Asking
from plait.team import unheld
from plait.team.unheld import Gap
from plait.today import queries, work
from plait.today.web import disposals, requests
from plait.today.web.todos import SHOWN, Work
from plait.today.work import Todo


def todos_of(request: Asking) -> list[Todo]:
    """Everything with a day on it."""
    return work.in_order(todo for ask in ASKED for todo in ask(request))


def added_to(found: Work, request: Asking) -> Work:
    """These beside what the children need; as many as are shown."""
    more = todos_of(request)
    first = work.in_order([*found.todos, *more])[:SHOWN]
    return replace(found, todos=tuple(first), total=found.total + len(more))


def _signature(request: Asking) -> Iterator[Todo]:
    """K1: from a month before it runs out."""
    until = request.hat.signed_until
    text = confidentiality.text_on(request.viewer.today)
    if until and text.is_due_again(until, request.viewer.now):
        last = arithmetic.day_of(until) - timedelta(days=1)
        yield work.dated(
            due_on=last,
            today=request.viewer.today,
            title="Sign the confidentiality agreement again",
            why="Without it you see no child from the day after.",
            action="Read and sign",
            href=reverse("agencies:sign"),
        )


def _agency_signature(request: Asking) -> Iterator[Todo]:
    """K2: whoever may sign for the agency is asked until somebody has."""
    viewer = request.viewer
    if request.hat.agency_has_signed:
        return
    if signing.may_sign_for_agency(viewer).allowed:
        yield work.dated(
            due_on=viewer.today,
            today=viewer.today,
            title=f"Sign for {request.hat.agency_called}",
            why="Until then nobody from here can join a child’s team.",
            action="Read and sign",
            href=reverse("agencies:sign-for-agency"),
        )


def _unheld(request: Asking) -> Iterator[Todo]:
    """HO4 to HO6: a child whom nobody holds, with the next working day as its day."""
    for gap in unheld.list_gaps(request.viewer):
        if gap.child:
            request.children_shown.add(gap.child_id)
        yield _gap(gap, request)


def _gap(gap: Gap, request: Asking) -> Todo:
    near = holidays.bank_holidays_near(gap.since_on)
    child = gap.child.full_name if gap.child else "a child"
    place = gap.agency.short_name if gap.agency else request.hat.agency_called
    return work.dated(
        due_on=arithmetic.working_days_after(gap.since_on, 1, near),
        today=request.viewer.today,
        title=f"Nobody at {place} holds {child}",
        why="Whoever was in the team has left. Nobody there answers or looks.",
        action="Take this child on",
        href=reverse("agencies:unheld", kwargs={"gap": gap.key}),
    )


def _left(request: Asking) -> Iterator[Todo]:
    """HO8: words that a colleague could not save any more."""
    if not unfinished.is_for(request.viewer):
        return
    mine = queries.children_of(request.viewer).order_by()
    for one in unfinished.waiting_for(request.viewer, mine)[:SHOWN]:
        request.children_shown.add(one.child_id)
        yield work.dated(
            due_on=arithmetic.day_of(one.at) + timedelta(days=7),
            today=request.viewer.today,
            title=f"Left unfinished about {one.child.full_name}",
            why=f"{one.author.first_name} was writing when their part ended.",
            action="Read it",
            href=reverse("sharing:left", kwargs={"child_id": one.child_id}),
        )


def _lists(request: Asking) -> Iterator[Todo]:
    """D22: where there is no second privacy lead, whoever signs for the agency."""
    if request.viewer.role != roles.PRIVACY_LEAD:
        yield from disposals.lists_to_agree_to(request.viewer)


# Each kind of thing: a function of the request, in an agency's hat.
ASKED: tuple[Callable[[Asking], Iterator[Todo]], ...] = (
    _signature,
    _agency_signature,
    _unheld,
    _left,
    _lists,
    lambda request: requests.todos_of(request.viewer),
)
