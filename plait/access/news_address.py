"""Where somebody is told about their account: their e-mail, or one other address (AD4).

The other one counts from when a code that was sent there has been written here. The
codes can be counted on one hand: five letters a day, five tries each, an hour.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from plait.access.decisions import ALLOW, Decision, deny
from plait.access.models import NewsAddress, Person

LASTS = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_LETTERS = 5
MOST_TRIES = 5

ENOUGH = "We have sent you five codes today. Wait a day, and ask for a new one."
WRONG = "That is not the code. Look at the newest message."
OVER = "This code no longer works. Ask for a new one."


def find(person_id: UUID) -> NewsAddress:
    """What somebody chose; empty when they never did."""
    held = NewsAddress.objects.filter(person_id=person_id).first()
    return held or NewsAddress(person_id=person_id)


def address_of(person: Person) -> str:
    """Where news of this account goes now."""
    return find(person.pk).confirmed or person.email


def may_send(person_id: UUID, *, now: datetime) -> Decision:
    """Whether one more code may be sent today."""
    held = find(person_id)
    if _counts(held, now) and held.sent >= MOST_LETTERS:
        return deny(ENOUGH)
    return ALLOW


@transaction.atomic
def ask(person_id: UUID, email: str, *, now: datetime) -> str:
    """Have an address wait for its code; the code, to be sent there and nowhere else.

    Nothing changes yet for news. Raises NotPermitted after five in a day.
    """
    held = _lock(person_id)
    may_send(person_id, now=now).require()
    if not _counts(held, now):
        held.counts_from, held.sent = now, 0
    code = f"{secrets.randbelow(10**6):06}"
    held.asked, held.code_hash = email, _hash(person_id, email, code)
    held.sent_at, held.sent, held.wrong = now, held.sent + 1, 0
    held.save()
    return code


@transaction.atomic
def confirm(person_id: UUID, code: str, *, now: datetime) -> Decision:
    """Have the address count whose code this is; a wrong one is counted."""
    held = _lock(person_id)
    if not held.code_hash or held.sent_at is None or now >= held.sent_at + LASTS:
        return deny(OVER)
    if held.wrong >= MOST_TRIES:
        return deny(OVER)
    if not constant_time_compare(held.code_hash, _hash(person_id, held.asked, code)):
        held.wrong += 1
        held.save()
        return deny(WRONG)
    held.confirmed, held.asked, held.code_hash = held.asked, "", ""
    held.save()
    return ALLOW


@transaction.atomic
def remove(person_id: UUID) -> None:
    """News goes to the account’s e-mail again; what waits for a code is dropped."""
    held = _lock(person_id)
    held.confirmed, held.asked, held.code_hash = "", "", ""
    held.save()


def _lock(person_id: UUID) -> NewsAddress:
    Person.objects.select_for_update().get(pk=person_id)
    held, _ = NewsAddress.objects.get_or_create(person_id=person_id)
    return held


def _counts(held: NewsAddress, now: datetime) -> bool:
    """Whether the letters counted so far are of the last day."""
    return held.counts_from is not None and now < held.counts_from + DAY


def _hash(person_id: UUID, email: str, code: str) -> str:
    words = f"{person_id} {email} {code}"
    return salted_hmac("plait.news", words, algorithm="sha256").hexdigest()
