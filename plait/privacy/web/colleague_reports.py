"""Asking what one colleague can see and has opened."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.privacy import policy
from plait.privacy.operations import reporting
from plait.privacy.queries import reach, retention
from plait.privacy.web import colleague_forms as forms
from plait.sharing.web.door import Asking, person_page


@person_page("access-reports", writes=True)
def ask(request: Asking) -> HttpResponse:
    """About somebody of exactly this e-mail address or name (rule D54)."""
    policy.may_use_desk(request.viewer.role).require()
    viewer = request.viewer
    form = forms.AskAbout(
        request.POST or None, agencies=retention.list_agencies(viewer)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = reporting.ask_about_colleague(
            said["called"], form.agency_id, said["reason"], viewer=viewer
        )
        return redirect("privacy:access-report", access_report_id=made.pk)
    page = {"who": ""}
    return _asked(request, form, page)


@person_page("access-reports", writes=True)
def ask_about(request: Asking, employment_id: UUID) -> HttpResponse:
    """About whoever something unusual, or an emergency, was noticed of."""
    policy.may_use_desk(request.viewer.role).require()
    works = reach.get_colleague(employment_id, viewer=request.viewer)
    form = forms.Ask(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = reporting.ask_about_employment(
            employment_id, form.cleaned_data["reason"], viewer=request.viewer
        )
        return redirect("privacy:access-report", access_report_id=made.pk)
    page = {"who": f"{works.person.name}, {works.agency.name}"}
    return _asked(request, form, page)


def _asked(request: Asking, form: forms.Ask, page: dict[str, str]) -> HttpResponse:
    more = {"back": reverse("privacy:access-reports")}
    return render(
        request,
        "privacy/ask_about_colleague.jinja",
        {"form": form, "page": page | more},
    )
