"""How every safeguarding note is written: held back, and born with its seals."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from plait.access.decisions import ALLOW, Decision
from plait.access.viewer import Viewer
from plait.children.hats import live
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.safeguarding import policy, queries
from plait.sharing import operations as sharing
from plait.sharing.categories import Category, Sensitivity
from plait.sharing.models import Content, Record, Restriction

Kind = TypeVar("Kind", bound=Content)
GROUND = "A safeguarding note about this child concerns this person."


def write(
    content: Kind,
    *,
    child: Child,
    viewer: Viewer,
    act: str,
    owner_agency_id: UUID,
    about: Collection[UUID] = (),
) -> Kind:
    """Save an agency’s note, held back from the family, sealed from those it is about.

    A child's lock comes first, so that a seal and a note cannot pass each other.
    Whatever is written after a seal is born with it, or the answer to a note about
    somebody would tell them of it (rule SG3). Nobody is sealed off what they write.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    aimed = (set(about) | _sealed_off(child, viewer)) - {viewer.person_id}
    sharing.write(
        content,
        viewer=viewer,
        child=child,
        act=act,
        writing=ALLOW,
        owner_agency_id=owner_agency_id,
        release=Record.Release.NOBODY,
        # What concerns a colleague does not open to colleagues in an emergency, either.
        sensitivity=Sensitivity.VERY_RESTRICTED if about else Sensitivity.RESTRICTED,
    )
    for person_id in sorted(aimed):
        _seal_from(person_id, content.record, viewer)
    return content


def revise(content: Kind, *, child: Child, viewer: Viewer, act: str) -> Kind:
    """A new version of a note that the viewer's agency wrote."""
    return sharing.revise(
        content,
        viewer=viewer,
        child=child,
        act=act,
        seen_version=content.record.version,
        writing=may_work(child, viewer),
    )


def may_work(child: Child, viewer: Viewer) -> Decision:
    """Rule SG2, for one child and one viewer."""
    return policy.may_work_on_case(queries.roles_in_case(child, viewer))


def _sealed_off(child: Child, viewer: Viewer) -> set[UUID]:
    """Whom the child's safeguarding notes are closed to, one person at a time."""
    notes = Record.objects.unfiltered("whom a child's notes are closed to").filter(
        child=child, category=Category.SAFEGUARDING
    )
    seals = Restriction.objects.filter(
        live(viewer.now), child=child, aim=Restriction.Aim.PERSON, record__in=notes
    )
    return {pk for pk in seals.values_list("aimed_person", flat=True) if pk}


def _seal_from(person_id: UUID, record: Record, viewer: Viewer) -> None:
    """Close one note for the person it concerns, even as lead; nothing breaks it."""
    seal = Restriction.objects.create(
        child_id=record.child_id,
        record=record,
        aim=Restriction.Aim.PERSON,
        aimed_person_id=person_id,
        ground=GROUND,
        from_at=viewer.now,
    )
    ledger.record(
        "safeguarding.note.sealed",
        viewer=viewer,
        child_id=record.child_id,
        record=record.pk,
        restriction=seal.pk,
    )
