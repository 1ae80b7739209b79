"""The query guard around every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from plait.sharing import guard


class Guarded:
    """Statements that read records without the policy fail, whoever wrote them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with guard.guarded():
            return self.get_response(request)
