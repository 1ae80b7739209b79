"""A second person looks at emergency access, and says when the family is told."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.ledger import operations as ledger
from plait.sharing.emergency import messages, operations, queries, rules, telling
from plait.sharing.models import Emergency

NOT_ENDED = "It is open until {until}. You can say that it was right when it has ended."


@dataclass(frozen=True)
class Verdict:
    """What the reviewer says, and from which day the family may know, if not now."""

    outcome: str
    words: str
    tell_on: date | None = None
    withheld_because: str = ""


@transaction.atomic
def review(emergency_id: UUID, verdict: Verdict, *, viewer: Viewer) -> Emergency:
    """Review somebody else's emergency access (rules E5 and E7).

    One that was not right ends at once. Raises DoesNotExist where it is not the
    viewer's to review, NotPermitted, or TooLate.
    """
    emergency = _waiting(emergency_id, viewer)
    _insist_on(verdict, emergency, viewer)
    glass = emergency.glass
    if glass and emergency.ended_at is None:
        if glass.expires_at > viewer.now:
            operations.close(glass, viewer=viewer)
            emergency.ended_at = viewer.now
        else:
            telling.note_end(emergency, now=viewer.now)
    emergency.outcome = verdict.outcome
    emergency.review_words = verdict.words.strip()
    emergency.reviewed_by_id, emergency.reviewed_at = viewer.person_id, viewer.now
    emergency.withheld_because = verdict.withheld_because.strip()
    emergency.tell_at = min(
        arithmetic.start_of(verdict.tell_on) if verdict.tell_on else viewer.now,
        emergency.tell_at,
    )
    emergency.save()
    ledger.record(
        "sharing.emergency.reviewed",
        viewer=viewer,
        child_id=glass.child_id if glass else None,
        emergency=emergency.pk,
        outcome=emergency.outcome,
        tell_at=emergency.tell_at,
    )
    if glass and not emergency.told_at and emergency.tell_at <= viewer.now:
        telling.tell_family(emergency, now=viewer.now)
    return emergency


@transaction.atomic
def ask(emergency_id: UUID, question: str, *, viewer: Viewer) -> Emergency:
    """Ask whoever opened it for more. It goes on waiting, with the same day.

    Raises DoesNotExist where it is not the viewer's to review, or TooLate.
    """
    emergency = _waiting(emergency_id, viewer)
    emergency.question, emergency.answer = question.strip(), ""
    emergency.answered_at = None
    emergency.save(update_fields=["question", "answer", "answered_at"])
    ledger.record(
        "sharing.emergency.asked-about",
        viewer=viewer,
        child_id=emergency.glass.child_id if emergency.glass else None,
        emergency=emergency.pk,
    )
    messages.asked(emergency, now=viewer.now)
    return emergency


def _waiting(emergency_id: UUID, viewer: Viewer) -> Emergency:
    emergency = queries.get_for_review(emergency_id, viewer=viewer, locked=True)
    if emergency.reviewed_at:
        when = words.when(emergency.reviewed_at, viewer.now)
        raise TooLate(f"This has been reviewed: {when}.")
    return emergency


def _insist_on(verdict: Verdict, emergency: Emergency, viewer: Viewer) -> None:
    if verdict.outcome not in Emergency.Outcome.values or not verdict.words.strip():
        raise NotPermitted("Say what you found, and why.")
    glass = emergency.glass
    right = verdict.outcome == Emergency.Outcome.JUSTIFIED
    if glass and right and glass.expires_at > viewer.now:
        until = words.clock_time(glass.expires_at)
        raise NotPermitted(NOT_ENDED.format(until=until))
    if verdict.tell_on is None:
        return
    if not verdict.withheld_because.strip():
        raise NotPermitted("Say why it would not be safe to tell the family now.")
    last = rules.last_day_to_withhold(arithmetic.day_of(emergency.asked_at))
    if not viewer.today < verdict.tell_on <= last:
        raise NotPermitted(
            f"Choose a day from tomorrow to {words.record_day(last)}. The family is "
            "told by then at the latest."
        )
