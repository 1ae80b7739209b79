"""The pages for when it does not work out, each with one sentence and a way on."""

import logging
import secrets
import sys

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

from plait.access.decisions import NotPermitted, TooLate
from plait.access.web import unsent
from plait.sharing.web.unfinished import may_copy

defects = logging.getLogger("plait.defects")


def _page(request: HttpRequest, name: str, status: int, **words: str) -> HttpResponse:
    """With the frame around it, which asks the database who is signed in; if that
    cannot answer, without."""
    template = f"design_system/errors/{name}.jinja"
    written = unsent.written(request) if status < 500 and may_copy(request) else ()
    said = words | {"written": written}
    try:
        return render(request, template, said, status=status)
    except DatabaseError:
        return HttpResponse(render_to_string(template, said), status=status)


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


def closed(request: HttpRequest) -> HttpResponse:
    """Without the frame: nothing is asked of this database."""
    words = render_to_string("design_system/errors/unavailable.jinja")
    return HttpResponse(words, status=503)


def defect(request: HttpRequest) -> HttpResponse:
    """For what went wrong outside of any page, in what stands around all of them."""
    return answer_to_defect(request, sys.exc_info()[1])


def answer_to_defect(
    request: HttpRequest, exception: BaseException | None
) -> HttpResponse:
    """A defect gets a reference number: all that the page and the log share.

    A database that does not answer is none, and passes.
    """
    reference = secrets.token_hex(4).upper()
    defects.error("defect", exc_info=exception, extra={"reference": reference})
    if isinstance(exception, OperationalError | InterfaceError):
        return unavailable(request)
    return _page(request, "defect", 500, reference=reference)


def broken_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    words = "That could not be read. Go back and try again."
    return _page(request, "not_permitted", 400, reason=words)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from one of our own pages, or is very old.

    It is never carried out. One of our own comes back as it was, to be read and sent.
    """
    if again := _same_form_again(request):
        return again
    words = "This page had been open for too long. Go back, load it again and resend."
    return _page(request, "not_permitted", 403, reason=words)


def _same_form_again(request: HttpRequest) -> HttpResponse | None:
    """The page of a form about a child, with what was typed in it, if it may be."""
    sent_as, match = request.method, request.resolver_match
    if match is None or not unsent.show_again(request):
        return None
    request.method = "GET"  # behind the door nothing is written while reading
    try:
        page: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Exception as exception:
        if known := answer_to(request, exception):
            return known
        raise
    finally:
        request.method = sent_as
    if page.status_code != 200:
        return None
    page.status_code = 403
    return page


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
            | MultiPartParserError()
            | UnreadablePostError()
        ):
            return broken_request(request)
    return None
