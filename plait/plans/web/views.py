"""The plan, and its outcomes: what everybody wants, how it goes, who agrees."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.plans import operations, queries
from plait.plans.models import Outcome, Rating, View
from plait.plans.web import forms, pages, planning, presenters
from plait.sharing import queries as sharing
from plait.sharing import standing
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page


@child_page("plan")
def plan(request: Asking, child: Child) -> HttpResponse:
    """The whole plan on one page: needs, outcomes, what everybody does."""
    page = pages.plan_page(child, request.viewer, request.standing)
    whole = bool(page.id) or sharing.is_open_to(
        request.viewer, request.standing, "plan"
    )
    return render(request, "plans/plan.jinja", {"page": page, "whole": whole})


@child_page("plan", writes=True)
def add_outcome(request: Asking, child: Child) -> HttpResponse:
    """Propose an outcome; one suggested in a report can be taken as it stands."""
    current = queries.current_plan(child, viewer=request.viewer)
    if current is None:
        return redirect("plans:plan", child_id=child.pk)
    standing.may_write(request.standing, Outcome.CATEGORY).require()
    suggested = planning.findings(child, request, "outcome")
    chosen = request.GET.get("from", "")
    start = next(
        (
            {"title": part.words[:160], "wording": part.words, "area": part.area}
            for part in suggested
            if str(part.pk) == chosen
        ),
        {},
    )
    form = forms.Outcome(
        request.POST or None, initial=start, today=request.viewer.today
    )
    if request.method == "POST" and form.is_valid():
        found = _outcome_of(form, Outcome(plan=current), request)
        found.taken_from = next(
            (part for part in suggested if str(part.pk) == chosen), None
        )
        operations.write_outcome(found, child=child, viewer=request.viewer)
        messages.success(request, "The outcome is in the plan. Next, what you all do.")
        return redirect("plans:outcome", child_id=child.pk, outcome_id=found.pk)
    return render(
        request, "plans/add_outcome.jinja", {"form": form, "suggested": suggested}
    )


FIELDS = ("title", "wording", "area", "measure", "baseline", "target", "due_on")


def _outcome_of(form: forms.Outcome, outcome: Outcome, request: Asking) -> Outcome:
    before = outcome.baseline
    for name in FIELDS:
        setattr(outcome, name, form.cleaned_data[name])
    if outcome.baseline is not None and outcome.baseline != before:
        outcome.baseline_on = request.viewer.today
    return outcome


@child_page("plan")
def outcome(request: Asking, child: Child, outcome_id: UUID) -> HttpResponse:
    """One outcome: strategies, progress, delivery, and who agrees."""
    found = queries.get_outcome(outcome_id, child=child, viewer=request.viewer)
    page = pages.outcome_page(found, child, request.viewer, request.standing)
    return render(request, "plans/outcome.jinja", {"page": page})


@child_page("plan", writes=True)
def change_outcome(request: Asking, child: Child, outcome_id: UUID) -> HttpResponse:
    """Change an outcome; if somebody else just did, show both."""
    found = queries.get_outcome(outcome_id, child=child, viewer=request.viewer)
    start = {name: getattr(found, name) for name in FIELDS}
    form = forms.Outcome(
        request.POST or None,
        initial=start | {"seen_version": found.record.version},
        today=request.viewer.today,
    )
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_outcome(
                _outcome_of(form, found, request),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(
                request, "Changed. Everybody is asked for their view again."
            )
            return redirect("plans:outcome", child_id=child.pk, outcome_id=outcome_id)
    return render(
        request, "plans/change_outcome.jinja", {"form": form, "meanwhile": meanwhile}
    )


@child_page("plan", writes=True)
def give_view(request: Asking, child: Child, outcome_id: UUID) -> HttpResponse:
    """Say what one thinks of an outcome."""
    standing.may_write(request.standing, View.CATEGORY).require()
    found = queries.get_outcome(outcome_id, child=child, viewer=request.viewer)
    mine = queries.my_view(found, viewer=request.viewer)
    start = {"stance": mine.stance, "words": mine.words} if mine else {}
    form = forms.MyView(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        operations.give_view(
            found,
            form.cleaned_data["stance"],
            form.cleaned_data["words"],
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Your view is in the plan, in your words.")
        return redirect("plans:outcome", child_id=child.pk, outcome_id=outcome_id)
    return render(
        request,
        "plans/view.jinja",
        {"form": form, "title": found.title, "wording": found.wording},
    )


@child_page("progress", writes=True)
def rate(request: Asking, child: Child, outcome_id: UUID) -> HttpResponse:
    """This month's count, from home or from the setting."""
    standing.may_write(request.standing, Rating.CATEGORY).require()
    found = queries.get_outcome(outcome_id, child=child, viewer=request.viewer)
    before = queries.count_of_month(found, request.viewer.today, viewer=request.viewer)
    version = before.record.version if before else 0
    form = forms.Rating(request.POST or None, initial={"seen_version": version})
    if request.method == "POST" and form.is_valid():
        if form.seen == version:
            operations.rate(
                form.rating(found, request.viewer.today),
                child=child,
                viewer=request.viewer,
            )
            messages.success(request, "Counted for this month.")
            return redirect("plans:outcome", child_id=child.pk, outcome_id=outcome_id)
        form = conflicts.over_version(form, version)
    page = presenters.RatePage.of(found, before, request.viewer)
    return render(request, "plans/rate.jinja", {"form": form, "page": page})
