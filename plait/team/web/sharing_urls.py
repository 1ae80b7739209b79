"""Addresses of sharing. Pages that name the team are the team's to make."""

from django.urls import path

from plait.sharing.web import copies, objections, still, views
from plait.team.web import seeing, sharing

app_name = "sharing"
SHARING = "children/<uuid:child_id>/sharing"
SERVICE = SHARING + "/services/<uuid:agency_id>"

urlpatterns = [
    path(SHARING, sharing.sharing, name="sharing"),
    path(SHARING + "/ask", sharing.ask, name="ask"),
    path(SHARING + "/who-has-looked", sharing.who_has_looked, name="looks"),
    path(SHARING + "/family/<uuid:tie_id>", sharing.relative, name="relative"),
    path(SHARING + "/copies/<uuid:copy_id>", copies.copy, name="copy"),
    path(
        SHARING + "/seen-differently/<uuid:objection_id>",
        objections.objection,
        name="objection",
    ),
    path(SERVICE, seeing.service, name="service"),
    path(SERVICE + "/<slug:kind>", seeing.kind, name="kind"),
    path("children/<uuid:child_id>/still", still.still, name="still"),
    path(SHARING + "/<uuid:agreement_id>", views.answer, name="answer"),
    path(SHARING + "/<uuid:agreement_id>/agree", sharing.agree, name="agree"),
    path(SHARING + "/<uuid:agreement_id>/some", sharing.agree_to_some, name="some"),
    path(SHARING + "/<uuid:agreement_id>/differ", objections.differ, name="differ"),
    path(SHARING + "/<uuid:agreement_id>/withdraw", views.withdraw, name="withdraw"),
]
