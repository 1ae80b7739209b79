"""Who may do what at a privacy lead's desk. Values in, answers out."""

from datetime import datetime

from plait.access.decisions import ALLOW, Decision, deny
from plait.access.viewer import Hat
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


def may_report_breach(hat: Hat) -> Decision:
    """D5: everybody who works for an agency."""
    if hat.is_family:
        return deny("This is for people who work here. Tell your service instead.")
    return ALLOW


def may_leave_ico_untold(risk: str) -> Decision:
    """D7: only where harm to anybody is unlikely (Art. 33(1))."""
    if risk == "unlikely":
        return ALLOW
    return deny("The ICO is told, unless you find that harm to anybody is unlikely.")


def may_tell_ico(
    told_at: datetime, aware_at: datetime, due_at: datetime, late_because: str
) -> Decision:
    """D7: after it was known; and past the 72 hours with the reason (Art. 33(1))."""
    if told_at < aware_at:
        return deny("That is before anybody here knew of it.")
    if told_at > due_at and not late_because.strip():
        return deny("This is later than 72 hours. Say why.")
    return ALLOW


def may_have_known_since(
    aware_at: datetime, due_at: datetime, told_at: datetime | None, late_because: str
) -> Decision:
    """D7 again, where the moment moves from which the 72 hours run."""
    if told_at is None or may_tell_ico(told_at, aware_at, due_at, late_because).allowed:
        return ALLOW
    if told_at < aware_at:
        return deny("The ICO was told before that.")
    return deny(
        "Then the ICO was told later than 72 hours. First write down why, where it "
        "stands that the ICO was told."
    )


def may_close_breach(risk: str, *, ico_settled: bool, people_settled: bool) -> Decision:
    """D8: weighed; the ICO told or not, with why; and at high risk the people, too."""
    if not risk:
        return deny("First say how likely it is that somebody is harmed.")
    if not ico_settled:
        return deny("First write down when the ICO was told, or why it is not told.")
    if risk == "high" and not people_settled:
        return deny("First write down when the people were told, or why they are not.")
    return ALLOW
