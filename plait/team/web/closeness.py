"""Whoever knows a child's family says so, and sees nothing of the child at work."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.clocks import arithmetic
from plait.sharing import conflict_lock, standing
from plait.sharing.models import Conflict
from plait.sharing.web.door import Asking, child_page
from plait.team import operations, queries
from plait.team.web import forms


@child_page("team", writes=True)
def know_family(request: Asking, child: Child) -> HttpResponse:
    """One tap: I know this family."""
    standing.may_step_back(request.standing).require()
    if request.method == "POST":
        operations.know_family(Conflict.Why.OTHER, child=child, viewer=request.viewer)
        messages.success(
            request, "Thank you for saying so. You see nothing of this child any more."
        )
        return redirect("/")
    return render(request, "team/know_family.jinja", {"name": child.called})


@child_page("team", writes=True)
def conflicts(request: Asking, child: Child) -> HttpResponse:
    """Which colleagues are too close to this family; and saying so of somebody."""
    standing.may_change_team(request.standing).require()
    form = forms.TooClose(
        request.POST or None, colleagues=queries.list_colleagues(request.viewer)
    )
    if request.method == "POST" and form.is_valid():
        operations.record_conflict(
            UUID(form.cleaned_data["person"]),
            form.cleaned_data["why"],
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Saved. They see nothing of this child at work.")
        return redirect("/")
    recorded = [
        (
            one.pk,
            one.person.name,
            Conflict.Why(one.why).label,
            arithmetic.day_of(one.from_at),
            one.recorded_by.name,
        )
        for one in conflict_lock.list_recorded(child, viewer=request.viewer)
    ]
    page = {"form": form, "recorded": recorded}
    return render(request, "team/conflicts.jinja", page)


@child_page("team", writes=True)
def end_conflict(request: Asking, child: Child, conflict_id: UUID) -> HttpResponse:
    """Somebody is not too close any more."""
    standing.may_change_team(request.standing).require()
    found = conflict_lock.list_recorded(child, viewer=request.viewer).get(
        pk=conflict_id
    )
    if request.method == "POST":
        conflict_lock.end(found.pk, child=child, viewer=request.viewer)
        messages.success(request, f"{found.person.name} can join this team again.")
        return redirect("team:conflicts", child_id=child.pk)
    page = {"name": found.person.name, "id": found.pk}
    return render(request, "team/end_conflict.jinja", page)
