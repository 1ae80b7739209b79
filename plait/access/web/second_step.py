"""Setting up the second step: a passkey or an app, then codes for a bad day."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as codes_flow
from allauth.mfa.totp.internal import flows as app_flow
from allauth.mfa.webauthn.internal import auth as passkey_auth
from allauth.mfa.webauthn.internal import flows as passkey_flow
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access import operations
from plait.access.models import Person
from plait.access.web import devices, factors, forms, news, sessions
from plait.access.web.pages import SignedIn, View, account_page, set_up_page


def confirmed(view: View) -> View:
    """Asks for the password or a second factor again, unless that was just done."""
    asking: View = reauthentication_required(app="allauth.mfa")(view)
    return asking


@set_up_page
def second_factor(request: SignedIn) -> HttpResponse:
    """Two equal choices; for somebody who may not set one up yet, what to do."""
    if sessions.is_complete(request):
        return redirect("access:me")
    if not sessions.may_set_up(request):
        return render(request, "access/no_second_factor.jinja")
    form = forms.AddPasskey(user=request.user)
    return render(request, "access/second_factor.jinja", _passkey(request, form))


@set_up_page
@confirmed
def add_passkey(request: SignedIn) -> HttpResponse:
    if not sessions.may_set_up(request):
        return redirect("access:second-factor")
    form = forms.AddPasskey(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            _still_may(request)
            passkey_flow.add_authenticator(
                request,
                name=form.cleaned_data["name"],
                credential=form.cleaned_data["credential"],
            )
            return _added(request)
    return render(request, "access/add_passkey.jinja", _passkey(request, form))


def _passkey(request: SignedIn, form: forms.AddPasskey) -> dict[str, object]:
    """What the browser is asked to make: always one that signs in by itself."""
    options = passkey_auth.begin_registration(request.user, passwordless=True)
    return {"form": form, "options": options}


@set_up_page
@confirmed
def set_up_app(request: SignedIn) -> HttpResponse:
    person = request.user
    if not sessions.may_set_up(request):
        return redirect("access:second-factor")
    if any(one.type == Authenticator.Type.TOTP for one in factors.all_of(person)):
        return redirect("access:me")
    form = forms.SetUpApp(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            _still_may(request)
            app, _ = app_flow.activate_totp(request, form)
            # The code that set it up is used up by that.
            app.wrap().validate_code(form.cleaned_data["code"])
            return _added(request)
    link = get_adapter().build_totp_url(person, form.secret)
    page = {"link": link, "picture": factors.drawn(link), "key": form.secret}
    return render(request, "access/set_up_app.jinja", {"form": form, "page": page})


def _still_may(request: SignedIn) -> None:
    """Ask again under a lock: of two who set up a first factor at once, one does."""
    Person.objects.select_for_update().get(pk=request.user.pk)
    if not sessions.may_set_up(request):
        raise Person.DoesNotExist


def _added(request: SignedIn) -> HttpResponse:
    """A factor is there. Sessions without one end; the codes come next, once."""
    person = request.user
    first = not sessions.is_complete(request)
    if first:
        operations.end_sessions(person)
        sessions.mark_proved(request)
        sessions.stay(request)
    else:
        news.tell(request, news.FACTOR_ADDED)
        messages.success(request, "It is added.")
    response = redirect("access:codes" if first else "access:me")
    devices.remember(request, response, person)
    return response


@account_page
@confirmed
def codes(request: SignedIn) -> HttpResponse:
    """The recovery codes, until somebody says that they have them in a safe place."""
    person = request.user
    held = Authenticator.objects.filter(
        user=person, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if held is None or held.wrap().did_view:
        return redirect("access:new-codes")
    if request.method == "POST":
        operations.note_codes_saved(person)
        messages.success(request, "Your codes are in your hands only. Keep them safe.")
        return redirect("access:me")
    arrival = sessions.arrival(request)
    page = {
        "codes": [spaced(code) for code in held.wrap().get_unused_codes()],
        "then": arrival.href if arrival else "",
    }
    return render(request, "access/codes.jinja", {"page": page})


@account_page
@confirmed
def new_codes(request: SignedIn) -> HttpResponse:
    """New recovery codes; the old ones stop working."""
    if not operations.has_factor(request.user):
        return redirect("access:me")
    if request.method == "POST":
        with transaction.atomic():
            codes_flow.generate_recovery_codes(request)
            news.tell(request, news.NEW_CODES)
        return redirect("access:codes")
    return render(request, "access/new_codes.jinja")


@account_page
@confirmed
def remove_factor(request: SignedIn, key: str) -> HttpResponse:
    """Take one way away; every other session ends with it (AUTH-9)."""
    person = request.user
    factor = factors.find(person, key)
    if request.method == "POST":
        with transaction.atomic():
            operations.remove_factor(factor, person=person)
            sessions.stay(request)
            news.tell(request, news.FACTOR_REMOVED)
        messages.success(
            request, "It is removed. You are signed out everywhere but here."
        )
        return redirect("access:me")
    others = factors.all_of(person)
    page = {
        "words": factors.words_for(factor),
        "why_not": operations.can_remove(factor, others).reason,
    }
    return render(request, "access/remove_factor.jinja", {"page": page})


def spaced(code: str) -> str:
    """'1234 5678': easier to copy by hand."""
    return f"{code[:4]} {code[4:]}"
