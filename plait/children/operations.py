"""Adding a child, correcting the child's card, and tying people to the child."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plait.access.decisions import TooLate
from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.ledger import operations as ledger


class CardChanged(TooLate):
    """Somebody corrected the card while this correction was being written (CONC-1)."""

    def __init__(self, current: Child) -> None:
        super().__init__("Somebody else has just changed these details.")
        self.current = current


CARD = (
    "given_name", "family_name", "known_as", "born_on", "pronouns", "languages",
    "interpreter", "communicates", "upn", "nhs_number",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What everybody in the team needs to greet the child and the family."""

    given_name: str
    born_on: date
    family_name: str = ""
    known_as: str = ""
    pronouns: str = Child.Pronouns.THEY
    languages: str = ""
    interpreter: str = ""
    communicates: str = ""
    upn: str = ""
    nhs_number: str = ""


@transaction.atomic
def add_child(card: Card, *, viewer: Viewer) -> Child:
    """A new child, with the viewer as the first of the team."""
    child = Child.objects.create(added_at=viewer.now, **vars(card))
    ledger.record("children.child.added", viewer=viewer, child_id=child.pk)
    tie_person(
        child=child,
        person_id=viewer.person_id,
        kind=Tie.Kind.TEAM,
        role=viewer.role,
        agency_id=viewer.hat.agency_id,
        viewer=viewer,
    )
    return child


@transaction.atomic
def correct_card(
    child_id: UUID, card: Card, *, seen_version: int, viewer: Viewer
) -> Child:
    """Correct the child's card. A new date of birth moves the switch date at once.

    Raises CardChanged when somebody corrected it meanwhile.
    """
    child = Child.objects.select_for_update().get(pk=child_id)
    if child.version != seen_version:
        raise CardChanged(child)
    changed = [name for name in CARD if getattr(child, name) != getattr(card, name)]
    for name in changed:
        setattr(child, name, getattr(card, name))
    child.version += 1
    child.save()
    ledger.record(
        "children.child.corrected", viewer=viewer, child_id=child.pk, fields=changed
    )
    return child


def tie_person(  # noqa: PLR0913 - a tie has this many sides
    *,
    child: Child,
    person_id: UUID,
    kind: str,
    role: str,
    viewer: Viewer,
    agency_id: UUID | None = None,
    relation: str = "",
    from_at: datetime | None = None,
) -> Tie:
    """Tie a person to a child: the fact without which nothing can be seen."""
    tie = Tie.objects.create(
        id=uuid.uuid4(),
        person_id=person_id,
        child=child,
        kind=kind,
        agency_id=agency_id,
        role=role,
        relation=relation,
        from_at=from_at or viewer.now,
    )
    ledger.record(
        "children.tie.begun",
        viewer=viewer,
        child_id=child.pk,
        tie=tie.pk,
        person=person_id,
        kind=kind,
        role=role,
    )
    return tie


def end_tie(tie: Tie, *, until_at: datetime, viewer: Viewer) -> None:
    """End a tie at a moment; from then on there is nothing to see."""
    tie.until_at = max(until_at, tie.from_at)
    tie.save(update_fields=["until_at"])
    ledger.record(
        "children.tie.ended",
        viewer=viewer,
        child_id=tie.child_id,
        tie=tie.pk,
        person=tie.person_id,
        until=tie.until_at,
    )
