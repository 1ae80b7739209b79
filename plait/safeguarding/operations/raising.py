"""Somebody says that a child may not be safe. They may add, and not read (rule SG9)."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks.hours import working_hours_after
from plait.safeguarding import policy, readers
from plait.safeguarding.models import Alert, Receipt, Worry
from plait.safeguarding.operations import escalating, reaching, writing
from plait.sharing import queries as sharing
from plait.sharing import standing

# No letter or number that can be taken for another, and no words by accident.
LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"
SAID = ("saw", "happened", "own_words", "in_danger", "about_adult")
SAME_WITHIN = timedelta(hours=1)


@transaction.atomic
def raise_worry(
    worry: Worry, *, child: Child, agency_id: UUID, viewer: Viewer
) -> Receipt:
    """Pass a worry on to an agency's safeguarding lead; the receipt (rules SG9, SG1).

    The agency's leads are tied to the child, but for the one it may be about; the first
    is told, and when nobody takes it on, the others (SG6). In danger, all at once. The
    same words again within the hour lead to the first receipt. Raises NotPermitted.
    """
    standing.may_add_worry(sharing.standing_of(viewer, child)).require()
    if agency_id not in {one.pk for one in readers.goes_to(child, viewer)}:
        raise Child.DoesNotExist
    if first := _same_words(worry, child, viewer):
        return first
    concerned = {worry.about_colleague_id} - {None}
    writing.write(
        worry,
        child=child,
        viewer=viewer,
        act="safeguarding.worry.raised",
        owner_agency_id=agency_id,
        about=[pk for pk in concerned if pk],
    )
    leads = [
        one
        for one in readers.leads_of(agency_id, viewer.now)
        if one.person_id not in concerned
    ]
    reaching.tie_quietly(leads, child=child, viewer=viewer)
    alert = _alert(worry, agency_id, viewer)
    reaching.tell(leads[:1], now=viewer.now, at_once=alert.in_danger)
    if alert.in_danger or not leads:
        escalating.pass_on(alert, now=viewer.now)
    return Receipt.objects.create(
        reference=alert.reference,
        person_id=viewer.person_id,
        hat_agency_id=viewer.hat.agency_id,
        for_agency_id=agency_id,
        at=viewer.now,
        due_at=alert.due_at,
        in_danger=alert.in_danger,
    )


def _alert(worry: Worry, agency_id: UUID, viewer: Viewer) -> Alert:
    due_at = working_hours_after(viewer.now, policy.ACKNOWLEDGE_WITHIN)
    return Alert.objects.create(
        record=worry.record,
        agency_id=agency_id,
        reference=_reference(),
        in_danger=worry.in_danger,
        raised_at=viewer.now,
        due_at=viewer.now if worry.in_danger else due_at,
        next_at=due_at,
    )


def _reference() -> str:
    """Drawn, never counted: it says neither who, nor how many there were before."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _same_words(worry: Worry, child: Child, viewer: Viewer) -> Receipt | None:
    """The receipt for the very same, when a form is sent twice.

    The writer cannot read what they wrote, so it is looked for past the policy, but
    only among their own.
    """
    firsts = Worry.unfiltered("the writer's own words, said again").filter(
        record__child=child,
        record__author=viewer.person_id,
        record__made_at__gt=viewer.now - SAME_WITHIN,
        about_colleague=worry.about_colleague_id,
        **{name: getattr(worry, name) for name in SAID},
    )
    pk = firsts.values_list("pk", flat=True).first()
    if pk is None:
        return None
    alert = Alert.objects.get(record_id=pk)
    return Receipt.objects.get(reference=alert.reference)
