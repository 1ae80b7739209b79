"""Reading the plan. Always for a viewer, through the policy."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plait.access.viewer import Viewer
from plait.children.models import Child
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

Children = Sequence[UUID] | QuerySet[Child]


def current_plan(child: Child, *, viewer: Viewer) -> Plan | None:
    """The plan that is open, the newest first."""
    plans = Plan.objects.read_by(viewer).filter(
        record__child=child, state=Plan.State.OPEN
    )
    return plans.order_by("-starts_on").first()


def get_plan(record_id: UUID, *, child: Child, viewer: Viewer) -> Plan:
    return Plan.objects.read_by(viewer).get(pk=record_id, record__child=child)


def list_needs(plan: Plan, *, viewer: Viewer) -> list[Need]:
    needs = Need.objects.visible_to(viewer.hat, viewer.now).filter(plan=plan)
    return list(needs.order_by("position"))


def list_outcomes(plan: Plan, *, viewer: Viewer) -> list[Outcome]:
    outcomes = Outcome.objects.read_by(viewer).filter(plan=plan)
    return list(outcomes.order_by("record__made_at", "due_on", "title"))


def get_outcome(record_id: UUID, *, child: Child, viewer: Viewer) -> Outcome:
    """One outcome. Raises DoesNotExist when the viewer may not see it."""
    return Outcome.objects.read_by(viewer).get(pk=record_id, record__child=child)


def list_ratings(outcome_ids: Iterable[UUID], *, viewer: Viewer) -> list[Rating]:
    """Counts of outcomes, oldest first."""
    ratings = Rating.objects.read_by(viewer).filter(outcome__in=list(outcome_ids))
    return list(ratings.order_by("counted_on", "record__made_at"))


def list_strategies(outcome: Outcome, *, viewer: Viewer) -> list[Strategy]:
    strategies = Strategy.objects.read_by(viewer).filter(outcome=outcome)
    return list(strategies.order_by("record__made_at", "title"))


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
    return list(views.order_by("record__made_at"))


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


def outcomes_without_view(children: Children, *, viewer: Viewer) -> list[Outcome]:
    """Open outcomes on which nobody of the viewer's service has given a view.

    In a family each parent answers for themselves. A view of an earlier wording does
    not count.
    """
    given = View.objects.visible_to(viewer.hat, viewer.now).filter(
        outcome_id=OuterRef("pk"),
        of_version__gte=OuterRef("record__version"),
        record__owner_agency_id=viewer.hat.agency_id,
    )
    if viewer.hat.is_family:
        given = given.filter(record__author_id=viewer.person_id)
    outcomes = (
        Outcome.objects.read_by(viewer)
        .filter(record__child__in=children, state=Outcome.State.OPEN)
        .exclude(Exists(given))
        .order_by("record__made_at", "due_on")
    )
    return _with_plans(list(outcomes), viewer)


def _with_plans(outcomes: list[Outcome], viewer: Viewer) -> list[Outcome]:
    """Those whose plan the viewer may see, with it (AGY-8)."""
    visible = Plan.objects.visible_to(viewer.hat, viewer.now)
    plans = visible.in_bulk({outcome.plan_id for outcome in outcomes})
    for outcome in outcomes:
        if plan := plans.get(outcome.plan_id):
            outcome.plan = plan
    return [outcome for outcome in outcomes if outcome.plan_id in plans]


def list_outcomes_of(plans: Iterable[Plan], *, viewer: Viewer) -> list[Outcome]:
    """The open outcomes of several plans."""
    outcomes = Outcome.objects.read_by(viewer).filter(
        plan__in=[plan.pk for plan in plans], state=Outcome.State.OPEN
    )
    return list(outcomes.order_by("record__made_at", "due_on"))


def list_views_of(outcomes: Iterable[UUID], *, viewer: Viewer) -> list[View]:
    """Everybody's views of several outcomes."""
    return list(View.objects.read_by(viewer).filter(outcome__in=list(outcomes)))


def counted_by_us(outcomes: Iterable[UUID], *, viewer: Viewer) -> set[UUID]:
    """Which outcomes the viewer's service has ever counted."""
    ratings = Rating.objects.visible_to(viewer.hat, viewer.now).filter(
        outcome__in=list(outcomes), record__owner_agency_id=viewer.hat.agency_id
    )
    return set(ratings.values_list("outcome_id", flat=True))


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
        .order_by("record__made_at", "title")
    )


def list_practice(strategy_ids: Iterable[UUID], *, viewer: Viewer) -> list[Practice]:
    """What was done, tried or left, newest first."""
    practice = Practice.objects.read_by(viewer).filter(strategy__in=list(strategy_ids))
    return list(practice.order_by("-on", "-record__made_at"))


def list_activities(child: Child, *, viewer: Viewer) -> list[Activity]:
    """The cards to try at home that still run, newest first."""
    return list(
        Activity.objects.read_by(viewer)
        .filter(record__child=child)
        .exclude(until_on__lte=viewer.today)
        .order_by("-record__made_at")
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
