"""Asking once more who somebody is, with more than the password (AD4, AD5).

Whoever knows the password of somebody else gets no further with it: only what the
second step at sign-in takes counts, a passkey or a code.
"""

from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plait.access.web.pages import SignedIn
from plait.access.web.sessions import is_one_tap

LASTS = timedelta(minutes=15)
# For what we ask, in the address of the page that asks: it chooses the words only.
# "kept" is a page to which something was sent that waits meanwhile.
PAGE, KEPT, NEWS = "page", "kept", "news"


def is_fresh(request: SignedIn) -> bool:
    """Whether a second step was shown here within 15 minutes: to sign in, or since."""
    if is_one_tap(request):
        return True
    since = (request.now - LASTS).timestamp()
    records = get_authentication_records(request, request.user)
    return any(one["method"] == "mfa" and one["at"] > since for one in records)


def ask(request: HttpRequest, why: str) -> HttpResponse:
    """To where a second step is shown, and from there back to this page."""
    person = request.user.pk
    has_app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    way = "mfa_reauthenticate" if has_app.exists() else "mfa_reauthenticate_webauthn"
    query = urlencode({"next": request.get_full_path(), "for": why})
    return redirect(f"{reverse(way)}?{query}")
