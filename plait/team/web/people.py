"""An agency's people: who works here, is invited, has left; its hours and promise."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies import operations as agencies
from plait.agencies import queries as colleagues
from plait.agencies import signing
from plait.sharing.web.door import Asking, person_page
from plait.team import operations, queries
from plait.team.models import Invitation
from plait.team.operations.invitations import Guest
from plait.team.web import people_forms as forms
from plait.team.web.invitations import show_letter
from plait.team.web.people_page import Leaving, PeoplePage, known_addresses


@person_page("people")
def people(request: Asking) -> HttpResponse:
    """Everybody who works here, and who is invited. Nothing about any child."""
    agency = colleagues.get_agency_looked_after(request.viewer)
    page = PeoplePage.of(
        list(colleagues.list_colleagues(request.viewer)),
        queries.list_waiting_colleagues(request.viewer),
        agency=agency,
        signed=signing.of_agency(agency.pk, request.viewer.now),
        viewer=request.viewer,
    )
    return render(request, "agencies/people.jinja", {"page": page})


@person_page("people", writes=True)
def invite(request: Asking) -> HttpResponse:
    """Invite a colleague. What is said afterwards is the same for every address.

    Only of one's own agency's people, who are listed one page back, it says who it is.
    """
    agency = colleagues.get_agency_looked_after(request.viewer)
    known = known_addresses(
        list(colleagues.list_colleagues(request.viewer)),
        queries.list_waiting_colleagues(request.viewer),
    )
    form = forms.Colleague(request.POST or None, strand=agency.strand, known=known)
    if request.method == "POST" and form.is_valid():
        guest = Guest(kind=Invitation.Kind.COLLEAGUE, **form.cleaned_data)
        token = operations.invite(guest, viewer=request.viewer, agency_id=agency.pk)
        messages.success(request, "We have sent a link. It is good for two weeks.")
        show_letter(request, token)
        return redirect("agencies:people")
    return render(request, "agencies/invite.jinja", {"form": form})


@person_page("people", writes=True)
def withdraw(request: Asking, invitation_id: UUID) -> HttpResponse:
    """Close an invitation that has not been taken up."""
    colleagues.get_agency_looked_after(request.viewer)
    found = queries.get_waiting_colleague(invitation_id, viewer=request.viewer)
    if request.method == "POST":
        operations.withdraw_invitation(found, viewer=request.viewer)
        messages.success(request, "The link no longer works.")
        return redirect("agencies:people")
    return render(request, "agencies/withdraw.jinja", {"page": {"name": found.name}})


@person_page("people", writes=True)
def entrust(request: Asking, employment_id: UUID) -> HttpResponse:
    """Let a colleague look after accounts too, or no longer."""
    colleagues.get_agency_looked_after(request.viewer)
    found = colleagues.list_colleagues(request.viewer).get(pk=employment_id)
    yes = not found.manages_people
    if request.method == "POST":
        agencies.entrust_accounts(found, yes=yes, viewer=request.viewer)
        messages.success(request, "Saved.")
        mine = found.person_id == request.viewer.person_id
        return redirect("/" if mine else "agencies:people")
    page = {"name": found.person.name, "first": found.person.first_name, "yes": yes}
    return render(request, "agencies/entrust.jinja", {"page": page})


@person_page("people", writes=True)
def leave(request: Asking, employment_id: UUID) -> HttpResponse:
    """Somebody has left: say first what ends with it."""
    colleagues.get_agency_looked_after(request.viewer)
    everybody = colleagues.list_colleagues(request.viewer)
    found = everybody.get(pk=employment_id)
    if request.method == "POST":
        operations.leave_agency(found, viewer=request.viewer)
        messages.success(request, f"{found.person.name} no longer works here.")
        mine = found.person_id == request.viewer.person_id
        return redirect("/" if mine else "agencies:people")
    page = Leaving.of(found, colleagues=list(everybody), viewer=request.viewer)
    return render(request, "agencies/leave.jinja", {"page": page})


@person_page("people", writes=True)
def hours(request: Asking) -> HttpResponse:
    """When the agency is there, and how soon it promises to reply."""
    agency = colleagues.get_agency_looked_after(request.viewer)
    start = {"hours": agency.hours, "replies_within_days": agency.replies_within_days}
    form = forms.Hours(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        agencies.describe(agency, viewer=request.viewer, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("agencies:people")
    return render(request, "agencies/hours.jinja", {"form": form})
