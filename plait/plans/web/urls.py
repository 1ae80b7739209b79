"""Addresses of the plan, its outcomes, and the games for home."""

from django.urls import path

from plait.plans.web import activities, planning, strategies, views

app_name = "plans"
CHILD = "children/<uuid:child_id>/"
OUTCOME = CHILD + "plan/outcomes/<uuid:outcome_id>"

urlpatterns = [
    path(CHILD + "plan", views.plan, name="plan"),
    path(CHILD + "plan/start", planning.start, name="start"),
    path(CHILD + "plan/change", planning.change, name="change"),
    path(CHILD + "plan/outcomes/add", views.add_outcome, name="add-outcome"),
    path(OUTCOME, views.outcome, name="outcome"),
    path(OUTCOME + "/change", views.change_outcome, name="change-outcome"),
    path(OUTCOME + "/view", views.give_view, name="view"),
    path(OUTCOME + "/count", views.rate, name="rate"),
    path(OUTCOME + "/strategies/add", strategies.add, name="add-strategy"),
    path(
        CHILD + "plan/strategies/<uuid:strategy_id>",
        strategies.change,
        name="change-strategy",
    ),
    path(
        CHILD + "plan/strategies/<uuid:strategy_id>/activity",
        activities.add,
        name="add-activity",
    ),
    path(
        CHILD + "plan/strategies/<uuid:strategy_id>/practice",
        activities.practise,
        name="practise",
    ),
    path(CHILD + "games", activities.games, name="games"),
    path(CHILD + "games/<uuid:activity_id>/end", activities.end, name="end-activity"),
]
