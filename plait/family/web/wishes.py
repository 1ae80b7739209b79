"""Whoever wrote something answers what a young person asked about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.clocks import arithmetic, growing_up
from plait.evidence.models import Assessment, Observation
from plait.family import operations, queries
from plait.family.web import forms
from plait.sharing.models import PrivacyWish
from plait.sharing.web.door import Asking, child_page


@dataclass(frozen=True)
class WishPage:
    """What was asked, and about what."""

    name: str
    asked_on: date
    words: str
    about: str
    under_16: bool

    @classmethod
    def of(cls, wish: PrivacyWish, about: str, request: Asking) -> "WishPage":
        assert request.child is not None
        sixteen = growing_up.reaches(request.child.born_on, growing_up.DECIDES_FROM)
        return cls(
            name=wish.asked_by.first_name,
            asked_on=arithmetic.day_of(wish.asked_at),
            words=wish.words,
            about=about,
            under_16=request.viewer.today < sixteen,
        )


@child_page("notes", writes=True)
def answer(request: Asking, child: Child, wish_id: UUID) -> HttpResponse:
    """Decide, and write down on what."""
    wish = queries.get_wish(
        wish_id, child=child, viewer=request.viewer, standing=request.standing
    )
    if request.method != "POST" and wish.answered_at:
        return redirect("today:child", child_id=child.pk)
    form = forms.AnswerWish(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.answer_privacy(
            wish.pk,
            operations.Answer(**form.cleaned_data),
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, f"{wish.asked_by.first_name} can read your answer.")
        return redirect("today:child", child_id=child.pk)
    page = WishPage.of(wish, _about(wish, request), request)
    return render(request, "family/answer_wish.jinja", {"form": form, "page": page})


def _about(wish: PrivacyWish, request: Asking) -> str:
    """The words it is about. Raises DoesNotExist when the reader may not see them."""
    if wish.record.kind == Observation.KIND:
        return Observation.objects.read_by(request.viewer).get(pk=wish.record_id).saw
    return Assessment.objects.read_by(request.viewer).get(pk=wish.record_id).title
