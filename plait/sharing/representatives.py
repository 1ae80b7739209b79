"""Who acts for a young person, in one kind of decision, until a review day (rule Y2).

Capacity is for one decision at one time (Mental Capacity Act 2005 s.2): there is no
record of somebody "lacking capacity", only of who decides what, until when, and why.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plait.access.decisions import Decision, NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, growing_up
from plait.ledger import operations as ledger
from plait.sharing import queries, standing
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import Basis, Representative
from plait.sharing.standing import Standing

# What somebody has to see to decide this.
OPENS: dict[str, tuple[Category, ...]] = {
    Representative.Decision.SHARING: ASKED_ABOUT,
    Representative.Decision.SUPPORT: (
        Category.PLAN,
        Category.EDUCATION,
        Category.REPORT,
        Category.VOICE,
        Category.INVOLVEMENT,
    ),
}
# As far as parents read before the switch (rows F0 and P3).
REACHES = 2


@dataclass(frozen=True)
class Assessed:
    """What was found: who acts, in which decision, on what authority, until when."""

    person_id: UUID
    decision: str
    authority: str
    why: str
    helped: str
    assessed_on: date
    review_on: date


def may_record(who: Standing, child: Child, viewer: Viewer) -> Decision:
    """Rule Y2 for this viewer, on this day."""
    birthday = growing_up.reaches(child.born_on, growing_up.DECIDES_FROM)
    is_sixteen = viewer.today >= birthday
    return standing.may_record_representative(who, is_sixteen=is_sixteen)


@transaction.atomic
def record(assessed: Assessed, *, child: Child, viewer: Viewer) -> Representative:
    """Record that somebody acts for the young person (rule Y2).

    Before the switch date parents decide anyway: it then begins with that date. Raises
    NotPermitted, or TooLate when somebody acts in this already.
    """
    child = Child.objects.select_for_update().get(pk=child.pk)
    may_record(queries.standing_of(viewer, child), child, viewer).require()
    _check(assessed, child, viewer)
    start = max(viewer.now, child.switch_at)
    end = arithmetic.start_of(growing_up.day_after(assessed.review_on))
    found = Representative.objects.create(
        child=child,
        recorded_by_id=viewer.person_id,
        recorded_for_agency_id=viewer.agency_id,
        recorded_at=viewer.now,
        from_at=start,
        until_at=max(end, start),
        **vars(assessed),
    )
    Basis.objects.bulk_create(_bases(found))
    ledger.record(
        "sharing.representative.recorded",
        viewer=viewer,
        child_id=child.pk,
        representative=found.pk,
        person=assessed.person_id,
        decision=assessed.decision,
    )
    return found


def _check(assessed: Assessed, child: Child, viewer: Viewer) -> None:
    last = growing_up.last_review_day(assessed.assessed_on)
    if assessed.assessed_on > viewer.today:
        raise NotPermitted("The assessment has to have been made.")
    if not viewer.today < assessed.review_on <= last:
        raise NotPermitted("It has to be looked at again within the time that is set.")
    family = Tie.objects.filter(live(viewer.now), child=child, kind=Tie.Kind.FAMILY)
    if not family.filter(person_id=assessed.person_id).exists():
        raise TooLate("Invite this person to the family first.")
    same = Representative.objects.filter(
        child=child, decision=assessed.decision, ended_at=None, until_at__gt=viewer.now
    )
    if same.filter(person_id=assessed.person_id).exists():
        raise TooLate("This person acts in this already. End that first.")


def _bases(found: Representative) -> list[Basis]:
    return [
        Basis(
            child_id=found.child_id,
            to_person_id=found.person_id,
            category=category,
            max_sensitivity=REACHES,
            kind=Basis.Kind.REPRESENTATIVE,
            covers_history=True,
            from_at=found.from_at,
            until_at=found.until_at,
            under=found,
            evidence=f"Acts under {found.get_authority_display()}",
        )
        for category in OPENS[found.decision]
    ]


@transaction.atomic
def end(representative_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """End it before its day (rule Y2): whoever may record it may end it at any time.

    Raises NotPermitted, or TooLate when it has ended.
    """
    child = Child.objects.select_for_update().get(pk=child.pk)
    who = queries.standing_of(viewer, child)
    standing.may_record_representative(who, is_sixteen=True).require()
    found = Representative.objects.get(pk=representative_id, child=child)
    if found.ended_at or found.until_at <= viewer.now:
        raise TooLate("This has ended already.")
    _end(found, viewer)


def _end(found: Representative, viewer: Viewer) -> None:
    found.ended_at, found.ended_by_id = viewer.now, viewer.person_id
    found.save(update_fields=["ended_at", "ended_by"])
    found.bases.filter(withdrawn_at=None).update(withdrawn_at=viewer.now)
    ledger.record(
        "sharing.representative.ended",
        viewer=viewer,
        child_id=found.child_id,
        representative=found.pk,
    )


def end_all(child: Child, *, viewer: Viewer) -> None:
    """When a corrected date of birth makes somebody a child again, parents decide."""
    for found in Representative.objects.filter(
        child=child, ended_at=None, until_at__gt=viewer.now
    ):
        _end(found, viewer)


def list_acting(child: Child, at: datetime) -> list[Representative]:
    """Who acts for the young person now, or will from the switch date on."""
    return list(
        Representative.objects.filter(child=child, ended_at=None, until_at__gt=at)
        .select_related("person", "recorded_by", "recorded_for_agency")
        .order_by("review_on", "pk")
    )


def of_viewer(child: Child, viewer: Viewer) -> list[Representative]:
    """In what the viewer acts for the young person now."""
    return list(
        Representative.objects.filter(
            queries.acting_at(viewer.now), child=child, person_id=viewer.person_id
        ).order_by("review_on", "pk")
    )
