"""`request.hats`: what the person who is signed in may act as now."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from plait.access.web.pages import SignedIn
from plait.children import hats
from plait.children.hats import WearableHat


class Hats:
    """Lists them when a page asks: beside `request.user`, and as lazily."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = cast(SignedIn, request)
        asking.hats = cast(
            "list[WearableHat]",
            SimpleLazyObject(lambda: hats.list_hats(asking.user.pk, asking.now)),
        )
        return self.get_response(request)
