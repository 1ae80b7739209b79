"""A form that is sent twice takes effect once (CONC-3).

Each form carries a random key. The first time it is sent, the key is kept in the same
transaction as what the form did; a double press, a retry or a reload after sending
finds it and is led to where the first one went.

The end of a key says for whom the form was made, in a way that nobody else can write: a
form is given back only to the person who wrote in it.
"""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from plait.access.models import Once, Person

FIELD = "once"
LENGTH = 32
_RANDOM = 20


def new_key(person_id: UUID | None = None) -> str:
    """A key that nobody can guess, for a form that is made for this person."""
    fresh = secrets.token_urlsafe(15)
    return fresh + _mark(fresh, person_id)


def is_made_for(key: str, person_id: UUID) -> bool:
    """Whether a form with this key was made for this person."""
    return constant_time_compare(key[_RANDOM:], _mark(key[:_RANDOM], person_id))


def _mark(fresh: str, person_id: UUID | None) -> str:
    mac = salted_hmac("plait.once", f"{fresh} {person_id}", algorithm="sha256")
    return urlsafe_b64encode(mac.digest()[:9]).decode()


def key_of(request: HttpRequest) -> str:
    """The key that came with a form; a form without one gets no protection."""
    key = request.POST.get(FIELD, "")
    return key if len(key) == LENGTH and key.isprintable() else ""


def led_to(request: HttpRequest, key: str) -> str | None:
    """Where the same form led before; None when it has not been sent."""
    sent = Once.objects.filter(person_id=_sender(request), key=key).first()
    return sent.led_to if sent else None


def claim(request: HttpRequest, key: str, now: datetime) -> bool:
    """Take the key, in the caller's transaction. False when somebody else has it."""
    try:
        with transaction.atomic():
            Once.objects.create(person_id=_sender(request), key=key, at=now)
    except IntegrityError:
        return False
    return True


def remember(request: HttpRequest, key: str, address: str) -> None:
    Once.objects.filter(person_id=_sender(request), key=key).update(led_to=address)


def _sender(request: HttpRequest) -> UUID:
    """Whoever is signed in; the door has made sure that somebody is."""
    return cast(Person, request.user).pk
