"""An import in the browser: files come in, are read, looked at, confirmed and written.

Each step moves the run from one state to the next only if it still is in the first, so
that a step taken twice, or beside another one, takes place once.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from plait.access.decisions import TooLate
from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.exchange import queries, uploads
from plait.exchange.census.survey import UnusableFile
from plait.exchange.census.verdicts import DIFFERENT
from plait.exchange.models import KEPT_FOR, ImportRun
from plait.exchange.operations.importing import (
    CensusFiles,
    PlanChanged,
    Wish,
    import_census,
    plan_census,
)
from plait.ledger import operations as ledger
from plait.sharing import door

State = ImportRun.State
MOVED_ON = "This import has moved on since you opened the page."
NOT_AS_SEEN = (
    "Something has changed since you looked, so nothing was written. "
    "Look at the numbers again, then decide."
)
NOT_NOW = "It could not be written just now, so nothing was. Try again in a minute."
STOPPED = "Reading stopped on the way. That is our mistake, not yours. Send it again."
GONE = "The file is no longer kept here. Send it again."
Beat = Callable[[], datetime]


class WrongState(Exception):
    """A step that no import takes."""


@transaction.atomic
def begin_run(
    pupils: "UploadedFile[bytes]",
    needs: "UploadedFile[bytes] | None",
    *,
    viewer: Viewer,
    add_schools: bool = False,
) -> ImportRun:
    """Take in the files of a census; they are read next. Raises Agency.DoesNotExist."""
    importer = queries.get_importer(viewer)
    remove_old(now=viewer.now)
    run = ImportRun.objects.create(
        agency=importer,
        by_id=viewer.person_id,
        add_schools=add_schools,
        pupils_file=uploads.keep(pupils),
        needs_file=uploads.keep(needs) if needs else "",
        made_at=viewer.now,
        beat_at=viewer.now,
    )
    ledger.record("exchange.census.received", viewer=viewer, run=run.pk)
    return run


def read_run(run: ImportRun, *, viewer: Viewer, beat: Beat) -> None:
    """Read the files and plan what would happen, noting how far it is (rule X2)."""
    name, rows_to = uploads.new_list()
    try:
        with rows_to:
            plan = plan_census(
                _files(run),
                _wish(run),
                viewer=viewer,
                progress=partial(_note_progress, run, beat),
                rows_to=rows_to,
            )
    except Exception as trouble:
        uploads.remove(name)
        _refuse(run, State.READING, trouble, beat())
        if not isinstance(trouble, UnusableFile | FileNotFoundError):
            raise
        return
    moved = _move(
        run, State.READING, State.READ, beat(), rows_file=name, promise=plan.promise,
        shown=plan.report.shown, numbers=plan.report.numbers(),
    )  # fmt: skip
    uploads.remove(run.rows_file if moved else name)


@transaction.atomic
def confirm_run(run: ImportRun, *, promise: str, viewer: Viewer) -> None:
    """Confirm exactly what was looked at (rule X3). Raises TooLate."""
    if run.promise != promise:
        raise TooLate(NOT_AS_SEEN)
    if not run.is_kept(viewer.now):
        raise TooLate(GONE)
    moved = _move(
        run, State.READ, State.WRITING, viewer.now, confirmed_at=viewer.now, sentence=""
    )
    if not moved:
        raise TooLate(MOVED_ON)
    ledger.record("exchange.census.confirmed", viewer=viewer, run=run.pk)


def write_run(run: ImportRun, *, viewer: Viewer, beat: Beat) -> None:
    """Write what was confirmed, whole or not at all; then the files go."""
    try:
        with transaction.atomic():
            if not _move(
                run, State.WRITING, State.DONE, viewer.now, done_at=viewer.now
            ):
                return
            import_census(
                _files(run),
                _wish(run),
                promise=run.promise,
                run_id=run.pk,
                viewer=viewer,
            )
    except PlanChanged:
        _move(run, State.WRITING, State.READING, beat(), sentence=NOT_AS_SEEN)
        read_run(run, viewer=viewer, beat=beat)
        return
    except (UnusableFile, FileNotFoundError) as trouble:
        _refuse(run, State.WRITING, trouble, beat())
        return
    except Exception:
        _move(run, State.WRITING, State.READ, beat(), sentence=NOT_NOW)
        raise
    _forget_uploads(run)


@transaction.atomic
def read_again(run: ImportRun, *, viewer: Viewer) -> None:
    """Start again after something stopped on the way. Raises TooLate."""
    before = State(run.state)
    again = before in (State.READING, State.WRITING)
    if not again or not _move(
        run, before, State.READING, viewer.now, share_read=0, rows_read=0
    ):
        raise TooLate(MOVED_ON)


@transaction.atomic
def add_schools(run: ImportRun, *, viewer: Viewer) -> None:
    """A council wants the schools added that are not known here. Raises TooLate.

    Nothing is added yet: the files are read again with that wish, to be looked at.
    """
    council = run.agency.kind == Agency.Kind.COUNCIL
    if not council or not _move(
        run, State.READ, State.READING, viewer.now, add_schools=True
    ):
        raise TooLate(MOVED_ON)


@transaction.atomic
def decide_row(run: ImportRun, line: int, decision: str, *, viewer: Viewer) -> None:
    """Somebody looked at a row that was held: the same child, or a different one.

    `decision` is a child's id or "different" (rule X4). The files are read again with
    it. Raises TooLate when the row no longer waits, and Child.DoesNotExist.
    """
    row = next((one for one in run.shown if one["line"] == line), None)
    different = decision == DIFFERENT
    if row is None or not (different or decision in row["candidates"]):
        raise TooLate(MOVED_ON)
    child = None if different else door.find_child(UUID(decision), viewer)
    if child and decision in run.decisions.values():
        raise TooLate(f"You have said already that another row is {child.called}.")
    decisions = run.decisions | {str(line): decision}
    if not _move(run, State.READ, State.READING, viewer.now, decisions=decisions):
        raise TooLate(MOVED_ON)
    ledger.record(
        "exchange.row.decided",
        viewer=viewer,
        child_id=child.pk if child else None,
        run=run.pk,
        line=line,
    )


@transaction.atomic
def throw_away(run: ImportRun, *, viewer: Viewer) -> None:
    """Change one's mind: the files go, and nothing is written. Raises TooLate."""
    before = State(run.state)
    allowed = State.THROWN_AWAY in ImportRun.MOVES.get(before, set())
    if not allowed or not _move(run, before, State.THROWN_AWAY, viewer.now):
        raise TooLate(MOVED_ON)
    ledger.record("exchange.census.thrown-away", viewer=viewer, run=run.pk)
    transaction.on_commit(partial(_forget_all, run))


def remove_old(*, now: datetime) -> None:
    """Forget the files, rows and names of imports that are older than a day."""
    moment = now - KEPT_FOR
    uploads.remove_before(moment.timestamp())
    old = ImportRun.objects.filter(made_at__lte=moment)
    old.filter(state__in=ImportRun.UNFINISHED).update(state=State.THROWN_AWAY)
    for run in old.exclude(pupils_file="", needs_file="", rows_file=""):
        _forget_all(run)


def _move(run: ImportRun, before: str, after: str, at: datetime, **fields: Any) -> bool:
    """One step, if the run still is where the step begins."""
    if after not in ImportRun.MOVES[State(before)]:
        raise WrongState(f"An import does not go from {before} to {after}.")
    still_there = ImportRun.objects.filter(pk=run.pk, state=before)
    return bool(still_there.update(state=after, beat_at=at, **fields))


def _note_progress(run: ImportRun, beat: Beat, rows: int, size: int) -> None:
    total = uploads.size_of(run.pupils_file)
    share = min(100, size * 100 // total) if total else 100
    ImportRun.objects.filter(pk=run.pk, state=State.READING).update(
        rows_read=rows, share_read=share, beat_at=beat()
    )


def _refuse(run: ImportRun, before: str, trouble: Exception, at: datetime) -> None:
    """Neither file is of any use now, so neither is kept."""
    sentence = STOPPED
    if isinstance(trouble, UnusableFile):
        sentence = str(trouble)
    elif isinstance(trouble, FileNotFoundError):
        sentence = GONE
    if _move(run, before, State.REFUSED, at, sentence=sentence[:400]):
        _forget_uploads(run)


def _files(run: ImportRun) -> CensusFiles:
    return CensusFiles(
        pupils=partial(uploads.opened, run.pupils_file),
        needs=partial(uploads.opened, run.needs_file) if run.needs_file else None,
    )


def _wish(run: ImportRun) -> Wish:
    return Wish(run.agency, add_schools=run.add_schools, decisions=run.decisions)


def _forget_uploads(run: ImportRun) -> None:
    uploads.remove(run.pupils_file, run.needs_file)
    ImportRun.objects.filter(pk=run.pk).update(pupils_file="", needs_file="")


def _forget_all(run: ImportRun) -> None:
    uploads.remove(run.pupils_file, run.needs_file, run.rows_file)
    ImportRun.objects.filter(pk=run.pk).update(
        pupils_file="", needs_file="", rows_file="", shown=[], decisions={}
    )
