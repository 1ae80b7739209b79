"""Finding a child, and the overview of one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.sharing.web import earlier
from plait.sharing.web.door import Asking, child_page, person_page
from plait.today import queries
from plait.today.web import lists, overview
from plait.today.web.happened import STRANDS, what_happened
from plait.today.web.views import _number


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
    """What has happened; and, for professionals, whose turn it is."""
    strands = [one for one in request.GET.getlist("from") if one in STRANDS]
    is_family = request.viewer.hat.is_family
    tell = what_happened if is_family else overview.overview_page
    page = tell(
        child,
        request.viewer,
        request.standing,
        strands=strands,
        before=earlier.before(request),
    )
    template = "today/happened.jinja" if is_family else "today/child.jinja"
    return render(request, template, {"page": page})


@child_page("about")
def about(request: Asking, child: Child) -> HttpResponse:
    """Who the child is, where they live and go, and what the family wrote first."""
    page = overview.about_page(child, request.viewer, request.standing)
    return render(request, "today/about.jinja", {"page": page})
