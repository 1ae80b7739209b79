"""Pages that anybody may open: they say nothing about anybody."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plait.clocks import arithmetic
from plait.privacy import schedule

PAGES = ("help", "words", "language", "privacy", "accessibility")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process can answer: for load balancers and watchers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_head")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "well"})


@require_safe
def words_page(request: HttpRequest, page: str) -> HttpResponse:
    if page not in PAGES:
        raise Http404
    more = {"page": {"kept": kept(request)}} if page == "privacy" else {}
    return render(request, f"config/{page}.jinja", more)


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Who keeps what they wrote for how long, by the schedule of today (D20)."""
    today = arithmetic.day_of(request.now)  # type: ignore[attr-defined]
    return [
        (keep.who, f"until {keep.years} years after birth")
        for keep in schedule.in_force(today)
    ]
