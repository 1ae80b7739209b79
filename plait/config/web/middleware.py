"""What every request passes through, from the outside in."""

import logging
import time
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from plait.access import clock
from plait.config.web import errors
from plait.ledger import closings
from plait.ledger.operations import LedgerUnavailable

journal = logging.getLogger("plait.requests")
Handler = Callable[[HttpRequest], HttpResponse]


class Journal:
    """One log line a request: which page, how it ended, how long. No names."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        journal.info(
            "request",
            extra={
                "page": match.view_name if match else "",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.monotonic() - started) * 1000),
            },
        )
        return response


class Defects:
    """What goes wrong in a page leads to a page that says so, and to a log line."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, LedgerUnavailable):
            errors.defects.error("ledger unavailable")
            return errors.unavailable(request)
        if known := errors.answer_to(request, exception):
            return known
        return errors.answer_to_defect(request, exception)


class Verbs:
    """Pages are looked at and forms are sent: no address takes any other verb.

    What we did not write, such as signing in, would otherwise answer some of them.
    """

    TAKEN = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.TAKEN:
            return HttpResponseNotAllowed(self.TAKEN)
        return self.get_response(request)


class Doors:
    """Nothing is answered from a database that has forgotten what was closed (BAK-1).

    Asked once a second: what is about a child is asked again by the line that the
    ledger needs before the answer leaves.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.good_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if time.monotonic() > self.good_until and not self._are_open():
            errors.defects.error("the journal knows more than the database: restore")
            return errors.closed(request)
        return self.get_response(request)

    def _are_open(self) -> bool:
        try:
            if not closings.doors_are_open():
                return False
        except DatabaseError:
            return True  # the page says what is the matter
        self.good_until = time.monotonic() + 1
        return True


class Headers:
    """Nothing personal is stored on the way; no more than needed is allowed."""

    POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Public pages too: a shared cache must never learn to keep anything of ours.
        response.headers["Cache-Control"] = "no-store"
        return response


class Legible:
    """Refuses the one letter that nobody types and a database does not take.

    Forms say so themselves, beside the question.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (text for one in request.GET.lists() for text in (one[0], *one[1]))
        if any("\0" in text for text in (*asked, *request.COOKIES.values())):
            raise BadRequest
        return self.get_response(request)


class Clock:
    """The request's one `now`. The door reads it again with its snapshot."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.read()  # type: ignore[attr-defined]
        return self.get_response(request)
