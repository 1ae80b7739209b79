"""Addresses of sharing. Pages that name the team are the team's to make."""

from django.urls import path

from plait.sharing.web import views
from plait.team.web import looks, sharing

app_name = "sharing"
SHARING = "children/<uuid:child_id>/sharing"
LOOKS = SHARING + "/who-has-looked"

urlpatterns = [
    path(SHARING, sharing.sharing, name="sharing"),
    path(SHARING + "/ask", sharing.ask, name="ask"),
    path(LOOKS, looks.who_has_looked, name="looks"),
    path(LOOKS + "/<uuid:look_id>", looks.surprise, name="surprise"),
    path(LOOKS + "/questions/<uuid:question_id>", looks.question, name="question"),
    path("questions-about-looks/<uuid:question_id>", looks.answer, name="look-answer"),
    path(SHARING + "/family/<uuid:tie_id>", sharing.relative, name="relative"),
    path(SHARING + "/<uuid:agreement_id>", views.answer, name="answer"),
    path(SHARING + "/<uuid:agreement_id>/agree", sharing.agree, name="agree"),
    path(SHARING + "/<uuid:agreement_id>/some", sharing.agree_to_some, name="some"),
    path(SHARING + "/<uuid:agreement_id>/withdraw", views.withdraw, name="withdraw"),
]
