"""The child's card: adding a child and correcting the card."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import NotPermitted
from plait.children.models import Child
from plait.children.operations import CARD, CardChanged
from plait.sharing import standing
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page, person_page
from plait.team import operations, queries
from plait.team.operations.membership import Part
from plait.team.web import card_forms, forms


@person_page("add-child", writes=True)
def add_child(request: Asking) -> HttpResponse:
    """Add a child to one's setting; the person who adds is the first of the team."""
    if request.viewer.role not in standing.LEADERS:
        raise NotPermitted("The SENCO adds children. Tell her about the child.")
    form = forms.NewChild(request.POST or None, today=request.viewer.today)
    twin = None
    if request.method == "POST" and form.is_valid():
        twin = queries.find_twin(form.card(), viewer=request.viewer)
        if twin and not form.cleaned_data["is_another"]:
            request.children_shown.add(twin.pk)
            form.ask_whether_another(twin.full_name)
    if request.method == "POST" and form.is_valid():
        child = operations.welcome_child(
            form.card(), viewer=request.viewer, part=Part(leads=True)
        )
        messages.success(request, f"{child.called} is added. Next, invite the family.")
        return redirect("team:team", child_id=child.pk)
    page = {"id": twin.pk, "name": twin.full_name} if twin else None
    return render(request, "team/add_child.jinja", {"form": form, "twin": page})


@child_page("about", writes=True)
def card(request: Asking, child: Child) -> HttpResponse:
    """Correct the child's card."""
    standing.may_correct_card(request.standing).require()
    form = card_forms.CorrectedCard(
        request.POST or None,
        initial=_as_asked(child) | {"seen_version": child.version},
        today=request.viewer.today,
        born_on=child.born_on,
        standing=request.standing,
    )
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_card(
                child.pk,
                form.card(),
                seen_version=form.cleaned_data["seen_version"] or 0,
                evidence=form.cleaned_data["evidence"],
                viewer=request.viewer,
            )
        except CardChanged as newer:
            now = _as_asked(newer.current)
            meanwhile = conflicts.Meanwhile.of("Somebody else", now, form)
            form = conflicts.over_version(form, newer.current.version)
        else:
            messages.success(request, "Corrected.")
            return redirect("today:about", child_id=child.pk)
    return render(request, "team/card.jinja", {"form": form, "meanwhile": meanwhile})


def _as_asked(child: Child) -> dict[str, Any]:
    return {name: getattr(child, name) for name in CARD}
