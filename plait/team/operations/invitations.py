"""Invitations: a link, once, for two weeks. It opens what it does when taken up."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from plait.access.decisions import Decision, TooLate
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies import operations as agencies
from plait.agencies.models import Agency, Employment
from plait.agencies.queries import may_look_after_people
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.ledger import operations as ledger
from plait.notices import operations as notices
from plait.sharing import conflict_lock, queries, standing
from plait.sharing.models import Conflict
from plait.team.models import Invitation
from plait.team.operations import deciding, membership
from plait.team.queries import waiting

GOOD_FOR = timedelta(days=14)
CLOSED = "This invitation has been used or is no longer open."
MESSAGE = (
    "Somebody you work with, or who works with a child you know, has invited you to "
    "Plait. Open this link within two weeks. It says who invites you, before you do "
    "anything:\n{link}\n\n"
    "Keep the link to yourself. If you did not expect it, you need not do anything."
)

# What those who decide are told, by the role that somebody is invited to.
ON_INVITING = {
    Tie.PARENTAL_RESPONSIBILITY: deciding.INVITED,
    Tie.Kind.SELF: deciding.YOUNG_PERSON_INVITED,
}


@dataclass(frozen=True)
class Guest:
    """Who is invited, and as what."""

    kind: str
    name: str
    email: str
    role: str
    relation: str = ""
    manages_people: bool = False


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def link_to(token: str) -> str:
    """The address that an invitation is sent with."""
    path = reverse("team:invitation", kwargs={"token": token})
    return f"{settings.PUBLIC_ADDRESS}{path}"


@transaction.atomic
def invite(
    guest: Guest,
    *,
    viewer: Viewer,
    child: Child | None = None,
    agency_id: UUID | None = None,
) -> str:
    """Send an invitation; the secret part of its link.

    The answer is the same whether or not the address has an account (EXI-6). Raises
    NotPermitted.
    """
    _may_invite(viewer, child=child, agency_id=agency_id).require()
    if child and (told := ON_INVITING.get(guest.role)):
        deciding.tell_those_who_decide(
            told, child, because_of=viewer.hat, viewer=viewer
        )
    token, invitation = _make(
        guest,
        now=viewer.now,
        child=child,
        agency_id=agency_id,
        invited_by_id=viewer.person_id,
        invited_for_id=viewer.hat.agency_id,
    )
    ledger.record(
        "team.invitation.sent",
        viewer=viewer,
        child_id=child.pk if child else None,
        invitation=invitation.pk,
        kind=guest.kind,
    )
    return token


@transaction.atomic
def open_agency(agency: Agency, first: Guest, *, now: datetime) -> str:
    """Add an agency and invite its first person; the secret part of the link.

    Nobody invites the first person: whoever runs this Plait does.
    """
    agency.save(force_insert=True)
    token, invitation = _make(
        first, now=now, agency_id=agency.pk, invited_for_id=agency.pk
    )
    details = {"agency": agency.pk, "invitation": invitation.pk}
    ledger.write([ledger.Entry(act="agencies.agency.added", at=now, details=details)])
    return token


def _make(guest: Guest, *, now: datetime, **for_what: object) -> tuple[str, Invitation]:
    """Keep what is needed to know the link again, and send the link itself."""
    token = secrets.token_urlsafe(32)
    answers = vars(guest) | {"email": guest.email.lower()}
    invitation = Invitation.objects.create(
        token_hash=hash_of(token),
        made_at=now,
        expires_at=now + GOOD_FOR,
        **answers,
        **for_what,
    )
    notices.queue(
        address=invitation.email,
        subject="Plait: you have been invited",
        words=MESSAGE.format(link=link_to(token)),
        now=now,
    )
    return token, invitation


def _may_invite(
    viewer: Viewer, *, child: Child | None, agency_id: UUID | None
) -> Decision:
    if child is not None:
        return standing.may_change_team(queries.standing_of(viewer, child))
    return may_look_after_people(viewer, agency_id)


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link, if it can still be taken up.

    Raises Invitation.DoesNotExist for every other link, whatever is the matter.
    """
    return Invitation.objects.select_related("agency", "invited_by", "invited_for").get(
        waiting(now), token_hash=hash_of(token)
    )


def has_taken_up(token: str, *, person: Person) -> bool:
    """Whether this very person has taken up the invitation behind a link."""
    return Invitation.objects.filter(
        token_hash=hash_of(token), accepted_by=person
    ).exists()


@transaction.atomic
def accept_invitation(token: str, *, person: Person, now: datetime) -> Invitation:
    """Take up an invitation: only now does it open anything.

    Whoever sent it must still have the right to, and is never the one who takes it up
    (HO11). Raises TooLate when it has been used, withdrawn or has expired, and
    NotPermitted when that right has ended.
    """
    try:
        invitation = Invitation.objects.select_for_update().get(
            waiting(now), token_hash=hash_of(token)
        )
    except Invitation.DoesNotExist:
        raise TooLate(CLOSED) from None
    if invitation.invited_by_id == person.pk:
        raise TooLate(CLOSED)
    invitation.accepted_at, invitation.accepted_by = now, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    inviter = _inviter(invitation, person, now)
    if invitation.child is not None:
        _join_family(invitation, invitation.child, person, inviter)
    elif invitation.agency_id is not None:
        _join_agency(invitation, invitation.agency_id, person, inviter)
    ledger.record(
        "team.invitation.accepted",
        viewer=inviter,
        child_id=invitation.child_id,
        invitation=invitation.pk,
        accepted_by=person.pk,
    )
    return invitation


def _inviter(invitation: Invitation, person: Person, now: datetime) -> Viewer:
    """What an invitation opens is opened by whoever sent it; the first, by itself."""
    opener = invitation.invited_by_id or person.pk
    return Viewer(hat=Hat(opener, invitation.invited_for_id), now=now)


def _join_family(
    invitation: Invitation, child: Child, person: Person, inviter: Viewer
) -> None:
    _may_invite(inviter, child=child, agency_id=None).require()
    is_self = invitation.kind == Invitation.Kind.SELF
    kind = Tie.Kind.SELF if is_self else Tie.Kind.FAMILY
    if is_self and _is_family(person, child, inviter.now):
        raise TooLate(CLOSED)  # a parent who was sent it does not become the child
    already = Tie.objects.filter(live(inviter.now), child=child, kind=kind)
    if not is_self:
        already = already.filter(person=person)
    if already.exists():
        return
    tie = children.tie_person(
        child=child,
        person_id=person.pk,
        kind=kind,
        role=invitation.role,
        relation=invitation.relation,
        viewer=inviter,
    )
    conflict_lock.lock_out(person.pk, Conflict.Why.FAMILY, child=child, viewer=inviter)
    membership.record_part(tie, child=child, viewer=inviter, part=membership.Part())
    if invitation.role == Tie.PARENTAL_RESPONSIBILITY:
        deciding.tell_those_who_decide(
            deciding.JOINED, child, because_of=Hat(person.pk, None), viewer=inviter
        )


def _is_family(person: Person, child: Child, at: datetime) -> bool:
    ties = Tie.objects.filter(live(at), child=child, kind=Tie.Kind.FAMILY)
    return ties.filter(person=person).exists()


def _join_agency(
    invitation: Invitation, agency_id: UUID, person: Person, inviter: Viewer
) -> None:
    if invitation.invited_by_id:
        may_look_after_people(inviter, agency_id).require()
    already = Employment.objects.filter(
        live(inviter.now), person=person, agency_id=agency_id
    )
    if already.exists():
        return
    agencies.employ(
        person_id=person.pk,
        agency_id=agency_id,
        role=invitation.role,
        manages_people=invitation.manages_people,
        viewer=inviter,
    )


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, viewer: Viewer) -> None:
    """Close an invitation that has not been taken up.

    Raises TooLate, or NotPermitted to those who could not have sent it.
    """
    right = _may_invite(viewer, child=invitation.child, agency_id=invitation.agency_id)
    right.require()
    unused = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None
    )
    if not unused.update(withdrawn_at=viewer.now):
        raise TooLate("This invitation has been taken up already.")
    ledger.record(
        "team.invitation.withdrawn",
        viewer=viewer,
        child_id=invitation.child_id,
        invitation=invitation.pk,
    )
