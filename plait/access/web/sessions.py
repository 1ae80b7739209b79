"""What a session may hold and how long it lasts (AUTH-3 to 9).

A session knows who somebody is and which hat they chose: never what they may see. It
is good for something only once a second factor has been shown in it. It ends when it
has been idle, when it is old, when it turns up in another browser, and at once when the
account, the password or a second factor changes (`session_epoch`).
"""

import re
from datetime import datetime
from typing import NamedTuple, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plait.access import operations
from plait.access.models import Person

SEEN = "plait_seen"
HAT = "hat"
BEGAN = "began"
BROWSER = "browser"
PROVED = "second_factor"
ONE_TAP = "demo"
ARRIVING = "arriving"

BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux", "CrOS")
WORDS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "an Android phone",
    "Mac OS X": "a Mac",
    "CrOS": "a Chromebook",
}


def browser_kind(request: HttpRequest) -> str:
    """The browser and system in few words: it stays the same through updates."""
    agent = request.headers.get("User-Agent", "")
    names = re.findall("|".join((*BROWSERS, *SYSTEMS)), agent)
    return " ".join(dict.fromkeys(names)) or "unknown"


def browser_words(request: HttpRequest) -> str:
    """'Safari on an iPhone': what to call this browser on a page."""
    names = browser_kind(request).split(" ")
    agent = " ".join(names)
    browser = next((one for one in BROWSERS if one in names), "")
    system = next((one for one in SYSTEMS if one in agent), "")
    words = [WORDS.get(one, one) for one in (browser, system) if one]
    return " on ".join(words) or "This device"


def begin(request: HttpRequest, now: datetime) -> None:
    """Note when and where a session began, and whether both factors were shown."""
    request.session[BEGAN] = now.timestamp()
    request.session[BROWSER] = browser_kind(request)
    records = get_authentication_records(request, _person(request))
    if any(record["method"] == "mfa" for record in records):
        mark_proved(request)


def mark_proved(request: HttpRequest) -> None:
    """A second factor has been shown, or set up, in this very session."""
    request.session[PROVED] = True


def is_complete(request: HttpRequest) -> bool:
    """Signed in with both factors; in the demonstration and in tests, with one tap."""
    if not request.user.is_authenticated:
        return False
    return bool(request.session.get(PROVED)) or is_one_tap(request)


def is_one_tap(request: HttpRequest) -> bool:
    """Come in without a password or second step: never where real families are."""
    possible = settings.DEMO or settings.TESTING
    return bool(possible and request.session.get(ONE_TAP))


def chosen_hat(request: HttpRequest) -> str:
    hat: str = request.session.get(HAT, "")
    return hat


def put_on(request: HttpRequest, hat: str) -> None:
    request.session[HAT] = hat


class Arrival(NamedTuple):
    """Somebody is following an invitation: to which address, and sent to whom."""

    href: str
    email: str


def arrive(request: HttpRequest, href: str, email: str) -> None:
    """Remember through signing in which invitation somebody is following."""
    request.session[ARRIVING] = [href, email.lower()]


def arrival(request: HttpRequest) -> Arrival | None:
    held = request.session.get(ARRIVING)
    return Arrival(*held) if held else None


def have_arrived(request: HttpRequest) -> None:
    request.session.pop(ARRIVING, None)


def is_expected(request: HttpRequest, person: Person) -> bool:
    """Whether an invitation to this very person is being followed."""
    held = arrival(request)
    return bool(held and held.email == person.email)


def may_set_up(request: HttpRequest) -> bool:
    """Who may add a second factor.

    Somebody who has shown one; or, for the first, somebody who holds the invitation
    that was sent to their address. A password alone is never enough (AUTH-3).
    """
    person = _person(request)
    if is_complete(request):
        return True
    return not operations.has_factor(person) and is_expected(request, person)


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Idle for too long, or too old, to the second."""
    began = request.session.get(BEGAN)
    if began is None or now.timestamp() - began >= settings.SESSION_LONGEST_SECONDS:
        return True
    seen = _last_seen(request) or began
    return bool(now.timestamp() - max(seen, began) >= settings.SESSION_IDLE_SECONDS)


def is_elsewhere(request: HttpRequest) -> bool:
    """The cookie came from another kind of browser than the one that signed in."""
    kind: str = request.session.get(BROWSER, "")
    return kind != browser_kind(request)


def mark_seen(request: HttpRequest, response: HttpResponse, now: datetime) -> None:
    """Remember the last request in a signed cookie, so that reading writes nothing."""
    value = signing.dumps([str(request.user.pk), now.timestamp()], salt=SEEN)
    response.set_cookie(
        SEEN,
        value,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _last_seen(request: HttpRequest) -> float | None:
    try:
        person, moment = signing.loads(request.COOKIES.get(SEEN, ""), salt=SEEN)
    except signing.BadSignature:
        return None
    return float(moment) if person == str(request.user.pk) else None


def stay(request: HttpRequest) -> None:
    """Keep this session, and give it a new id, after all have been ended."""
    update_session_auth_hash(request, _person(request))


def end(request: HttpRequest) -> None:
    logout(request)


def turn_away(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody who has not signed in with both factors; else None."""
    if not request.user.is_authenticated:
        # The same for every address, whether or not there is anything behind it.
        return redirect(settings.LOGIN_URL)
    if is_complete(request):
        return None
    return redirect("access:second-factor")


def _person(request: HttpRequest) -> Person:
    """Whoever is signed in; the callers have made sure that somebody is."""
    return cast(Person, request.user)
