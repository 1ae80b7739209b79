"""Left unfinished: what a colleague was writing when their part ended (rule HO8)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from plait.access.unsent import unseal
from plait.access.viewer import Viewer
from plait.access.web import unsent
from plait.children.models import Child
from plait.design_system import words
from plait.sharing import unfinished
from plait.sharing.categories import Category
from plait.sharing.models import Unfinished
from plait.sharing.web.door import Asking, child_page

BEGUN = (
    "{name} began this and could not save it. Read it, change what you would say "
    "differently, and save it under your own name."
)


@dataclass(frozen=True)
class LeftShown:
    """One thing that was left, as far as it was typed."""

    id: UUID
    author: str
    kind: str
    at: str
    says: tuple[str, ...]

    @classmethod
    def of(cls, one: Unfinished, viewer: Viewer) -> "LeftShown":
        typed = unseal(one.sealed)
        return cls(
            id=one.pk,
            author=one.author.name,
            kind=Category(one.category).label,
            at=words.when(one.at, viewer.now),
            # Sentences: what was only chosen is seen once it is taken up.
            says=tuple(said for _, said in typed.fields if " " in said.strip()),
        )


@child_page("unfinished", writes=True)
def left(request: Asking, child: Child) -> HttpResponse:
    """Read it, take it up as one's own, or throw it away."""
    if request.method == "POST":
        return _settle(request, child)
    found = unfinished.list_left(
        child, viewer=request.viewer, standing=request.standing
    )
    if not found:
        raise Http404
    page = {
        "child": child.called,
        "left": tuple(LeftShown.of(one, request.viewer) for one in found),
    }
    return render(request, "sharing/left.jinja", {"page": page})


def _settle(request: Asking, child: Child) -> HttpResponse:
    take_up = request.POST.get("do") == "take-up"
    try:
        asked = UUID(request.POST.get("left", ""))
    except ValueError:
        raise Http404 from None
    found, typed = unfinished.settle(
        asked,
        child=child,
        viewer=request.viewer,
        standing=request.standing,
        act="taken-up" if take_up else "thrown-away",
    )
    if take_up:
        said = BEGUN.format(name=found.author.first_name)
        now = request.viewer.now
        unsent.put_before(request, typed, found.address, said, now=now)
        return redirect(found.address)
    messages.success(request, "It is thrown away.")
    return redirect("today:child", child_id=child.pk)
