"""Addresses of sharing. Pages that name the team are the team's to make."""

from django.urls import path

from plait.sharing.web import left, views
from plait.team.web import sharing

app_name = "sharing"
SHARING = "children/<uuid:child_id>/sharing"

urlpatterns = [
    path("children/<uuid:child_id>/left-unfinished", left.left, name="left"),
    path(SHARING, sharing.sharing, name="sharing"),
    path(SHARING + "/ask", sharing.ask, name="ask"),
    path(SHARING + "/who-has-looked", sharing.who_has_looked, name="looks"),
    path(SHARING + "/family/<uuid:tie_id>", sharing.relative, name="relative"),
    path(SHARING + "/<uuid:agreement_id>", views.answer, name="answer"),
    path(SHARING + "/<uuid:agreement_id>/agree", sharing.agree, name="agree"),
    path(SHARING + "/<uuid:agreement_id>/some", sharing.agree_to_some, name="some"),
    path(SHARING + "/<uuid:agreement_id>/withdraw", views.withdraw, name="withdraw"),
]
