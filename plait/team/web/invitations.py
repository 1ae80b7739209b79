"""Following an invitation: who invites, a new account or the one there is, joining.

A link that cannot be followed answers the same, whatever is the matter with it. Which
child it is about is said only to somebody who has joined.
"""

from typing import Any, cast

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from plait.access import operations as accounts
from plait.access.decisions import NotPermitted, TooLate
from plait.access.models import Person
from plait.access.viewer import FAMILY
from plait.access.web import sessions
from plait.access.web.pages import SignedIn, wearing
from plait.team import operations
from plait.team.models import Invitation
from plait.team.web import invitation_forms as forms
from plait.team.web.invitation_page import InvitationPage


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link, for whoever holds it."""
    try:
        found = operations.find_invitation(token, now=request.now)  # type: ignore[attr-defined]
        if sessions.is_complete(request):
            return _join(request, token, found)
        if request.user.is_authenticated:
            return _finish_account(request, token, found)
        return _begin(request, token, found)
    except (Invitation.DoesNotExist, TooLate, NotPermitted):
        if _is_pressed_again(request, token):
            return redirect("/")
        return render(request, "team/invitation_closed.jinja")


def _is_pressed_again(request: HttpRequest, token: str) -> bool:
    """A second press by whoever has just joined leads where the first one went."""
    return (
        request.method == "POST"
        and sessions.is_complete(request)
        and operations.has_taken_up(token, person=request.user)  # type: ignore[arg-type]
    )


def show_letter(request: HttpRequest, token: str) -> None:
    """In the demonstration no e-mail is sent: lead to the link that was in it."""
    if settings.DEMO and not settings.EMAIL_HOST:
        messages.info(request, operations.link_to(token), extra_tags="letter")


def _begin(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """A new account, or the one that somebody has."""
    if request.POST.get("have") == "account":
        _remember(request, token, found)
        here = urlencode({"next": _address(token)})
        return redirect(f"{reverse('account_login')}?{here}")
    person = Person(email=found.email.lower(), name=found.name)
    start = {"name": found.name}
    form = forms.NewAccount(request.POST or None, initial=start, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            return _open_account(request, token, found, form)
        except accounts.AlreadyThere:
            form.add_error(None, forms.HAVE_ACCOUNT)
    return _show(request, found, form=form)


def _open_account(
    request: HttpRequest, token: str, found: Invitation, form: forms.NewAccount
) -> HttpResponse:
    """Open it and go on to the second step, without typing the password again."""
    person = accounts.open_account(
        email=found.email,
        now=request.now,  # type: ignore[attr-defined]
        **form.cleaned_data,
    )
    _remember(request, token, found)
    onwards = reverse("access:second-factor")
    response: HttpResponse = perform_login(request, person, redirect_url=onwards)
    reauthenticate_by_password(request)
    return response


def _finish_account(
    request: HttpRequest, token: str, found: Invitation
) -> HttpResponse:
    """Signed in with a password; the second step is still to be set up."""
    if request.method == "POST":
        _remember(request, token, found)
        return redirect("access:second-factor")
    return _show(request, found)


def _join(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Take it up, and put on the hat that it gives."""
    if request.POST.get("codes") == "saved":
        accounts.note_codes_saved(request.user)  # type: ignore[arg-type]
    if request.method == "POST":
        with transaction.atomic():
            operations.accept_invitation(
                token,
                person=request.user,  # type: ignore[arg-type]
                now=request.now,  # type: ignore[attr-defined]
            )
        sessions.put_on(request, str(found.agency_id or FAMILY))
        sessions.have_arrived(request)
        return redirect("/")
    signed_in = cast(SignedIn, request)
    signed_in.hat = wearing(signed_in)
    return _show(request, found)


def _show(request: HttpRequest, found: Invitation, **more: Any) -> HttpResponse:
    page = InvitationPage.of(
        found, person=request.user if request.user.is_authenticated else None,
        complete=sessions.is_complete(request),
    )  # fmt: skip
    return render(request, "team/invitation.jinja", {"page": page, **more})


def _remember(request: HttpRequest, token: str, found: Invitation) -> None:
    sessions.arrive(request, _address(token), found.email)


def _address(token: str) -> str:
    return reverse("team:invitation", kwargs={"token": token})
