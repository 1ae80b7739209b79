"""A family's yes to working with somebody: the sharing and the part begin."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.sharing import agreements, conflict_lock
from plait.sharing.models import Agreement
from plait.team.operations.membership import Part, tie_member, with_a_part


@transaction.atomic
def agree(
    agreement_id: UUID,
    *,
    child: Child,
    viewer: Viewer,
    categories: Collection[str] | None = None,
) -> Agreement:
    """Agree to sharing; whoever was to be brought in joins the team with it."""
    agreement = agreements.agree(
        agreement_id, child=child, viewer=viewer, categories=categories
    )
    employment = agreement.brings_in
    if employment and not _works_there(employment, viewer):
        employment = None  # left meanwhile: the service may see, and sends another
    if employment and conflict_lock.is_too_close(
        employment.person_id, child=child, viewer=viewer
    ):
        employment = None  # turned out to know the family: the service sends another
    if employment and not _is_in_team(child, employment.person_id, viewer):
        asked = Viewer(
            hat=Hat(agreement.asked_by_id, agreement.asked_for_agency_id),
            now=viewer.now,
        )
        tie_member(child=child, employment=employment, viewer=asked, part=Part())
    return agreement


def _works_there(employment: Employment, viewer: Viewer) -> bool:
    return Employment.objects.filter(live(viewer.now), pk=employment.pk).exists()


def _is_in_team(child: Child, person_id: UUID, viewer: Viewer) -> bool:
    ties = Tie.objects.filter(live(viewer.now), child=child, person_id=person_id)
    return bool(with_a_part(ties.filter(kind=Tie.Kind.TEAM)))
