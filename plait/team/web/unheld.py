"""A child whom nobody of an agency holds any more: somebody takes the child on."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.models import Employment
from plait.design_system import words
from plait.design_system.forms import PlaitForm
from plait.sharing.web.door import Asking, person_page
from plait.team import operations, queries
from plait.team import unheld as gaps
from plait.team.unheld import Gap

FINISHED = "finished"


class TakeOn(PlaitForm):
    """Who takes the child on: oneself, a colleague, or nobody: it is finished."""

    who = forms.ChoiceField(
        label="Who takes this child on?",
        help_text="They join the team from now, and see what your service may see.",
        widget=forms.Select,
        error_messages={"required": "Choose somebody"},
    )

    def __init__(
        self, *args: object, people: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(
            *args, initial={"who": people[0][0] if people else ""}, **kwargs
        )
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = people


@dataclass(frozen=True)
class UnheldPage:
    """What may be said of it: the child only to whoever leads for the setting."""

    title: str
    why: str
    has_somebody: bool = True  # to give the child to

    @classmethod
    def of(cls, gap: Gap, agency: str, *, has_somebody: bool) -> "UnheldPage":
        place = gap.agency.short_name if gap.agency else agency
        child = gap.child.full_name if gap.child else "a child"
        since = words.record_day(gap.since_at)
        why = f"Since {since} nobody at {place} has been in the team of {child}."
        if gap.agency:
            why += f" Nobody is left at {place} who could see to it."
        return cls(f"Nobody at {place} holds {child}", why, has_somebody)


@person_page("unheld", writes=True)
def unheld(request: Asking, gap: str) -> HttpResponse:
    """Take the child on, or have a colleague do it."""
    found = gaps.get_gap(gap, viewer=request.viewer)
    if found.child:
        request.children_shown.add(found.child_id)
    colleagues = queries.list_colleagues(request.viewer)
    people = _people(found, colleagues, request)
    form = TakeOn(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"]
        if who == FINISHED:
            operations.let_go(found, viewer=request.viewer)
            messages.success(request, "Noted: your work with this child is finished.")
        else:
            to = next(one for one in colleagues if str(one.pk) == who)
            operations.take_on(found, to, viewer=request.viewer)
            messages.success(request, f"{to.person.name} is in the child’s team now.")
        return redirect("/")
    page = UnheldPage.of(found, request.hat.agency_called, has_somebody=bool(people))
    return render(request, "team/unheld.jinja", {"page": page, "form": form})


def _people(
    gap: Gap, colleagues: list[Employment], request: Asking
) -> list[tuple[str, str]]:
    """Oneself first, where one's job is the reason (HO11).

    Whoever may not know the child cannot say that it is finished.
    """
    me = request.viewer.person_id
    found = [
        (str(one.pk), "I do")
        for one in colleagues
        if one.person_id == me and gap.is_for_oneself
    ]
    found += [
        (str(one.pk), f"{one.person.name}, {one.role_words}")
        for one in colleagues
        if one.person_id != me
    ]
    if gap.child:
        found.append((FINISHED, "Nobody: our work with this child is finished"))
    return found
