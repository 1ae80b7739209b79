"""The safeguarding lead's pages: the cases, one case, one note, and what is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from plait.access.decisions import TooLate
from plait.children.models import Child
from plait.safeguarding import operations, policy, queries, readers
from plait.safeguarding.models import Disclosure, Step, Worry
from plait.safeguarding.web import forms, presenters
from plait.sharing.models import Content, Record
from plait.sharing.web.door import Asking, child_page, person_page
from plait.team import later


@person_page("safeguarding-list")
def cases(request: Asking) -> HttpResponse:
    """Every case of the viewer's; not a word of what is in them."""
    policy.may_work_on_case([request.viewer.role]).require()
    found = queries.list_cases(request.viewer)
    request.children_shown.update(one.child.pk for one in found)
    rows = [presenters.CaseRow.of(one, request.viewer) for one in found]
    page = {
        "open": [row for row in rows if row.is_open],
        "closed": [row for row in rows if not row.is_open],
        "tells_later": later.may_use(request.viewer).allowed,
        "shares": policy.may_share([request.viewer.role]).allowed,
    }
    return render(request, "safeguarding/cases.jinja", {"page": page})


@person_page("safeguarding-list")
def open_worry(request: Asking, reference: str) -> HttpResponse:
    """From a reference number to the case: addresses on a first page name no child."""
    policy.may_work_on_case([request.viewer.role]).require()
    child_id = queries.child_of(reference, viewer=request.viewer)
    return redirect("safeguarding:case", child_id=child_id)


@child_page("safeguarding")
def case(request: Asking, child: Child) -> HttpResponse:
    """A child's chronology, each note covered until it is asked for (SG7)."""
    found = queries.insist_may_open(child, request.viewer)
    viewer = request.viewer
    page = presenters.CasePage.of(
        queries.list_notes(child, viewer=viewer),
        child=child,
        viewer=viewer,
        alerts=queries.alerts_waiting(viewer),
        steps=queries.steps_of(child, viewer=viewer),
        is_open=queries.is_open(child, viewer=viewer),
        may_share=policy.may_share(found).allowed,
    )
    return render(request, "safeguarding/case.jinja", {"page": page})


@child_page("safeguarding-note", writes=True)
def note(request: Asking, child: Child, item_id: UUID) -> HttpResponse:
    """One note, uncovered: a request and a line of the ledger of its own (SG7)."""
    queries.insist_may_open(child, request.viewer)
    found = queries.get_note(item_id, child=child, viewer=request.viewer)
    if request.method == "POST":
        messages.success(request, _do(request, found, child))
        return redirect("safeguarding:note", child_id=child.pk, item_id=item_id)
    page = presenters.NotePage.of(
        found,
        child=child,
        viewer=request.viewer,
        waits=isinstance(found, Worry) and queries.waits(found),
    )
    return render(request, "safeguarding/note.jinja", {"page": page})


def _do(request: Asking, found: Content, child: Child) -> str:
    """What a button on a note says. Raises Http404 for one that the note has not."""
    viewer = request.viewer
    wanted = request.POST.get("do", "")
    if wanted == "take-on" and isinstance(found, Worry):
        operations.take_on(found, child=child, viewer=viewer)
        return "You have this now. Whoever wrote it can see that it has been read."
    if wanted == "end" and isinstance(found, Disclosure):
        operations.end_disclosure(found, child=child, viewer=viewer)
        return f"{found.to_agency.short_name} can no longer see these notes."
    if wanted == "told" and isinstance(found, Disclosure):
        operations.tell_family(found, child=child, viewer=viewer)
        return "Saved: the family has been told."
    raise Http404


@child_page("safeguarding", writes=True)
def add_step(request: Asking, child: Child) -> HttpResponse:
    """Something that will be done."""
    queries.insist_may_open(child, request.viewer)
    form = forms.NewStep(request.POST or None, today=request.viewer.today)
    if request.method == "POST" and form.is_valid():
        operations.add_step(form.step(), child=child, viewer=request.viewer)
        messages.success(request, "Saved.")
        return redirect("safeguarding:case", child_id=child.pk)
    return render(request, "safeguarding/add_step.jinja", {"form": form})


@child_page("safeguarding-note", writes=True)
def finish(request: Asking, child: Child, step_id: UUID) -> HttpResponse:
    """It has been done; what came of it."""
    queries.insist_may_open(child, request.viewer)
    found = queries.get_note(step_id, child=child, viewer=request.viewer)
    if not isinstance(found, Step):
        raise Record.DoesNotExist
    form = forms.Finish(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.finish_step(
            found,
            form.cleaned_data["came_of_it"],
            child=child,
            viewer=request.viewer,
        )
        messages.success(request, "Saved.")
        return redirect("safeguarding:case", child_id=child.pk)
    page = {"form": form, "what": found.what}
    return render(request, "safeguarding/finish.jinja", page)


@child_page("safeguarding", writes=True)
def decide(request: Asking, child: Child) -> HttpResponse:
    """What was decided, and why."""
    queries.insist_may_open(child, request.viewer)
    form = forms.Decide(request.POST or None, today=request.viewer.today)
    if request.method == "POST" and form.is_valid():
        operations.decide(form.verdict(), child=child, viewer=request.viewer)
        messages.success(request, "Your decision is saved.")
        return redirect("safeguarding:case", child_id=child.pk)
    return render(request, "safeguarding/decide.jinja", {"form": form})


@child_page("safeguarding", writes=True)
def disclose(request: Asking, child: Child) -> HttpResponse:
    """Whether to share with another safeguarding lead or social care (SG4)."""
    found = queries.insist_may_open(child, request.viewer)
    policy.may_share(found).require()
    form = forms.Disclose(
        request.POST or None,
        agencies=readers.agencies_to_share_with(request.viewer),
        today=request.viewer.today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.disclose(form.disclosure(), child=child, viewer=request.viewer)
        except TooLate as nobody:
            form.add_error("to_agency", str(nobody))
        else:
            messages.success(request, "Your decision is saved, with its reasons.")
            return redirect("safeguarding:case", child_id=child.pk)
    return render(request, "safeguarding/disclose.jinja", {"form": form})
