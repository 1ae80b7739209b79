"""An invitation in words: who invites to what, and never about which child."""

from dataclasses import dataclass

from plait.access.models import Person
from plait.agencies import roles
from plait.children.models import Tie
from plait.team.models import Invitation

DECIDES = (
    "There you read what everybody is doing, write what you see, and decide who else "
    "may see it."
)
READS = "There you read what has been shared with you."


@dataclass(frozen=True)
class InvitationPage:
    """What the holder of a link may know before joining."""

    title: str
    words: str
    email: str
    signed_in_as: str
    complete: bool

    @classmethod
    def of(
        cls, invitation: Invitation, *, person: Person | None, complete: bool
    ) -> "InvitationPage":
        return cls(
            title=f"{_who(invitation)} invites you",
            words=_family(invitation) if invitation.child_id else _work(invitation),
            email=invitation.email,
            signed_in_as=person.name if person else "",
            complete=complete,
        )


def _who(invitation: Invitation) -> str:
    """The person who invites; for the first of an agency, the agency."""
    inviter = invitation.invited_by
    return inviter.name if inviter else invitation.invited_for.name


def _family(invitation: Invitation) -> str:
    decides = invitation.role == Tie.PARENTAL_RESPONSIBILITY
    return (
        f"{_who(invitation)}, {invitation.invited_for.name}, invites you to the page "
        f"of a child you know, as {invitation.relation or 'family'}. "
        f"{DECIDES if decides else READS} You see which child it is when you have "
        "joined."
    )


def _work(invitation: Invitation) -> str:
    agency = invitation.invited_for.name
    opening = (
        f"{_who(invitation)} invites you"
        if invitation.invited_by
        else "You are invited"
    )
    words = (
        f"{opening} to work in Plait for {agency}, as {roles.words(invitation.role)}."
    )
    if not invitation.manages_people:
        return words
    return f"{words} You will also look after your colleagues’ accounts."
