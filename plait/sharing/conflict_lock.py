"""Nobody meets the child of their own family or friends at work (CL1–CL4).

Whoever is too close is shut out of everything about the child in every agency's hat, by
a restriction that no emergency opens. In the family's hat nothing changes for them.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.ledger import operations as ledger
from plait.sharing import queries, standing
from plait.sharing.models import Conflict, Restriction

# To whoever brings people in, and must not learn why: it names no family (CL2).
CANNOT_JOIN = (
    "This person cannot join this team. If you need to know why, ask the privacy lead."
)


@transaction.atomic
def lock_out(person_id: UUID, why: str, *, child: Child, viewer: Viewer) -> Conflict:
    """Shut somebody out of a child's life at work, from now (rule CL1).

    Once is enough: whoever is shut out already stays so. The caller has decided who
    may say it.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    if already := _running(child, person_id, viewer).first():
        return already
    restriction = Restriction.objects.create(
        child=child,
        aim=Restriction.Aim.AT_WORK,
        aimed_person_id=person_id,
        breakable=False,
        ground="Too close to the family",
        from_at=viewer.now,
    )
    conflict = Conflict.objects.create(
        person_id=person_id,
        child=child,
        why=why,
        recorded_by_id=viewer.person_id,
        recorded_for_id=viewer.hat.agency_id,
        restriction=restriction,
        from_at=viewer.now,
    )
    ledger.record(
        "sharing.conflict.recorded",
        viewer=viewer,
        child_id=child.pk,
        conflict=conflict.pk,
        person=person_id,
    )
    return conflict


@transaction.atomic
def end(conflict_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """Say that somebody is not too close any more (rule CL4).

    Never for family, and never by the person themselves. Raises Conflict.DoesNotExist,
    NotPermitted, or TooLate.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    standing.may_change_team(queries.standing_of(viewer, child)).require()
    conflict = list_recorded(child, viewer=viewer).get(pk=conflict_id)
    if conflict.person_id == viewer.person_id:
        raise NotPermitted("Somebody else has to say that you are not too close.")
    if conflict.until_at is not None:
        raise TooLate("This has ended already.")
    conflict.until_at = conflict.restriction.until_at = viewer.now
    conflict.save(update_fields=["until_at"])
    conflict.restriction.save(update_fields=["until_at"])
    ledger.record(
        "sharing.conflict.ended",
        viewer=viewer,
        child_id=child.pk,
        conflict=conflict.pk,
        person=conflict.person_id,
    )


def refuse_to_join(person_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """Rule CL2: nobody too close comes into the team. Raises NotPermitted."""
    if is_too_close(person_id, child=child, viewer=viewer):
        raise NotPermitted(CANNOT_JOIN)


def is_too_close(person_id: UUID, *, child: Child, viewer: Viewer) -> bool:
    """Family of the child, now or ever, or somebody of whom it was recorded."""
    family = ~Q(kind=Tie.Kind.TEAM)
    ties = Tie.objects.filter(family, child=child, person_id=person_id)
    return ties.exists() or _running(child, person_id, viewer).exists()


def list_recorded(child: Child, *, viewer: Viewer) -> QuerySet[Conflict]:
    """What was recorded for the viewer's agency, without the child's own family (CL4).

    Who is family is not a colleague's to know from here.
    """
    return (
        Conflict.objects.filter(
            live(viewer.now), child=child, recorded_for_id=viewer.agency_id
        )
        .exclude(why=Conflict.Why.FAMILY)
        .select_related("person", "recorded_by", "restriction")
        .order_by("from_at", "pk")
    )


def _running(child: Child, person_id: UUID, viewer: Viewer) -> QuerySet[Conflict]:
    return Conflict.objects.filter(live(viewer.now), child=child, person_id=person_id)
