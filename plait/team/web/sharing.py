"""The sharing page, asking a family, and a family's yes: they name the team."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import agreements, lawful, queries, setting_apart, standing
from plait.sharing.models import Agreement
from plait.sharing.web import (
    changes,
    copies,
    emergency_pages,
    forms,
    matrix,
    objections,
    presenters,
)
from plait.sharing.web.door import Asking, child_page
from plait.sharing.web.lawful_pages import Told
from plait.team import operations
from plait.team import queries as team
from plait.team.models import Involvement
from plait.team.web import keeping, seeing
from plait.team.web.looks_page import newest_looks

SHOWN_LOOKS = 6
A_YEAR = timedelta(days=365)


@child_page("sharing")
def sharing(request: Asking, child: Child) -> HttpResponse:
    """Who can see what, what was asked, and who has looked."""
    viewer, members = request.viewer, team.list_team(child, viewer=request.viewer)
    people = seeing.by_service(members)
    rows = matrix.list_rows(child, viewer, request.standing, people)
    asked = _asked(request, child)
    page = {
        "columns": [word for _, word in matrix.COLUMNS],
        "rows": rows,
        "now_hidden": _now_hidden(request, child, rows),
        "decides_with": _decides_with(members, viewer),
        "changed": changes.list_changes(child, viewer, request.standing),
        "differently": objections.list_said(request, child),
        "copies": copies.list_shown(request, child),
        "waiting": [one for one in asked if one.state == Agreement.State.ASKED],
        "history": [one for one in asked if one.state != Agreement.State.ASKED],
        "pauses": changes.list_pauses(child, request.standing),
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


def _now_hidden(
    request: Asking, child: Child, rows: list[matrix.Row]
) -> dict[str, str] | None:
    """What the reader has just hidden, as the address says, while that is so."""
    service, kind = request.GET.get("hidden", ""), request.GET.get("kind", "")
    if not request.standing.decides_for_child:
        return None
    for row in rows:
        for cell in row.cells:
            if (str(row.id), cell.kind, "no") == (service, kind, cell.state):
                said = matrix.said(kind, child)
                return {"service": row.name, "kind": said, "href": cell.href}
    return None


def _decides_with(members: list[Involvement], viewer: Viewer) -> str:
    """The other parents, as far as the reader may know of them."""
    return words.joined(
        part.tie.person.first_name
        for part in members
        if part.tie.role == Tie.PARENTAL_RESPONSIBILITY
        and part.tie.person_id != viewer.person_id
    )


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
        initial=_asked_before(request, child),
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


def _asked_before(request: Asking, child: Child) -> dict[str, object]:
    """The answers of an agreement that ends, to ask the family once more."""
    given = request.GET.get("again", "")
    found = queries.list_agreements(child, viewer=request.viewer) if given else []
    before = next((one for one in found if str(one.pk) == given), None)
    if before is None:
        return {}
    return {
        "whom": f"agency:{before.with_agency_id}",
        "categories": before.categories,
        "purpose": before.purpose,
        "last_day": arithmetic.months_on(before.until_on, 12) - timedelta(days=1),
        "covers_history": "yes" if before.covers_history else "no",
    }


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
