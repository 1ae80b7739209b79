"""Questions about what people think and what they counted."""

from datetime import date

from django import forms

from plait.design_system.forms import PlaitForm
from plait.plans.models import Outcome, Practice, View
from plait.plans.models import Rating as Count


class MyView(PlaitForm):
    """Agree, agree in part, or see it differently: three equal answers."""

    stance = forms.ChoiceField(
        label="Your view",
        choices=[
            (View.Stance.AGREES, "I agree"),
            (View.Stance.IN_PART, "I agree in part"),
            (View.Stance.DIFFERENT, "I see it differently"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three"},
    )
    words = forms.CharField(
        label="In your own words",
        help_text="They stay in the plan as you write them.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        stance = answers.get("stance")
        if stance and stance != View.Stance.AGREES and not answers.get("words"):
            self.add_error("words", "Write what you see differently, in a few words")
        return answers


class Rating(PlaitForm):
    """This month's count."""

    value = forms.DecimalField(
        label="How many did you count?",
        min_value=0,
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"width": 4}),
    )
    note = forms.CharField(
        label="What did you notice?",
        help_text="A few words, or when it went best.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int:
        """Which version of this month's count the page showed; 0 for none."""
        version: int | None = self.cleaned_data["seen_version"]
        return version or 0

    def rating(self, outcome: Outcome, day: date) -> Count:
        answers = self.cleaned_data
        return Count(
            outcome=outcome,
            counted_on=day,
            value=answers["value"],
            note=answers["note"],
        )


class Practised(PlaitForm):
    """How it went, and perhaps what helped: sent by one press of the cards."""

    went = forms.ChoiceField(choices=Practice.Went.choices, widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    note = forms.CharField(
        label="What helped, or what got in the way?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
