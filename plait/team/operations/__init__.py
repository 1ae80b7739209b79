"""Joining the team, taking part, handing over and leaving."""

from plait.team.operations.agreements import agree
from plait.team.operations.invitations import (
    accept_invitation,
    find_invitation,
    invite,
    link_to,
    open_agency,
    withdraw_invitation,
)
from plait.team.operations.membership import (
    describe_part,
    hand_over_part,
    join_team,
    leave_agency,
    leave_team,
    record_family,
    record_part,
    welcome_child,
)

__all__ = [
    "accept_invitation",
    "agree",
    "describe_part",
    "find_invitation",
    "hand_over_part",
    "invite",
    "join_team",
    "leave_agency",
    "leave_team",
    "link_to",
    "open_agency",
    "record_family",
    "record_part",
    "welcome_child",
    "withdraw_invitation",
]
