"""Asking for a report, reading it, and taking a copy."""

from functools import partial
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.privacy import policy
from plait.privacy.models import AccessReport, Download
from plait.privacy.operations import reporting
from plait.privacy.queries import reach
from plait.privacy.web import colleague_pages
from plait.privacy.web import report_forms as forms
from plait.privacy.web import report_pages as pages
from plait.privacy.web.report_pages import ReportPage
from plait.privacy.web.step_up import has_just_confirmed
from plait.sharing.web.door import Asking, person_page

TYPES = {
    Download.Form.CSV: "text/csv; charset=utf-8",
    Download.Form.JSON: "application/json",
}


@person_page("access-reports")
def access_reports(request: Asking) -> HttpResponse:
    """What the lead has asked before, and about whom, in short."""
    policy.may_use_desk(request.viewer.role).require()
    found = reach.list_reports(request.viewer)
    still = reach.only_open(found, viewer=request.viewer)
    own = [pages.Made.of(one, one.pk in still, request.viewer) for one in found]
    return render(request, "privacy/access_reports.jinja", {"page": {"own": own}})


@person_page("access-reports", writes=True)
def ask(request: Asking) -> HttpResponse:
    """For the child of exactly this name and birthday (rule D2)."""
    policy.may_use_desk(request.viewer.role).require()
    form = forms.AskByName(request.POST or None, today=request.viewer.today)
    if request.method == "POST" and form.is_valid():
        made = reporting.ask_by_name(form.sought(), form.wish(), viewer=request.viewer)
        return redirect("privacy:access-report", access_report_id=made.pk)
    page = {"back": reverse("privacy:access-reports"), "back_words": "Your reports"}
    return render(request, "privacy/ask_report.jinja", {"form": form, "page": page})


@person_page("access-reports", writes=True)
def ask_for_question(request: Asking, question_id: UUID) -> HttpResponse:
    """Because a family asks why somebody looked."""
    policy.may_use_desk(request.viewer.role).require()
    reach.question_for(question_id, viewer=request.viewer)
    form = forms.Ask(request.POST or None, today=request.viewer.today)
    if request.method == "POST" and form.is_valid():
        made = reporting.ask_for_question(
            question_id, form.wish(), viewer=request.viewer
        )
        return redirect("privacy:access-report", access_report_id=made.pk)
    back = reverse("sharing:look-answer", kwargs={"question_id": question_id})
    page = {"back": back, "back_words": "The family’s question"}
    return render(request, "privacy/ask_report.jinja", {"form": form, "page": page})


@person_page("access-report")
def access_report(request: Asking, access_report_id: UUID) -> HttpResponse:
    """Who can see what now, and who has looked; or the same of one colleague."""
    report = _get(request, access_report_id)
    about = "colleague" if report.works_at_id else "access"
    page = _page(request, report)
    return render(request, f"privacy/{about}_report.jinja", {"page": page})


@person_page("access-report")
def as_csv(request: Asking, access_report_id: UUID) -> HttpResponse:
    """The same as a table."""
    return _file(request, access_report_id, Download.Form.CSV)


@person_page("access-report")
def as_json(request: Asking, access_report_id: UUID) -> HttpResponse:
    """The same as data."""
    return _file(request, access_report_id, Download.Form.JSON)


def _get(request: Asking, access_report_id: UUID) -> AccessReport:
    policy.may_use_desk(request.viewer.role).require()
    return reach.get_report(access_report_id, viewer=request.viewer)


def _page(request: Asking, report: AccessReport) -> ReportPage:
    """What it says; the list of looks of each family whose child it names says so."""
    viewer = request.viewer
    if report.child_id:
        request.children_shown.add(report.child_id)
    if not report.works_at_id:
        return pages.report_page(report, viewer)
    told = colleague_pages.told(report, viewer)
    request.after_reading.append(
        partial(reporting.note_named, report, told.named, viewer=viewer)
    )
    return told.page


def _file(request: Asking, access_report_id: UUID, form: Download.Form) -> HttpResponse:
    """A copy that is registered before it leaves; its id stands at its foot (OUT-9)."""
    report = _get(request, access_report_id)
    here = reverse(
        "privacy:access-report", kwargs={"access_report_id": access_report_id}
    )
    if not (report.child_id or report.colleague_id):
        return redirect(here)
    if not has_just_confirmed(request):
        query = urlencode({"next": here})
        return redirect(f"{reverse('account_reauthenticate')}?{query}")
    page = _page(request, report)
    copy = uuid4()
    request.after_reading.append(
        partial(
            reporting.note_download,
            report,
            copy,
            form.value,
            page.number,
            viewer=request.viewer,
        )
    )
    foot = f"Copy {copy} for {report.agency.name}. Purpose: {report.reason}"
    write = pages.as_csv if form == Download.Form.CSV else pages.as_json
    response = HttpResponse(write(page, foot), content_type=TYPES[form])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="access-report.{form.value}"'
    )
    return response
