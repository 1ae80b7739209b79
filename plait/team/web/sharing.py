"""The sharing page, asking a family, and a family's yes: they name the team."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import NotPermitted, TooLate
from plait.children.models import Child, Tie
from plait.sharing import agreements, lawful, queries, setting_apart, standing
from plait.sharing.models import Agreement
from plait.sharing.web import emergency_pages, forms, presenters
from plait.sharing.web.door import Asking, child_page
from plait.sharing.web.lawful_pages import Told
from plait.sharing.web.views import services
from plait.team import operations
from plait.team import queries as team
from plait.team.models import Involvement
from plait.team.web import keeping
from plait.team.web.looks_page import newest_looks

SHOWN_LOOKS = 6
A_YEAR = timedelta(days=365)


@child_page("sharing")
def sharing(request: Asking, child: Child) -> HttpResponse:
    """Who can see what, what was asked, and who has looked."""
    members = team.list_team(child, viewer=request.viewer)
    known = {part.tie.agency_id for part in members if part.tie.agency_id}
    asked = _asked(request, child)
    page = {
        "services": services(request, child, known),
        "waiting": [one for one in asked if one.state == Agreement.State.ASKED],
        "history": [one for one in asked if one.state != Agreement.State.ASKED],
        "may_answer": standing.may_answer(request.standing).allowed,
        "may_ask": standing.may_ask_for_agreement(request.standing).allowed,
        "unasked": _unasked(request, child),
        "may_share": standing.may_share_without_asking(request.standing).allowed,
        "manages_seals": setting_apart.manages_seals(request.standing).allowed,
        "relatives": _relatives(members),
        "kept_informed": keeping.kept_informed(
            members, child, request.viewer, request.standing
        ),
        "looks": newest_looks(
            child, request.viewer, request.standing, most=SHOWN_LOOKS
        ),
        "looks_since": child.added_at,
        "emergencies": emergency_pages.told_to_family(child, request.viewer)
        if standing.may_see_looks(request.standing).allowed
        else [],
    }
    return render(request, "sharing/sharing.jinja", {"page": page})


def _asked(request: Asking, child: Child) -> list[presenters.Asked]:
    return [
        presenters.Asked.of(one)
        for one in queries.list_agreements(child, viewer=request.viewer)
    ]


def _unasked(request: Asking, child: Child) -> list[Told]:
    return [
        Told.of(one, request.viewer)
        for one in lawful.list_disclosures(child, viewer=request.viewer)
    ]


def _relatives(members: list[Involvement]) -> list[tuple[UUID, str, str]]:
    return [
        (part.tie.pk, part.tie.person.name, part.tie.relation)
        for part in members
        if part.tie.kind == Tie.Kind.FAMILY
        and part.tie.role != Tie.PARENTAL_RESPONSIBILITY
    ]


@child_page("sharing", writes=True)
def relative(request: Asking, child: Child, tie_id: UUID) -> HttpResponse:
    """Let a grandparent or another relative see some of it."""
    standing.may_answer(request.standing).require()
    person = team.get_relative(tie_id, child=child, viewer=request.viewer).tie.person
    allowed = queries.shared_with_person(child, person.pk, request.viewer)
    form = forms.Relative(request.POST or None, initial={"categories": allowed})
    if request.method == "POST" and form.is_valid():
        agreements.share_with_person(
            person.pk,
            form.cleaned_data["categories"],
            child=child,
            until_on=request.viewer.today + A_YEAR,
            viewer=request.viewer,
        )
        messages.success(request, f"Changed for {person.first_name}.")
        return redirect("sharing:sharing", child_id=child.pk)
    page = {"form": form, "name": person.first_name}
    return render(request, "sharing/relative.jinja", page)


@child_page("sharing", writes=True)
def ask(request: Asking, child: Child) -> HttpResponse:
    """Ask the family to agree to sharing with somebody."""
    standing.may_ask_for_agreement(request.standing).require()
    form = forms.Ask(
        request.POST or None,
        people=team.list_professionals(request.viewer),
        agencies=team.list_agencies(request.viewer, with_own=True),
        today=request.viewer.today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            agreements.ask(form.wish(), child=child, viewer=request.viewer)
        except (NotPermitted, TooLate) as refused:
            form.add_error("whom", str(refused))
        else:
            messages.success(
                request, "The family has been asked. You see the answer here."
            )
            return redirect("sharing:sharing", child_id=child.pk)
    return render(request, "sharing/ask.jinja", {"form": form})


@child_page("sharing", writes=True)
def agree(request: Asking, child: Child, agreement_id: UUID) -> HttpResponse:
    """A family's yes, to everything that was asked."""
    found = queries.get_agreement(agreement_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        operations.agree(found.pk, child=child, viewer=request.viewer)
        messages.success(request, f"You said yes to {found.with_agency.short_name}.")
        return redirect("sharing:sharing", child_id=child.pk)
    return redirect("sharing:answer", child_id=child.pk, agreement_id=agreement_id)


@child_page("sharing", writes=True)
def agree_to_some(request: Asking, child: Child, agreement_id: UUID) -> HttpResponse:
    """A family's yes to some of what was asked."""
    found = queries.get_agreement(agreement_id, child=child, viewer=request.viewer)
    form = forms.Some(request.POST or None, asked=found.categories)
    if request.method == "POST" and form.is_valid():
        kinds = [*form.cleaned_data["categories"], "involvement"]
        operations.agree(found.pk, child=child, viewer=request.viewer, categories=kinds)
        messages.success(
            request, f"You said yes to some of it, for {found.with_agency.short_name}."
        )
        return redirect("sharing:sharing", child_id=child.pk)
    page = presenters.Asked.of(found)
    return render(request, "sharing/agree_to_some.jinja", {"form": form, "page": page})
