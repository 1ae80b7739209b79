"""Addresses of sharing. Pages that name the team are the team's to make."""

from django.urls import path

from plait.sharing.web import holding, views
from plait.team.web import seals, sharing

app_name = "sharing"
SHARING = "children/<uuid:child_id>/sharing"
RECORD = "children/<uuid:child_id>/records/<uuid:record_id>"
SEALS = "children/<uuid:child_id>/seals"

urlpatterns = [
    path(SHARING, sharing.sharing, name="sharing"),
    path(SHARING + "/ask", sharing.ask, name="ask"),
    path(SHARING + "/who-has-looked", sharing.who_has_looked, name="looks"),
    path(SHARING + "/family/<uuid:tie_id>", sharing.relative, name="relative"),
    path(SHARING + "/<uuid:agreement_id>", views.answer, name="answer"),
    path(SHARING + "/<uuid:agreement_id>/agree", sharing.agree, name="agree"),
    path(SHARING + "/<uuid:agreement_id>/some", sharing.agree_to_some, name="some"),
    path(SHARING + "/<uuid:agreement_id>/withdraw", views.withdraw, name="withdraw"),
    path(RECORD + "/hold-back", holding.hold_back, name="hold-back"),
    path(RECORD + "/held-back", holding.held, name="held"),
    path(RECORD + "/seal", seals.seal_record, name="seal-record"),
    path(SEALS, seals.seals, name="seals"),
    path(SEALS + "/add", seals.add_seal, name="add-seal"),
    path(SEALS + "/<uuid:seal_id>", seals.seal, name="seal"),
    path(SEALS + "/<uuid:seal_id>/confirm", seals.confirm, name="confirm-seal"),
    path(SEALS + "/<uuid:seal_id>/lift", seals.lift, name="lift-seal"),
]
