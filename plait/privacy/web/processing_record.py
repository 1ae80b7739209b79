"""The record of processing (UK GDPR Art. 30): what information is used for, and how."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from plait.design_system import words
from plait.privacy import policy
from plait.privacy.models import Download
from plait.privacy.queries import processing, retention
from plait.privacy.web import processing_pages as pages
from plait.privacy.web import report_pages
from plait.privacy.web.reports import TYPES
from plait.sharing.web.door import Asking, person_page


@person_page("privacy-desk")
def own(request: Asking) -> HttpResponse:
    """Of the lead's own agency (rule D58)."""
    return _shown(request, None)


@person_page("privacy-desk")
def of_agency(request: Asking, agency_id: UUID) -> HttpResponse:
    """Of another that the lead answers for."""
    return _shown(request, agency_id)


@person_page("privacy-desk")
def as_csv(request: Asking, agency_id: UUID) -> HttpResponse:
    """The same as a table."""
    return _file(request, agency_id, Download.Form.CSV)


@person_page("privacy-desk")
def as_json(request: Asking, agency_id: UUID) -> HttpResponse:
    """The same as data."""
    return _file(request, agency_id, Download.Form.JSON)


def _shown(request: Asking, agency_id: UUID | None) -> HttpResponse:
    policy.may_use_desk(request.viewer.role).require()
    agency = processing.get_agency(agency_id, viewer=request.viewer)
    led = retention.list_agencies(request.viewer)
    page = pages.shown(agency, led, request.viewer)
    return render(request, "privacy/processing.jinja", {"page": page})


def _file(request: Asking, agency_id: UUID, form: Download.Form) -> HttpResponse:
    """It names no child, so it stands in no register of copies."""
    policy.may_use_desk(request.viewer.role).require()
    agency = processing.get_agency(agency_id, viewer=request.viewer)
    record = pages.record(agency, request.viewer)
    write = report_pages.as_csv if form == Download.Form.CSV else report_pages.as_json
    foot = f"As of {words.record_day(request.viewer.now)}. {pages.TRANSFERS}"
    response = HttpResponse(write(record, foot), content_type=TYPES[form])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="record-of-processing.{form.value}"'
    )
    return response
