"""Reading who is in the team. Always for a viewer, through the policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Agency, Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.children.operations import Card
from plait.sharing import door
from plait.sharing.visibility import VisibleQuerySet
from plait.team.models import Invitation, Involvement

NEW_FOR = timedelta(days=14)


def list_team(child: Child, *, viewer: Viewer) -> list[Involvement]:
    """Who takes part now, as far as the viewer may know, in the order they joined."""
    return list(_taking_part(viewer).filter(record__child=child))


def list_teams(
    children: Sequence[UUID], *, viewer: Viewer
) -> dict[UUID, list[Involvement]]:
    """The teams of several children, as far as the viewer may know."""
    found: dict[UUID, list[Involvement]] = {child_id: [] for child_id in children}
    for part in _taking_part(viewer).filter(record__child__in=children):
        found[part.record.child_id].append(part)
    return found


def leading(viewer: Viewer) -> VisibleQuerySet[Involvement]:
    """The parts of those who lead a team now, as far as the viewer may know."""
    parts = Involvement.objects.visible_to(viewer.hat, viewer.now)
    return parts.filter(_running(viewer.now), leads=True)


def knows_of(hat: Hat, other: Hat, child: Child, at: datetime) -> bool:
    """Whether one hat may know that another takes part for this child now."""
    parts = Involvement.objects.visible_to(hat, at).filter(_running(at))
    theirs = Q(tie__person=other.person_id, tie__agency=other.agency_id)
    return parts.filter(theirs, record__child=child).exists()


def _running(at: datetime) -> Q:
    return Q(tie__from_at__lte=at) & (Q(tie__until_at=None) | Q(tie__until_at__gt=at))


def _taking_part(viewer: Viewer) -> VisibleQuerySet[Involvement]:
    return (
        Involvement.objects.read_by(viewer)
        .filter(_running(viewer.now))
        .select_related(
            "tie__person", "tie__agency", "record__author", "record__owner_agency"
        )
        .order_by("tie__from_at", "pk")
    )


def get_part(record_id: UUID, *, child: Child, viewer: Viewer) -> Involvement:
    """One member's part. Raises DoesNotExist when the viewer may not see it."""
    return (
        Involvement.objects.read_by(viewer)
        .select_related(
            "tie__person", "tie__agency", "record__author", "record__owner_agency"
        )
        .get(pk=record_id, record__child=child)
    )


def find_twin(card: Card, *, viewer: Viewer) -> Child | None:
    """A child of this name and day of birth, of those whom the viewer may know.

    Of any other there is no word: that somebody is here can itself be a secret.
    """
    named = Q(given_name__iexact=card.given_name) | Q(known_as__iexact=card.given_name)
    return (
        door.children_of(viewer.hat, viewer.now)
        .filter(named, family_name__iexact=card.family_name, born_on=card.born_on)
        .order_by("added_at")
        .first()
    )


def list_colleagues(viewer: Viewer) -> list[Employment]:
    """Who works for the viewer's agency now."""
    return list(
        Employment.objects.filter(live(viewer.now), agency_id=viewer.agency_id)
        .filter(person__is_active=True)
        .select_related("person", "agency")
        .order_by("person__name")
    )


def list_professionals(viewer: Viewer) -> list[Employment]:
    """People of other agencies who could be brought in; agencies may opt out."""
    return list(
        Employment.objects.filter(live(viewer.now), agency__shows_staff_names=True)
        .exclude(agency_id=viewer.agency_id)
        .filter(person__is_active=True)
        .exclude(role="privacy_lead")
        .select_related("person", "agency")
        .order_by("agency__name", "person__name")
    )


def list_agencies(viewer: Viewer, *, with_own: bool = False) -> list[Agency]:
    """Agencies one can share with."""
    agencies = Agency.objects.order_by("name")
    if not with_own:
        agencies = agencies.exclude(pk=viewer.agency_id)
    return list(agencies)


def waiting(at: datetime) -> Q:
    """Invitations that can still be taken up."""
    return Q(expires_at__gt=at, withdrawn_at=None, accepted_at=None)


def open_invitations(child: Child, *, viewer: Viewer) -> list[Invitation]:
    """Invitations to the child's family that have not been taken up."""
    return list(
        _own_invitations(child, viewer).filter(waiting(viewer.now)).order_by("made_at")
    )


def get_invitation(invitation_id: UUID, *, child: Child, viewer: Viewer) -> Invitation:
    """One of them. Raises DoesNotExist for those of other agencies."""
    return _own_invitations(child, viewer).get(pk=invitation_id)


def list_new_deciders(child: Child, *, viewer: Viewer) -> list[Invitation]:
    """Who is invited, or joined in the last two weeks, to decide beside the viewer.

    Of all agencies: what shows a part that the viewer may not know, is left out by
    whoever shows it.
    """
    here = Tie.objects.filter(
        live(viewer.now),
        child=child,
        person=OuterRef("accepted_by"),
        role=Tie.PARENTAL_RESPONSIBILITY,
    )
    lately = Q(Exists(here), accepted_at__gt=viewer.now - NEW_FOR)
    return list(
        Invitation.objects.filter(waiting(viewer.now) | lately)
        .filter(child=child, role=Tie.PARENTAL_RESPONSIBILITY)
        .exclude(accepted_by=viewer.person_id)
        .select_related("invited_by", "accepted_by")
        .order_by("made_at")
    )


def _own_invitations(child: Child, viewer: Viewer) -> QuerySet[Invitation]:
    """Whom another agency invited shows that it is involved: that is its to say."""
    return Invitation.objects.filter(child=child, invited_for_id=viewer.hat.agency_id)


@dataclass(frozen=True)
class Lead:
    """Whether it is clear who leads."""

    names: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        return not self.names

    @property
    def is_clash(self) -> bool:
        return len(self.names) > 1


def who_leads(team: list[Involvement]) -> Lead:
    """The lead, a gap or a clash (rule T4): nobody else works it out for themselves."""
    return Lead(tuple(part.tie.person.name for part in team if part.leads))


def list_waiting_colleagues(viewer: Viewer) -> list[Invitation]:
    """Colleagues who have not taken up their invitation to the viewer's agency."""
    return list(
        Invitation.objects.filter(
            waiting(viewer.now), agency_id=viewer.agency_id
        ).order_by("made_at")
    )


def get_waiting_colleague(invitation_id: UUID, *, viewer: Viewer) -> Invitation:
    """One of them. Raises DoesNotExist for every other invitation."""
    return Invitation.objects.get(
        waiting(viewer.now), pk=invitation_id, agency_id=viewer.agency_id
    )


def get_relative(tie_id: UUID, *, child: Child, viewer: Viewer) -> Involvement:
    """One of the family, by their tie. Raises DoesNotExist as `get_part` does."""
    family = Involvement.objects.read_by(viewer).filter(tie__kind=Tie.Kind.FAMILY)
    return family.select_related("tie__person").get(tie=tie_id, record__child=child)
