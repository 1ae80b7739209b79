"""Pages that anybody may open: they say nothing about anybody."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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
    return render(request, f"config/{page}.jinja")
