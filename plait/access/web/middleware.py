"""The rules of a session, before any page (AUTH-3, AUTH-5, AUTH-6)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve

from plait.access.web import news, sessions, unsent
from plait.access.web.pages import SignedIn

# What somebody may open who has shown a password and has no second factor yet.
SETTING_UP = frozenset(
    {
        "access:second-factor",
        "access:add-passkey",
        "access:set-up-app",
        "account_reauthenticate",
        "account_logout",
        "team:invitation",
        *("health", "help", "words", "language", "privacy", "accessibility"),
    }
)


class SessionRules:
    """Ends sessions that are idle, old or have turned up in another browser.

    A session without a second factor gets no further than to setting one up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = cast(SignedIn, request).now
        if not request.user.is_authenticated:
            if unsent.keep(request, now):
                return _to_sign_in(why="kept")
            return self.get_response(request)
        if sessions.is_elsewhere(request):
            news.tell(cast(SignedIn, request), news.ELSEWHERE)
            return _begin_again(request, why="elsewhere")
        if _only_watches(request):
            # A page that is left open is nobody being there: it neither prolongs a
            # session nor ends one, in which something may still be being written.
            over = sessions.is_over(request, now)
            return HttpResponse(status=401) if over else self.get_response(request)
        if sessions.is_over(request, now):
            return _end_by_the_rules(request, now)
        response = self.get_response(request)
        if request.user.is_authenticated:
            sessions.mark_seen(request, response, now)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if not request.user.is_authenticated:
            return None
        if not sessions.is_complete(request):
            return None if name in SETTING_UP else redirect("access:second-factor")
        if getattr(view, "watches", False):
            return None
        if request.method == "GET" and hasattr(view, "surface"):
            address = unsent.lead(request, cast(SignedIn, request).now)
            return redirect(address) if address else None
        return None


def _only_watches(request: HttpRequest) -> bool:
    """Whether an open page asks if what it shows may still be seen."""
    try:
        return bool(getattr(resolve(request.path_info).func, "watches", False))
    except Resolver404:
        return False


def _end_by_the_rules(request: HttpRequest, now: datetime) -> HttpResponse:
    """The session has lasted long enough; what was just written in it is kept."""
    if not sessions.is_complete(request):
        return _begin_again(request, why="idle")
    with unsent.ending(request, now):
        answer = _begin_again(request, why="idle")
    return _to_sign_in(why="kept") if unsent.keep(request, now) else answer


def _begin_again(request: HttpRequest, *, why: str) -> HttpResponse:
    """End the session and lead to where one signs in, and from there back here."""
    sessions.end(request)
    if request.method == "GET":
        return _to_sign_in(why=why, next=request.get_full_path())
    return _to_sign_in(why=why)


def _to_sign_in(**query: str) -> HttpResponse:
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")
