"""The door to every page: who is asking, in which hat, about which child.

Reading happens in one snapshot in which nothing can be written; before the answer
leaves, the ledger says what was in it, and if the ledger cannot, there is no answer. A
child that is not there for this hat is the same as a child that does not exist.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from plait.access import clock
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.access.web import confirming, once, sessions, unsent
from plait.children import hats
from plait.children.hats import WearableHat
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.sharing import door, queries, snapshot, watch
from plait.sharing.standing import Standing
from plait.sharing.web import marks, new_devices, pace, unfinished


class Asking(HttpRequest):
    """A request that has come through the door."""

    user: Person
    now: datetime
    viewer: Viewer
    hat: WearableHat
    hats: list[WearableHat]
    standing: Standing
    child: Child | None
    mark: str  # what an open page asks again with
    children_shown: set[UUID]
    ledger_also: dict[str, str]  # what else the line says of the page, by ids
    after_reading: list[Callable[[], None]]


View = Callable[..., HttpResponseBase]
GONE = 410  # what a page that watches answers when something it shows has gone


class NoHat(Exception):
    """Signed in, but not yet in a capacity to act in."""


class NotSigned(Exception):
    """In an agency's hat without the confidentiality agreement (rule K1)."""


def child_page(
    surface: str, *, writes: bool = False, watches: bool = False
) -> Callable[[View], View]:
    """A page about one child, who stands in its address.

    `surface` names the page in the ledger. With `writes`, a POST runs in one
    transaction and takes effect once. What only `watches` shows nothing: it is asked
    every few seconds by a page that is open, so the ledger hears of it only when it is
    refused, and it does not count as somebody being there.
    """

    def wrap(view: View) -> View:
        def about_child(
            request: Asking, child_id: UUID, **kwargs: Any
        ) -> HttpResponseBase:
            child = door.find_child(child_id, request.viewer)
            request.child = child
            request.standing = queries.standing_of(request.viewer, child)
            request.mark = marks.mark(request.viewer, child)
            return view(request, child, **kwargs)

        page = _page(about_child, view, surface, writes, watches)
        page.watches = watches  # type: ignore[attr-defined]
        return page

    return wrap


def person_page(
    surface: str, *, writes: bool = False, unsigned: bool = False
) -> Callable[[View], View]:
    """A page of somebody's own: their first page, their children, their work list.

    `unsigned` is for the one page that opens before the agreement is signed: where it
    is signed.
    """

    def wrap(view: View) -> View:
        page = _page(view, view, surface, writes)
        page.unsigned = unsigned  # type: ignore[attr-defined]
        return page

    return wrap


def _page(
    act: View, view: View, surface: str, writes: bool, watches: bool = False
) -> View:
    methods = ["GET", "HEAD", "POST"] if writes else ["GET", "HEAD"]

    @require_http_methods(methods)
    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if turned_away := sessions.turn_away(request):
            return turned_away
        asking = cast(Asking, request)
        asking.child = None
        asking.children_shown, asking.after_reading = set(), []
        asking.ledger_also = {}
        try:
            if request.method == "POST":
                return _write(asking, act, surface, kwargs)
            if watches:
                return _watch(asking, act, surface, kwargs)
            unsent.put_back(asking, asking.now)
            return _read(asking, act, surface, kwargs)
        except (NoHat, NotSigned, new_devices.NotConfirmed) as first:
            return _lead_on(asking, first, kwargs)
        except ObjectDoesNotExist as error:
            _note_refusal(asking, surface, kwargs)
            unfinished.keep(asking, kwargs)
            raise Http404 from error

    inner.surface = surface  # type: ignore[attr-defined]
    return inner


def _lead_on(
    request: Asking, first: Exception, kwargs: dict[str, Any]
) -> HttpResponseBase:
    """To what somebody has to do before the page; what they typed waits meanwhile."""
    if isinstance(first, NoHat):
        unfinished.keep(request, kwargs)
        return redirect("access:hats")
    waits = unsent.set_aside(request, request.now)
    if isinstance(first, NotSigned):
        return redirect("agencies:sign")
    return confirming.ask(request, confirming.KEPT if waits else confirming.PAGE)


def _put_on_hat(request: Asking) -> None:
    request.now = clock.read()
    request.hats = hats.list_hats(request.user.pk, request.now)
    chosen = sessions.chosen_hat(request)
    wearing = [hat for hat in request.hats if hat.key == chosen]
    if not wearing and len(request.hats) == 1:
        wearing = request.hats
    if not wearing:
        raise NoHat
    request.hat = wearing[0]
    request.viewer = hats.viewer(request.user, request.hat, request.now)
    match = request.resolver_match
    if not request.hat.has_signed and not getattr(match and match.func, "unsigned", 0):
        raise NotSigned


def _read(
    request: Asking, act: View, surface: str, kwargs: dict[str, Any]
) -> HttpResponseBase:
    with snapshot.reading():
        _put_on_hat(request)
        new_devices.insist(request, request.viewer, surface)
        response = act(request, **kwargs)
        request.viewer.sights.explain()
    return _told(response, request, surface)


def _watch(
    request: Asking, act: View, surface: str, kwargs: dict[str, Any]
) -> HttpResponseBase:
    with snapshot.reading():
        _put_on_hat(request)
        response = act(request, **kwargs)
    if response.status_code == GONE:
        _note_refusal(request, surface, kwargs)
    return response


def _write(
    request: Asking, act: View, surface: str, kwargs: dict[str, Any]
) -> HttpResponseBase:
    """A form's act and its key, in one transaction; neither if it only redraws."""
    key = once.key_of(request)
    if key and (address := once.led_to(request, key)):
        return redirect(address)
    with transaction.atomic():
        _put_on_hat(request)
        new_devices.insist(request, request.viewer, surface)
        if key and not once.claim(request, key, request.viewer.now):
            return redirect(once.led_to(request, key) or "/")
        response = act(request, **kwargs)
        if response.status_code != 302:
            door.insist_still_allowed(request.viewer, clock.read())
            transaction.set_rollback(True)
        else:
            if key:
                once.remember(request, key, response.headers["Location"])
            unsent.have_sent(request)
    return (
        response if response.status_code == 302 else _told(response, request, surface)
    )


def _told(
    response: HttpResponseBase, request: Asking, surface: str
) -> HttpResponseBase:
    """The answer, once the ledger has it; without that, there is none."""
    try:
        turned_away = _tell_ledger(request, surface)
    except BaseException:
        _close(response)
        raise
    if turned_away:
        _close(response)
    return turned_away or response


def _close(response: HttpResponseBase) -> None:
    if isinstance(response, FileResponse) and response.file_to_stream:
        response.file_to_stream.close()


def _tell_ledger(request: Asking, surface: str) -> HttpResponseBase | None:
    """Write down what the answer holds, and what having read it changes.

    Somebody who reads unusually much is turned away instead (SUP-2).
    """
    shown = request.children_shown | ({request.child.pk} if request.child else set())
    viewer = request.viewer
    with transaction.atomic():
        ledger.record_reading(
            viewer=viewer,
            surface=surface,
            child_ids=shown,
            also=request.ledger_also,
        )
        for act in request.after_reading:
            act()
    children = shown | {sight.child_id for sight in viewer.sights}
    watch.after_opening(viewer, children)
    return pace.turn_away(request, viewer, len(children))


def _note_refusal(request: Asking, surface: str, kwargs: dict[str, Any]) -> None:
    """Attempts at what is not there are counted; the id asked for names nobody."""
    if not hasattr(request, "viewer"):
        return
    asked = {name: str(value) for name, value in kwargs.items()}
    ledger.record("page.not-found", viewer=request.viewer, surface=surface, asked=asked)
    watch.after_refusal(request.viewer, asked.get("child_id", ""))
