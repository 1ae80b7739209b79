"""The browsers that a person has signed in from, in a signed cookie (AUTH-1).

Wrong passwords are counted apart for a browser that the owner has used: a stranger's
guesses then slow the stranger, and never lock the owner out.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from plait.access import operations
from plait.access.models import KnownDevice, Person
from plait.access.web import sessions
from plait.access.web.pages import SignedIn
from plait.clocks import arithmetic, limits

COOKIE = "plait_device"
AGE = 365 * 24 * 60 * 60
# A family laptop is used by several people; each keeps their own.
MOST = 6


def known(request: HttpRequest, email: str) -> KnownDevice | None:
    """This browser, if the person with this address has signed in from it before."""
    held = _held(request)
    if not held:
        return None
    devices = KnownDevice.objects.filter(pk__in=held, person__email=email.lower())
    return devices.first()


def is_new(request: HttpRequest, person: Person) -> bool:
    """Whether somebody who has other browsers had not signed in from this one.

    The first of all is the one in which the account was opened: nobody is told of it.
    """
    others = KnownDevice.objects.filter(person=person).exists()
    return others and known(request, person.email) is None


def is_still_new(request: SignedIn) -> bool:
    """Whether this browser is new to the account for some days yet (AD5).

    One that does not show that it is known could be any.
    """
    device = known(request, request.user.email)
    if device is None:
        return True
    days = limits.in_force(limits.NEW_DEVICE_DAYS, arithmetic.day_of(request.now))
    return not device.is_first and request.now - device.first_seen_at < timedelta(days)


def remember(request: SignedIn, response: HttpResponse, person: Person) -> KnownDevice:
    """Have this browser known from now on, after both factors were shown."""
    device = known(request, person.email) or operations.remember_device(
        person,
        kind=sessions.browser_kind(request),
        now=request.now,
    )
    others = [one for one in _held(request) if one != str(device.pk)]
    response.set_cookie(
        COOKIE,
        signing.dumps([str(device.pk), *others][:MOST], salt=COOKIE),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return device


def _held(request: HttpRequest) -> list[str]:
    try:
        held: list[str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=AGE
        )
    except signing.BadSignature:
        return []
    return held
