"""Reading the plan. Always for a viewer, through the policy."""

from collections.abc import Iterable
from uuid import UUID

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
    return list(outcomes.order_by("record__made_at", "title"))


def get_outcome(record_id: UUID, *, child: Child, viewer: Viewer) -> Outcome:
    """One outcome. Raises DoesNotExist when the viewer may not see it."""
    return (
        Outcome.objects.read_by(viewer)
        .select_related("plan")
        .get(pk=record_id, record__child=child)
    )


def list_ratings(outcome_ids: Iterable[UUID], *, viewer: Viewer) -> list[Rating]:
    """Counts of outcomes, oldest first."""
    ratings = Rating.objects.read_by(viewer).filter(outcome__in=list(outcome_ids))
    return list(ratings.order_by("counted_on", "record__made_at"))


def list_strategies(outcome: Outcome, *, viewer: Viewer) -> list[Strategy]:
    strategies = Strategy.objects.read_by(viewer).filter(outcome=outcome)
    return list(strategies.order_by("record__made_at", "title"))


def get_strategy(record_id: UUID, *, child: Child, viewer: Viewer) -> Strategy:
    return (
        Strategy.objects.read_by(viewer)
        .select_related("outcome")
        .get(pk=record_id, record__child=child)
    )


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
        .select_related("strategy")
        .order_by("-record__made_at")
    )


def get_activity(record_id: UUID, *, child: Child, viewer: Viewer) -> Activity:
    return (
        Activity.objects.read_by(viewer)
        .select_related("strategy")
        .get(pk=record_id, record__child=child)
    )


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
