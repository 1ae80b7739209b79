"""What was unusual, as a privacy lead finds it and answers it. No child is named."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plait.access.decisions import TooLate
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.ledger import operations as ledger
from plait.ledger.models import Alert


def list_waiting(viewer: Viewer) -> list[Alert]:
    """What the viewer answers for as privacy lead, and nobody has yet; oldest first."""
    if viewer.role != roles.PRIVACY_LEAD:
        return []
    waiting = Alert.objects.filter(answered_at=None).order_by("made_at", "pk")
    answers = _answers_for(viewer, {alert.agency_id for alert in waiting})
    return [alert for alert in waiting if alert.agency_id in answers]


def get(alert_id: UUID, *, viewer: Viewer) -> Alert:
    """Raises Alert.DoesNotExist for whoever does not answer for it."""
    alert = Alert.objects.get(pk=alert_id)
    mine = viewer.role == roles.PRIVACY_LEAD
    if not mine or not _answers_for(viewer, {alert.agency_id}):
        raise Alert.DoesNotExist
    return alert


def who(alert: Alert, *, at: datetime) -> tuple[str, str, str]:
    """The name, job and agency of whoever an alert is about; nothing for a crowd."""
    person = Person.objects.filter(pk__in=[alert.person_id]).first()
    agency = Agency.objects.filter(pk__in=[alert.agency_id]).first()
    works = (
        person.employments.filter(agency=agency).order_by("-from_at").first()
        if person and agency
        else None
    )
    return (
        person.name if person else "",
        works.role_words if works else "",
        agency.name if agency else "",
    )


@transaction.atomic
def answer(alert_id: UUID, *, outcome: str, words: str, viewer: Viewer) -> Alert:
    """Say what came of it. Raises TooLate when somebody else has already."""
    get(alert_id, viewer=viewer)
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.answered_at:
        raise TooLate("This has been answered meanwhile.")
    alert.outcome, alert.words = outcome, words
    alert.answered_at, alert.answered_by = viewer.now, viewer.person_id
    alert.save()
    ledger.record(
        "ledger.alert.answered", viewer=viewer, alert=alert.pk, outcome=outcome
    )
    return alert


def _answers_for(viewer: Viewer, agency_ids: set[UUID | None]) -> set[UUID | None]:
    """The agencies, of these, whose privacy leads the viewer is one of."""
    return {
        agency_id
        for agency_id in agency_ids
        if any(
            lead.person_id == viewer.person_id
            and lead.agency_id == viewer.hat.agency_id
            for lead in agencies.privacy_leads_for(agency_id, viewer.now)
        )
    }
