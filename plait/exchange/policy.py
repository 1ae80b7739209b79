"""Who may bring a census file in. Values in, answers out."""

from plait.access.decisions import ALLOW, Decision, deny
from plait.agencies.models import Agency

SCHOOL_ROLES = frozenset({"senco", "setting_lead"})
COUNCIL_ROLES = frozenset({"la_officer"})


def can_import_census(role: str, agency_kind: str) -> Decision:
    """X1: a SENCO or head for their own school, a SEND officer for the council's."""
    if agency_kind in Agency.SETTINGS and role in SCHOOL_ROLES:
        return ALLOW
    if agency_kind == Agency.Kind.COUNCIL and role in COUNCIL_ROLES:
        return ALLOW
    return deny("A SENCO, the head of a school or a SEND officer imports the census.")
