"""Questions about an agency's people, and its hours."""

from collections.abc import Mapping
from typing import Any

from django import forms

from plait.agencies import roles
from plait.design_system.forms import PlaitForm


class Colleague(PlaitForm):
    """Somebody who works here is invited by link."""

    name = forms.CharField(
        label="Their name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write their name"},
    )
    email = forms.EmailField(
        label="Their e-mail address at work",
        help_text="We send a link there. Use an address that only they can open.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="What is their job?",
        widget=forms.Select,
        error_messages={"required": "Choose their job"},
    )
    manages_people = forms.TypedChoiceField(
        label="Will they look after accounts too?",
        help_text="They can then invite colleagues and say that somebody has left.",
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda answer: answer == "yes",
        initial="no",
        widget=forms.RadioSelect(attrs={"taps": True}),
    )

    def __init__(
        self, *args: Any, strand: str, known: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        field = self.fields["role"]
        jobs = [role for role in roles.ROLES if role.strand == strand]
        field.choices = [  # type: ignore[attr-defined]
            ("", "Choose a job"),
            *((role.key, role.words[:1].upper() + role.words[1:]) for role in jobs),
        ]

    def clean_email(self) -> str:
        """Nobody is invited twice. `known` says what is known of an address here."""
        email = str(self.cleaned_data["email"])
        if sentence := self.known.get(email.lower()):
            raise forms.ValidationError(sentence)
        return email


class Hours(PlaitForm):
    """When families and partners can expect an answer."""

    hours = forms.CharField(
        label="When are you there?",
        help_text="For example, Monday to Friday, 9am to 5pm.",
        required=False,
        max_length=120,
    )
    replies_within_days = forms.IntegerField(
        label="Within how many working days do you reply?",
        help_text="Families see this beside every question. 1 means by the end of the "
        "next working day.",
        min_value=1,
        max_value=30,
        widget=forms.TextInput(attrs={"width": "2"}),
        error_messages={"required": "Enter a number from 1 to 30"},
    )
