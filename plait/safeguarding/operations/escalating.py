"""A worry that nobody takes on goes to the next: silence is a failure, too (SG6)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plait.agencies import queries as agencies
from plait.agencies.models import Agency, Employment
from plait.children.hats import live
from plait.clocks.hours import working_hours_after
from plait.ledger import operations as ledger
from plait.ledger.operations import Entry
from plait.safeguarding import policy, readers
from plait.safeguarding.models import Alert
from plait.safeguarding.operations import reaching
from plait.sharing.models import Restriction

Level = Alert.Level


def pass_on_waiting(*, now: datetime) -> int:
    """Tell the next for every worry whose working hour is over; how many there were.

    Each is locked, and moves on from where it stands, so running it twice changes
    nothing the second time.
    """
    due = Alert.objects.filter(taken_at=None, next_at__lte=now).order_by("raised_at")
    return sum(
        _pass_on_one(pk, now=now) for pk in list(due.values_list("pk", flat=True))
    )


@transaction.atomic
def _pass_on_one(pk: UUID, *, now: datetime) -> bool:
    alert = Alert.objects.select_for_update().get(pk=pk)
    if alert.taken_at or alert.next_at is None or alert.next_at > now:
        return False
    pass_on(alert, now=now)
    return True


def pass_on(alert: Alert, *, now: datetime) -> None:
    """Tell the next people; where there are none, those after them, at once.

    In danger nobody waits for anybody: all of them are told now.
    """
    told: list[Employment] = []
    while alert.level < Level.DUTY:
        alert.level += 1
        new = _people(alert, now)
        reaching.tell(new, now=now, at_once=alert.in_danger)
        told += new
        if new and not alert.in_danger:
            break
    last = alert.level == Level.DUTY
    alert.next_at = (
        None if last else working_hours_after(now, policy.ACKNOWLEDGE_WITHIN)
    )
    alert.save(update_fields=["level", "next_at"])
    line = Entry(
        act="safeguarding.worry.passed-on",
        at=now,
        details={
            "record": alert.pk,
            "level": alert.level,
            "people": [one.person_id for one in told],
        },
    )
    ledger.write([line])


def _people(alert: Alert, now: datetime) -> list[Employment]:
    """Who is told at a level; never the one whom it is about."""
    if alert.level == Level.DEPUTIES:
        found = readers.leads_of(alert.agency_id, now)
    elif alert.level == Level.HEAD:
        found = agencies.list_with_role("setting_lead", alert.agency_id, now)
    else:
        care = Agency.objects.filter(kind=Agency.Kind.SOCIAL_CARE).order_by("code")
        found = [
            one
            for agency in care
            for one in agencies.list_with_role("social_worker", agency.pk, now)
        ]
    sealed = Restriction.objects.filter(live(now), record_id=alert.pk)
    but = set(sealed.values_list("aimed_person", flat=True))
    found = [one for one in found if one.person_id not in but]
    # The first of the leads has been told when the worry was raised.
    return found[1:] if alert.level == Level.DEPUTIES else found
