"""Questions about the plan."""

from plait.plans.web.forms.planning import ChangePlan, Outcome, StartPlan
from plait.plans.web.forms.strategies import Activity, StrategyPlaces
from plait.plans.web.forms.voices import MyView, Practised, Rating

__all__ = [
    "Activity",
    "ChangePlan",
    "MyView",
    "Practised",
    "Outcome",
    "Rating",
    "StartPlan",
    "StrategyPlaces",
]
