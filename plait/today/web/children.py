"""Finding a child, and the overview of one."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.sharing.web.door import Asking, child_page, person_page
from plait.today import queries
from plait.today.web import lists, overview
from plait.today.web.views import _number

STRANDS = ("home", "setting", "specialists")


@person_page("children")
def children(request: Asking) -> HttpResponse:
    """The viewer's children, or those whose names begin with what was typed."""
    wanted = request.GET.get("q", "").strip()[:80]
    if request.viewer.hat.is_family:
        return redirect("today:today")
    found = queries.find_children(request.viewer, wanted)
    page = lists.list_page(
        found, request.viewer, number=_number(request), wanted=wanted
    )
    request.children_shown.update(row.id for row in page.rows)
    return render(request, "today/children.jinja", {"page": page})


@child_page("overview")
def child(request: Asking, child: Child) -> HttpResponse:
    """What has happened, and whose turn it is."""
    if request.viewer.hat.is_family:
        return redirect("family:today", child_id=child.pk)
    page = overview.overview_page(
        child,
        request.viewer,
        request.standing,
        strands=[one for one in request.GET.getlist("from") if one in STRANDS],
        before=_before(request),
    )
    return render(request, "today/child.jinja", {"page": page})


def _before(request: Asking) -> datetime | None:
    given = request.GET.get("before", "")
    try:
        moment = datetime.fromisoformat(given) if given else None
    except ValueError:
        raise Http404 from None
    if moment and moment.tzinfo is None:
        raise Http404
    return moment


@child_page("about")
def about(request: Asking, child: Child) -> HttpResponse:
    """Who the child is, where they live and go, and what the family wrote first."""
    page = overview.about_page(child, request.viewer, request.standing)
    return render(request, "today/about.jinja", {"page": page})
