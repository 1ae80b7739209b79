"""Games to try at home, and the same strategy in play: did it, tried, not today."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.agencies import roles
from plait.children.models import Child
from plait.plans import operations, queries
from plait.plans.models import Activity, Practice
from plait.plans.web import cards, forms
from plait.sharing import standing
from plait.sharing.web.door import Asking, child_page
from plait.team import queries as team
from plait.team.web.presenters import setting_word


@child_page("activities")
def games(request: Asking, child: Child) -> HttpResponse:
    """Every card that runs, with its steps and three big answers."""
    place = setting_word(team.list_team(child, viewer=request.viewer))
    page = cards.cards_for(child, request.viewer, request.standing, place=place)
    return render(request, "plans/games.jinja", {"page": page, "child": child.called})


@child_page("activities", writes=True)
def practise(request: Asking, child: Child, strategy_id: UUID) -> HttpResponse:
    """Did it, tried, or not today: one press."""
    standing.may_write(request.standing, Practice.CATEGORY).require()
    found = queries.get_strategy(strategy_id, child=child, viewer=request.viewer)
    form = forms.Practised(request.POST or None)
    if request.method != "POST" or "went" in form.errors:
        return redirect("plans:games", child_id=child.pk)
    if not form.is_valid():
        return render(request, "plans/practised.jinja", {"form": form})
    answers = form.cleaned_data
    agency = request.hat.agency_kind
    place = roles.HOME if request.viewer.hat.is_family else cards.place_of(agency)
    operations.note_practice(
        found,
        answers["went"],
        place=place,
        on=request.viewer.today,
        note=answers["note"],
        child=child,
        viewer=request.viewer,
    )
    word = Practice.Went(answers["went"]).label.lower()
    messages.success(request, f"Noted for today: {word}.")
    return redirect(_back(request, child, answers["back"]))


def _back(request: Asking, child: Child, back: str) -> str:
    if back == "today":
        return reverse("today:today")
    page = "family:today" if request.viewer.hat.is_family else "plans:games"
    return reverse(page, kwargs={"child_id": child.pk})


@child_page("activities", writes=True)
def add(request: Asking, child: Child, strategy_id: UUID) -> HttpResponse:
    """Make a card of a strategy for home."""
    standing.may_write(request.standing, Activity.CATEGORY).require()
    found = queries.get_strategy(strategy_id, child=child, viewer=request.viewer)
    form = forms.Activity(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.write_activity(
            Activity(
                strategy=found,
                title=form.cleaned_data["title"],
                steps=form.step_list(),
                minutes=form.cleaned_data["minutes"],
                elsewhere=form.cleaned_data["elsewhere"],
            ),
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "The card is on the family’s page now.")
        return redirect("plans:games", child_id=child.pk)
    return render(
        request, "plans/add_activity.jinja", {"form": form, "strategy": found.title}
    )


@child_page("activities", writes=True)
def end(request: Asking, child: Child, activity_id: UUID) -> HttpResponse:
    """A game has done its work: take the card away."""
    found = queries.get_activity(activity_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        found.until_on = request.viewer.today
        operations.change_activity(
            found,
            child=child,
            viewer=request.viewer,
            seen_version=found.record.version,
        )
        messages.success(request, "The card is no longer on the family’s page.")
        return redirect("plans:games", child_id=child.pk)
    return render(request, "plans/end_activity.jinja", {"title": found.title})
