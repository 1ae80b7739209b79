"""The pages for when it does not work out, each with one sentence and a way on."""

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plait.access.decisions import NotPermitted, TooLate


def _page(request: HttpRequest, name: str, status: int, **words: str) -> HttpResponse:
    return render(request, f"design_system/errors/{name}.jinja", words, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words whether or not the thing exists."""
    return _page(request, "not_found", 404)


def not_permitted(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return _page(request, "not_permitted", 403, reason=str(exception or ""))


def too_late(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "too_late", 409, reason=str(exception))


def unavailable(request: HttpRequest) -> HttpResponse:
    return _page(request, "unavailable", 503)


def defect(request: HttpRequest, reference: str = "") -> HttpResponse:
    return _page(request, "defect", 500, reference=reference)


def broken_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    words = "That could not be read. Go back and try again."
    return _page(request, "not_permitted", 400, reason=words)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from one of our own pages, or is very old."""
    words = "This page had been open for too long. Go back, load it again and resend."
    return _page(request, "not_permitted", 403, reason=words)


def answer_to(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page for an exception that a person can meet; None for a defect."""
    match exception:
        case Http404():
            return not_found(request)
        case NotPermitted():
            return not_permitted(request, exception)
        case PermissionDenied():
            return not_permitted(request)
        case TooLate():
            return too_late(request, exception)
        case (
            BadRequest()
            | SuspiciousOperation()
            | RequestDataTooBig()
            | TooManyFieldsSent()
        ):
            return broken_request(request)
    return None
