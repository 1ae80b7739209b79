"""Who takes part, from when to when, and what they do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.decisions import ALLOW, Decision, TooLate
from plait.access.viewer import Viewer
from plait.agencies import signing
from plait.agencies.models import Agency, Employment
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.children.operations import Card
from plait.sharing import conflict_lock, queries, standing
from plait.sharing import operations as sharing
from plait.sharing.categories import Category
from plait.sharing.models import Basis, Conflict
from plait.team.models import Involvement


@dataclass(frozen=True)
class Part:
    """What somebody does in a team, in their own words."""

    does: str = ""
    reach: str = ""
    reach_when: str = ""
    covered_by: str = ""
    leads: bool = False


@transaction.atomic
def welcome_child(card: Card, *, viewer: Viewer, part: Part) -> Child:
    """Add a child, with the viewer as the first of the team.

    A setting has to know who is in the team of a child it is responsible for, so that
    much rests on its task and not on the family's agreement.
    """
    own = Agency.objects.get(pk=viewer.agency_id)
    signing.may_take_part(own, viewer.now).require()
    child = children.add_child(card, viewer=viewer)
    tie = Tie.objects.get(child=child, person_id=viewer.person_id)
    Basis.objects.create(
        child=child,
        to_agency_id=viewer.hat.agency_id,
        category=Category.INVOLVEMENT,
        kind=Basis.Kind.PUBLIC_TASK,
        covers_history=True,
        from_at=viewer.now,
        evidence="The setting is responsible for the child’s support.",
    )
    record_part(tie, child=child, viewer=viewer, part=part)
    return child


@transaction.atomic
def join_team(
    *,
    child: Child,
    employment: Employment,
    viewer: Viewer,
    part: Part = Part(),
    from_at: datetime | None = None,
) -> Tie:
    """Bring somebody into the child's team, for the agency they work for (W5).

    Raises NotPermitted, or TooLate when they are in the team already.
    """
    who = queries.standing_of(viewer, child)
    standing.may_change_team(who).require()
    return tie_member(
        child=child, employment=employment, viewer=viewer, part=part, from_at=from_at
    )


def tie_member(
    *,
    child: Child,
    employment: Employment,
    viewer: Viewer,
    part: Part,
    from_at: datetime | None = None,
    writing: Decision | None = None,
) -> Tie:
    """The tie and the part of a new member, once it is decided that they join (K3).

    Nobody too close to the family joins (rule CL2). `writing` is the answer of a caller
    who has no part in the team (HO5). Raises NotPermitted, or TooLate.
    """
    signing.may_take_part(employment.agency, viewer.now).require()
    Child.objects.select_for_update().get(pk=child.pk)
    conflict_lock.refuse_to_join(employment.person_id, child=child, viewer=viewer)
    already = Tie.objects.filter(
        live(from_at or viewer.now),
        child=child,
        person_id=employment.person_id,
        agency_id=employment.agency_id,
    )
    if with_a_part(already):
        raise TooLate(f"They are in {child.called}’s team already.")
    tie = children.tie_person(
        child=child,
        person_id=employment.person_id,
        kind=Tie.Kind.TEAM,
        role=employment.role,
        agency_id=employment.agency_id,
        viewer=viewer,
        from_at=from_at,
    )
    record_part(tie, child=child, viewer=viewer, part=part, writing=writing)
    return tie


@transaction.atomic
def record_family(
    *,
    child: Child,
    person_id: UUID,
    relation: str,
    role: str,
    viewer: Viewer,
    part: Part = Part(),
) -> Tie:
    """Tie a member of the family to the child; `role` says who has responsibility."""
    Child.objects.select_for_update().get(pk=child.pk)
    tie = children.tie_person(
        child=child,
        person_id=person_id,
        kind=Tie.Kind.FAMILY,
        role=role,
        relation=relation,
        viewer=viewer,
    )
    conflict_lock.lock_out(person_id, Conflict.Why.FAMILY, child=child, viewer=viewer)
    record_part(tie, child=child, viewer=viewer, part=part)
    return tie


def record_part(
    tie: Tie,
    *,
    child: Child,
    viewer: Viewer,
    part: Part,
    writing: Decision | None = None,
) -> None:
    """That somebody takes part is a record, which belongs to the service they are from.

    What the family's part is, the setting that recorded it keeps.
    """
    sharing.write(
        Involvement(tie=tie, **vars(part)),
        viewer=viewer,
        child=child,
        act="team.involvement.recorded",
        writing=writing,
        owner_agency_id=tie.agency_id or viewer.hat.agency_id,
    )


@transaction.atomic
def describe_part(
    involvement: Involvement,
    part: Part,
    *,
    child: Child,
    viewer: Viewer,
    seen_version: int,
) -> Involvement:
    """Say what somebody does, how to reach them, who covers and who leads (rule T2)."""
    who = queries.standing_of(viewer, child)
    mine = involvement.tie.person_id == viewer.person_id
    right = ALLOW if mine else standing.may_change_team(who)
    for name, value in vars(part).items():
        setattr(involvement, name, value)
    return sharing.revise(
        involvement,
        viewer=viewer,
        child=child,
        act="team.involvement.described",
        seen_version=seen_version,
        right=right,
    )


@transaction.atomic
def leave_team(
    tie: Tie, *, child: Child, viewer: Viewer, until_at: datetime | None = None
) -> None:
    """End somebody's part in the team: their own, or a member's by those who lead."""
    if tie.person_id != viewer.person_id:
        who = queries.standing_of(viewer, child)
        standing.may_change_team(who).require()
    children.end_tie(tie, until_at=until_at or viewer.now, viewer=viewer)


def may_hand_over(tie: Tie, *, child: Child, viewer: Viewer) -> Decision:
    """Rule T3, for one part and one viewer."""
    return standing.may_hand_over(
        queries.standing_of(viewer, child),
        mine=tie.person_id == viewer.person_id,
        ours=tie.agency_id is not None and tie.agency_id == viewer.hat.agency_id,
    )


@transaction.atomic
def hand_over_part(
    tie: Tie,
    to: Employment,
    *,
    child: Child,
    viewer: Viewer,
    until_at: datetime | None = None,
) -> Tie:
    """A colleague takes somebody's part: one ends where the other begins (rule T3)."""
    moment = until_at or viewer.now
    may_hand_over(tie, child=child, viewer=viewer).require()
    old = Involvement.objects.unfiltered("the part that is handed over").get(tie=tie)
    part = Part(
        does=old.does,
        reach=old.reach,
        reach_when=old.reach_when,
        covered_by=_cover_but(to, old.covered_by),
        leads=old.leads,
    )
    _end_parts_of(to, child=child, viewer=viewer, at=moment)
    is_own = tie.person_id == viewer.person_id
    take_over = tie_member if is_own else join_team
    new = take_over(
        child=child, employment=to, viewer=viewer, part=part, from_at=moment
    )
    # Last, because whoever has left can say nothing more.
    leave_team(tie, child=child, viewer=viewer, until_at=moment)
    return new


def _cover_but(newcomer: Employment, covered_by: str) -> str:
    """Nobody covers for themselves: cover that is the newcomer ends here."""
    names_them = newcomer.person.name.casefold() in covered_by.casefold()
    return "" if names_them else covered_by


def _end_parts_of(
    employment: Employment, *, child: Child, viewer: Viewer, at: datetime
) -> None:
    """Whoever takes a part over has that one from then on, and no other beside it."""
    ties = Tie.objects.filter(
        live(at),
        child=child,
        person_id=employment.person_id,
        agency_id=employment.agency_id,
    )
    for tie in with_a_part(ties):
        children.end_tie(tie, until_at=at, viewer=viewer)


def with_a_part(ties: QuerySet[Tie]) -> list[Tie]:
    """Those that say what somebody does in the team.

    A safeguarding lead's tie has no part, so that nobody learns of it: not by being
    refused, either.
    """
    parts = Involvement.objects.unfiltered("whether a tie has a part")
    return list(ties.filter(pk__in=parts.values("tie")))
