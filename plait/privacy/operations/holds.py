"""Placing and ending a legal hold (D21)."""

from datetime import date
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate, deny
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.privacy import policy
from plait.privacy.models import LegalHold
from plait.privacy.queries import retention
from plait.privacy.queries.leads import agencies_led_by


@transaction.atomic
def place(
    child: Child, agency_id: UUID, *, reason: str, review_on: date, viewer: Viewer
) -> LegalHold:
    """Keep everything of a child's at an agency, whoever agreed to what before.

    Raises NotPermitted, or Child.DoesNotExist (D29).
    """
    policy.may_use_desk(viewer.role).require()
    if agency_id not in agencies_led_by(viewer):
        raise NotPermitted(deny("Another privacy lead answers for that service."))
    Child.objects.select_for_update().get(pk=child.pk)
    retention.insist_open(child, viewer=viewer)
    hold = LegalHold.objects.create(
        child=child,
        agency_id=agency_id,
        reason=reason,
        review_on=review_on,
        placed_at=viewer.now,
        placed_by_id=viewer.person_id,
    )
    ledger.record(
        "privacy.hold.restricted",
        viewer=viewer,
        child_id=child.pk,
        hold=hold.pk,
        agency=agency_id,
    )
    return hold


@transaction.atomic
def end(hold_id: UUID, *, why: str, viewer: Viewer) -> LegalHold:
    """What was held may be disposed of again. Raises DoesNotExist, or TooLate."""
    policy.may_use_desk(viewer.role).require()
    hold = retention.get_hold(hold_id, viewer=viewer)
    Child.objects.select_for_update().get(pk=hold.child_id)
    hold.refresh_from_db()
    if hold.ended_at:
        raise TooLate("Somebody has ended this meanwhile.")
    hold.ended_at, hold.ended_by_id = viewer.now, viewer.person_id
    hold.why_ended = why
    hold.save()
    ledger.record(
        "privacy.hold.lifted", viewer=viewer, child_id=hold.child_id, hold=hold.pk
    )
    return hold
