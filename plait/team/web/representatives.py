"""Who acts for a young person, in one kind of decision, until a review day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child, Tie
from plait.clocks import growing_up
from plait.design_system import words
from plait.design_system.fields import DayField, has_been, is_to_come
from plait.design_system.forms import PlaitForm
from plait.sharing import representatives, standing
from plait.sharing.models import Representative
from plait.sharing.representatives import Assessed
from plait.sharing.web.door import Asking, child_page
from plait.team import queries


class Represent(PlaitForm):
    """What was assessed: one decision, one person, one authority, one review day."""

    decision = forms.ChoiceField(
        label="Which decision is this about?",
        help_text="One at a time. Everything else the young person goes on deciding.",
        choices=[
            ("sharing", "Who may see what about them"),
            ("support", "The plan and the help they get"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the decision"},
    )
    helped = forms.CharField(
        label="What was done to help them decide themselves?",
        help_text="For example pictures, more time, another day, somebody they trust.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write down what was done to help"},
    )
    why = forms.CharField(
        label="Why could they not decide this, even so?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write down why"},
    )
    assessed_on = DayField(label="On which day was that assessed?")
    person = forms.ChoiceField(
        label="Who acts for them in this?",
        help_text="Somebody of the family here. Invite a deputy or an attorney first.",
        widget=forms.Select,
        error_messages={"required": "Choose a person"},
    )
    authority = forms.ChoiceField(
        label="Under what authority?",
        choices=[
            (key, label[:1].upper() + label[1:])
            for key, label in Representative.Authority.choices
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the authority"},
    )
    review_on = DayField(label="On which day is it looked at again?")

    def __init__(
        self, *args: Any, family: Iterable[Tie], child: Child, today: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        people = self.fields["person"]
        assert isinstance(people, forms.ChoiceField)
        people.choices = [
            ("", "Choose a name"),
            *((str(one.person_id), one.person.name) for one in family),
        ]
        has_been(self.fields["assessed_on"], born_on=child.born_on, today=today)
        is_to_come(self.fields["review_on"], today=today)
        self.today = today

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        assessed_on, review_on = answers.get("assessed_on"), answers.get("review_on")
        if review_on and review_on <= self.today:
            self.add_error("review_on", "Choose a day after today")
        elif assessed_on and review_on:
            last = growing_up.last_review_day(assessed_on)
            if review_on > last:
                day = words.record_day(last)
                self.add_error("review_on", f"Choose a day up to {day}")
        return answers

    def assessed(self) -> Assessed:
        answers = dict(self.cleaned_data)
        return Assessed(person_id=UUID(answers.pop("person")), **answers)


@dataclass(frozen=True)
class Acting:
    """One who acts, as those read it who record it."""

    id: UUID
    who: str
    in_what: str
    under: str
    why: str
    helped: str
    by: str
    assessed_on: date
    review_on: date

    @classmethod
    def of(cls, one: Representative) -> "Acting":
        return cls(
            id=one.pk,
            who=one.person.name,
            in_what=one.get_decision_display(),
            under=one.get_authority_display(),
            why=one.why,
            helped=one.helped,
            by=f"{one.recorded_by.name}, {one.recorded_for_agency.short_name}",
            assessed_on=one.assessed_on,
            review_on=one.review_on,
        )


@child_page("representatives")
def everybody(request: Asking, child: Child) -> HttpResponse:
    """Who acts now; a new one is recorded after an assessment."""
    representatives.may_record(request.standing, child, request.viewer).require()
    found = representatives.list_acting(child, request.viewer.now)
    page = [Acting.of(one) for one in found]
    return render(request, "team/representatives.jinja", {"page": page})


@child_page("representatives", writes=True)
def add(request: Asking, child: Child) -> HttpResponse:
    """Record who acts, in what, and until when it is looked at again."""
    representatives.may_record(request.standing, child, request.viewer).require()
    team = queries.list_team(child, viewer=request.viewer)
    family = [part.tie for part in team if part.tie.kind == Tie.Kind.FAMILY]
    form = Represent(
        request.POST or None, family=family, child=child, today=request.viewer.today
    )
    if request.method == "POST" and form.is_valid():
        representatives.record(form.assessed(), child=child, viewer=request.viewer)
        messages.success(request, "Recorded. It ends by itself on the day you chose.")
        return redirect("team:representatives", child_id=child.pk)
    return render(request, "team/represent.jinja", {"form": form})


@child_page("representatives", writes=True)
def end(request: Asking, child: Child, representative_id: UUID) -> HttpResponse:
    """End it before its day: the young person decides this again."""
    standing.may_record_representative(request.standing, is_sixteen=True).require()
    found = Representative.objects.select_related("person").get(
        pk=representative_id, child=child
    )
    if request.method == "POST":
        representatives.end(found.pk, child=child, viewer=request.viewer)
        messages.success(request, f"{child.called} decides this again.")
        return redirect("team:representatives", child_id=child.pk)
    page = {"who": found.person.name, "in_what": found.get_decision_display()}
    return render(request, "team/end_representative.jinja", {"page": page})
