"""Reading who is in the team. Always for a viewer, through the policy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.access.viewer import Viewer
from plait.agencies.models import Agency, Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.team.models import Invitation, Involvement


def list_team(child: Child, *, viewer: Viewer) -> list[Involvement]:
    """Who takes part now, as far as the viewer may know, in the order they joined."""
    running = Q(tie__from_at__lte=viewer.now) & (
        Q(tie__until_at=None) | Q(tie__until_at__gt=viewer.now)
    )
    return list(
        Involvement.objects.read_by(viewer)
        .filter(running, record__child=child)
        .select_related(
            "tie__person", "tie__agency", "record__author", "record__owner_agency"
        )
        .order_by("tie__from_at")
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
        Invitation.objects.filter(waiting(viewer.now), child=child).order_by("made_at")
    )


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


def count_parts(employment: Employment, *, at: datetime) -> int:
    """In how many children's teams somebody takes part for an agency."""
    ties = Tie.objects.filter(
        live(at), person_id=employment.person_id, agency_id=employment.agency_id
    )
    return ties.values("child_id").distinct().count()
