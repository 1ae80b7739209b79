"""Bringing a census in: choose files, look, confirm, see what was written."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from plait.children.models import Child
from plait.exchange import operations, queries, uploads
from plait.exchange.models import ImportRun
from plait.exchange.web import background, forms, presenters
from plait.sharing.web.door import Asking, child_page, person_page

EARLIER_SHOWN = 5


@person_page("census", writes=True)
def census(request: Asking) -> HttpResponse:
    """Ask for the files of a census."""
    viewer = request.viewer
    importer = queries.get_importer(viewer)
    runs = queries.list_runs(viewer)[:EARLIER_SHOWN]
    page = presenters.Start.of(importer, runs, viewer.now)
    asked = partial(forms.CensusFiles, council=page.council)
    form = asked(request.POST, request.FILES) if request.method == "POST" else asked()
    if request.method == "POST" and page.has_code and form.is_valid():
        begun = operations.begin_run(**form.cleaned_data, viewer=viewer)
        background.later(operations.read_run, begun.pk)
        return redirect("exchange:run", run_id=begun.pk)
    return render(request, "exchange/census.jinja", {"page": page, "form": form})


@person_page("census.run", writes=True)
def run(request: Asking, run_id: UUID) -> HttpResponse:
    """How far an import is, what it would do, or what it has done."""
    viewer = request.viewer
    queries.get_importer(viewer)
    found = queries.get_run(run_id, viewer)
    if request.method == "POST":
        _act_on(found, request)
        return redirect("exchange:run", run_id=run_id)
    request.children_shown = queries.children_in(found)
    page = presenters.Run.of(
        found, has_senco=queries.has_senco(found.agency, viewer), now=viewer.now
    )
    return render(request, "exchange/run.jinja", {"page": page})


def _act_on(found: ImportRun, request: Asking) -> None:
    """Confirm, read again, add schools or throw away, as the button said."""
    viewer = request.viewer
    match request.POST.get("action", ""):
        case "confirm":
            promise = request.POST.get("promise", "")
            operations.confirm_run(found, promise=promise, viewer=viewer)
            background.later(operations.write_run, found.pk)
        case "again":
            operations.read_again(found, viewer=viewer)
            background.later(operations.read_run, found.pk)
        case "add-schools":
            operations.add_schools(found, viewer=viewer)
            background.later(operations.read_run, found.pk)
        case "throw-away":
            operations.throw_away(found, viewer=viewer)
        case _:
            raise Http404


@person_page("census.rows")
def rows(request: Asking, run_id: UUID) -> HttpResponse:
    """Every row and what becomes of it, as a list for a spreadsheet."""
    queries.get_importer(request.viewer)
    found = queries.get_run(run_id, request.viewer)
    try:
        with uploads.opened(found.rows_file) as file:
            whole = file.read()
    except FileNotFoundError:
        raise Http404 from None
    request.children_shown = queries.children_of_schools(found)
    response = HttpResponse(whole, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="census-rows.csv"'
    return response


@person_page("census.row", writes=True)
def row(request: Asking, run_id: UUID, line: int) -> HttpResponse:
    """Ask whether a row that is held is the child who is here, or a different one."""
    viewer = request.viewer
    found, held = queries.get_held_row(run_id, line, viewer)
    children = queries.list_candidates(held, viewer)
    page = presenters.HeldRow.of(found, held, children)
    posted = request.POST if request.method == "POST" else None
    form = forms.WhoIsIt(posted, children=page.children)
    if form.is_valid():
        operations.decide_row(found, line, form.cleaned_data["who"], viewer=viewer)
        background.later(operations.read_run, found.pk)
        return redirect("exchange:run", run_id=run_id)
    request.children_shown = {child.pk for child in children}
    return render(request, "exchange/row.jinja", {"page": page, "form": form})


@child_page("census-entry")
def entry(request: Asking, child: Child) -> HttpResponse:
    """What the school census says about a child, for whoever may read it."""
    found = queries.get_census_entry(child, request.viewer)
    page = presenters.Entry.of(found, child)
    return render(request, "exchange/entry.jinja", {"page": page})
