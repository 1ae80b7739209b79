"""Who can see what about a child, and changing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.sharing import agreements, queries, standing
from plait.sharing.web import presenters
from plait.sharing.web.door import Asking, child_page


@child_page("sharing", writes=True)
def answer(request: Asking, child: Child, agreement_id: UUID) -> HttpResponse:
    """Say no, or take an agreement back. Saying yes is the team's page."""
    found = queries.get_agreement(agreement_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        agreements.decline(found.pk, child=child, viewer=request.viewer)
        messages.success(request, "You said no. Nothing changes for your child.")
        return redirect("sharing:sharing", child_id=child.pk)
    page = presenters.Asked.of(found)
    may = standing.may_answer(request.standing)
    return render(request, "sharing/answer.jinja", {"page": page, "may": may})


@child_page("sharing", writes=True)
def withdraw(request: Asking, child: Child, agreement_id: UUID) -> HttpResponse:
    """Take back all that was agreed with a service: gone everywhere at once."""
    found = queries.get_agreement(agreement_id, child=child, viewer=request.viewer)
    standing.may_answer(request.standing).require()
    if request.method == "POST":
        agency = found.with_agency
        agreements.stop_sharing(agency.pk, child=child, viewer=request.viewer)
        messages.success(
            request,
            f"{agency.short_name} can no longer see what you shared by agreement.",
        )
        return redirect("sharing:sharing", child_id=child.pk)
    bases = (
        basis
        for basis in queries.live_bases(child, request.viewer)
        if basis.to_agency_id == found.with_agency_id
    )
    page = {"name": found.with_agency.short_name, "stays": presenters.stays(bases)}
    return render(request, "sharing/withdraw.jinja", {"page": page})
