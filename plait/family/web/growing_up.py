"""The page of the change-over: what changes, what stays, and what one chooses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.family.web import forms
from plait.family.web.growing_up_page import GrowingUpPage, ServiceAsked, person_asked
from plait.sharing import change_over, queries
from plait.sharing.web.door import Asking, child_page
from plait.team import queries as team

SAVED = "Saved. You can change it at any time."


@child_page("growing-up")
def growing_up(request: Asking, child: Child) -> HttpResponse:
    """What changes on the day, for whoever reads it."""
    page = GrowingUpPage.of(child, request.viewer, request.standing)
    return render(request, "family/growing_up.jinja", {"page": page})


@child_page("growing-up", writes=True)
def choose_for_person(request: Asking, child: Child, tie_id: UUID) -> HttpResponse:
    """Whom of the family to keep informed, and about what."""
    change_over.may_choose(request.standing, child, request.viewer).require()
    tie = team.get_relative(tie_id, child=child, viewer=request.viewer).tie
    page = person_asked(tie, child, request.viewer)
    form = forms.KeepInformed(request.POST or None, initial={"categories": page.kinds})
    if request.method == "POST" and form.is_valid():
        change_over.choose_for_person(
            tie.person_id,
            form.cleaned_data["categories"],
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, SAVED)
        return redirect("family:growing-up", child_id=child.pk)
    return render(
        request, "family/choose_for_person.jinja", {"form": form, "page": page}
    )


@child_page("growing-up", writes=True)
def choose_for_service(
    request: Asking, child: Child, agreement_id: UUID
) -> HttpResponse:
    """Whether a service goes on seeing what parents agreed to."""
    change_over.may_choose(request.standing, child, request.viewer).require()
    found = queries.get_agreement(agreement_id, child=child, viewer=request.viewer)
    page = ServiceAsked.of(found, child, request.viewer)
    form = forms.GoOn(request.POST or None, asked=found.categories)
    if request.method == "POST" and form.is_valid():
        change_over.choose_for_agreement(
            found.pk, form.chosen(), child=child, viewer=request.viewer
        )
        messages.success(request, SAVED)
        return redirect("family:growing-up", child_id=child.pk)
    return render(
        request, "family/choose_for_service.jinja", {"form": form, "page": page}
    )
