"""Questions about the plan and its outcomes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from plait.design_system.fields import DayField, is_to_come
from plait.design_system.forms import PlaitForm
from plait.evidence import areas
from plait.evidence.models import AssessmentPart
from plait.plans.models import Need
from plait.plans.operations import NeedInWords


class StartPlan(PlaitForm):
    """A plan begins with when it is looked at again, and the needs it answers."""

    review_on = DayField(label="When will you all look at this plan together?")
    review_words = forms.CharField(
        label="Time and place",
        help_text="For example: 2pm, at nursery or by video.",
        required=False,
        max_length=160,
    )
    taken = forms.MultipleChoiceField(
        label="Needs from reports",
        help_text="Tick what the plan should answer. Nothing has to be typed again.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"no_optional": True}),
    )
    area = forms.ChoiceField(
        label="Area of a need in your own words",
        required=False,
        choices=[("", "Choose an area"), *areas.CHOICES],
        widget=forms.Select,
    )
    words = forms.CharField(
        label="A need in your own words",
        help_text="What is hard, in which moments. Start with what helps, if you can.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: object,
        findings: Sequence[AssessmentPart],
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["review_on"], today=today)
        self.findings = {str(part.pk): part for part in findings}
        field = self.fields["taken"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, part.words) for key, part in self.findings.items()]
        if not self.findings:
            del self.fields["taken"]

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        if answers.get("words") and not answers.get("area"):
            self.add_error("area", "Choose the area of this need")
        if not self.has_needs(answers):
            self.add_error("words", "Tick a need, or write one in your own words")
        return answers

    def has_needs(self, answers: dict[str, object]) -> bool:
        return bool(answers.get("words") or answers.get("taken"))

    def needs(self) -> list[NeedInWords]:
        answers = self.cleaned_data
        found = [
            NeedInWords(part.area, part.words, part.pk)
            for key in answers.get("taken", [])
            if (part := self.findings[key])
        ]
        if answers["words"]:
            found.append(NeedInWords(answers["area"], answers["words"]))
        return found


class ChangePlan(StartPlan):
    """After a review: when to look again, and which needs the plan still answers."""

    kept = forms.MultipleChoiceField(
        label="Needs in the plan",
        help_text="Take the tick away from what the plan no longer needs to answer.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"no_optional": True}),
    )
    field_order = ("review_on", "review_words", "kept", "taken", "area", "words")

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(need.pk): need for need in needs}
        field = self.fields["kept"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, need.words) for key, need in self.known.items()]

    def has_needs(self, answers: dict[str, object]) -> bool:
        return bool(answers.get("kept")) or super().has_needs(answers)

    def needs(self) -> list[NeedInWords]:
        kept = (self.known[key] for key in self.cleaned_data["kept"])
        same = [
            NeedInWords(need.area, need.words, need.taken_from_id, need.pk)
            for need in kept
        ]
        return [*same, *super().needs()]


class Outcome(PlaitForm):
    """Something everybody wants to be different: what, how much, by when."""

    title = forms.CharField(
        label="In a few words",
        help_text="For example: puts two words together when playing.",
        max_length=160,
        error_messages={"required": "Say it in a few words"},
    )
    wording = forms.CharField(
        label="What will be seen or heard?",
        help_text="Who does what, where, how often, with whom.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what will be seen or heard"},
    )
    area = forms.ChoiceField(
        label="Area",
        choices=areas.CHOICES,
        widget=forms.RadioSelect(attrs={"taps": True}),
        error_messages={"required": "Choose an area"},
    )
    measure = forms.CharField(
        label="What will you count?",
        help_text="For example: times in 20 minutes of play.",
        max_length=120,
        error_messages={"required": "Say what you will count"},
    )
    baseline = forms.DecimalField(
        label="Where are you now?",
        help_text="The count today. Leave it empty if nobody has counted yet.",
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"width": 4}),
    )
    target = forms.DecimalField(
        label="Which number would be good enough?",
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"width": 4}),
    )
    due_on = DayField(label="By when?")
    taken_from = forms.ModelChoiceField(
        queryset=AssessmentPart.objects.none(),
        required=False,
        widget=forms.HiddenInput,
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_to_come(self.fields["due_on"], today=today, but=self.initial.get("due_on"))
