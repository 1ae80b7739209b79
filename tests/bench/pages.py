"""Whole pages: through every layer, from the address to the line in the ledger.

Django's test client calls the full handler with every middleware and the settings of
the product; only the network and the web server are left out, of both sides.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import include, path, reverse

from plait.config.urls import (
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from plait.sharing.web.door import Asking, person_page
from tests.bench.viewers import Subject

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


@person_page("bench")
def empty(request: Asking) -> HttpResponse:
    """The page that all pages extend, with nothing in it, through the same door."""
    return render(request, "design_system/page.jinja")


EMPTY = "/bench/empty"
urlpatterns = [path(EMPTY[1:], empty), path("", include("plait.config.urls"))]


def opener(client: Client, address: str) -> Callable[[], HttpResponse]:
    def open_page() -> HttpResponse:
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response

    return open_page


def overview(told: dict[str, Any], records: str) -> tuple[Client, str]:
    """The timeline of a child with so many records, for the key worker."""
    child = told["children"][records]
    client = Subject.named(told, "key_worker").client()
    return client, reverse("today:child", kwargs={"child_id": _dashed(child)})


def family(told: dict[str, Any], records: str) -> tuple[Client, str]:
    """The family's page of that child, for the parent."""
    child = told["children"][records]
    client = Subject.parent(told, records).client()
    return client, reverse("family:today", kwargs={"child_id": _dashed(child)})


def today(told: dict[str, Any], name: str) -> tuple[Client, str]:
    """Somebody's first page."""
    return Subject.named(told, name).client(), reverse("today:today")


def _dashed(identifier: str) -> str:
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(identifier[a:b] for a, b in zip(cuts, cuts[1:], strict=False))


def count_statements(act: Callable[[], Any]) -> int:
    """How many statements are sent to the database, savepoints included."""
    act()
    sent = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        act()
    return len(sent)
