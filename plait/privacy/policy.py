"""Who may do what at a privacy lead's desk. Values in, answers out."""

from plait.access.decisions import ALLOW, Decision, deny
from plait.agencies.roles import PRIVACY_LEAD


def may_use_desk(role: str) -> Decision:
    """D1: privacy leads, each for their own agency."""
    if role == PRIVACY_LEAD:
        return ALLOW
    return deny("The privacy lead looks after this.")
