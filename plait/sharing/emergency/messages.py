"""Messages about emergency access: that something waits, and never about whom."""

from collections.abc import Iterable
from datetime import datetime

from plait.access.models import Person
from plait.agencies.models import Employment
from plait.design_system import words
from plait.notices import operations as notices
from plait.sharing.models import Emergency


def _send(people: Iterable[Person], *, subject: str, said: str, now: datetime) -> None:
    for person in {one.pk: one for one in people}.values():
        notices.queue(
            address=person.email,
            subject=subject,
            words=said,
            now=now,
            person_id=person.pk,
        )


def alert(
    reviewers: Iterable[Employment], emergency: Emergency, *, now: datetime
) -> None:
    """At once, to whoever reviews it (AUD-8)."""
    _send(
        (one.person for one in reviewers),
        subject="Plait: emergency access, please review",
        said="Somebody has asked for emergency access. Please review it by "
        f"{words.day(emergency.due_on, year=True)}. Sign in to read about it.",
        now=now,
    )


def late(reviewers: Iterable[Employment], *, now: datetime) -> None:
    _send(
        (one.person for one in reviewers),
        subject="Plait: a review is late",
        said="Emergency access has not been reviewed by its day. It now waits for you "
        "too. Sign in to review it.",
        now=now,
    )


def asked(emergency: Emergency, *, now: datetime) -> None:
    person = Person.objects.filter(pk=emergency.person_id, is_active=True)
    _send(
        person,
        subject="Plait: a question is waiting for you",
        said="Whoever reviews your emergency access has a question. Sign in to answer "
        "it: the link stands at the bottom of your first page.",
        now=now,
    )


def answered(reviewers: Iterable[Employment], *, now: datetime) -> None:
    _send(
        (one.person for one in reviewers),
        subject="Plait: your question was answered",
        said="Your question about emergency access has an answer. Sign in to read it.",
        now=now,
    )


def family(people: Iterable[Person], *, now: datetime) -> None:
    _send(
        people,
        subject="Plait: somebody looked in an emergency",
        said="Emergency access was opened, and a second person has to check whether "
        "that was right. Sign in to read who looked, why, and at what. It stands "
        "under Sharing.",
        now=now,
    )
