"""Signing the confidentiality agreement: for oneself each year, for an agency once."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from plait.access.web import unsent
from plait.agencies import confidentiality, signing
from plait.agencies.confidentiality import Text
from plait.clocks import arithmetic
from plait.design_system import words
from plait.design_system.forms import PlaitForm
from plait.sharing.web.door import Asking, person_page

CHANGED = "The words have changed since you opened this page. Read them, then sign"


class Sign(PlaitForm):
    """One tick, for exactly the words that were read."""

    agreed = forms.BooleanField(
        label="I have read this, and I will keep to it",
        error_messages={"required": "Read it, then tick that you will keep to it"},
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: object, text: Text, **kwargs: object) -> None:
        super().__init__(*args, initial={"version": text.version}, **kwargs)
        self.text = text

    def clean(self) -> None:
        super().clean()
        if self.is_bound and self.data.get("version") != self.text.version:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["version"] = self.text.version
            self.data = data
            raise forms.ValidationError(CHANGED)


@dataclass(frozen=True)
class SigningPage:
    """What is signed, for whom, and what was signed before."""

    agency: str
    opening: str
    points: tuple[str, ...]
    before: str  # what was signed before; empty when nothing was
    may_sign: bool


@person_page("confidentiality", writes=True, unsigned=True)
def sign(request: Asking) -> HttpResponse:
    """Read it and sign: the page between signing in and everything else (rule K1)."""
    if request.viewer.hat.is_family:
        return redirect("/")
    text = confidentiality.text_on(request.viewer.today)
    form = Sign(request.POST or None, text=text)
    if request.method == "POST" and form.is_valid():
        made = signing.sign(viewer=request.viewer, version=text.version)
        last = words.record_day(text.ends_at(made.signed_at) - timedelta(days=1))
        messages.success(request, f"Thank you. Your signature is good until {last}.")
        return redirect(_next(request))
    page = SigningPage(
        agency=request.hat.agency_called,
        opening=text.opening,
        points=text.person,
        before=_before(request),
        may_sign=_is_due(request, text),
    )
    return render(request, "agencies/sign.jinja", {"page": page, "form": form})


@person_page("confidentiality", writes=True)
def sign_for_agency(request: Asking) -> HttpResponse:
    """Sign once for the agency; until then nobody of it joins a team (rules K2, K3)."""
    signing.may_sign_for_agency(request.viewer).require()
    text = confidentiality.text_on(request.viewer.today)
    form = Sign(request.POST or None, text=text)
    if request.method == "POST" and form.is_valid():
        signing.sign_for_agency(viewer=request.viewer, version=text.version)
        messages.success(request, f"Signed for {request.hat.agency_called}.")
        return redirect("/")
    signed = signing.of_agency(request.viewer.agency_id, request.viewer.now)
    page = SigningPage(
        agency=request.hat.agency_called,
        opening=text.opening,
        points=text.agency,
        before=f"Signed by {signed.person.name} on "
        f"{words.record_day(signed.signed_at)}."
        if signed
        else "",
        may_sign=signed is None,
    )
    template = "agencies/sign_for_agency.jinja"
    return render(request, template, {"page": page, "form": form})


def _next(request: Asking) -> str:
    """Back to what was being written; otherwise to what is next."""
    if waits := unsent.where(request, request.viewer.now):
        return waits
    unsigned = not request.hat.agency_has_signed
    if unsigned and signing.may_sign_for_agency(request.viewer).allowed:
        return "agencies:sign-for-agency"
    return "/"


def _before(request: Asking) -> str:
    until = request.hat.signed_until
    if until is None:
        return ""
    last = arithmetic.day_of(until) - timedelta(days=1)
    return f"Your signature is good until {words.record_day(last)}."


def _is_due(request: Asking, text: Text) -> bool:
    until = request.hat.signed_until
    return until is None or text.is_due_again(until, request.viewer.now)
