"""Saying that something went wrong with information, and what was done about it.

Nothing here is taken out again: each act adds what it says to the history. Mail says
that something waits, and not what.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.clocks import arithmetic, limits
from plait.design_system import words
from plait.ledger import operations as ledger
from plait.notices import operations as notices
from plait.privacy import policy
from plait.privacy.models import Breach, BreachChange
from plait.privacy.queries import breaches as queries


@dataclass(frozen=True)
class Weighed:
    """What a lead finds: since when it was known, what it concerns, how bad it is."""

    aware_at: datetime
    kinds: str
    people: int
    risk: str
    done: str


@transaction.atomic
def report(happened: str, *, viewer: Viewer) -> Breach:
    """Somebody who works here says what went wrong (D5); the clock runs from now."""
    policy.may_report_breach(viewer.hat).require()
    if not happened.strip():
        raise NotPermitted("Say what happened.")
    assert viewer.agency_id
    made = Breach.objects.create(
        agency_id=viewer.agency_id,
        reported_by_id=viewer.person_id,
        reported_at=viewer.now,
        aware_at=viewer.now,
        happened=happened.strip(),
    )
    _note(made, "What happened", made.happened, viewer)
    _tell_leads(
        made,
        "Plait: something for you to look at today",
        "A colleague says that something went wrong. Please look at it by "
        f"{_by(made)}. Sign in to read it.",
        now=viewer.now,
    )
    return made


@transaction.atomic
def weigh(breach_id: UUID, found: Weighed, *, viewer: Viewer) -> Breach:
    """Write down what a lead finds (D6, D7).

    Raises DoesNotExist, TooLate, NotPermitted.
    """
    breach = _open(breach_id, viewer)
    if found.aware_at > viewer.now:
        raise NotPermitted("Nobody can have known of it in the future.")
    if arithmetic.day_of(found.aware_at) < limits.TELL_ICO_HOURS[0].from_on:
        raise NotPermitted("That is before the law that this register is for.")
    breach.aware_at, breach.kinds = found.aware_at, found.kinds
    policy.may_have_known_since(
        breach.aware_at, breach.due_at, breach.ico_told_at, breach.late_because
    ).require()
    breach.people, breach.done = found.people, found.done.strip()
    breach.risk = Breach.Risk(found.risk)
    if breach.ico_not_because and not policy.may_leave_ico_untold(found.risk).allowed:
        breach.ico_not_because = ""  # it stays in the history
    breach.save()
    said = (
        f"Known since {moment(breach.aware_at)}. {breach.kinds}. About "
        f"{words.plural(found.people, 'person', 'people')}. "
        f"{Breach.Risk(breach.risk).label}. {breach.done}"
    )
    _note(breach, "What was found", said, viewer)
    return breach


@transaction.atomic
def tell_ico(
    breach_id: UUID,
    told_at: datetime,
    reference: str,
    late_because: str,
    *,
    viewer: Viewer,
) -> Breach:
    """Write down that the ICO was told (D7). Raises as `weigh`."""
    breach = _open(breach_id, viewer)
    if told_at > viewer.now:
        raise NotPermitted("That is in the future.")
    policy.may_tell_ico(told_at, breach.aware_at, breach.due_at, late_because).require()
    breach.ico_told_at, breach.ico_reference = told_at, reference.strip()
    breach.late_because, breach.ico_not_because = late_because.strip(), ""
    breach.save()
    said = f"{moment(told_at)}. Reference: {breach.ico_reference or 'none yet'}."
    late = f" Late, because: {breach.late_because}" if breach.late_because else ""
    _note(breach, "The ICO was told", said + late, viewer)
    return breach


@transaction.atomic
def leave_ico_untold(breach_id: UUID, because: str, *, viewer: Viewer) -> Breach:
    """Write down why the ICO need not be told (D7). Raises as `weigh`."""
    breach = _open(breach_id, viewer)
    policy.may_leave_ico_untold(breach.risk).require()
    _insist_on_a_reason(because)
    if breach.ico_told_at:
        raise TooLate("The ICO has been told already.")
    breach.ico_not_because = because.strip()
    breach.save()
    _note(breach, "The ICO is not told", breach.ico_not_because, viewer)
    return breach


@transaction.atomic
def tell_people(
    breach_id: UUID, told_at: datetime | None, because: str, *, viewer: Viewer
) -> Breach:
    """Write down that the people were told, or why not (Art. 34). Raises as `weigh`."""
    breach = _open(breach_id, viewer)
    if told_at is None:
        _insist_on_a_reason(because)
        breach.people_told_at, breach.people_not_because = None, because.strip()
        _note(breach, "The people are not told", breach.people_not_because, viewer)
    else:
        if told_at > viewer.now:
            raise NotPermitted("That is in the future.")
        breach.people_told_at, breach.people_not_because = told_at, ""
        _note(breach, "The people were told", f"{moment(told_at)}.", viewer)
    breach.save()
    return breach


@transaction.atomic
def close(breach_id: UUID, lessons: str, *, viewer: Viewer) -> Breach:
    """Close it with what was learnt (D8). Raises as `weigh`."""
    breach = _open(breach_id, viewer)
    policy.may_close_breach(
        breach.risk,
        ico_settled=breach.ico_settled,
        people_settled=breach.people_settled,
    ).require()
    _insist_on_a_reason(lessons)
    breach.lessons, breach.closed_at = lessons.strip(), viewer.now
    breach.save()
    _note(breach, "Closed", breach.lessons, viewer)
    return breach


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Write to leads 24 hours before the time is up, once; of how many."""
    due = list(queries.to_remind(now).select_for_update())
    for breach in due:
        breach.reminded_at = now
        breach.save(update_fields=["reminded_at"])
        late = breach.due_at <= now
        _tell_leads(
            breach,
            "Plait: please decide today",
            f"Something waits for your decision since {_by(breach)}. Sign in now."
            if late
            else f"Something waits for your decision by {_by(breach)}. Sign in today.",
            now=now,
        )
    return len(due)


def moment(at: datetime) -> str:
    """ "Tuesday 3 March 2026, 4:20pm", in London."""
    return f"{words.day(at, year=True)}, {words.clock_time(at)}"


def _by(breach: Breach) -> str:
    return moment(breach.due_at)


def _open(breach_id: UUID, viewer: Viewer) -> Breach:
    policy.may_use_desk(viewer.role).require()
    queries.get_breach(breach_id, viewer=viewer)
    breach = Breach.objects.select_for_update().get(pk=breach_id)
    if breach.closed_at:
        raise TooLate("This has been closed.")
    return breach


def _insist_on_a_reason(said: str) -> None:
    if not said.strip():
        raise NotPermitted("Say it in a few words.")


def _note(breach: Breach, what: str, said: str, viewer: Viewer) -> None:
    BreachChange.objects.create(
        breach=breach, at=viewer.now, by_id=viewer.person_id, what=what, said=said
    )
    ledger.record("privacy.breach.written", viewer=viewer, breach=breach.pk, what=what)


def _tell_leads(breach: Breach, subject: str, said: str, *, now: datetime) -> None:
    for lead in agencies.privacy_leads_for(breach.agency_id, now):
        notices.queue(
            address=lead.person.email,
            person_id=lead.person_id,
            subject=subject,
            words=said,
            now=now,
        )
