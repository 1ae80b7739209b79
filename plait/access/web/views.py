"""Choosing a hat, looking after one's own account, signing out."""

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from plait.access import news_address, operations
from plait.access.web import (
    devices,
    factors,
    forms,
    news,
    presenters,
    sessions,
    unsent,
)
from plait.access.web.pages import SignedIn, View, account_page

ONLY_HERE = "You are signed out everywhere but here."


def limited(view: View) -> View:
    """Slows whoever guesses the old password in somebody else's session."""
    counted: View = rate_limit(action="change_password")(view)
    return counted


@account_page
def hats(request: SignedIn) -> HttpResponse:
    """Ask in which capacity somebody acts now; never more than one at a time."""
    wanted = request.POST.get("hat", "")
    if wanted in {hat.key for hat in request.hats}:
        sessions.put_on(request, wanted)
        return redirect("/")
    page = presenters.HatsPage.of(
        request.hats, request.hat, ended=request.method == "POST"
    )
    return render(request, "access/hats.jinja", {"page": page})


@account_page
def me(request: SignedIn) -> HttpResponse:
    """Everything about one's own account in one place."""
    page = presenters.MePage.of(
        request.user,
        factors.all_of(request.user),
        news_address.find(request.user.pk),
        hats=request.hats,
        hat=request.hat,
        now=request.now,
    )
    return render(request, "access/me.jinja", {"page": page})


@account_page
def name(request: SignedIn) -> HttpResponse:
    person = request.user
    start = {"name": person.name, "known_as": person.known_as}
    form = forms.Name(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        operations.say_name(person, **form.cleaned_data)
        messages.success(request, "Your name is saved.")
        return redirect("access:me")
    return render(request, "access/name.jinja", {"form": form})


@sensitive_post_parameters()
@account_page
@limited
def change_password(request: SignedIn) -> HttpResponse:
    """A new password; every other session ends with the old one (AUTH-9)."""
    if not request.user.has_usable_password():
        return redirect("access:me")
    form = forms.ChangePassword(user=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            sessions.stay(request)
            news.tell(request, news.PASSWORD_CHANGED)
        messages.success(request, f"Your password is changed. {ONLY_HERE}")
        return redirect("access:me")
    return render(request, "access/change_password.jinja", {"form": form})


@account_page
def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """End every session but this one, at once."""
    if request.method != "POST":
        return redirect("access:me")
    person, response = request.user, redirect("access:me")
    with transaction.atomic():
        operations.end_sessions(person)
        # Remembered first: with none left, the next one would pass for the first.
        here = devices.remember(request, response, person)
        operations.forget_devices(person, but=here)
        sessions.stay(request)
    messages.success(request, ONLY_HERE)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget everything it kept (CAC-5)."""
    if request.method != "POST":
        return render(request, "access/sign_out.jinja")
    unsent.forget(request)
    sessions.end(request)
    response = redirect(settings.LOGIN_URL)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(sessions.SEEN)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """For whoever tries too often, at anything that can be guessed."""
    return render(request, "access/too_many.jinja", status=429)


@require_safe
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: somebody who works with the child invites them."""
    return render(request, "access/by_invitation.jinja")
