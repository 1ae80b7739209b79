"""Joining the team, taking part, handing over and leaving."""

from plait.team.operations.agreements import agree
from plait.team.operations.cards import correct_card
from plait.team.operations.closing import close_part
from plait.team.operations.invitations import (
    accept_invitation,
    find_invitation,
    has_taken_up,
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
    may_hand_over,
    record_family,
    record_part,
    welcome_child,
)

__all__ = [
    "accept_invitation",
    "agree",
    "close_part",
    "correct_card",
    "describe_part",
    "find_invitation",
    "hand_over_part",
    "has_taken_up",
    "invite",
    "join_team",
    "leave_agency",
    "leave_team",
    "link_to",
    "may_hand_over",
    "open_agency",
    "record_family",
    "record_part",
    "welcome_child",
    "withdraw_invitation",
]
