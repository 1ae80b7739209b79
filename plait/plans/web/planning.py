"""Starting a plan, and changing it after everybody has looked at it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.evidence import queries as evidence
from plait.evidence.models import AssessmentPart
from plait.plans import operations, queries
from plait.plans.models import Plan
from plait.plans.web import forms
from plait.sharing import standing
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.door import Asking, child_page


def findings(child: Child, request: Asking, kind: str) -> list[AssessmentPart]:
    """What reports found or suggest, for a plan to take up."""
    reports = evidence.list_assessments(child, viewer=request.viewer)
    parts = evidence.list_parts([one.pk for one in reports], viewer=request.viewer)
    return [part for part in parts if part.kind == kind]


@child_page("plan", writes=True)
def start(request: Asking, child: Child) -> HttpResponse:
    """Start a plan from what reports found, without typing it again."""
    standing.may_write(request.standing, Plan.CATEGORY).require()
    if queries.current_plan(child, viewer=request.viewer):
        return redirect("plans:plan", child_id=child.pk)
    form = forms.StartPlan(
        request.POST or None,
        findings=findings(child, request, "need"),
        today=request.viewer.today,
    )
    if request.method == "POST" and form.is_valid():
        begun = Plan(
            title=f"{child.called}’s support plan",
            starts_on=request.viewer.today,
            review_on=form.cleaned_data["review_on"],
            review_words=form.cleaned_data["review_words"],
        )
        operations.start_plan(begun, form.needs(), child=child, viewer=request.viewer)
        messages.success(request, "The plan is started. Next, agree an outcome.")
        return redirect("plans:plan", child_id=child.pk)
    return render(request, "plans/start.jinja", {"form": form})


@child_page("plan", writes=True)
def change(request: Asking, child: Child) -> HttpResponse:
    """After a review: the day of the next one, and the needs that are left."""
    standing.may_write(request.standing, Plan.CATEGORY).require()
    current = queries.current_plan(child, viewer=request.viewer)
    if current is None:
        return redirect("plans:plan", child_id=child.pk)
    form, meanwhile = _change_form(request, child, current), None
    if request.method == "POST" and form.is_valid():
        current.review_on = form.cleaned_data["review_on"]
        current.review_words = form.cleaned_data["review_words"]
        try:
            operations.change_plan(
                current,
                form.needs(),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, "The plan is changed. Everybody sees it now.")
            return redirect("plans:plan", child_id=child.pk)
    page = {"form": form, "meanwhile": meanwhile}
    return render(request, "plans/change.jinja", page)


def _change_form(request: Asking, child: Child, current: Plan) -> forms.ChangePlan:
    needs = queries.list_needs(current, viewer=request.viewer)
    taken = {need.taken_from_id for need in needs}
    start = {
        "review_on": current.review_on,
        "review_words": current.review_words,
        "kept": [str(need.pk) for need in needs],
        "seen_version": current.record.version,
    }
    return forms.ChangePlan(
        request.POST or None,
        initial=start,
        needs=needs,
        findings=[
            one for one in findings(child, request, "need") if one.pk not in taken
        ],
        today=request.viewer.today,
    )
