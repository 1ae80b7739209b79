"""Joining the team, taking part, handing over and leaving."""

from plait.team.operations.agreements import agree
from plait.team.operations.cards import correct_card
from plait.team.operations.closeness import know_family, record_conflict
from plait.team.operations.closing import close_part
from plait.team.operations.handing_over import Passing, cover, hand_over_all
from plait.team.operations.invitations import (
    accept_invitation,
    find_invitation,
    has_taken_up,
    invite,
    link_to,
    open_agency,
    withdraw_invitation,
)
from plait.team.operations.leaving import leave_agency
from plait.team.operations.membership import (
    describe_part,
    hand_over_part,
    join_team,
    leave_team,
    may_hand_over,
    record_family,
    record_part,
    welcome_child,
)
from plait.team.operations.unheld import let_go, take_on

__all__ = [
    "Passing",
    "accept_invitation",
    "agree",
    "cover",
    "close_part",
    "correct_card",
    "describe_part",
    "find_invitation",
    "hand_over_all",
    "hand_over_part",
    "has_taken_up",
    "invite",
    "join_team",
    "know_family",
    "leave_agency",
    "leave_team",
    "let_go",
    "link_to",
    "may_hand_over",
    "open_agency",
    "record_conflict",
    "record_family",
    "record_part",
    "take_on",
    "welcome_child",
    "withdraw_invitation",
]
