"""Questions about signing in and about one's own account.

Each is allauth's own form with our words: it checks, we ask.
"""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.validators import RegexValidator

from plait.access.passwords import RULE
from plait.design_system.forms import PlaitForm

# What parsers raise about bytes that are not what they should be.
UNREADABLE = (
    AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip
NO_PASSKEY = "The passkey did not work. Try again, or use another way."
YOUR_PASSWORD = {"required": "Write your password"}


def _ask(
    form: forms.Form, name: str, label: str, hint: str = "", **messages: str
) -> None:
    """Put a question of allauth's in our words."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.error_messages.update(messages)


class SignIn(PlaitForm, account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "login", "E-mail address", required="Write your e-mail address")
        _ask(self, "password", "Password", **YOUR_PASSWORD)


class Forgotten(PlaitForm, account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "email", "E-mail address", "We send a link there.")


class NewPassword(PlaitForm, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Asked once: the password can be shown while it is typed."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password1", "New password", RULE, required="Choose a password")


class ChangePassword(PlaitForm, account.ChangePasswordForm):  # type: ignore[misc]
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "oldpassword", "The password you have now", **YOUR_PASSWORD)
        _ask(self, "password1", "New password", RULE, required="Choose a password")


class Confirm(PlaitForm, account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password", "Your password", **YOUR_PASSWORD)


CODE = RegexValidator(
    r"^\s*(\d[\s-]*){6}((\d[\s-]*){2})?$",
    "Write six numbers from your app, or eight from your list of recovery codes",
)
APP_CODE = RegexValidator(r"^\s*(\d[\s-]*){6}$", "Write the six numbers from the app")


def _ask_for_code(
    form: forms.Form, label: str, hint: str, looks_like: RegexValidator = CODE
) -> None:
    """What cannot be a code is said to be none, before it is tried."""
    _ask(form, "code", label, hint, required="Write the code")
    form.fields["code"].validators.append(looks_like)
    form.fields["code"].widget.attrs |= {"width": "10", "inputmode": "numeric"}


class Code(PlaitForm, factors.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Six numbers from your app, or eight from your list of recovery codes."
        _ask_for_code(self, "Code", hint)


class ConfirmWithCode(PlaitForm, factors.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Six numbers from your app, or eight from your list of recovery codes."
        _ask_for_code(self, "Code", hint)


class SetUpApp(PlaitForm, ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Six numbers. They keep changing."
        _ask_for_code(self, "Code from the app", hint, APP_CODE)


class Credential(forms.JSONField):
    """What a browser says after asking for a passkey; nothing that a person types."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NO_PASSKEY, "invalid": NO_PASSKEY}


class _Passkey(PlaitForm):
    """Whatever is wrong with a passkey, the person gets the same sentence."""

    credential = Credential()

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except UNREADABLE:
            self.add_error(None, NO_PASSKEY)


class AddPasskey(_Passkey, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that signs in by itself: the device checks finger, face or PIN."""

    passwordless = None
    name = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class PasskeyInstead(_Passkey, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step, after the password."""


class SignInWithPasskey(_Passkey, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone: something one has, and a finger, face or PIN."""


class ConfirmWithPasskey(_Passkey, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey again, before something important is changed."""


class Name(PlaitForm):
    """What somebody is called."""

    name = forms.CharField(
        label="Your name",
        help_text="As people around a child should see it.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name"},
    )
    known_as = forms.CharField(
        label="What should we call you?",
        help_text="If it is not your first name.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class NewsAddress(PlaitForm):
    """Another address of one's own, for news of one's account."""

    email = forms.EmailField(
        label="Another e-mail address of your own",
        help_text="Choose one that nobody else can read.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Write an e-mail address",
            "invalid": "Write an e-mail address, such as name@example.org",
        },
    )

    def __init__(self, *args: Any, account: str, confirmed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.confirmed = account, confirmed

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if self.confirmed and email.lower() == self.confirmed.lower():
            raise forms.ValidationError("We tell you there already.")
        if email.lower() == self.account.lower():
            raise forms.ValidationError(
                "That is the address of your account. Write another one."
            )
        return email


class NewsCode(PlaitForm):
    """The code that was sent to another address."""

    code = forms.CharField(
        label="The code in the message",
        help_text="Six numbers. It works once, within an hour.",
        max_length=20,
        validators=[
            RegexValidator(
                r"^\s*(\d[\s-]*){6}$", "Write the six numbers in the message"
            )
        ],
        widget=forms.TextInput(
            attrs={
                "width": "10",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
            }
        ),
        error_messages={"required": "Write the code"},
    )

    def clean_code(self) -> str:
        return "".join(one for one in self.cleaned_data["code"] if one.isdigit())
