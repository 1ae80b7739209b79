"""The door to the pages of somebody's own account, which show no child."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from plait.access.models import Person
from plait.access.web import sessions

View = Callable[..., HttpResponse]


class Wearable(Protocol):
    """A capacity that somebody may act in now, as `children.hats` lists them."""

    @property
    def key(self) -> str: ...

    @property
    def words(self) -> str: ...


class SignedIn(HttpRequest):
    """A request of somebody who is signed in. `hats` is filled in from above."""

    user: Person
    now: datetime
    hats: Sequence[Wearable]
    hat: Wearable | None


def account_page(view: View) -> View:
    """A page of one's own account: signed in with both factors, whatever the hat."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if turned_away := sessions.turn_away(request):
            return turned_away
        return _answer(request, view, kwargs)

    inner.is_account_page = True  # type: ignore[attr-defined]
    return inner


def set_up_page(view: View) -> View:
    """A page on which a second factor is set up: also before there is one."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        turned_away = sessions.turn_away(request)
        if turned_away and not request.user.is_authenticated:
            return turned_away
        return _answer(request, view, kwargs)

    inner.is_account_page = True  # type: ignore[attr-defined]
    return inner


def _answer(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    signed_in = cast(SignedIn, request)
    signed_in.hat = wearing(signed_in)
    try:
        return view(signed_in, **kwargs)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def wearing(request: SignedIn) -> Wearable | None:
    """The hat that was chosen, or the only one, or none."""
    hats = list(request.hats)
    chosen = [hat for hat in hats if hat.key == sessions.chosen_hat(request)]
    found = chosen or (hats if len(hats) == 1 else [])
    return found[0] if found else None
