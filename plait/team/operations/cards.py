"""Correcting a child's card, where that can change who decides."""

from uuid import UUID

from django.db import transaction

from plait.access.viewer import Viewer
from plait.children import operations as children
from plait.children.models import Child
from plait.children.operations import Card
from plait.clocks import arithmetic
from plait.sharing import change_over, queries, standing, telling
from plait.team.operations import deciding


@transaction.atomic
def correct_card(
    child_id: UUID, card: Card, *, seen_version: int, viewer: Viewer, evidence: str = ""
) -> Child:
    """Correct the card (rule W6); a date of birth that moves the switch by rule Y4.

    Then everything that rests on the switch date moves at once, and those who decided
    before and those who decide now are told (YP-7). Raises NotPermitted or CardChanged
    when somebody corrected the card meanwhile.
    """
    child = Child.objects.select_for_update().get(pk=child_id)
    who, before = queries.standing_of(viewer, child), child.switch_at
    standing.may_correct_card(who).require()
    after = arithmetic.becomes_young_person_at(card.born_on)
    if after == before:
        return children.correct_card(
            child_id, card, seen_version=seen_version, viewer=viewer
        )
    standing.may_move_switch_date(who, evidence=evidence).require()
    decided = list(telling.those_who_decide(child, viewer.now))
    child = children.correct_card(
        child_id, card, seen_version=seen_version, viewer=viewer
    )
    change_over.move_switch(
        child, before=before, evidence=evidence.strip(), viewer=viewer
    )
    decide = telling.those_who_decide(child, viewer.now)
    telling.send(deciding.SWITCH_MOVED, child, [*decided, *decide], viewer=viewer)
    return child
