"""Who may do what at a privacy lead's desk. Values in, answers out."""

from plait.access.decisions import ALLOW, Decision, deny
from plait.agencies.roles import PRIVACY_LEAD


def may_use_desk(role: str) -> Decision:
    """D1: privacy leads, each for their own agency."""
    if role == PRIVACY_LEAD:
        return ALLOW
    return deny("The privacy lead looks after this.")


def may_agree(*, is_proposer: bool, is_second: bool) -> Decision:
    """D22: another privacy lead who answers for the agency; where there is none,
    whoever signs for it. Never whoever proposed it."""
    if is_proposer:
        return deny("Somebody else has to agree: you proposed it.")
    if is_second:
        return ALLOW
    return deny("A second privacy lead, or the head of the service, agrees to this.")


def may_answer_for(answers: bool) -> Decision:
    """D2: for one's own agency; the council's leads also where there is none."""
    return ALLOW if answers else deny("Another privacy lead answers for that service.")
