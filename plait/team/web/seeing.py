"""One service on the sharing page, and one kind of information for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from plait.agencies.models import Agency
from plait.children.models import Child
from plait.design_system import words
from plait.sharing import changing
from plait.sharing.changing import ONE_BY_ONE
from plait.sharing.web import matrix, why
from plait.sharing.web.door import Asking, child_page
from plait.sharing.web.matrix import Facts
from plait.team import queries as team
from plait.team.models import Involvement


def by_service(members: Sequence[Involvement]) -> dict[UUID, list[str]]:
    """Who takes part for each service, by first name, as far as the reader may know."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for part in members:
        if part.tie.agency_id:
            found[part.tie.agency_id].append(part.tie.person.first_name)
    return found


def _known(request: Asking, child: Child, agency_id: UUID) -> tuple[Agency, Facts]:
    """The service, as far as the reader may know of it.

    Raises Agency.DoesNotExist, whatever else there is.
    """
    facts = matrix.facts_by_service(child, request.viewer, request.standing)
    found = facts.get(agency_id, Facts())
    told = bool(found.agreed or found.asked) and request.standing.decides_for_child
    if not told:
        members = team.list_team(child, viewer=request.viewer)
        if agency_id not in by_service(members):
            raise Agency.DoesNotExist
    return Agency.objects.get(pk=agency_id), found


@child_page("sharing", writes=True)
def kind(request: Asking, child: Child, agency_id: UUID, kind: str) -> HttpResponse:
    """Why a service sees one kind or not, until when, and changing that."""
    agency, facts = _known(request, child, agency_id)
    if kind not in ONE_BY_ONE:
        raise Agency.DoesNotExist
    if request.method == "POST":
        return _change_kind(request, child, agency, kind)
    page = why.kind_page(
        kind,
        agency,
        facts,
        child=child,
        viewer=request.viewer,
        standing=request.standing,
    )
    return render(request, "sharing/kind.jinja", {"page": page})


def _change_kind(
    request: Asking, child: Child, agency: Agency, kind: str
) -> HttpResponse:
    whole = reverse("sharing:sharing", kwargs={"child_id": child.pk})
    label = matrix.said(kind, child)
    match request.POST.get("do"):
        case "hide":
            changing.hide(agency.pk, kind, child=child, viewer=request.viewer)
            hidden = urlencode({"hidden": str(agency.pk), "kind": kind})
            return redirect(f"{whole}?{hidden}")
        case "show":
            changing.show(agency.pk, kind, child=child, viewer=request.viewer)
            messages.success(request, f"{agency.short_name} can now see {label}.")
            return redirect(whole)
    raise BadRequest


@child_page("sharing", writes=True)
def service(request: Asking, child: Child, agency_id: UUID) -> HttpResponse:
    """All of a service: pause it, go on, go on for another year, or stop."""
    agency, facts = _known(request, child, agency_id)
    if request.method == "POST":
        return _change_service(request, child, agency)
    page = why.service_page(
        agency, facts, child=child, viewer=request.viewer, standing=request.standing
    )
    return render(request, "sharing/service.jinja", {"page": page})


def _change_service(request: Asking, child: Child, agency: Agency) -> HttpResponse:
    viewer, name = request.viewer, agency.short_name
    match request.POST.get("do"):
        case "pause":
            changing.pause(agency.pk, child=child, viewer=viewer)
            said = f"Sharing with {name} is paused. You can go on at any time."
        case "go-on":
            changing.go_on(agency.pk, child=child, viewer=viewer)
            said = f"Sharing with {name} goes on."
        case "year":
            agreed = changing.prolong(agency.pk, child=child, viewer=viewer)
            last = max(one.until_on for one in agreed) - timedelta(days=1)
            said = f"Sharing with {name} goes on until {words.record_day(last)}."
        case _:
            raise BadRequest
    messages.success(request, said)
    return redirect("sharing:sharing", child_id=child.pk)
