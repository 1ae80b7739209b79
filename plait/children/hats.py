"""The hats a person can put on, and the viewer they make."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.agencies import roles, signing
from plait.agencies.models import Agency, Employment
from plait.agencies.roles import SPECIALISTS
from plait.children.models import Tie


@dataclass(frozen=True)
class WearableHat:
    """A capacity somebody may act in now, in words."""

    key: str
    words: str
    role: str = ""
    agency_id: UUID | None = None
    agency_called: str = ""
    agency_kind: str = ""
    manages_people: bool = False
    # The confidentiality agreement: one's own signature, and the agency's (K1, K2).
    signed_until: datetime | None = None
    agency_has_signed: bool = True

    @property
    def has_signed(self) -> bool:
        """Families sign nothing; in an agency's hat everybody has to, each year."""
        return self.agency_id is None or self.signed_until is not None

    @property
    def strand(self) -> str:
        """Which of the three strands somebody in this hat belongs to."""
        if self.agency_id is None:
            return roles.HOME
        return roles.SETTING if self.agency_kind in Agency.SETTINGS else SPECIALISTS


def live(at: datetime) -> Q:
    """Half-open [from, until)."""
    return Q(from_at__lte=at) & (Q(until_at=None) | Q(until_at__gt=at))


def list_hats(person_id: UUID, at: datetime) -> list[WearableHat]:
    """What this person may act as: each live employment, and the family."""
    employments = (
        Employment.objects.filter(live(at), person_id=person_id)
        .annotate(
            signed_until=signing.signed_until(at),
            agency_has_signed=signing.agency_has_signed(at),
        )
        .select_related("agency")
        .order_by("agency__name", "from_at")
    )
    hats = {
        employment.agency_id: WearableHat(
            key=str(employment.agency_id),
            words=f"{_capital(roles.words(employment.role))}, {employment.agency.name}",
            role=employment.role,
            agency_id=employment.agency_id,
            agency_called=employment.agency.short_name,
            agency_kind=employment.agency.kind,
            manages_people=employment.manages_people,
            signed_until=employment.signed_until,
            agency_has_signed=employment.agency_has_signed,
        )
        for employment in employments
    }
    found = list(hats.values())
    if _has_family(person_id, at):
        found.append(WearableHat(FAMILY, "Family"))
    return found


def _has_family(person_id: UUID, at: datetime) -> bool:
    ties = Tie.objects.filter(live(at), person_id=person_id, agency=None)
    return ties.filter(kind__in=[Tie.Kind.FAMILY, Tie.Kind.SELF]).exists()


def viewer(person: Person, hat: WearableHat, at: datetime) -> Viewer:
    """The person, in this hat, at this instant."""
    return Viewer(
        hat=Hat(person.pk, hat.agency_id),
        now=at,
        role=hat.role or FAMILY,
        name=person.name,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
