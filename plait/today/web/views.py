"""Each person's first page: what needs them, and their children."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.sharing.web.door import Asking, person_page
from plait.today import queries
from plait.today.web import agency, lists, privacy, requests, safety, todos
from plait.today.web.practice import strategies_today
from plait.today.work import in_order

FIRST_PAGES = {
    "key_worker": "today/key_worker.jinja",
    "senco": "today/senco.jinja",
    "specialist": "today/specialist.jinja",
    "council": "today/specialist.jinja",
}


@person_page("today")
def today(request: Asking) -> HttpResponse:
    """The first page of the hat somebody wears."""
    if request.viewer.hat.is_family:
        return _family(request)
    viewer = request.viewer
    role = roles.BY_KEY.get(viewer.role)
    if viewer.role == roles.PRIVACY_LEAD:
        return _privacy(request)
    if role and role.first_page == "safety":
        return _safety(request)
    children = queries.children_of(viewer)
    page = lists.list_page(children, viewer, number=_number(request), urgent_first=True)
    request.children_shown.update(row.id for row in page.rows)
    work = agency.added_to(
        todos.todos_of(queries.with_work(children, viewer), viewer), request
    )
    request.children_shown.update(work.about)
    first_page = role.first_page if role else "specialist"
    doing = {}
    if first_page == "key_worker":
        doing = strategies_today([row.id for row in page.rows], viewer)
    return render(
        request,
        FIRST_PAGES[first_page],
        {
            "page": page,
            "work": work,
            "doing": doing,
            "safety": safety.todos_of(viewer),
            "agency": request.hat.agency_called,
            "first_name": request.user.first_name,
        },
    )


def _privacy(request: Asking) -> HttpResponse:
    """What waits for a privacy lead. It names no child."""
    page = {
        "todos": in_order(
            [*privacy.todos_of(request.viewer), *agency.todos_of(request)]
        ),
        "agency": request.hat.agency_called,
        "first_name": request.user.first_name,
    }
    return render(request, "today/privacy.jinja", {"page": page})


def _safety(request: Asking) -> HttpResponse:
    """What waits for a safeguarding lead. It names no child: screens are looked at."""
    page = {
        "safety": (
            *safety.todos_of(request.viewer),
            *requests.todos_of(request.viewer),
        ),
        "agency": request.hat.agency_called,
        "first_name": request.user.first_name,
    }
    return render(request, "today/safety.jinja", {"page": page})


def _number(request: Asking) -> int:
    given = request.GET.get("page", "1")
    return (
        max(1, int(given))
        if given.isascii() and given.isdigit() and len(given) < 6
        else 1
    )


def _family(request: Asking) -> HttpResponse:
    """Straight to the child's page; with several children, choose one."""
    viewer: Viewer = request.viewer
    children = list(queries.children_of(viewer)[:20])
    if len(children) == 1:
        return redirect("family:today", child_id=children[0].pk)
    request.children_shown.update(child.pk for child in children)
    links = [
        (child.called, reverse("family:today", kwargs={"child_id": child.pk}))
        for child in children
    ]
    return render(request, "today/family_children.jinja", {"links": links})
