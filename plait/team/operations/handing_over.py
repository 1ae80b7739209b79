"""Handing over everything at once, and being covered for a while (rules HO1 to HO3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from plait.access.decisions import NotPermitted
from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.design_system import words
from plait.ledger import operations as ledger
from plait.team.models import Involvement
from plait.team.operations.membership import (
    Part,
    describe_part,
    hand_over_part,
    may_hand_over,
    tie_member,
)


@dataclass(frozen=True)
class Passing:
    """One child, and the colleague to whom the part goes."""

    tie: Tie
    to: Employment


@transaction.atomic
def hand_over_all(
    passings: Sequence[Passing], *, viewer: Viewer, from_at: datetime
) -> int:
    """Hand several parts over at one moment: all of them, or none (rule HO1).

    How many. Raises NotPermitted, or TooLate.
    """
    for passing in _in_order(passings, viewer):
        hand_over_part(
            passing.tie,
            passing.to,
            child=passing.tie.child,
            viewer=viewer,
            until_at=from_at,
        )
    return len(passings)


@transaction.atomic
def cover(
    passings: Sequence[Passing], *, viewer: Viewer, from_at: datetime, until_on: date
) -> int:
    """A colleague stands in until the end of a day, then leaves by itself (rule HO3).

    Whoever is covered keeps their part, which says who covers and when. How many.
    Raises NotPermitted, or TooLate.
    """
    for passing in _in_order(passings, viewer):
        _cover(passing, viewer=viewer, from_at=from_at, until_on=until_on)
    return len(passings)


def _in_order(passings: Sequence[Passing], viewer: Viewer) -> list[Passing]:
    """Each child locked, always in the same order; colleagues, and not oneself."""
    for passing in passings:
        same = passing.to.agency_id == viewer.hat.agency_id == passing.tie.agency_id
        if not same or passing.to.person_id == passing.tie.person_id:
            raise NotPermitted("A part goes to a colleague of the same service.")
    ordered = sorted(passings, key=lambda one: str(one.tie.child_id))
    for passing in ordered:
        Child.objects.select_for_update().get(pk=passing.tie.child_id)
    return ordered


def _cover(
    passing: Passing, *, viewer: Viewer, from_at: datetime, until_on: date
) -> None:
    tie, to, child = passing.tie, passing.to, passing.tie.child
    may_hand_over(tie, child=child, viewer=viewer).require()
    until_at = arithmetic.start_of(until_on + timedelta(days=1))
    if not _is_there(tie, to, from_at):
        new = tie_member(
            child=child, employment=to, viewer=viewer, from_at=from_at,
            part=Part(does=f"Stands in for {tie.person.first_name}."),
        )  # fmt: skip
        children.end_tie(new, until_at=until_at, viewer=viewer)
    part = Involvement.objects.unfiltered("the part that is covered").select_related(
        "record", "tie"
    )
    old = part.get(tie=tie)
    first = words.short_day(arithmetic.day_of(from_at))
    described = {name: getattr(old, name) for name in Part.__annotations__}
    covered = f"{to.person.name}, from {first} to {words.short_day(until_on)}"
    describe_part(
        old,
        Part(**described | {"covered_by": covered}),
        child=child,
        viewer=viewer,
        seen_version=old.record.version,
    )
    ledger.record(
        "team.part.covered",
        viewer=viewer,
        child_id=child.pk,
        tie=tie.pk,
        by=to.person_id,
        until=until_at,
    )


def _is_there(tie: Tie, to: Employment, from_at: datetime) -> bool:
    """Whether the colleague is in the team anyway, with a part of their own."""
    own = Tie.objects.filter(
        live(from_at), child=tie.child_id, person_id=to.person_id, agency=tie.agency_id
    )
    return own.filter(until_at=None).exists()
