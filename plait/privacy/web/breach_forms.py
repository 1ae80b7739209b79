"""Questions about what went wrong with information."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plait.clocks import arithmetic
from plait.clocks.limits import TELL_ICO_HOURS
from plait.design_system import words
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.privacy.models import Breach
from plait.privacy.operations.breaches import Weighed
from plait.sharing.categories import Category

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
TOLD, NOT_TOLD = "told", "not"
KINDS = [
    (kind.label, kind.label[:1].upper() + kind.label[1:])
    for kind in Category
    if kind != Category.INVOLVEMENT
] + [("names and how to reach people", "Names and how to reach people")]


class ClockField(forms.CharField):
    """A time of day in London, as people write it: 4.20pm, 16:20, 9am."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "For example 4:20pm")
        options.setdefault(
            "widget", forms.TextInput(attrs={"width": "10", "autocomplete": "off"})
        )
        super().__init__(max_length=10, **options)

    def clean(self, value: object) -> time | None:
        typed = super().clean(value).strip()
        if not typed:
            return None
        found = CLOCK.fullmatch(typed)
        hour = int(found[1]) if found else 99
        minute = int(found[2] or 0) if found else 0
        half = (found[3] or "").lower() if found else ""
        if half and not 1 <= hour <= 12:
            hour = 99
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23 or minute > 59:
            raise ValidationError("Enter a time like 4:20pm")
        return time(hour, minute)


def kinds_in(said: str) -> list[str]:
    """The kinds that stand in the register, as they are ticked."""
    return [kind for kind, _ in KINDS if kind in said]


class _Dated(PlaitForm):
    """Questions with a day and a time in London, since there is a clock of 72 hours."""

    def __init__(self, *args: object, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        day, first = self.fields["day"], TELL_ICO_HOURS[0].from_on
        assert isinstance(day, DayField)
        day.earliest = (
            first,
            f"Enter a day that is not before {words.record_day(first)}",
        )

    def moment(self) -> datetime | None:
        day, at = self.cleaned_data.get("day"), self.cleaned_data.get("at")
        if day is None or at is None:
            return None
        return datetime.combine(day, at, arithmetic.LONDON)

    def insist_on_a_moment(self) -> None:
        """A day and a time that have been."""
        for name, asked in (("day", "Enter the day"), ("at", "Enter the time")):
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, asked)
        found = self.moment()
        if found and found > self.now:
            self.add_error("at", "Enter a time that has been")


class Report(PlaitForm):
    """What a colleague says: two taps and a few words."""

    happened = forms.CharField(
        label="What happened?",
        help_text="For example: a letter went to the wrong family. Say what kind of "
        "information it was, and where it is now. Do not name the child.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what happened"},
    )


class Weigh(_Dated):
    """What a lead finds."""

    day = DayField(label="On which day did somebody here first know of it?")
    at = ClockField(
        label="At what time?", error_messages={"required": "Enter the time"}
    )
    kinds = forms.MultipleChoiceField(
        label="What kinds of information?",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of information"},
    )
    people = forms.IntegerField(
        label="About how many people is it about?",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"width": "5", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter about how many people",
            "invalid": "Enter a number",
            "min_value": "Enter 1 or more",
            "max_value": "Enter a smaller number",
        },
    )
    risk = forms.ChoiceField(
        label="How likely is it that somebody is harmed?",
        choices=Breach.Risk.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how likely it is"},
    )
    done = forms.CharField(
        label="What has been done about it?",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what has been done"},
    )

    def clean(self) -> None:
        super().clean()
        self.insist_on_a_moment()

    def weighed(self) -> Weighed:
        said, known = self.cleaned_data, self.moment()
        assert known
        return Weighed(
            known, words.joined(said["kinds"]), said["people"], said["risk"],
            said["done"],
        )  # fmt: skip


class _Told(_Dated):
    """Told, and when; or not, and why."""

    told = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose one"}
    )
    day = DayField(label="If told: on which day?", required=False)
    at = ClockField(label="If told: at what time?", required=False)
    because = forms.CharField(
        label="If not: why not?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "no_optional": True}),
    )

    def __init__(self, *args: object, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, now=now, **kwargs)
        for name in ("day", "at"):
            self.fields[name].widget.attrs["no_optional"] = True

    def clean(self) -> None:
        said = super().clean() or self.cleaned_data
        if said.get("told") == TOLD:
            self.insist_on_a_moment()
        if said.get("told") == NOT_TOLD and not said.get("because"):
            self.add_error("because", "Say why not")

    @property
    def is_told(self) -> bool:
        return bool(self.cleaned_data["told"] == TOLD)


class Ico(_Told):
    """Whether the Information Commissioner was told (Art. 33)."""

    reference = forms.CharField(
        label="If told: which reference did the ICO give?",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"width": "20", "no_optional": True}),
    )
    late_because = forms.CharField(
        label="If told later than 72 hours: why?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "no_optional": True}),
    )
    field_order = ("told", "day", "at", "reference", "late_because", "because")

    def __init__(
        self, *args: object, now: datetime, due_at: datetime, **kwargs: object
    ) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.due_at = due_at
        field = self.fields["told"]
        assert isinstance(field, forms.ChoiceField)
        field.label = "Has the ICO been told?"
        field.choices = [(TOLD, "Yes"), (NOT_TOLD, "It does not need to be told")]

    def clean(self) -> None:
        super().clean()
        told_at = self.moment()
        said = self.cleaned_data
        late = said.get("told") == TOLD and told_at and told_at > self.due_at
        if late and not said.get("late_because"):
            self.add_error("late_because", "This is later than 72 hours. Say why")


class People(_Told):
    """Whether those whom it concerns were told (Art. 34)."""

    def __init__(self, *args: object, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, now=now, **kwargs)
        field = self.fields["told"]
        assert isinstance(field, forms.ChoiceField)
        field.label = "Have the people been told?"
        field.choices = [(TOLD, "Yes"), (NOT_TOLD, "They are not told")]


class Close(PlaitForm):
    """What was learnt."""

    lessons = forms.CharField(
        label="What will you do differently?",
        help_text="So that it does not happen again.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what you will do differently"},
    )
