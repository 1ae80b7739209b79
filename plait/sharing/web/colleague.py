"""Where a privacy lead asks what a colleague can see, and has opened (rule D54)."""

from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies.models import Employment


def report_on(person_id: UUID | None, agency_id: UUID | None, viewer: Viewer) -> str:
    """The address, by their newest work there; nothing for whoever does not answer."""
    leads = agencies.privacy_leads_for(agency_id, viewer.now)
    if not any((one.person_id, one.agency_id) == viewer.hat for one in leads):
        return ""
    theirs = Employment.objects.filter(person__in=[person_id], agency__in=[agency_id])
    works = theirs.order_by("-from_at").first()
    page = "privacy:ask-colleague-report-of"
    return reverse(page, kwargs={"employment_id": works.pk}) if works else ""
