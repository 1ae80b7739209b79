"""A form that was sent when the session had just ended by the rules.

Only a form about a child, from one of our own pages, made for the person whose session
it was. After the same person has signed in again in this browser they are led to it
once, with everything they typed; it waits there until it is sent, for an hour at most.
Whoever else signs in ends it.

The browser's session holds whose session ended here, and where what waits: never a word
of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.datastructures import MultiValueDict

from plait.access import unsent
from plait.access.models import Person
from plait.access.unsent import Typed
from plait.access.web import once, sessions

ENDED, WAITS, LEADS = "session_ended", "unsent", "unsent_leads"
NOT_KEPT = frozenset({"csrfmiddlewaretoken", once.FIELD})
UNREADABLE = (
    BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError,
)  # fmt: skip

STILL_HERE = (
    "You were signed out while you wrote. Your words are still here: read them and "
    "save."
)
SEND_AGAIN = (
    "You signed in again while this page was open, so nothing has been saved yet. Your "
    "words are still here: read them and save."
)
SIGN_FIRST = (
    "Nothing has been saved yet. Your words are still here: read them and save."
)
NO_FILE = " A photo does not wait here: choose it again."


def is_about_child(match: ResolverMatch | None) -> bool:
    """Whether an address is a page behind the door, with a child in it."""
    return bool(
        match and getattr(match.func, "surface", "") and "child_id" in match.kwargs
    )


def is_from_us(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    came_from = urlsplit(request.headers.get("Referer", ""))
    referrer = f"{came_from.scheme}://{came_from.netloc}"
    return request.headers.get("Origin", referrer) in ours


@contextmanager
def ending(request: HttpRequest, now: datetime) -> Iterator[None]:
    """Around the end of a session by the rules: the browser's next one knows whose it
    was, and what waits here already goes on waiting.
    """
    person_id, hat = str(_person(request).pk), sessions.chosen_hat(request)
    waits = request.session.get(WAITS)
    yield
    request.session[ENDED] = [person_id, hat, now.timestamp()]
    if waits:
        request.session[WAITS], request.session[LEADS] = waits, [waits[2], hat]


def keep(request: HttpRequest, now: datetime) -> bool:
    """Keep what was sent just after the end of a session; whether it is kept."""
    ended = request.session.get(ENDED)
    if request.method != "POST" or not ended:
        return False
    person_id, hat, moment = UUID(ended[0]), ended[1], ended[2]
    if now.timestamp() - moment >= unsent.KEPT_FOR.total_seconds():
        return False
    typed = typed_by(request, person_id)
    if typed is None or not typed.fits:
        return False
    forget(request)
    kept = unsent.keep(typed, person_id=person_id, now=now)
    request.session[WAITS] = [str(kept), str(person_id), request.path]
    request.session[LEADS] = [request.get_full_path(), hat]
    return True


def set_aside(request: HttpRequest, now: datetime) -> bool:
    """Somebody has to do something else before a form is taken: whether it waits."""
    person_id = _person(request).pk
    typed = typed_by(request, person_id) if request.method == "POST" else None
    if typed is None or not typed.fits:
        return False
    put_before(request, typed, request.path, SIGN_FIRST, now=now)
    return True


def put_before(
    request: HttpRequest, typed: Typed, address: str, words: str, *, now: datetime
) -> None:
    """Have the form at an address begin with these answers, for who is signed in."""
    person_id = _person(request).pk
    forget(request)
    kept = unsent.keep(typed, person_id=person_id, now=now)
    request.session[WAITS] = [str(kept), str(person_id), address, words]


def where(request: HttpRequest, now: datetime) -> str | None:
    """The page on which something waits for whoever is signed in."""
    return request.session[WAITS][2] if _waiting(request, now) else None


def typed_by(request: HttpRequest, person_id: UUID) -> Typed | None:
    """What the form says, if it is about a child and was made for this person."""
    try:
        if not is_about_child(resolve(request.path_info)) or not is_from_us(request):
            return None
        if not once.is_made_for(once.key_of(request), person_id):
            return None
        fields = [
            (name, str(answer))
            for name, answers in request.POST.lists()
            for answer in answers
            if name not in NOT_KEPT
        ]
        return Typed(fields, _has_file(request))
    except (Resolver404, *UNREADABLE):
        return None


def _has_file(request: HttpRequest) -> bool:
    return any(file.size for file in request.FILES.values())  # type: ignore[union-attr]


def settle(request: HttpRequest) -> None:
    """Somebody has signed in: what waits for anybody else is dropped."""
    request.session.pop(ENDED, None)
    waits = request.session.get(WAITS)
    if waits and waits[1] != str(_person(request).pk):
        forget(request)


def lead(request: HttpRequest, now: datetime) -> str | None:
    """Where somebody's words wait: said once, after they signed in again.

    They act in the hat they wrote in, if they still have it.
    """
    held = request.session.pop(LEADS, None)
    if not held or _waiting(request, now) is None:
        return None
    address, hat = held
    if hat in {one.key for one in request.hats}:  # type: ignore[attr-defined]
        sessions.put_on(request, hat)
    return None if address == request.get_full_path() else str(address)


def _waiting(request: HttpRequest, now: datetime) -> Typed | None:
    """What waits here for the person who is signed in; if nothing does, that is so."""
    waits = request.session.get(WAITS)
    if not waits:
        return None
    typed = unsent.find(UUID(waits[0]), person_id=_person(request).pk, now=now)
    if typed is None:
        forget(request)
    return typed


def put_back(request: HttpRequest, now: datetime) -> None:
    """On the page of the form: have it begin with what was typed."""
    waits = request.session.get(WAITS)
    if not waits or request.method != "GET" or waits[2] != request.path:
        return
    typed = _waiting(request, now)
    if typed is None:
        return
    answers = QueryDict(mutable=True)
    for name, answer in typed.fields:
        answers.appendlist(name, answer)
    words = waits[3] if len(waits) > 3 else STILL_HERE
    show(request, answers, words, had_file=typed.had_file)


def show(
    request: HttpRequest, answers: QueryDict, words: str, *, had_file: bool
) -> None:
    """Have a page that is only read draw its form with these answers in it."""
    asking = cast(Any, request)
    asking._files = MultiValueDict()  # before POST, which it would empty
    asking.POST = answers
    asking.kept = words + (NO_FILE if had_file else "")


def show_again(request: HttpRequest) -> bool:
    """Have the page of a form that is refused show its answers; whether it may.

    The caller asks for that page, and only to read it. Somebody signed in again in
    another tab, and the form is still of the sign-in before. It must come from one of
    our pages, made for the person who is signed in.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return False
    if not is_about_child(request.resolver_match) or not is_from_us(request):
        return False
    try:
        made_for_them = once.is_made_for(once.key_of(request), person.pk)
        answers, had_file = request.POST, _has_file(request)
    except UNREADABLE:
        return False
    if made_for_them:
        show(request, answers, SEND_AGAIN, had_file=had_file)
    return made_for_them


def written(request: HttpRequest) -> tuple[str, ...]:
    """The words of a form about a child that is refused, for whoever wrote them.

    A refusal must not lose them (CON-8). Only sentences: what was chosen is chosen
    again quickly. From one of our pages, made for the person who is signed in.
    """
    person = getattr(request, "user", None)
    if request.method != "POST" or person is None or not person.is_authenticated:
        return ()
    if not is_about_child(request.resolver_match) or not is_from_us(request):
        return ()
    typed = typed_by(request, person.pk)
    if typed is None or not typed.fits:
        return ()
    return tuple(answer for _, answer in typed.fields if len(answer.split()) > 1)


def have_sent(request: HttpRequest) -> None:
    """The form has been sent, in the caller's transaction: nothing waits any more."""
    waits = request.session.get(WAITS)
    if waits and waits[2] == request.path:
        forget(request)


def forget(request: HttpRequest) -> None:
    """Drop what waits in this browser, whoever it is for."""
    request.session.pop(LEADS, None)
    if waits := request.session.pop(WAITS, None):
        unsent.forget(UUID(waits[0]))


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
