"""What somebody is asked who follows an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from plait.access.models import Person
from plait.access.passwords import RULE
from plait.design_system.forms import PlaitForm

HAVE_ACCOUNT = (
    "There is an account with the address that this was sent to. "
    "Choose “I sign in to Plait already”."
)


class NewAccount(PlaitForm):
    """A name and a password; the e-mail address is the one that was invited."""

    name = forms.CharField(
        label="Your name",
        help_text="As people around a child should see it.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name"},
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=RULE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self) -> str:
        self.person.name = " ".join(str(self.cleaned_data["name"]).split())
        return self.person.name

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password
