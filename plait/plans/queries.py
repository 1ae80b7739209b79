"""Reading the plan. Always for a viewer, through the policy."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.plans.models import (
    Activity,
    Need,
    Outcome,
    Plan,
    Practice,
    Rating,
    Strategy,
    StrategyPlace,
    View,
)
from plait.sharing.models import Record, RecordVersion

Children = Sequence[UUID] | QuerySet[Child]


def current_plan(child: Child, *, viewer: Viewer) -> Plan | None:
    """The child's plan: the earliest open one that the viewer may see.

    Somebody who cannot see it may have started another: that one replaces it for
    nobody else.
    """
    plans = Plan.objects.read_by(viewer).filter(
        record__child=child, state=Plan.State.OPEN
    )
    return plans.order_by("record__made_at", "pk").first()


def list_needs(plan: Plan, *, viewer: Viewer) -> list[Need]:
    needs = Need.objects.visible_to(viewer.hat, viewer.now).filter(plan=plan)
    return list(needs.order_by("position"))


def taken_up(
    findings: Sequence[UUID], *, child: Child, viewer: Viewer
) -> dict[UUID, UUID | None]:
    """Which findings of reports are in the plan, and in which outcome; a need in none.

    What hangs on an outcome that the viewer may not see is not said to be there.
    """
    hat, now = viewer.hat, viewer.now
    needs = Need.objects.visible_to(hat, now).filter(plan__record__child=child)
    outcomes = Outcome.objects.visible_to(hat, now).filter(record__child=child)
    strategies = Strategy.objects.visible_to(hat, now).filter(outcome__in=outcomes)
    found: dict[UUID, UUID | None] = {}
    taken_needs = needs.filter(taken_from__in=findings)
    found |= dict.fromkeys(taken_needs.values_list("taken_from_id", flat=True))
    for taken, outcome in ((outcomes, "pk"), (strategies, "outcome_id")):
        newest_first = taken.order_by("-record__made_at", "pk")
        known = newest_first.filter(taken_from__in=findings)
        found |= dict(known.values_list("taken_from_id", outcome))
    return found


def who_saved(record: Record, *, viewer: Viewer) -> Person:
    """Whose words the newest version of a record are: not always who made it."""
    versions = RecordVersion.objects.visible_to(viewer.hat, viewer.now)
    newest = versions.select_related("author").get(record=record, number=record.version)
    saved_by: Person = newest.author
    return saved_by


def list_outcomes(plan: Plan, *, viewer: Viewer) -> list[Outcome]:
    outcomes = Outcome.objects.read_by(viewer).filter(plan=plan)
    return list(outcomes.order_by("record__made_at", "due_on", "title", "pk"))


def get_outcome(record_id: UUID, *, child: Child, viewer: Viewer) -> Outcome:
    """One outcome. Raises DoesNotExist when the viewer may not see it."""
    return Outcome.objects.read_by(viewer).get(pk=record_id, record__child=child)


def list_ratings(outcome_ids: Iterable[UUID], *, viewer: Viewer) -> list[Rating]:
    """Counts of outcomes, oldest first."""
    ratings = Rating.objects.read_by(viewer).filter(outcome__in=list(outcome_ids))
    return list(ratings.order_by("counted_on", "record__made_at", "pk"))


def count_of_month(outcome: Outcome, day: date, *, viewer: Viewer) -> Rating | None:
    """The count of that month which a count of the viewer's would take the place of.

    A service has one count a month; in a family each parent has their own.
    """
    first = day.replace(day=1)
    counts = Rating.objects.read_by(viewer).filter(
        outcome=outcome,
        record__owner_agency_id=viewer.hat.agency_id,
        counted_on__gte=first,
        counted_on__lt=arithmetic.months_on(first, 1),
    )
    if viewer.hat.is_family:
        counts = counts.filter(record__author_id=viewer.person_id)
    return counts.order_by("record__made_at", "pk").first()


def list_strategies(outcome: Outcome, *, viewer: Viewer) -> list[Strategy]:
    strategies = Strategy.objects.read_by(viewer).filter(outcome=outcome)
    return list(strategies.order_by("record__made_at", "title", "pk"))


def get_strategy(record_id: UUID, *, child: Child, viewer: Viewer) -> Strategy:
    return Strategy.objects.read_by(viewer).get(pk=record_id, record__child=child)


def which_strategies(ids: Iterable[UUID], *, viewer: Viewer) -> set[UUID]:
    """Those of the strategies that the viewer may see."""
    visible = Strategy.objects.visible_to(viewer.hat, viewer.now)
    return set(visible.filter(pk__in=list(ids)).values_list("pk", flat=True))


def list_places(
    strategy_ids: Iterable[UUID], *, viewer: Viewer
) -> dict[UUID, list[StrategyPlace]]:
    """How strategies look in each place, by strategy."""
    found: dict[UUID, list[StrategyPlace]] = {}
    places = StrategyPlace.objects.visible_to(viewer.hat, viewer.now)
    for place in places.filter(strategy__in=list(strategy_ids)):
        found.setdefault(place.strategy_id, []).append(place)
    return found


def list_views(outcome: Outcome, *, viewer: Viewer) -> list[View]:
    """Everybody's view of an outcome, in the order they were first written."""
    views = View.objects.read_by(viewer).filter(outcome=outcome)
    return list(views.order_by("record__made_at", "pk"))


def differ_since(views: Iterable[View], *, viewer: Viewer) -> datetime | None:
    """Since when somebody sees an outcome differently, of those who do now.

    Saying it again in other words does not begin it anew: the versions tell.
    """
    differing = [one.pk for one in views if one.stance != View.Stance.AGREES]
    if not differing:
        return None
    versions = RecordVersion.objects.visible_to(viewer.hat, viewer.now)
    since: dict[UUID, datetime | None] = {}
    for one in versions.filter(record__in=differing).order_by("record", "number"):
        if json.loads(one.content)["stance"] == View.Stance.AGREES:
            since[one.record_id] = None
        else:
            since[one.record_id] = since.get(one.record_id) or one.at
    return min(filter(None, since.values()), default=None)


def my_view(outcome: Outcome, *, viewer: Viewer) -> View | None:
    """What the viewer has said of an outcome, in this hat."""
    return (
        View.objects.read_by(viewer)
        .filter(
            outcome=outcome,
            record__author_id=viewer.person_id,
            record__owner_agency_id=viewer.hat.agency_id,
        )
        .first()
    )


def outcomes_without_view(children: Children, *, viewer: Viewer) -> QuerySet[Outcome]:
    """Open outcomes on which nobody of the viewer's service has given a view.

    In a family each parent answers for themselves. A view of an earlier wording does
    not count. Those whose plan the viewer may see, with it (AGY-8).
    """
    given = View.objects.visible_to(viewer.hat, viewer.now).filter(
        outcome_id=OuterRef("pk"),
        of_version__gte=OuterRef("record__version"),
        record__owner_agency_id=viewer.hat.agency_id,
    )
    if viewer.hat.is_family:
        given = given.filter(record__author_id=viewer.person_id)
    plan = Plan.objects.visible_to(viewer.hat, viewer.now).filter(
        pk=OuterRef("plan_id")
    )
    return (
        Outcome.objects.read_by(viewer)
        .filter(record__child__in=children, state=Outcome.State.OPEN)
        .filter(Exists(plan))
        .exclude(Exists(given))
        .select_related("plan")
        .order_by("record__made_at", "due_on", "pk")
    )


def list_outcomes_of(plans: Iterable[Plan], *, viewer: Viewer) -> list[Outcome]:
    """The open outcomes of several plans."""
    outcomes = Outcome.objects.read_by(viewer).filter(
        plan__in=[plan.pk for plan in plans], state=Outcome.State.OPEN
    )
    return list(outcomes.order_by("record__made_at", "due_on", "pk"))


def list_views_of(outcomes: Iterable[UUID], *, viewer: Viewer) -> list[View]:
    """Everybody's views of several outcomes."""
    return list(View.objects.read_by(viewer).filter(outcome__in=list(outcomes)))


def outcomes_used_in(
    outcomes: Iterable[UUID], place: str, *, viewer: Viewer
) -> set[UUID]:
    """Which outcomes have a strategy for a place."""
    places = StrategyPlace.objects.visible_to(viewer.hat, viewer.now).filter(
        strategy__outcome__in=list(outcomes), place=place
    )
    return set(places.values_list("strategy__outcome_id", flat=True))


def list_strategies_of(children: Children, *, viewer: Viewer) -> list[Strategy]:
    """The strategies of all open outcomes, the oldest first."""
    return list(
        Strategy.objects.read_by(viewer)
        .filter(record__child__in=children, outcome__state=Outcome.State.OPEN)
        .order_by("record__made_at", "title", "pk")
    )


def list_practice(strategy_ids: Iterable[UUID], *, viewer: Viewer) -> list[Practice]:
    """What was done, tried or left, newest first."""
    practice = Practice.objects.read_by(viewer).filter(strategy__in=list(strategy_ids))
    return list(practice.order_by("-on", "-record__made_at", "pk"))


def list_activities(child: Child, *, viewer: Viewer) -> list[Activity]:
    """The cards to try at home that still run, newest first."""
    return list(
        Activity.objects.read_by(viewer)
        .filter(record__child=child)
        .exclude(until_on__lte=viewer.today)
        .order_by("-record__made_at", "pk")
    )


def get_activity(record_id: UUID, *, child: Child, viewer: Viewer) -> Activity:
    return Activity.objects.read_by(viewer).get(pk=record_id, record__child=child)


def answers_today(
    strategy_ids: Iterable[UUID], *, viewer: Viewer, place: str
) -> dict[UUID, Practice]:
    """What the viewer has answered today in one place, by strategy."""
    practice = Practice.objects.read_by(viewer).filter(
        strategy__in=list(strategy_ids),
        on=viewer.today,
        place=place,
        record__author_id=viewer.person_id,
    )
    return {one.strategy_id: one for one in practice}
