"""Notes, photos, concerns and reports: one page each."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.evidence import operations, photos, queries
from plait.evidence.models import Assessment, Concern, Observation
from plait.evidence.operations import Finding
from plait.evidence.web import forms, passage_forms, passages, presenters
from plait.sharing import queries as sharing
from plait.sharing import standing
from plait.sharing.bylines import Bylines
from plait.sharing.categories import Category
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.again import leads_to_first
from plait.sharing.web.door import Asking, child_page
from plait.team.web import apart, seals

log = logging.getLogger("plait.files")


@child_page("notes", writes=True)
@leads_to_first("evidence:note", "note_id")
def add_note(request: Asking, child: Child) -> HttpResponse:
    """Write down what the child did: one box, and send."""
    standing.may_write(request.standing, Observation.CATEGORY).require()
    form = forms.Note(
        request.POST or None, request.FILES or None, offer=apart.offer(request, child)
    )
    if request.method == "POST" and form.is_valid():
        note = Observation(
            saw=form.cleaned_data["saw"],
            means=form.cleaned_data["means"],
            areas=form.cleaned_data["areas"],
            seen_at=request.viewer.now,
        )
        operations.note_observation(
            note,
            child=child,
            viewer=request.viewer,
            picture=form.picture,
            apart=form.apart(),
        )
        messages.success(request, "Your note is saved.")
        return redirect("today:child", child_id=child.pk)
    return render(request, "evidence/add_note.jinja", {"form": form})


@child_page("notes")
def note(request: Asking, child: Child, note_id: UUID) -> HttpResponse:
    """One note, with its photos for those who may see photos."""
    found = queries.get_observation(note_id, child=child, viewer=request.viewer)
    shown = queries.photos_of([found.pk], viewer=request.viewer)
    page = presenters.NotePage.of(
        found,
        shown.get(found.pk, []),
        child=child,
        viewer=request.viewer,
        may_change=_may_change(request, found),
    )
    how = seals.kept(found.record, request)
    return render(request, "evidence/note.jinja", {"page": page, "apart": how})


def _may_change(request: Asking, said: Observation | Concern) -> bool:
    mine = said.record.author_id == request.viewer.person_id
    ours = said.record.owner_agency_id == request.viewer.hat.agency_id
    if not standing.may_write(request.standing, said.record.category).allowed:
        return False
    return standing.may_change(request.standing, mine=mine, ours=ours).allowed


@child_page("notes", writes=True)
def correct_note(request: Asking, child: Child, note_id: UUID) -> HttpResponse:
    """Correct a note; if somebody else just did, show both."""
    found = queries.get_observation(note_id, child=child, viewer=request.viewer)
    start = {
        "saw": found.saw,
        "means": found.means,
        "areas": found.areas,
        "seen_version": found.record.version,
    }
    form = forms.CorrectNote(request.POST or None, initial=start)
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        found.saw, found.means = answers["saw"], answers["means"]
        found.areas = answers["areas"]
        try:
            operations.correct_observation(
                found,
                child=child,
                viewer=request.viewer,
                seen_version=answers["seen_version"],
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, "The note is corrected.")
            return redirect("evidence:note", child_id=child.pk, note_id=note_id)
    return render(
        request, "evidence/correct_note.jinja", {"form": form, "meanwhile": meanwhile}
    )


@child_page("photos")
def photo(
    request: Asking, child: Child, photo_id: UUID, token: str
) -> HttpResponseBase:
    """A photo: decided again each time it is opened, by a link that lasts a minute."""
    found = queries.get_photo(photo_id, child=child, viewer=request.viewer)
    if not presenters.is_fresh(token, photo_id, request.viewer):
        raise Http404
    try:
        file = photos.opened(found.file)
    except FileNotFoundError:
        log.exception("a photo is not among the files", extra={"photo": str(photo_id)})
        raise Http404 from None
    response = FileResponse(file, content_type=photos.TYPE, filename="photo.jpg")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@child_page("concerns", writes=True)
@leads_to_first("evidence:concern", "concern_id")
def add_concern(request: Asking, child: Child) -> HttpResponse:
    """Raise a first concern."""
    standing.may_write(request.standing, Concern.CATEGORY).require()
    form = forms.Concern(
        request.POST or None,
        today=request.viewer.today,
        offer=apart.offer(request, child, may_hold=False),
    )
    if request.method == "POST" and form.is_valid():
        raised = operations.raise_concern(
            Concern(**form.said()),
            child=child,
            viewer=request.viewer,
            apart=form.apart(),
        )
        next_step = presenters.after_a_concern(child, request.viewer, request.standing)
        messages.success(request, f"Your concern is saved. {next_step}".strip())
        return redirect("evidence:concern", child_id=child.pk, concern_id=raised.pk)
    return render(request, "evidence/add_concern.jinja", {"form": form})


@child_page("concerns", writes=True)
def concern(request: Asking, child: Child, concern_id: UUID) -> HttpResponse:
    """One concern. Sent, it says that the family has been told."""
    found = queries.get_concern(concern_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        operations.tell_family(found, child=child, viewer=request.viewer)
        messages.success(request, "Saved. The family can read this concern now.")
        return redirect("evidence:concern", child_id=child.pk, concern_id=concern_id)
    page = presenters.ConcernPage.of(
        found,
        child=child,
        viewer=request.viewer,
        may_change=_may_change(request, found),
    )
    may_ask = standing.may_ask_for_agreement(request.standing).allowed
    how = seals.kept(found.record, request)
    shown = {"page": page, "may_ask": may_ask, "apart": how}
    return render(request, "evidence/concern.jinja", shown)


@child_page("reports")
def reports(request: Asking, child: Child) -> HttpResponse:
    """Every report that the reader may see."""
    found = queries.list_assessments(child, viewer=request.viewer)
    by = Bylines(child, request.viewer)
    page = [presenters.AssessmentPage.of(one, [], child=child, by=by) for one in found]
    ids = [one.pk for one in found]
    category = Assessment.CATEGORY
    return render(
        request,
        "evidence/reports.jinja",
        {
            "page": list(zip(ids, page, strict=True)),
            "may_add": standing.may_write(request.standing, category).allowed,
            "whole": bool(found)
            or sharing.is_open_to(request.viewer, request.standing, category),
        },
    )


@child_page("reports")
def report(request: Asking, child: Child, report_id: UUID) -> HttpResponse:
    """One report in its parts."""
    found = queries.get_assessment(report_id, child=child, viewer=request.viewer)
    parts = queries.list_parts([found.pk], viewer=request.viewer)
    plans = standing.may_write(request.standing, Category.PLAN).allowed
    by = Bylines(child, request.viewer)
    page = presenters.AssessmentPage.of(
        found,
        parts,
        child=child,
        by=by,
        may_take=plans and not request.viewer.hat.is_family,
    ).with_passages(
        found,
        queries.list_passages(found.pk, viewer=request.viewer),
        by,
        may_add=passages.may_write(request, found.record).allowed,
    )
    how = seals.kept(found.record, request)
    return render(request, "evidence/report.jinja", {"page": page, "apart": how})


@child_page("reports", writes=True)
@leads_to_first("evidence:report", "report_id")
def add_report(request: Asking, child: Child) -> HttpResponse:
    """Write a short report; family and partners get it at the same moment."""
    standing.may_write(request.standing, Assessment.CATEGORY).require()
    form = passage_forms.Report(
        request.POST or None,
        born_on=child.born_on,
        today=request.viewer.today,
        offer=apart.offer(request, child),
        adults=passages.adults(request, child),
    )
    if request.method == "POST" and form.is_valid():
        answers, kept = form.cleaned_data, form.apart()
        shared = operations.share_assessment(
            Assessment(
                **{
                    name: answers[name]
                    for name in ("title", "seen_on", "how", "summary")
                }
            ),
            _findings(answers),
            child=child,
            viewer=request.viewer,
            apart=kept,
            about=form.passages(),
        )
        messages.success(request, presenters.shared_as(kept, child))
        return redirect("evidence:report", child_id=child.pk, report_id=shared.pk)
    return render(request, "evidence/add_report.jinja", {"form": form})


def _findings(answers: dict[str, str]) -> list[Finding]:
    """One finding for each line that has something in it."""
    return [
        Finding(kind, line.strip(), answers["area"])
        for kind in presenters.HEADINGS
        for line in answers[kind].splitlines()
        if line.strip()
    ]
