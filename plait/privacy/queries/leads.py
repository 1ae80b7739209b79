"""For which agencies a privacy lead answers."""

from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies.models import Agency


def agencies_led_by(viewer: Viewer) -> frozenset[UUID]:
    """Their own; for the council’s leads also those that have no lead (D2)."""
    leads = agencies.list_privacy_leads(viewer.now)
    if not any((one.person_id, one.agency_id) == viewer.hat for one in leads):
        return frozenset()
    return frozenset(
        agency_id
        for agency_id in Agency.objects.values_list("pk", flat=True)
        if any(
            (one.person_id, one.agency_id) == viewer.hat
            for one in agencies.privacy_leads_for(agency_id, viewer.now, among=leads)
        )
    )
