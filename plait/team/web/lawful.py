"""Sharing without asking the family: decide it, read it, look at it again, stop it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.sharing import area_agreements, grounds, lawful, standing
from plait.sharing.web import lawful_forms
from plait.sharing.web.door import Asking, child_page
from plait.sharing.web.lawful_pages import Told
from plait.team import queries as team
from plait.team.operations import lawful as operations


@child_page("sharing", writes=True)
def without_asking(request: Asking, child: Child) -> HttpResponse:
    """Share for a reason in law, without the family's yes."""
    standing.may_share_without_asking(request.standing).require()
    viewer = request.viewer
    form = lawful_forms.WithoutAsking(
        request.POST or None,
        people=team.list_professionals(viewer),
        agencies=team.list_agencies(viewer),
        grounds=grounds.offered(request.hat.agency_kind, viewer.today),
        between=area_agreements.in_force_for(viewer.agency_id, on=viewer.today),
        today=viewer.today,
    )
    if request.method == "POST" and form.is_valid() and _is_covered(form, viewer):
        made = operations.share_without_asking(
            form.choice(), child=child, viewer=viewer
        )
        messages.success(request, "Shared, and written down with your reason.")
        return redirect("sharing:disclosure", child_id=child.pk, disclosure_id=made.pk)
    page = {
        "think_of": grounds.THINK_OF,
        "may_ask": standing.may_ask_for_agreement(request.standing).allowed,
    }
    return render(request, "sharing/without_asking.jinja", {"form": form, "page": page})


def _is_covered(form: lawful_forms.WithoutAsking, viewer: Viewer) -> bool:
    """Whether what is relied on covers all of it; if not, the form says so."""
    choice = form.choice()
    if choice.under_id is None:
        return True
    found = area_agreements.in_force_between(
        viewer.agency_id, choice.to_agency_id, on=viewer.today
    ).filter(pk=choice.under_id)
    if not found:
        form.add_error("why", "That service has not signed this agreement")
    elif not set(choice.categories) <= set(found[0].categories):
        form.add_error("categories", "The agreement does not cover all of this")
    return form.is_valid()


@child_page("sharing")
def disclosure(request: Asking, child: Child, disclosure_id: UUID) -> HttpResponse:
    """What was decided, by whom and why."""
    found = lawful.get_disclosure(disclosure_id, child=child, viewer=request.viewer)
    page = Told.of(found, request.viewer)
    return render(request, "sharing/disclosure.jinja", {"page": page})


@child_page("sharing", writes=True)
def look_again(request: Asking, child: Child, disclosure_id: UUID) -> HttpResponse:
    """Keep it from the family for longer, with a reason and a day."""
    found = lawful.get_disclosure(disclosure_id, child=child, viewer=request.viewer)
    standing.may_share_without_asking(request.standing).require()
    form = lawful_forms.StillKept(
        request.POST or None,
        initial={"because": found.not_told_because},
        today=request.viewer.today,
    )
    if request.method == "POST" and form.is_valid():
        lawful.keep_from_family(
            found.pk,
            form.cleaned_data["because"],
            form.cleaned_data["look_again"],
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Kept from the family until you look again.")
        return redirect("sharing:disclosure", child_id=child.pk, disclosure_id=found.pk)
    page = Told.of(found, request.viewer)
    return render(request, "sharing/look_again.jinja", {"form": form, "page": page})


@child_page("sharing", writes=True)
def tell(request: Asking, child: Child, disclosure_id: UUID) -> HttpResponse:
    """It is safe now: tell the family."""
    found = lawful.get_disclosure(disclosure_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        operations.tell_family(found.pk, child=child, viewer=request.viewer)
        messages.success(request, "The family is told now.")
    return redirect("sharing:disclosure", child_id=child.pk, disclosure_id=found.pk)


@child_page("sharing", writes=True)
def stop(request: Asking, child: Child, disclosure_id: UUID) -> HttpResponse:
    """End the sharing before its day."""
    found = lawful.get_disclosure(disclosure_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        lawful.stop(found.pk, child=child, viewer=request.viewer)
        messages.success(request, f"{found.to_agency.short_name} sees it no longer.")
    return redirect("sharing:disclosure", child_id=child.pk, disclosure_id=found.pk)
