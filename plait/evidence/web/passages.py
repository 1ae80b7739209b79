"""What a report says about one adult: added to it, and put right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import Decision
from plait.children.models import Child
from plait.evidence import passages, queries
from plait.evidence.models import Passage
from plait.evidence.web import passage_forms, presenters
from plait.evidence.web.passage_forms import Adults
from plait.sharing import standing
from plait.sharing.models import Record
from plait.sharing.operations import ChangedMeanwhile
from plait.sharing.web import conflicts
from plait.sharing.web.again import leads_to_first
from plait.sharing.web.door import Asking, child_page


def _saved(passage: Passage) -> str:
    """What the report now says below this part."""
    closed = passages.never_read_by([passage])[passage.pk]
    return f"Saved. {presenters.does_not_see(closed)}."


def adults(request: Asking, child: Child, passage: Passage | None = None) -> Adults:
    """Whom it can be about; with whom it is about now, also once they have gone."""
    known = passages.adults_for(child, viewer=request.viewer)
    if passage and passage.about not in known:
        known.append(passage.about)
    return [(str(person.pk), person.name) for person in known]


def may_write(request: Asking, record: Record) -> Decision:
    """Whoever may change the report (rule PA2), or a passage, which is owned alike."""
    mine = record.author_id == request.viewer.person_id
    ours = record.owner_agency_id == request.viewer.hat.agency_id
    writes = standing.may_write(request.standing, record.category)
    changes = standing.may_change(request.standing, mine=mine, ours=ours)
    return changes if writes.allowed else writes


@child_page("reports", writes=True)
@leads_to_first("evidence:report", "report_id")
def add_passage(request: Asking, child: Child, report_id: UUID) -> HttpResponse:
    """Add something about one adult to a report."""
    report = queries.get_assessment(report_id, child=child, viewer=request.viewer)
    standing.may_write(request.standing, report.record.category).require()
    form = passage_forms.AboutOne(request.POST or None, adults=adults(request, child))
    if request.method == "POST" and form.is_valid():
        added = passages.write(
            form.about(), of=report.pk, child=child, viewer=request.viewer
        )
        messages.success(request, _saved(added))
        return redirect("evidence:report", child_id=child.pk, report_id=report_id)
    return render(request, "evidence/add_passage.jinja", {"form": form})


@child_page("reports", writes=True)
def correct_passage(request: Asking, child: Child, passage_id: UUID) -> HttpResponse:
    """Put a passage right; if somebody else just did, show both."""
    found = queries.get_passage(passage_id, child=child, viewer=request.viewer)
    form = passage_forms.CorrectAboutOne(
        request.POST or None,
        adults=adults(request, child, found),
        initial={
            "about_id": str(found.about_id),
            "words": found.words,
            "seen_version": found.record.version,
        },
    )
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            passages.correct(
                found,
                form.about(),
                child=child,
                viewer=request.viewer,
                seen_version=form.cleaned_data["seen_version"],
            )
        except ChangedMeanwhile as newer:
            meanwhile = conflicts.told(newer, form)
            form = conflicts.on_top_of(form, newer.current)
        else:
            messages.success(request, _saved(found))
            return redirect("evidence:report", child_id=child.pk, report_id=found.of_id)
    shown = {"form": form, "meanwhile": meanwhile}
    return render(request, "evidence/correct_passage.jinja", shown)
