"""Copies that left Plait, on the family's page and for whoever holds them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.children.models import Child
from plait.design_system import words
from plait.sharing import copies
from plait.sharing.categories import Category
from plait.sharing.models import Copy
from plait.sharing.web.door import Asking, child_page
from plait.sharing.web.presenters import IN_A_SENTENCE


@dataclass(frozen=True)
class CopyShown:
    """One copy: of what kind, who holds it, and whether it was asked back."""

    what: str
    holder: str
    made: str
    state: str
    href: str  # for whoever holds it, and can say that it is gone


def list_shown(request: Asking, child: Child) -> list[CopyShown]:
    """Every copy the reader may know of, with what has become of it."""
    viewer = request.viewer
    return [
        shown(one, child, mine=_holds(one, request))
        for one in copies.list_copies(child, viewer=viewer)
    ]


def _holds(one: Copy, request: Asking) -> bool:
    hat = request.viewer.hat
    if hat.agency_id:
        return one.holder_agency_id == hat.agency_id
    return one.holder_person_id == hat.person_id


def shown(one: Copy, child: Child, *, mine: bool) -> CopyShown:
    if one.holder_agency:
        holder = one.holder_agency.short_name
    else:
        holder = one.holder_person.name if one.holder_person else ""
    keys = {"child_id": child.pk, "copy_id": one.pk}
    may_say = mine and not one.deleted_at
    return CopyShown(
        what=f"A copy {Copy.How(one.how).label} ({_kind(one)})",
        holder=holder,
        made=f"Made on {words.record_day(one.made_at)}. {one.purpose}",
        state=_state(one),
        href=reverse("sharing:copy", kwargs=keys) if may_say else "",
    )


def _kind(one: Copy) -> str:
    return IN_A_SENTENCE.get(Category(one.category), "a note")


def _state(one: Copy) -> str:
    if one.deleted_at:
        return f"Deleted, they said on {words.record_day(one.deleted_at)}"
    if one.recalled_at:
        return f"Asked back on {words.record_day(one.recalled_at)}, no answer yet"
    return "Still out"


@child_page("sharing", writes=True)
def copy(request: Asking, child: Child, copy_id: UUID) -> HttpResponse:
    """Whoever holds a copy says that it is deleted."""
    found = copies.get_copy(copy_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        copies.confirm_deleted(found.pk, child=child, viewer=request.viewer)
        messages.success(request, "Thank you. The family can see that it is deleted.")
        return redirect("sharing:sharing", child_id=child.pk)
    page = shown(found, child, mine=True)
    return render(request, "sharing/copy.jinja", {"page": page})
