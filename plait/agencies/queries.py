"""Reading about an agency: who works there, and who looks after accounts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.access.decisions import ALLOW, Decision, deny
from plait.access.viewer import Viewer
from plait.agencies import roles, signing
from plait.agencies.models import Agency, Employment


def may_look_after_people(viewer: Viewer, agency_id: UUID | None) -> Decision:
    """Colleagues are invited, and seen out, by those who look after accounts.

    It says nothing about children, and reaches no further than one's own agency.
    """
    same = agency_id is not None and agency_id == viewer.hat.agency_id
    if same and _own(viewer).filter(manages_people=True).exists():
        return ALLOW
    return deny("Ask whoever looks after accounts in your agency.")


def get_agency_looked_after(viewer: Viewer) -> Agency:
    """The agency whose people the viewer looks after. Raises NotPermitted."""
    may_look_after_people(viewer, viewer.hat.agency_id).require()
    return Agency.objects.distinct().get(employments__in=_own(viewer))


def list_colleagues(viewer: Viewer) -> QuerySet[Employment]:
    """Who works for the viewer's agency now, by name."""
    working = _colleagues(viewer).select_related("person", "agency")
    signed = working.annotate(signed_until=signing.signed_until(viewer.now))
    return signed.order_by("person__name", "from_at")


def list_with_role(role: str, agency_id: UUID, at: datetime) -> list[Employment]:
    """Who does this job at an agency at this instant, longest-standing first."""
    running = Q(until_at=None) | Q(until_at__gt=at)
    return list(
        Employment.objects.filter(running, agency_id=agency_id, role=role)
        .filter(from_at__lte=at, person__is_active=True)
        .select_related("person", "agency")
        .order_by("from_at", "pk")
    )


def list_privacy_leads(at: datetime) -> list[Employment]:
    """Every privacy lead of the area at this instant, agency by agency."""
    running = Q(until_at=None) | Q(until_at__gt=at)
    return list(
        Employment.objects.filter(running, role=roles.PRIVACY_LEAD, from_at__lte=at)
        .filter(person__is_active=True)
        .select_related("person", "agency")
        .order_by("agency__code", "from_at", "pk")
    )


def privacy_leads_for(
    agency_id: UUID | None,
    at: datetime,
    *,
    but: Collection[UUID] = (),
    among: Iterable[Employment] | None = None,
) -> list[Employment]:
    """Who looks after how an agency uses information; where it has nobody of its own,
    the council's privacy leads do, because one Plait serves one area. What is no
    agency's alone is theirs too.

    Never the people in `but`, who would judge themselves. `among` are the leads of the
    area, for whoever has them already.
    """
    every = list_privacy_leads(at) if among is None else among
    leads = [one for one in every if one.person_id not in but]
    own = [one for one in leads if one.agency_id == agency_id]
    return own or [one for one in leads if one.agency.kind == Agency.Kind.COUNCIL]


def _colleagues(viewer: Viewer) -> QuerySet[Employment]:
    running = Q(until_at=None) | Q(until_at__gt=viewer.now)
    started = Employment.objects.filter(running, from_at__lte=viewer.now)
    return started.filter(agency=viewer.hat.agency_id)


def _own(viewer: Viewer) -> QuerySet[Employment]:
    return _colleagues(viewer).filter(person_id=viewer.person_id)
