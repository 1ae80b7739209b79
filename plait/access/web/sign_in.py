"""How allauth signs people in here: by invitation only, limits that spare the owner."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from plait.access import clock, operations
from plait.access.models import Person
from plait.access.web import devices, news, sessions, unsent
from plait.access.web.pages import SignedIn
from plait.notices import operations as notices


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by invitations (`team`), never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That e-mail address and password do not fit.",
        "too_many_login_attempts": "There have been many attempts. Wait ten minutes, "
        "or sign in with a passkey.",
        "rate_limited": "There have been many attempts. Wait ten minutes.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Every page answers as a page, whatever a request asks for."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened; allauth's own messages stay quiet."""

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count wrong passwords by account, but apart for a device the owner used.

        A stranger can then slow down strangers, and never lock the owner out (AUTH-1).
        """
        email = str(credentials.get("email", "")).lower()
        device = devices.known(request, email)
        return f"{email}:{device.pk}" if device else email

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> Any:
        """An account that nobody has used for long is suspended (AUTH-8).

        A new invitation to the same person opens it again.
        """
        if is_suspended(user) and not sessions.is_expected(request, user):
            return render(request, "access/suspended.jinja", status=403)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        sessions.begin(request, clock.read())
        unsent.settle(request)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> Any:
        response = super().post_login(request, user, **kwargs)
        if sessions.is_complete(request):
            asking = cast(SignedIn, request)
            if devices.is_new(asking, user):
                news.tell_person(user, news.NEW_DEVICE, now=clock.read())
            devices.remember(asking, response, user)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return render(request, "access/closed.jinja", status=403)

    def set_password(self, user: Person, password: str) -> None:
        operations.choose_password(user, password)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from the address we were given, never from what a request says."""
        person, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[person, token])
        return f"{settings.PUBLIC_ADDRESS}{path}"

    def send_notification_mail(
        self, template_prefix: str, user: Person, *args: Any, **kwargs: Any
    ) -> None:
        """Our own pages tell people what they did; only this one is not ours."""
        if template_prefix == "account/email/password_reset":
            news.tell_person(user, news.PASSWORD_CHANGED, now=clock.read())

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Through the outbox, so that a slow or broken mail server holds nobody up."""
        subject, words = (
            render_to_string(f"{template_prefix}_{part}.txt", context).strip()
            for part in ("subject", "message")
        )
        notices.queue(address=email, subject=subject, words=words, now=clock.read())


def is_suspended(person: Person) -> bool:
    """Whether an account has been unused for so long that nobody misses it."""
    last = person.last_login or person.joined_at
    if last is None:
        return False
    return (clock.read() - last).days >= settings.UNUSED_DAYS_BEFORE_SUSPENSION
