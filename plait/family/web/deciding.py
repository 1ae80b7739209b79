"""Who is invited, or has lately joined, to decide with the reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from plait.access.viewer import Hat, Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.sharing.standing import Standing
from plait.team import queries as team
from plait.team.models import Invitation, Involvement

GIVES = (
    "Whoever decides sees everything that the family sees, and can agree to sharing."
)


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is to decide too, and whom to tell if that is wrong."""

    title: str
    line: str


def newcomers(
    child: Child, viewer: Viewer, standing: Standing, parts: Sequence[Involvement]
) -> tuple[Newcomer, ...]:
    """For those who decide; nobody else is told of invitations here.

    Of somebody in whose part, or in whose inviter's part, the reader has no insight,
    there is no word (EXI-1).
    """
    if not standing.decides_for_child:
        return ()
    known = {Hat(part.tie.person_id, part.tie.agency_id) for part in parts}
    return tuple(
        _newcomer(one, viewer, knows_inviter=_inviter(one) in known)
        for one in team.list_new_deciders(child, viewer=viewer)
        if (_joined(one) or _inviter(one)) in known
    )


def _inviter(one: Invitation) -> Hat | None:
    by = one.invited_by_id
    return Hat(by, one.invited_for_id) if by else None


def _joined(one: Invitation) -> Hat | None:
    return Hat(one.accepted_by_id, None) if one.accepted_by_id else None


def _newcomer(one: Invitation, viewer: Viewer, *, knows_inviter: bool) -> Newcomer:
    inviter = one.invited_by if knows_inviter else None
    by = inviter.name if inviter else "Somebody in the team"
    wrong = f"If that is wrong, tell {inviter.first_name if inviter else 'the SENCO'}."
    if one.accepted_at and one.accepted_by:
        name, day = one.accepted_by.name, words.day(one.accepted_at, viewer.today)
        title = f"{name} now decides with you"
        said = f"{name} joined on {day}, as {one.relation}. {by} invited them."
    else:
        title = f"{one.name} is invited to decide with you"
        said = f"{by} has invited {one.name}, as {one.relation}, to decide with you."
    return Newcomer(title, f"{said} {GIVES} {wrong}")
