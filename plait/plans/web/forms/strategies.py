"""Questions about a strategy, and about a game made of it."""

from collections.abc import Iterable
from uuid import UUID

from django import forms

from plait.design_system.forms import PlaitForm, speak_plainly
from plait.plans.models import Place, StrategyPlace
from plait.plans.operations import PlaceInWords


class StrategyPlaces(PlaitForm):
    """A strategy, written once for home, setting and specialists."""

    title = forms.CharField(
        label="What do you all do?",
        help_text="For example: Wait, then say it back with one more word.",
        max_length=160,
        error_messages={"required": "Say what you all do"},
    )
    why = forms.CharField(
        label="Why does it help?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    instead_of = forms.CharField(
        label="Instead of what?",
        help_text="What to leave out, so that nobody pulls the other way.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, words: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.place_words = words
        for place in Place.values:
            self.fields |= _place_fields(place, words[place])
        for field in self.fields.values():
            speak_plainly(field)

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        described = [
            place for place in Place.values if answers.get(f"{place}_looks_like")
        ]
        if not described:
            self.add_error("home_looks_like", "Say how it looks in at least one place")
        for place in described:
            if not answers.get(f"{place}_who"):
                self.add_error(f"{place}_who", "Say who does it")
            if not answers.get(f"{place}_how_often"):
                self.add_error(f"{place}_how_often", "Say how often")
        return answers

    def places(self, known: Iterable[StrategyPlace] = ()) -> list[PlaceInWords]:
        ids: dict[str, UUID] = {place.place: place.pk for place in known}
        answers = self.cleaned_data
        return [
            PlaceInWords(
                place=place,
                looks_like=answers[f"{place}_looks_like"],
                who=answers[f"{place}_who"],
                how_often=answers[f"{place}_how_often"],
                times_a_week=answers[f"{place}_times_a_week"],
                state=answers[f"{place}_state"] or StrategyPlace.State.IN_USE,
                id=ids.get(place),
            )
            for place in Place.values
            if answers[f"{place}_looks_like"]
        ]


def _place_fields(place: str, word: str) -> dict[str, forms.Field]:
    return {
        f"{place}_looks_like": forms.CharField(
            label=f"{word}: how does it look there?",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3, "no_optional": True}),
        ),
        f"{place}_who": forms.CharField(
            label=f"{word}: who does it?",
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"no_optional": True}),
        ),
        f"{place}_how_often": forms.CharField(
            label=f"{word}: how often, and how long?",
            help_text="For example: every session, 10 minutes.",
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"no_optional": True}),
        ),
        f"{place}_times_a_week": forms.DecimalField(
            label=f"{word}: about how many times a week?",
            required=False,
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            widget=forms.TextInput(attrs={"width": 3}),
            error_messages={
                "invalid": f"{word}: enter a number, such as 4",
                "max_value": f"{word}: enter a number up to 100",
                "min_value": f"{word}: enter a number from 0",
            },
        ),
        f"{place}_state": forms.ChoiceField(
            label=f"{word}: is it in use?",
            required=False,
            choices=StrategyPlace.State.choices,
            initial=StrategyPlace.State.IN_USE,
            widget=forms.RadioSelect(attrs={"taps": True, "no_optional": True}),
        ),
    }


class Activity(PlaitForm):
    """A card to try at home."""

    title = forms.CharField(
        label="What is it called?",
        max_length=120,
        error_messages={"required": "Give it a name"},
    )
    steps = forms.CharField(
        label="Steps",
        help_text="One in each line; three or four are enough.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write at least one step"},
    )
    minutes = forms.IntegerField(
        label="About how many minutes?",
        min_value=1,
        max_value=60,
        initial=5,
        widget=forms.TextInput(attrs={"width": 3}),
    )
    elsewhere = forms.CharField(
        label="Who plays it elsewhere, and when?",
        help_text="For example: the key worker plays it after snack, in the same way.",
        required=False,
        max_length=200,
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def step_list(self) -> list[str]:
        lines = self.cleaned_data["steps"].splitlines()
        return [line.strip() for line in lines if line.strip()]
