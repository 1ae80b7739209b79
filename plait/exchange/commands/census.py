"""What `plait import census` does."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, transaction

from plait.access import clock
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.agencies.models import Agency, Employment
from plait.children import hats
from plait.exchange import operations, policy
from plait.exchange.census import report
from plait.exchange.census.survey import UnusableFile
from plait.exchange.models import ImportRun
from plait.exchange.operations import CensusFiles, Plan, PlanChanged, Wish
from plait.ledger.operations import LedgerUnavailable
from plait.sharing import guard

WRITE_IT = "write it"


class UsedWrongly(Exception):
    """The command cannot be carried out as it was given; the sentence says why."""


class NotDone(Exception):
    """Nothing was written; the sentence says why."""


def run(given: Namespace) -> int:
    """Carry out the command; its exit status."""
    try:
        with guard.guarded():
            _import(given)
    except UsedWrongly as problem:
        return _say(str(problem), 2)
    except NotDone as problem:
        return _say(str(problem), 1)
    except UnusableFile as problem:
        name = given.needs if problem.which == "needs" else given.pupils
        return _say(
            f"{name} cannot be used. {problem.sentence} Nothing was written.", 1
        )
    except (DatabaseError, LedgerUnavailable) as problem:
        kind = type(problem).__name__  # its words could quote a child's row
        return _say(f"the database could not do this ({kind}): nothing was written.", 1)
    except KeyboardInterrupt:
        return _say("Stopped. Nothing was written.", 1)
    return 0


def _import(given: Namespace) -> None:
    files = CensusFiles(
        pupils=_opener(given.pupils),
        needs=_opener(given.needs) if given.needs else None,
    )
    agency = Agency.objects.filter(code=given.agency).first()
    if agency is None:
        raise UsedWrongly(f"there is no agency with the code “{given.agency}”.")
    viewer = _viewer(agency, given.email)
    wish = Wish(agency, add_schools=given.add_schools)
    plan = _plan(files, wish, viewer, given)
    _show(plan, given)
    written = _carry_out(files, wish, plan, viewer, given)
    if given.json:
        _print_json(plan, given, written=written)
    elif given.dry_run:
        print("Nothing was written: this was a dry run.")
    else:
        print("Written." if written else "There was nothing to write.")


def _carry_out(
    files: CensusFiles, wish: Wish, plan: Plan, viewer: Viewer, given: Namespace
) -> bool:
    """Write what was planned, if there is anything and it is confirmed."""
    outcomes = plan.report.outcomes
    if given.dry_run or not (outcomes["new"] or outcomes["changed"]):
        return False
    if not given.yes and not _confirmed():
        if given.json:
            _print_json(plan, given, written=False)
        raise NotDone("nothing was written: it was not confirmed (see --yes).")
    _write(files, wish, plan, viewer)
    return True


def _plan(files: CensusFiles, wish: Wish, viewer: Viewer, given: Namespace) -> Plan:
    with ExitStack() as stack:
        rows_to = None
        if given.rows:
            try:
                rows_to = stack.enter_context(
                    open(given.rows, "w", encoding="utf-8-sig", newline="")
                )
            except OSError as error:
                raise UsedWrongly(_cannot(given.rows, error)) from None
        plan = operations.plan_census(
            files,
            wish,
            viewer=viewer,
            progress=_progress(given.pupils),
            rows_to=rows_to,
        )
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return plan


def _write(files: CensusFiles, wish: Wish, plan: Plan, viewer: Viewer) -> None:
    """The import and the note that there was one, in one transaction."""
    run_id = uuid4()
    try:
        with transaction.atomic():
            done = operations.import_census(
                files, wish, promise=plan.promise, run_id=run_id, viewer=viewer
            )
            ImportRun.objects.create(
                id=run_id,
                agency=wish.importer,
                by_id=viewer.person_id,
                state=ImportRun.State.DONE,
                add_schools=wish.add_schools,
                promise=plan.promise,
                numbers=done.numbers(),
                made_at=viewer.now,
                beat_at=viewer.now,
                confirmed_at=viewer.now,
                done_at=viewer.now,
            )
    except PlanChanged:
        raise NotDone(
            "something has changed since the summary, so nothing was written. "
            "Run it again."
        ) from None


def _viewer(agency: Agency, email: str) -> Viewer:
    """The person in whose name this is done, in their hat of this agency."""
    now = clock.read()
    at_work = Employment.objects.filter(
        hats.live(now), agency=agency, person__is_active=True
    ).select_related("person")
    able = [
        employment
        for employment in at_work
        if policy.can_import_census(employment.role, agency.kind).allowed
    ]
    if email:
        able = [one for one in able if one.person.email.casefold() == email.casefold()]
    else:
        able = [one for one in able if one.manages_people]
    people: dict[Any, Person] = {one.person_id: one.person for one in able}
    if len(people) != 1:
        raise UsedWrongly(_who(agency, email))
    person = next(iter(people.values()))
    for hat in hats.list_hats(person.pk, now):
        if hat.agency_id == agency.pk:
            return hats.viewer(person, hat, now)
    raise UsedWrongly(_who(agency, email))


def _who(agency: Agency, email: str) -> str:
    roles = "SEND officer" if agency.kind == Agency.Kind.COUNCIL else "SENCO or head"
    if email:
        return f"{email} is no {roles} of {agency.code}, who could import a census."
    return f"say which {roles} of {agency.code} imports this, with --as EMAIL."


def _opener(name: str) -> Callable[[], BinaryIO]:
    """Opens the file anew each time. Raises UsedWrongly or NotDone (too large)."""
    try:
        with open(name, "rb"):
            size = Path(name).stat().st_size
    except OSError as error:
        raise UsedWrongly(_cannot(name, error)) from None
    if size > settings.LARGEST_IMPORT_BYTES:
        mine, most = size // 1_000_000, settings.LARGEST_IMPORT_BYTES // 1_000_000
        raise NotDone(f"{name} is {mine} MB. Send it in parts under {most} MB.")
    return partial(_opened, name)


def _opened(name: str) -> BinaryIO:
    return open(name, "rb")


def _cannot(name: str, error: OSError) -> str:
    return f"{name} cannot be opened: {error.strerror}."


def _show(plan: Plan, given: Namespace) -> None:
    """What would happen; where an object is printed instead, only to who is asked."""
    asks = not given.yes and not given.dry_run and sys.stdin.isatty()
    if given.json and not asks:
        return
    for line in report.in_words(plan.report.numbers()):
        print(line, file=sys.stderr if given.json else sys.stdout)


def _confirmed() -> bool:
    """Ask, if there is anybody to ask."""
    if not sys.stdin.isatty():
        return False
    print(f"Type “{WRITE_IT}” to write this: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() == WRITE_IT


def _print_json(plan: Plan, given: Namespace, *, written: bool) -> None:
    told = {
        "agency": given.agency,
        "dry_run": given.dry_run,
        "written": written,
        **plan.report.numbers(),
    }
    print(json.dumps(told, ensure_ascii=False))


def _progress(name: str) -> Callable[[int, int], None]:
    """How far reading has got, on one line of the terminal."""
    total = Path(name).stat().st_size or 1

    def show(rows: int, size: int) -> None:
        if sys.stderr.isatty():
            share = min(100, size * 100 // total)
            print(
                f"\rRead {rows:,} rows ({share}%)", end="", file=sys.stderr, flush=True
            )

    return show


def _say(sentence: str, status: int) -> int:
    print(f"plait: {sentence}", file=sys.stderr)
    return status
