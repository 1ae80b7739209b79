"""Saying that something went wrong, and a privacy lead's register of it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import NotPermitted
from plait.design_system.forms import PlaitForm
from plait.privacy import policy
from plait.privacy.operations import breaches as operations
from plait.privacy.queries import breaches as queries
from plait.privacy.web import breach_forms as forms
from plait.privacy.web import breach_pages as pages
from plait.sharing.web.door import Asking, person_page


@person_page("breach-report", writes=True)
def report(request: Asking) -> HttpResponse:
    """Anybody who works here says that something went wrong (rule D5)."""
    policy.may_report_breach(request.viewer.hat).require()
    form = forms.Report(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.report(form.cleaned_data["happened"], viewer=request.viewer)
        return redirect("privacy:breach-reported", breach_id=made.pk)
    page = {
        "own": [
            pages.Listed.of(one, request.viewer)
            for one in queries.list_reported(request.viewer)
        ]
    }
    return render(request, "privacy/report_breach.jinja", {"form": form, "page": page})


@person_page("breach-report")
def reported(request: Asking, breach_id: UUID) -> HttpResponse:
    """The receipt, for whoever said it."""
    found = queries.get_reported(breach_id, viewer=request.viewer)
    page = pages.receipt(found, request.viewer)
    return render(request, "privacy/breach_reported.jinja", {"page": page})


@person_page("breaches")
def breaches(request: Asking) -> HttpResponse:
    """The register (Art. 33(5)): what is open first."""
    policy.may_use_desk(request.viewer.role).require()
    found = queries.list_breaches(request.viewer)
    page = {"breaches": [pages.Listed.of(one, request.viewer) for one in found]}
    return render(request, "privacy/breaches.jinja", {"page": page})


@person_page("breaches")
def breach(request: Asking, breach_id: UUID) -> HttpResponse:
    """One of them, with everything that was written."""
    policy.may_use_desk(request.viewer.role).require()
    found = queries.get_breach(breach_id, viewer=request.viewer)
    page = pages.BreachPage.of(found, queries.list_changes(found), request.viewer)
    return render(request, "privacy/breach.jinja", {"page": page})


@person_page("breaches", writes=True)
def weigh(request: Asking, breach_id: UUID) -> HttpResponse:
    """How bad it is (rule D6)."""
    found = queries.get_breach(breach_id, viewer=request.viewer)
    start = pages.start_of(found) | {"kinds": forms.kinds_in(found.kinds)}
    form = forms.Weigh(request.POST or None, initial=start, now=request.viewer.now)
    return _step(
        request,
        breach_id,
        form,
        "What did you find?",
        lambda: operations.weigh(breach_id, form.weighed(), viewer=request.viewer),
    )


@person_page("breaches", writes=True)
def ico(request: Asking, breach_id: UUID) -> HttpResponse:
    """Whether the ICO was told (rule D7)."""
    viewer = request.viewer
    found = queries.get_breach(breach_id, viewer=viewer)
    form = forms.Ico(request.POST or None, now=viewer.now, due_at=found.due_at)

    def write() -> object:
        said, told_at = form.cleaned_data, form.moment()
        if not form.is_told or told_at is None:
            return operations.leave_ico_untold(
                breach_id, said["because"], viewer=viewer
            )
        return operations.tell_ico(
            breach_id, told_at, said["reference"], said["late_because"], viewer=viewer
        )

    return _step(request, breach_id, form, "Telling the ICO", write)


@person_page("breaches", writes=True)
def people(request: Asking, breach_id: UUID) -> HttpResponse:
    """Whether the people were told (Art. 34)."""
    queries.get_breach(breach_id, viewer=request.viewer)
    form = forms.People(request.POST or None, now=request.viewer.now)
    return _step(
        request,
        breach_id,
        form,
        "Telling the people",
        lambda: operations.tell_people(
            breach_id,
            form.moment() if form.is_told else None,
            form.cleaned_data["because"],
            viewer=request.viewer,
        ),
    )


@person_page("breaches", writes=True)
def close(request: Asking, breach_id: UUID) -> HttpResponse:
    """Close it with what was learnt (rule D8)."""
    queries.get_breach(breach_id, viewer=request.viewer)
    form = forms.Close(request.POST or None)
    return _step(
        request,
        breach_id,
        form,
        "Close it",
        lambda: operations.close(
            breach_id, form.cleaned_data["lessons"], viewer=request.viewer
        ),
    )


def _step(
    request: Asking,
    breach_id: UUID,
    form: PlaitForm,
    title: str,
    write: Callable[[], object],
) -> HttpResponse:
    """One question of the register: written and back to it, or asked again."""
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except NotPermitted as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Written down.")
            return redirect("privacy:breach", breach_id=breach_id)
    page = {"title": title, "id": breach_id}
    return render(request, "privacy/breach_step.jinja", {"form": form, "page": page})
