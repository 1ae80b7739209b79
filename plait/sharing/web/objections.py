"""Saying that one sees an agreement differently, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.access.decisions import TooLate
from plait.children.models import Child
from plait.sharing import objections, queries, standing
from plait.sharing.web import forms, presenters, why
from plait.sharing.web.door import Asking, child_page

SAVED = "Your words are saved. Nothing has changed; somebody will talk with you."


def address_of(child: Child, objection_id: UUID) -> str:
    keys = {"child_id": child.pk, "objection_id": objection_id}
    return reverse("sharing:objection", kwargs=keys)


def list_said(request: Asking, child: Child) -> list[why.Said]:
    """What is seen differently, for those whom it concerns."""
    found = objections.list_objections(child, viewer=request.viewer)
    return [
        why.differently(one, request.viewer, address_of(child, one.pk)) for one in found
    ]


@child_page("sharing", writes=True)
def differ(request: Asking, child: Child, agreement_id: UUID) -> HttpResponse:
    """One of those who decide sees what another agreed to differently."""
    found = queries.get_agreement(agreement_id, child=child, viewer=request.viewer)
    standing.may_answer(request.standing).require()
    form = forms.Differently(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objections.see_differently(
                found.pk,
                form.cleaned_data["words"],
                child=child,
                viewer=request.viewer,
            )
        except TooLate as said_already:
            form.add_error("words", str(said_already))
        else:
            messages.success(request, SAVED)
            return redirect("sharing:sharing", child_id=child.pk)
    page = presenters.Asked.of(found)
    return render(request, "sharing/differ.jinja", {"form": form, "page": page})


@child_page("sharing", writes=True)
def objection(request: Asking, child: Child, objection_id: UUID) -> HttpResponse:
    """What somebody sees differently; whoever asked the family says what came of it."""
    found = objections.get_objection(objection_id, child=child, viewer=request.viewer)
    may = standing.may_settle_objection(request.standing)
    form = forms.Outcome(request.POST or None)
    if request.method == "POST":
        may.require()
    if request.method == "POST" and form.is_valid():
        objections.settle(
            found.pk, form.cleaned_data["outcome"], child=child, viewer=request.viewer
        )
        messages.success(request, "Saved. Both parents can read it.")
        return redirect("sharing:sharing", child_id=child.pk)
    page = {
        "said": why.differently(found, request.viewer, ""),
        "asked": presenters.Asked.of(found.agreement),
        "may_settle": may.allowed and not found.closed_at,
    }
    return render(request, "sharing/objection.jinja", {"page": page, "form": form})
