"""The SENCO joins the team of each child who has support: tie, reason, involvement."""

from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.models import Child, Tie
from plait.exchange.census.facts import SchoolFacts
from plait.exchange.operations.batch import Batch
from plait.sharing.categories import Category
from plait.sharing.models import Basis
from plait.sharing.queries import in_force
from plait.team.models import Involvement

SENCO = "senco"
EVIDENCE = "The school is responsible for the child’s support."


def bring_in(
    person_id: UUID,
    *,
    child: Child,
    school: SchoolFacts,
    leads: bool,
    batch: Batch,
    viewer: Viewer,
) -> UUID:
    """A SENCO joins; that they take part is a record of the school's (rule T1)."""
    tie = Tie(
        person_id=person_id,
        child_id=child.pk,
        kind=Tie.Kind.TEAM,
        agency_id=school.id,
        role=SENCO,
        from_at=viewer.now,
    )
    batch.ties.append(tie)
    part = Involvement(tie=tie, does=roles.BY_KEY[SENCO].does, leads=leads)
    batch.add_record(part, child_id=child.pk, owner_id=school.id)
    return tie.pk


def give_reason(batch: Batch, *, viewer: Viewer) -> None:
    """A school has to know who is in the team of a child it supports (public task)."""
    wanted = {(tie.child_id, tie.agency_id) for tie in batch.ties}
    new = {child.pk for child in batch.children}
    older = [child_id for child_id, _ in wanted if child_id not in new]
    there = Basis.objects.filter(
        in_force(viewer.now),
        child_id__in=older,
        category=Category.INVOLVEMENT,
        kind=Basis.Kind.PUBLIC_TASK,
    )
    wanted -= set(there.values_list("child_id", "to_agency_id"))
    batch.bases += [
        Basis(
            child_id=child_id,
            to_agency_id=agency_id,
            category=Category.INVOLVEMENT,
            kind=Basis.Kind.PUBLIC_TASK,
            covers_history=True,
            from_at=viewer.now,
            evidence=EVIDENCE,
        )
        for child_id, agency_id in sorted(wanted, key=str)
    ]
