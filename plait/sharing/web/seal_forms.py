"""Questions about a seal: what, from whom, why, and from when to when."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms

from plait.clocks import arithmetic
from plait.design_system.fields import DayField
from plait.design_system.forms import PlaitForm
from plait.sharing.keeping import Aim, SealWish
from plait.sharing.web.apart_forms import GROUNDS, KIND_WORDS, Offer, aim_of


class SealIt(PlaitForm):
    """Close one record, one kind of information or everything for somebody."""

    what = forms.ChoiceField(
        label="What is to be sealed?",
        choices=[("", "Everything about the child"), *KIND_WORDS.items()],
        widget=forms.Select(attrs={"no_optional": True}),
        required=False,
    )
    against = forms.ChoiceField(
        label="Who must not see it?",
        help_text="For them it will not be there at all. Nothing tells them.",
        widget=forms.Select,
        error_messages={"required": "Choose who must not see it"},
    )
    exempt = forms.MultipleChoiceField(
        label="Who of them may see it all the same?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ground = forms.ChoiceField(
        label="Why?",
        choices=GROUNDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    why = forms.CharField(
        label="Why, in a few words",
        help_text="Whoever looks after seals reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why in a few words"},
    )
    first_day = DayField(
        label="From which day?", help_text="Leave empty to seal it now.", required=False
    )
    last_day = DayField(
        label="Until which day?",
        help_text="Leave empty if there is no end.",
        required=False,
    )

    def __init__(
        self, *args: Any, offer: Offer, one_record: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = offer.today
        against, exempt = self.fields["against"], self.fields["exempt"]
        assert isinstance(against, forms.ChoiceField)
        assert isinstance(exempt, forms.ChoiceField)
        against.choices = [("", "Choose"), *offer.against]
        exempt.choices = list(offer.people)
        if one_record:
            del self.fields["what"]
        if not offer.people:
            del self.fields["exempt"]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        first, last = answers.get("first_day"), answers.get("last_day")
        if first and first < self.today:
            self.add_error("first_day", "Choose today or a day that is still to come")
        if last and last < (first or self.today):
            self.add_error("last_day", "Choose a day after it begins")
        if answers.get("against") in {
            f"person:{one}" for one in answers.get("exempt", ())
        }:
            self.add_error("exempt", "It cannot be sealed from somebody who may see it")
        return answers

    def wish(self) -> SealWish:
        answers = self.cleaned_data
        aim, target = aim_of(answers["against"])
        first, last = answers["first_day"], answers["last_day"]
        begins = arithmetic.start_of(first) if first and first > self.today else None
        ends = arithmetic.start_of(last + timedelta(days=1)) if last else None
        return SealWish(
            aim=Aim(aim),
            target_id=target,
            category=answers.get("what") or "",
            exempt=tuple(UUID(one) for one in answers.get("exempt", ())),
            ground=answers["ground"],
            words=answers["why"],
            from_at=begins,
            until_at=ends,
        )


class Lift(PlaitForm):
    """Why a seal is lifted."""

    why = forms.CharField(
        label="Why is it lifted?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why in a few words"},
    )
