"""Telling people that something waits for them, with not a word about a child."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from plait.notices import reasons
from plait.notices.models import Notice

log = logging.getLogger("plait.notices")
# The wait doubles with each try, from one minute: five days in all. A mail server that
# is down over a weekend loses no invitation.
MOST_TRIES = 14
FIRST_WAIT = timedelta(minutes=1)
FOOTER = "\n\nThis message has no details in it on purpose."


def queue(  # noqa: PLR0913 - what a message is made of
    *,
    address: str,
    subject: str,
    words: str,
    now: datetime,
    person_id: UUID | None = None,
    reason: str = "",
    about: Mapping[str, str] | None = None,
) -> Notice:
    """Put a message in the outbox, in the caller's transaction; send it after commit.

    `words` must say what kind of thing waits and what to do, and name no child. With a
    `reason` it is sent only if that still holds then; `about` are ids for its check.
    """
    notice = Notice.objects.create(
        person_id=person_id,
        address=address,
        subject=subject,
        words=words,
        due_at=now,
        reason=reason,
        about=dict(about or {}),
    )
    transaction.on_commit(lambda: send(notice, now=now))
    return notice


def send(notice: Notice, *, now: datetime) -> bool:
    """Send one message, once. While a mail server is down, it stays in the outbox."""
    if _dropped(notice, now):
        return False
    taken = Notice.objects.filter(
        pk=notice.pk, sent_at=None, dropped_at=None, tries__lt=MOST_TRIES
    )
    if not taken.update(sent_at=now, tries=F("tries") + 1):
        return False
    message = EmailMessage(
        subject=notice.subject,
        body=notice.words + FOOTER,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except OSError:
        log.warning("a notice could not be sent; it stays in the outbox")
        _try_later(notice, now)
        return False
    return True


def _dropped(notice: Notice, now: datetime) -> bool:
    """Whether its reason is gone: then it is never sent, and the outbox says so."""
    if reasons.still_holds(notice, now):
        return False
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(dropped_at=now)
    return True


def _try_later(notice: Notice, now: datetime) -> None:
    notice.refresh_from_db(fields=["tries"])
    due_at = now + FIRST_WAIT * 2 ** (notice.tries - 1)
    Notice.objects.filter(pk=notice.pk).update(sent_at=None, due_at=due_at)


def drop_waiting(person_id: UUID) -> int:
    """Messages to somebody who has nothing to sign in for any more; how many."""
    waiting = Notice.objects.filter(person_id=person_id, sent_at=None)
    dropped, _ = waiting.delete()
    return dropped


def send_waiting(*, now: datetime) -> tuple[int, int]:
    """Send what the outbox still holds. How many went, and how many did not."""
    waiting = Notice.objects.filter(
        sent_at=None, dropped_at=None, due_at__lte=now, tries__lt=MOST_TRIES
    )
    results = [
        send(notice, now=now)
        for notice in waiting.order_by("due_at")
        if not _dropped(notice, now)
    ]
    return sum(results), len(results) - sum(results)
