"""Who works for whom: joining an agency and leaving it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.agencies.models import Agency, Employment
from plait.agencies.queries import may_look_after_people
from plait.ledger import operations as ledger


@transaction.atomic
def employ(
    *,
    person_id: UUID,
    agency_id: UUID,
    role: str,
    viewer: Viewer,
    manages_people: bool = False,
    from_at: datetime | None = None,
) -> Employment:
    """Somebody starts to work for an agency."""
    employment = Employment.objects.create(
        person_id=person_id,
        agency_id=agency_id,
        role=role,
        manages_people=manages_people,
        from_at=from_at or viewer.now,
    )
    ledger.record(
        "agencies.employment.begun",
        viewer=viewer,
        employment=employment.pk,
        person=person_id,
        agency=agency_id,
        role=role,
    )
    return employment


def end_employment(
    employment: Employment, *, until_at: datetime, viewer: Viewer
) -> None:
    """Close the one row that everything of this person in this agency hangs on."""
    employment.until_at = max(until_at, employment.from_at)
    employment.save(update_fields=["until_at"])
    ledger.record(
        "agencies.employment.ended",
        viewer=viewer,
        employment=employment.pk,
        person=employment.person_id,
        agency=employment.agency_id,
        until=employment.until_at,
    )


@transaction.atomic
def entrust_accounts(employment: Employment, *, yes: bool, viewer: Viewer) -> None:
    """Let a colleague look after accounts, or no longer. Raises NotPermitted."""
    may_look_after_people(viewer, employment.agency_id).require()
    employment.manages_people = yes
    employment.save(update_fields=["manages_people"])
    ledger.record(
        "agencies.accounts.entrusted",
        viewer=viewer,
        employment=employment.pk,
        person=employment.person_id,
        yes=yes,
    )


def end_sessions(person_id: UUID) -> None:
    """End every session, reset link and token of a person, in this transaction."""
    Person.objects.filter(pk=person_id).update(session_epoch=F("session_epoch") + 1)


@transaction.atomic
def describe(
    agency: Agency, *, hours: str, replies_within_days: int, viewer: Viewer
) -> None:
    """Set an agency's hours and its reply promise."""
    agency.hours, agency.replies_within_days = hours, replies_within_days
    agency.save(update_fields=["hours", "replies_within_days"])
    ledger.record("agencies.agency.described", viewer=viewer, agency=agency.pk)
