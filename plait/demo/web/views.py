"""Being one of the cast, with one tap. In the demonstration only (AUTH-3).

Three things must hold: this app is installed (never in production), the process was
started as the demonstration, and the database says that it holds nothing else.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plait.access.models import Person
from plait.access.web import sessions, unsent
from plait.children.hats import list_hats
from plait.demo.cast import ACTORS, BY_KEY, Actor, email_of
from plait.demo.models import Area
from plait.demo.web.presenters import CastPage, Role


def demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is not there outside the demonstration."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO or not Area.objects.exists():
            raise Http404
        return view(request, **kwargs)

    inner.is_demonstration = True  # type: ignore[attr-defined]
    return inner


@demonstration
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Everybody one can be, with one line each."""
    return render(request, "demo/cast.jinja", {"page": CastPage.of(ACTORS)})


@demonstration
@require_http_methods(["GET", "HEAD", "POST"])
def be(request: HttpRequest, key: str) -> HttpResponse:
    """One of them: signs in when it is sent, never when it is looked at."""
    actor = BY_KEY.get(key)
    if actor is None:
        raise Http404
    if request.method != "POST":
        return render(request, "demo/be.jinja", {"page": Role.of(actor)})
    _sign_in_as(request, actor)
    return redirect("/")


def _sign_in_as(request: HttpRequest, actor: Actor) -> None:
    now = request.now  # type: ignore[attr-defined]
    person = Person.objects.get(email=email_of(actor))
    if request.user.is_authenticated:
        unsent.forget(request)
        sessions.end(request)
    login(request, person)
    sessions.begin(request, now)
    unsent.settle(request)
    request.session[sessions.ONE_TAP] = True
    if hats := list_hats(person.pk, now):
        sessions.put_on(request, hats[0].key)
