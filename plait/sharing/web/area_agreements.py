"""Agreements between services: read them, write one, sign for one's own service."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import deny
from plait.access.viewer import Viewer
from plait.sharing import area_agreements as agreed
from plait.sharing.web import lawful_forms
from plait.sharing.web.door import Asking, person_page
from plait.sharing.web.lawful_pages import Between


def _insist_on_agency(viewer: Viewer) -> None:
    if viewer.hat.is_family:
        deny("This page is for services.").require()


@person_page("area-agreements")
def area_agreements(request: Asking) -> HttpResponse:
    """All agreements between services of the area."""
    _insist_on_agency(request.viewer)
    page = {
        "agreements": [
            Between.of(one, request.viewer, may_sign=False, may_end=False)
            for one in agreed.list_area_agreements()
        ],
        "may_write": agreed.may_write(request.viewer).allowed,
    }
    return render(request, "sharing/area_agreements.jinja", {"page": page})


@person_page("area-agreements")
def area_agreement(request: Asking, area_agreement_id: UUID) -> HttpResponse:
    """One of them: what it allows, by which law, and who has signed."""
    _insist_on_agency(request.viewer)
    page = Between.of(
        agreed.get_area_agreement(area_agreement_id),
        request.viewer,
        may_sign=agreed.may_sign(request.viewer).allowed,
        may_end=agreed.may_write(request.viewer).allowed,
    )
    return render(request, "sharing/area_agreement.jinja", {"page": page})


@person_page("area-agreements", writes=True)
def write(request: Asking) -> HttpResponse:
    """Put an agreement up for services to sign."""
    agreed.may_write(request.viewer).require()
    form = lawful_forms.BetweenServices(
        request.POST or None, today=request.viewer.today
    )
    if request.method == "POST" and form.is_valid():
        made = agreed.write(form.terms(), viewer=request.viewer)
        messages.success(request, "Services can sign it now.")
        return redirect("sharing:area-agreement", area_agreement_id=made.pk)
    return render(request, "sharing/write_area_agreement.jinja", {"form": form})


@person_page("area-agreements", writes=True)
def sign(request: Asking, area_agreement_id: UUID) -> HttpResponse:
    """Sign for one's own service."""
    if request.method == "POST":
        agreed.sign(area_agreement_id, viewer=request.viewer)
        messages.success(request, f"Signed for {request.hat.agency_called}.")
    return redirect("sharing:area-agreement", area_agreement_id=area_agreement_id)


@person_page("area-agreements", writes=True)
def end(request: Asking, area_agreement_id: UUID) -> HttpResponse:
    """Nothing new is shared under it from now on."""
    if request.method == "POST":
        agreed.end(area_agreement_id, viewer=request.viewer)
        messages.success(request, "Nothing new is shared under it from now on.")
    return redirect("sharing:area-agreement", area_agreement_id=area_agreement_id)
