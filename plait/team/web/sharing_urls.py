"""Addresses of sharing. Pages that name the team are the team's to make."""

from django.urls import path

from plait.sharing.web import (
    area_agreements,
    copies,
    holding,
    left,
    objections,
    still,
    views,
)
from plait.team.web import lawful, looks, seals, seeing, sharing, told_later

app_name = "sharing"
SHARING = "children/<uuid:child_id>/sharing"
DISCLOSURE = SHARING + "/without-asking/<uuid:disclosure_id>"
BETWEEN = "agreements-between-services"
LOOKS = SHARING + "/who-has-looked"
LATER = "looks-told-later"
RECORD = "children/<uuid:child_id>/records/<uuid:record_id>"
SEALS = "children/<uuid:child_id>/seals"
SERVICE = SHARING + "/services/<uuid:agency_id>"

urlpatterns = [
    path("children/<uuid:child_id>/left-unfinished", left.left, name="left"),
    path(SHARING, sharing.sharing, name="sharing"),
    path(SHARING + "/ask", sharing.ask, name="ask"),
    path(LOOKS, looks.who_has_looked, name="looks"),
    path(LOOKS + "/<uuid:look_id>", looks.surprise, name="surprise"),
    path(LOOKS + "/questions/<uuid:question_id>", looks.question, name="question"),
    path("questions-about-looks/<uuid:question_id>", looks.answer, name="look-answer"),
    path(LATER, told_later.told_later, name="told-later"),
    path(LATER + "/add", told_later.tell_later, name="tell-later"),
    path(LATER + "/<uuid:delay_id>/end", told_later.tell_now, name="tell-now"),
    path(SHARING + "/family/<uuid:tie_id>", sharing.relative, name="relative"),
    path(SHARING + "/without-asking", lawful.without_asking, name="without-asking"),
    path(DISCLOSURE, lawful.disclosure, name="disclosure"),
    path(DISCLOSURE + "/look-again", lawful.look_again, name="look-again"),
    path(DISCLOSURE + "/tell", lawful.tell, name="tell"),
    path(DISCLOSURE + "/stop", lawful.stop, name="stop-disclosure"),
    path(BETWEEN, area_agreements.area_agreements, name="area-agreements"),
    path(BETWEEN + "/add", area_agreements.write, name="write-area-agreement"),
    path(
        BETWEEN + "/<uuid:area_agreement_id>",
        area_agreements.area_agreement,
        name="area-agreement",
    ),
    path(
        BETWEEN + "/<uuid:area_agreement_id>/sign",
        area_agreements.sign,
        name="sign-area-agreement",
    ),
    path(
        BETWEEN + "/<uuid:area_agreement_id>/end",
        area_agreements.end,
        name="end-area-agreement",
    ),
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
    path(RECORD + "/hold-back", holding.hold_back, name="hold-back"),
    path(RECORD + "/held-back", holding.held, name="held"),
    path(RECORD + "/seal", seals.seal_record, name="seal-record"),
    path(SEALS, seals.seals, name="seals"),
    path(SEALS + "/add", seals.add_seal, name="add-seal"),
    path(SEALS + "/<uuid:seal_id>", seals.seal, name="seal"),
    path(SEALS + "/<uuid:seal_id>/confirm", seals.confirm, name="confirm-seal"),
    path(SEALS + "/<uuid:seal_id>/lift", seals.lift, name="lift-seal"),
]
