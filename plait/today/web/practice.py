"""Today's strategies: what is done in the setting for each child, to be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.plans import queries as plans
from plait.plans.models import Practice, Strategy, StrategyPlace

SHOWN = 3


@dataclass(frozen=True)
class StrategyToday:
    """One strategy as it is done in the setting, and what was answered today."""

    title: str
    looks_like: str
    how_often: str
    answer: str
    today: str


def strategies_today(
    children: Sequence[UUID], viewer: Viewer
) -> dict[UUID, tuple[StrategyToday, ...]]:
    """Up to three strategies for each child, in three statements."""
    strategies = plans.list_strategies_of(children, viewer=viewer)
    ids = [one.pk for one in strategies]
    places = plans.list_places(ids, viewer=viewer)
    answered = plans.answers_today(ids, viewer=viewer, place=roles.SETTING)
    found: dict[UUID, list[StrategyToday]] = {}
    for strategy in strategies:
        place = _in_setting(places.get(strategy.pk, []))
        shown = found.setdefault(strategy.record.child_id, [])
        if place and len(shown) < SHOWN:
            shown.append(_shown(strategy, place, answered.get(strategy.pk)))
    return {child_id: tuple(shown) for child_id, shown in found.items()}


def _in_setting(places: Sequence[StrategyPlace]) -> StrategyPlace | None:
    for place in places:
        if place.place == roles.SETTING and place.state != StrategyPlace.State.NOT_YET:
            return place
    return None


def _shown(
    strategy: Strategy, place: StrategyPlace, answer: Practice | None
) -> StrategyToday:
    parts = {"child_id": strategy.record.child_id, "strategy_id": strategy.pk}
    return StrategyToday(
        title=strategy.title,
        looks_like=place.looks_like,
        how_often=place.how_often,
        answer=reverse("plans:practise", kwargs=parts),
        today=Practice.Went(answer.went).label if answer else "",
    )
