"""What a day that has come asks for: noting ends, what is late, telling families."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from plait.access.models import Person
from plait.access.viewer import Hat
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.ledger.operations import Entry
from plait.sharing import door
from plait.sharing.emergency import messages, queries, rules
from plait.sharing.models import Emergency


def follow_up(*, now: datetime) -> tuple[int, int, int]:
    """Everything that has fallen due: how many ended, late and told."""
    return _note_ends(now), _escalate(now), _tell_families(now)


@transaction.atomic
def _note_ends(now: datetime) -> int:
    """What ran out by itself stopped then; here the ledger is told (AUD-8)."""
    over = Emergency.objects.filter(ended_at=None, glass__expires_at__lte=now)
    found = list(over.select_related("glass").select_for_update(of=("self",)))
    for emergency in found:
        note_end(emergency, now=now)
    return len(found)


def note_end(emergency: Emergency, *, now: datetime) -> None:
    """Write down when emergency access ran out; nobody did that, so nobody is named."""
    glass = emergency.glass
    assert glass is not None
    emergency.ended_at = glass.expires_at
    emergency.save(update_fields=["ended_at"])
    details = {"glass": glass.pk, "emergency": emergency.pk, "ended": glass.expires_at}
    ended = "sharing.emergency.ended"
    ledger.write([Entry(ended, now, child_id=glass.child_id, details=details)])


@transaction.atomic
def _escalate(now: datetime) -> int:
    """E6: what is past its day stands with more people, who are told once."""
    late = Emergency.objects.filter(
        reviewed_at=None, escalated_at=None, due_on__lt=arithmetic.day_of(now)
    )
    found = list(late.select_related("glass").select_for_update(of=("self",)))
    leads = queries.list_leads(now)
    for emergency in found:
        emergency.escalated_at = now
        emergency.save(update_fields=["escalated_at"])
        _write("sharing.emergency.late", emergency, now)
        messages.late(rules.reviewers(emergency, leads), now=now)
    return len(found)


@transaction.atomic
def _tell_families(now: datetime) -> int:
    """E7: those whose day has come, whether or not anybody has reviewed it."""
    due = Emergency.objects.filter(told_at=None, tell_at__lte=now).exclude(glass=None)
    found = list(due.select_related("glass").select_for_update(of=("self",)))
    for emergency in found:
        tell_family(emergency, now=now)
    return len(found)


def tell_family(emergency: Emergency, *, now: datetime) -> None:
    """A message to those who decide for the child, once; the rest stands on a page."""
    glass = emergency.glass
    assert glass is not None
    emergency.told_at = now
    emergency.save(update_fields=["told_at"])
    _write("sharing.emergency.family-told", emergency, now)
    messages.family(deciders(glass.child, now), now=now)


def deciders(child: Child, at: datetime) -> Iterator[Person]:
    """Who decides for a child and is kept from nothing as a whole: parents, or a
    young person after the switch date."""
    role: dict[str, str] = {"kind": Tie.Kind.SELF}
    if at < child.switch_at:
        role = {"kind": Tie.Kind.FAMILY, "role": Tie.PARENTAL_RESPONSIBILITY}
    ties = Tie.objects.filter(live(at), child=child, person__is_active=True, **role)
    for tie in ties.select_related("person").order_by("person__email"):
        if door.children_of(Hat(tie.person_id, None), at).filter(pk=child.pk).exists():
            yield tie.person


def _write(act: str, emergency: Emergency, now: datetime) -> None:
    child_id = emergency.glass.child_id if emergency.glass else None
    ledger.write(
        [Entry(act, now, child_id=child_id, details={"emergency": emergency.pk})]
    )
