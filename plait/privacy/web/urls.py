"""Addresses of the privacy lead's desk."""

from django.urls import path

from plait.privacy.web import (
    breaches,
    colleague_reports,
    desk,
    disposals,
    processing_record,
    reports,
    request_desk,
    request_letters,
    requests,
)

app_name = "privacy"

urlpatterns = [
    path("privacy/desk", desk.desk, name="desk"),
    path("privacy/retention", disposals.keeping, name="retention"),
    path("privacy/retention/erase", disposals.propose, name="propose-disposal"),
    path("privacy/retention/hold", disposals.place_hold, name="place-hold"),
    path(
        "privacy/retention/holds/<uuid:hold_id>/end",
        disposals.end_hold,
        name="end-hold",
    ),
    path(
        "privacy/retention/lists/<uuid:disposal_id>",
        disposals.disposal,
        name="disposal",
    ),
    path(
        "privacy/retention/lists/<uuid:disposal_id>/agree",
        disposals.agree,
        name="agree-to-disposal",
    ),
    path(
        "privacy/retention/lists/<uuid:disposal_id>/stop",
        disposals.stop,
        name="stop-disposal",
    ),
    path("privacy/access-reports", reports.access_reports, name="access-reports"),
    path("privacy/access-reports/new", reports.ask, name="ask-access-report"),
    path(
        "privacy/access-reports/for/<uuid:question_id>",
        reports.ask_for_question,
        name="ask-access-report-for",
    ),
    path(
        "privacy/access-reports/colleague",
        colleague_reports.ask,
        name="ask-colleague-report",
    ),
    path(
        "privacy/access-reports/colleague/<uuid:employment_id>",
        colleague_reports.ask_about,
        name="ask-colleague-report-of",
    ),
    path(
        "privacy/access-reports/<uuid:access_report_id>",
        reports.access_report,
        name="access-report",
    ),
    path(
        "privacy/access-reports/<uuid:access_report_id>/table",
        reports.as_csv,
        name="access-report-csv",
    ),
    path(
        "privacy/access-reports/<uuid:access_report_id>/data",
        reports.as_json,
        name="access-report-json",
    ),
    path("privacy/processing", processing_record.own, name="processing"),
    path(
        "privacy/processing/<uuid:agency_id>",
        processing_record.of_agency,
        name="processing-of",
    ),
    path(
        "privacy/processing/<uuid:agency_id>/table",
        processing_record.as_csv,
        name="processing-csv",
    ),
    path(
        "privacy/processing/<uuid:agency_id>/data",
        processing_record.as_json,
        name="processing-json",
    ),
    path("privacy/report-a-breach", breaches.report, name="report-breach"),
    path(
        "privacy/reported/<uuid:breach_id>", breaches.reported, name="breach-reported"
    ),
    path("privacy/breaches", breaches.breaches, name="breaches"),
    path("privacy/breaches/<uuid:breach_id>", breaches.breach, name="breach"),
    path(
        "privacy/breaches/<uuid:breach_id>/weigh",
        breaches.weigh,
        name="weigh-breach",
    ),
    path("privacy/breaches/<uuid:breach_id>/ico", breaches.ico, name="breach-ico"),
    path(
        "privacy/breaches/<uuid:breach_id>/people",
        breaches.people,
        name="breach-people",
    ),
    path(
        "privacy/breaches/<uuid:breach_id>/close",
        breaches.close,
        name="close-breach",
    ),
    path("children/<uuid:child_id>/everything-kept", requests.ask, name="ask"),
    path(
        "children/<uuid:child_id>/everything-kept/<uuid:request_id>/answer",
        requests.fetch,
        name="answer",
    ),
    path(
        "children/<uuid:child_id>/everything-kept/<uuid:request_id>/take-back",
        request_letters.take_back,
        name="take-back",
    ),
    path(
        "privacy/requests/by-letter-or-phone",
        request_letters.enter,
        name="enter-request",
    ),
    path(
        "privacy/requests/<uuid:request_id>/taken-back",
        request_letters.taken_back,
        name="taken-back",
    ),
    path("privacy/requests", request_desk.at_desk, name="requests"),
    path("privacy/requests/<uuid:request_id>", request_desk.one, name="request"),
    path(
        "privacy/requests/<uuid:request_id>/items/<uuid:kept_id>",
        request_desk.item,
        name="request-item",
    ),
    path(
        "privacy/requests/<uuid:request_id>/prepared",
        request_desk.prepared,
        name="prepared",
    ),
    path(
        "privacy/requests/<uuid:request_id>/longer", request_desk.longer, name="longer"
    ),
    path(
        "privacy/requests/<uuid:request_id>/missing",
        request_desk.missing,
        name="missing",
    ),
]
