"""Writing a strategy once, for every place that uses it."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.evidence import queries as evidence
from plait.plans import operations, queries
from plait.plans.models import Place, Strategy, StrategyPlace
from plait.plans.web import forms, pages
from plait.sharing import standing
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page


@child_page("plan", writes=True)
def add(request: Asking, child: Child, outcome_id: UUID) -> HttpResponse:
    """A new strategy, perhaps one that a report suggests."""
    standing.may_write(request.standing, Strategy.CATEGORY).require()
    outcome = queries.get_outcome(outcome_id, child=child, viewer=request.viewer)
    reports = evidence.list_assessments(child, viewer=request.viewer)
    suggested = [
        part
        for part in evidence.list_parts(
            [one.pk for one in reports], viewer=request.viewer
        )
        if part.kind == "strategy"
    ]
    chosen = request.GET.get("from", "")
    taken = next((part for part in suggested if str(part.pk) == chosen), None)
    form = forms.StrategyPlaces(
        request.POST or None,
        words=pages.words_for(child, request.viewer),
        initial={"title": taken.words[:160]} if taken else {},
    )
    if request.method == "POST" and form.is_valid():
        operations.write_strategy(
            Strategy(
                outcome=outcome,
                title=form.cleaned_data["title"],
                why=form.cleaned_data["why"],
                instead_of=form.cleaned_data["instead_of"],
                taken_from=taken,
            ),
            form.places(),
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Written once, shown to everybody who uses it.")
        return redirect("plans:outcome", child_id=child.pk, outcome_id=outcome_id)
    return render(
        request, "plans/add_strategy.jinja", {"form": form, "suggested": suggested}
    )


@child_page("plan", writes=True)
def change(request: Asking, child: Child, strategy_id: UUID) -> HttpResponse:
    """Change a strategy, or how it looks in a place."""
    found = queries.get_strategy(strategy_id, child=child, viewer=request.viewer)
    known = _places(found, request)
    form = forms.StrategyPlaces(
        request.POST or None,
        words=pages.words_for(child, request.viewer),
        initial=_as_asked(found, known),
    )
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        for name in ("title", "why", "instead_of"):
            setattr(found, name, form.cleaned_data[name])
        try:
            operations.change_strategy(
                found,
                form.places(known),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
        except ChangedMeanwhile as newer:
            current = cast(Strategy, newer.current)
            now = _as_asked(current, _places(found, request))
            meanwhile = conflicts.told(newer, form, now)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, "Changed.")
            return redirect(
                "plans:outcome", child_id=child.pk, outcome_id=found.outcome_id
            )
    return render(
        request, "plans/change_strategy.jinja", {"form": form, "meanwhile": meanwhile}
    )


def _places(strategy: Strategy, request: Asking) -> list[StrategyPlace]:
    found = queries.list_places([strategy.pk], viewer=request.viewer)
    return found.get(strategy.pk, [])


IN_A_PLACE = ("looks_like", "who", "how_often", "times_a_week", "state")


def _as_asked(strategy: Strategy, known: Iterable[StrategyPlace]) -> dict[str, Any]:
    """A strategy and its places as the answers to the form's questions."""
    nowhere = {
        f"{place}_{name}": StrategyPlace.State.IN_USE if name == "state" else None
        for place in Place
        for name in IN_A_PLACE
    }
    somewhere = {
        f"{place.place}_{name}": getattr(place, name)
        for place in known
        for name in IN_A_PLACE
    }
    return {
        "title": strategy.title,
        "why": strategy.why,
        "instead_of": strategy.instead_of,
        "seen_version": strategy.record.version,
        **nowhere,
        **somewhere,
    }
