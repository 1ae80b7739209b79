"""The rules of a session, before any page (AUTH-3, AUTH-5, AUTH-6)."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from plait.access.web import news, sessions
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
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = cast(SignedIn, request).now
        if sessions.is_elsewhere(request):
            news.tell(cast(SignedIn, request), news.ELSEWHERE)
            return _begin_again(request, "elsewhere")
        if sessions.is_over(request, now):
            return _begin_again(request, "idle")
        response = self.get_response(request)
        if request.user.is_authenticated:
            sessions.mark_seen(request, response, now)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if not request.user.is_authenticated or sessions.is_complete(request):
            return None
        return None if name in SETTING_UP else redirect("access:second-factor")


def _begin_again(request: HttpRequest, why: str) -> HttpResponse:
    """End the session and lead to where one signs in, and from there back here."""
    query = {"why": why}
    if request.method == "GET":
        query["next"] = request.get_full_path()
    sessions.end(request)
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")
