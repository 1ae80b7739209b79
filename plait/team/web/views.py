"""The team around a child: look at it, join, take a part, hand it over, leave."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import NotPermitted, TooLate
from plait.agencies.models import Employment
from plait.children.models import Child
from plait.sharing import standing
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page
from plait.team import operations, queries
from plait.team.operations.membership import Part
from plait.team.web import forms, presenters
from plait.team.web.invitations import show_letter


@child_page("team")
def team(request: Asking, child: Child) -> HttpResponse:
    """Who is around this child, and what each one does."""
    may_change = standing.may_change_team(request.standing).allowed
    waiting = (
        queries.open_invitations(child, viewer=request.viewer) if may_change else []
    )
    page = presenters.TeamPage.of(
        queries.list_team(child, viewer=request.viewer),
        waiting,
        child=child.called,
        viewer=request.viewer,
        may_change=may_change,
    )
    steps_back = standing.may_step_back(request.standing).allowed
    shown = {"page": page, "steps_back": steps_back}
    return render(request, "team/team.jinja", shown)


@child_page("team", writes=True)
def part(request: Asking, child: Child, part_id: UUID) -> HttpResponse:
    """Say what one does, how to be reached, and who covers."""
    found = queries.get_part(part_id, child=child, viewer=request.viewer)
    start = {
        "does": found.does,
        "reach": found.reach,
        "reach_when": found.reach_when,
        "covered_by": found.covered_by,
        "seen_version": found.record.version,
    }
    form, meanwhile = forms.MyPart(request.POST or None, initial=start), None
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_part(
                found,
                form.part(leads=found.leads),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"],
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, "Saved.")
            return redirect("team:team", child_id=child.pk)
    page = {
        "form": form,
        "name": found.tie.person.name,
        "is_me": found.tie.person_id == request.viewer.person_id,
        "meanwhile": meanwhile,
    }
    return render(request, "team/part.jinja", page)


@child_page("team", writes=True)
def lead(request: Asking, child: Child, part_id: UUID) -> HttpResponse:
    """Make somebody the lead, or no longer the lead."""
    found = queries.get_part(part_id, child=child, viewer=request.viewer)
    standing.may_change_team(request.standing).require()
    start = {"leads": not found.leads, "seen_version": found.record.version}
    form = forms.Lead(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        kept = {name: getattr(found, name) for name in Part.__annotations__}
        try:
            operations.describe_part(
                found,
                Part(**kept | {"leads": form.cleaned_data["leads"]}),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"],
            )
        except ChangedMeanwhile as newer:
            raise TooLate(f"{newer.by} has just changed this part.") from None
        return redirect("team:team", child_id=child.pk)
    page = {"name": found.tie.person.name, "leads": found.leads, "form": form}
    return render(request, "team/lead.jinja", page)


@child_page("team", writes=True)
def add_colleague(request: Asking, child: Child) -> HttpResponse:
    """Bring a colleague of one's own agency into the team."""
    standing.may_change_team(request.standing).require()
    team = queries.list_team(child, viewer=request.viewer)
    inside = {one.tie.person_id for one in team if one.tie.agency_id}
    colleagues = [
        one
        for one in queries.list_colleagues(request.viewer)
        if one.person_id not in inside
    ]
    form = forms.Colleague(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            operations.join_team(
                child=child,
                employment=Employment.objects.get(pk=form.cleaned_data["employment"]),
                viewer=request.viewer,
                part=Part(does=form.cleaned_data["does"]),
            )
        except NotPermitted as refused:
            form.add_error("employment", str(refused))
        else:
            messages.success(request, "They are in the team now.")
            return redirect("team:team", child_id=child.pk)
    page = {"form": form, "everybody_is_in": not colleagues}
    return render(request, "team/add_colleague.jinja", page)


@child_page("team", writes=True)
def hand_over(request: Asking, child: Child, part_id: UUID) -> HttpResponse:
    """A colleague takes somebody's part over, from now."""
    found = queries.get_part(part_id, child=child, viewer=request.viewer)
    operations.may_hand_over(found.tie, child=child, viewer=request.viewer).require()
    colleagues = [
        one
        for one in queries.list_colleagues(request.viewer)
        if one.person_id != found.tie.person_id
    ]
    form = forms.HandOver(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            operations.hand_over_part(
                found.tie,
                Employment.objects.get(pk=form.cleaned_data["employment"]),
                child=child,
                viewer=request.viewer,
            )
        except NotPermitted as refused:
            form.add_error("employment", str(refused))
        else:
            messages.success(request, "Handed over.")
            return redirect("/")
    return render(
        request, "team/hand_over.jinja", {"form": form, "name": found.tie.person.name}
    )


@child_page("team", writes=True)
def leave(request: Asking, child: Child, part_id: UUID) -> HttpResponse:
    """End a part in the team, from now."""
    found = queries.get_part(part_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        operations.leave_team(found.tie, child=child, viewer=request.viewer)
        messages.success(request, f"{found.tie.person.name} is no longer in the team.")
        mine = found.tie.person_id == request.viewer.person_id
        return redirect("/") if mine else redirect("team:team", child_id=child.pk)
    page = {"name": found.tie.person.name, "leads": found.leads}
    return render(request, "team/leave.jinja", page)


@child_page("team", writes=True)
def invite_family(request: Asking, child: Child) -> HttpResponse:
    """Invite a parent, carer or relative by link."""
    standing.may_change_team(request.standing).require()
    form = forms.FamilyMember(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = operations.invite(form.guest(), viewer=request.viewer, child=child)
        messages.success(request, "We have sent a link. It is good for two weeks.")
        show_letter(request, token)
        return redirect("team:team", child_id=child.pk)
    return render(request, "team/invite_family.jinja", {"form": form})


@child_page("team", writes=True)
def withdraw_invitation(
    request: Asking, child: Child, invitation_id: UUID
) -> HttpResponse:
    """Close an invitation that has not been taken up."""
    standing.may_change_team(request.standing).require()
    found = queries.get_invitation(invitation_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        operations.withdraw_invitation(found, viewer=request.viewer)
        messages.success(request, "The link no longer works.")
        return redirect("team:team", child_id=child.pk)
    return render(request, "team/withdraw_invitation.jinja", {"name": found.name})
