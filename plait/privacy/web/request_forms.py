"""Asking for everything kept, and deciding what is given."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from plait.agencies.models import Agency
from plait.design_system.forms import PlaitForm
from plait.privacy import grounds
from plait.privacy.models import RequestItem
from plait.privacy.operations.answers import Verdict

Outcome = RequestItem.Outcome


class Ask(PlaitForm):
    """Which service, and anything that helps it to find what is meant."""

    service = forms.ChoiceField(
        label="Which service?",
        widget=forms.Select,
        error_messages={"required": "Choose a service"},
    )
    words = forms.CharField(
        label="Is there something you want most?",
        help_text="You can leave this empty. You get everything they keep.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, services: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose one"),
            *((str(one.pk), one.name) for one in services),
        ]


class Reason(PlaitForm):
    """Why, in words for whoever asked."""

    reason = forms.CharField(
        label="Why? Whoever asked reads this",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why, in a few words"},
    )


class Decide(PlaitForm):
    """What is given of one item."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    ground = forms.ChoiceField(
        label="On what ground is something not given?",
        help_text="Leave it when you give the whole of it.",
        required=False,
        widget=forms.Select(attrs={"no_optional": True}),
    )
    suggested = forms.MultipleChoiceField(
        label="Take these out",
        help_text="Other people and places, found in the words. Untick what may stay.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label="Take these out, too",
        help_text="One on each line, just as it is written. "
        "Every place where it stands is taken out, in every version.",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label="Why, for the file",
        help_text="Whoever asked does not read this. For health, say which health "
        "professional you asked, and what they said.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        suggested: Sequence[str],
        needs_reason: bool,
        today: date,
        can_read: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needs_reason = needs_reason
        choices = {
            "ground": [
                ("", "Choose one"),
                *((one.key, one.words) for one in grounds.in_force(today)
                  if one.key != "sealed"),
            ],
            "suggested": [(one, one) for one in suggested],
        }  # fmt: skip
        if not can_read:
            choices["outcome"] = [(Outcome.WITHHOLD.value, Outcome.WITHHOLD.label)]
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        if not suggested:
            del self.fields["suggested"]

    def clean(self) -> dict[str, Any]:
        """What is not given has a ground; what is taken out is named."""
        given = super().clean() or {}
        outcome = given.get("outcome")
        if outcome in (Outcome.PARTS, Outcome.WITHHOLD) and not given.get("ground"):
            self.add_error("ground", "Choose the ground")
        if outcome == Outcome.PARTS and not self._takes_out(given):
            self.add_error("others", "Write down what is taken out")
        if self.needs_reason and not (given.get("reason") or "").strip():
            self.add_error("reason", "Say why, and whom you asked")
        return given

    @staticmethod
    def _takes_out(given: dict[str, Any]) -> tuple[str, ...]:
        typed = [one.strip() for one in (given.get("others") or "").splitlines()]
        return tuple(filter(None, [*given.get("suggested", []), *typed]))

    @property
    def verdict(self) -> Verdict:
        """What was decided, once it is valid."""
        return Verdict(
            self.cleaned_data["outcome"],
            self.cleaned_data.get("ground", ""),
            self.cleaned_data.get("reason", ""),
            self._takes_out(self.cleaned_data),
        )
