"""Making the plan together, and saying how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.plans import queries
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
from plait.sharing import operations as sharing


@dataclass(frozen=True)
class NeedInWords:
    """A need as the plan states it, and the finding it was taken from, if any."""

    area: str
    words: str
    taken_from_id: UUID | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class PlaceInWords:
    """How a strategy looks in one place."""

    place: str
    looks_like: str
    who: str
    how_often: str
    times_a_week: Decimal | None = None
    state: str = StrategyPlace.State.IN_USE
    id: UUID | None = field(default=None)


def _part(kind: type, said: NeedInWords | PlaceInWords) -> Need | StrategyPlace:
    values = {name: value for name, value in vars(said).items() if value is not None}
    part: Need | StrategyPlace = kind(**values)
    return part


@transaction.atomic
def start_plan(
    plan: Plan, needs: Sequence[NeedInWords], *, child: Child, viewer: Viewer
) -> Plan:
    """Start a plan with the needs it answers (rule P1)."""
    parts = [_part(Need, need) for need in needs]
    return sharing.write(
        plan, viewer=viewer, child=child, act="plans.plan.started", parts=parts
    )


@transaction.atomic
def change_plan(
    plan: Plan,
    needs: Sequence[NeedInWords],
    *,
    child: Child,
    viewer: Viewer,
    seen_version: int,
) -> Plan:
    """Change a plan's dates and needs; the version before stays readable."""
    parts = [_part(Need, need) for need in needs]
    return sharing.revise(
        plan,
        viewer=viewer,
        child=child,
        act="plans.plan.changed",
        seen_version=seen_version,
        parts=parts,
    )


@transaction.atomic
def write_outcome(outcome: Outcome, *, child: Child, viewer: Viewer) -> Outcome:
    """Propose something that everybody wants to be different (rule P2)."""
    return sharing.write(
        outcome, viewer=viewer, child=child, act="plans.outcome.proposed"
    )


@transaction.atomic
def change_outcome(
    outcome: Outcome, *, child: Child, viewer: Viewer, seen_version: int
) -> Outcome:
    """Change an outcome. Views on the old wording are asked for again."""
    return sharing.revise(
        outcome,
        viewer=viewer,
        child=child,
        act="plans.outcome.changed",
        seen_version=seen_version,
    )


@transaction.atomic
def write_strategy(
    strategy: Strategy,
    places: Sequence[PlaceInWords],
    *,
    child: Child,
    viewer: Viewer,
) -> Strategy:
    """Write a strategy once, and how it looks in each place (rule P3)."""
    parts = [_part(StrategyPlace, place) for place in places]
    return sharing.write(
        strategy,
        viewer=viewer,
        child=child,
        act="plans.strategy.agreed",
        parts=parts,
    )


@transaction.atomic
def change_strategy(
    strategy: Strategy,
    places: Sequence[PlaceInWords],
    *,
    child: Child,
    viewer: Viewer,
    seen_version: int,
) -> Strategy:
    """Change a strategy or how it looks in a place."""
    parts = [_part(StrategyPlace, place) for place in places]
    return sharing.revise(
        strategy,
        viewer=viewer,
        child=child,
        act="plans.strategy.changed",
        seen_version=seen_version,
        parts=parts,
    )


@transaction.atomic
def give_view(
    outcome: Outcome, stance: str, words: str, *, child: Child, viewer: Viewer
) -> View:
    """Agree, agree in part, or see it differently, in one's own words (rule P6).

    A later view of the same person takes the place of the earlier one, which stays in
    the history. The same view of the same wording again changes nothing.
    """
    mine = queries.my_view(outcome, viewer=viewer)
    of_version = outcome.record.version
    if mine and (mine.stance, mine.words, mine.of_version) == (
        stance,
        words,
        of_version,
    ):
        return mine
    if mine is None:
        return sharing.write(
            View(
                outcome=outcome,
                stance=stance,
                words=words,
                of_version=of_version,
            ),
            viewer=viewer,
            child=child,
            act="plans.view.given",
        )
    mine.stance, mine.words, mine.of_version = stance, words, of_version
    return sharing.revise(
        mine,
        viewer=viewer,
        child=child,
        act="plans.view.given",
        seen_version=mine.record.version,
    )


@transaction.atomic
def rate(rating: Rating, *, child: Child, viewer: Viewer) -> Rating:
    """Count an outcome's measure for a month (rule P9).

    Home, the setting and each specialist service count apart, once a month: a second
    count in the same month corrects the first.
    """
    same_month = queries.count_of_month(
        rating.outcome, rating.counted_on, viewer=viewer
    )
    if same_month is None:
        return sharing.write(
            rating, viewer=viewer, child=child, act="plans.rating.counted"
        )
    same_month.value, same_month.note = rating.value, rating.note
    same_month.counted_on = rating.counted_on
    return sharing.revise(
        same_month,
        viewer=viewer,
        child=child,
        act="plans.rating.counted",
        seen_version=same_month.record.version,
    )


@transaction.atomic
def note_practice(  # noqa: PLR0913 - what one tap says
    strategy: Strategy,
    went: str,
    *,
    place: str,
    on: date,
    child: Child,
    viewer: Viewer,
    note: str = "",
) -> Practice:
    """Did it, tried, or not today: two taps (rules P8, F2).

    The same person's second answer for the same day and place changes the first.
    """
    today = (
        Practice.objects.visible_to(viewer.hat, viewer.now)
        .filter(
            strategy=strategy,
            on=on,
            place=place,
            record__author_id=viewer.person_id,
            record__owner_agency_id=viewer.hat.agency_id,
        )
        .select_related("record")
        .first()
    )
    if today is None:
        return sharing.write(
            Practice(strategy=strategy, went=went, place=place, on=on, note=note),
            viewer=viewer,
            child=child,
            act="plans.practice.noted",
        )
    today.went, today.note = went, note or today.note
    return sharing.revise(
        today,
        viewer=viewer,
        child=child,
        act="plans.practice.noted",
        seen_version=today.record.version,
    )


@transaction.atomic
def write_activity(activity: Activity, *, child: Child, viewer: Viewer) -> Activity:
    """Make a card of a strategy for home: steps, minutes (rule F2)."""
    return sharing.write(
        activity, viewer=viewer, child=child, act="plans.activity.suggested"
    )


@transaction.atomic
def change_activity(
    activity: Activity, *, child: Child, viewer: Viewer, seen_version: int
) -> Activity:
    """Change a card, or end it."""
    return sharing.revise(
        activity,
        viewer=viewer,
        child=child,
        act="plans.activity.changed",
        seen_version=seen_version,
    )
