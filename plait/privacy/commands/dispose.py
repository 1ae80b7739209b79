"""Erase what two people have agreed to erase, once the wait is over. Run it daily.

With --dry-run it says what it would erase, and erases nothing. A legal hold wins until
the very moment; what has changed since it was agreed to is left out, and said.
"""

from argparse import ArgumentParser, Namespace
from datetime import date

from plait.access import clock
from plait.clocks import arithmetic
from plait.privacy.operations import disposal
from plait.privacy.queries import going, retention


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would go, and erase nothing"
    )


def run(given: Namespace) -> int:
    now = clock.read()
    if given.dry_run:
        return _say_what_would_go(arithmetic.day_of(now))
    done = disposal.carry_out(now)
    for one in done:
        print(f"{one.disposal.pk}: {_became(one)}.")
    if not done:
        print("Nothing is due.")
    return 1 if any(one.forged for one in done) else 0


def _became(one: disposal.Done) -> str:
    if one.held:
        return "kept, because of a legal hold or a request"
    if one.forged:
        return "kept, because the list is not the one that was agreed to"
    left = f", {one.left_out} left out: changed or gone since" if one.left_out else ""
    return f"{one.erased} erased{left}"


def _say_what_would_go(today: date) -> int:
    ready = retention.due_to_be_done(today)
    for one in ready:
        held = retention.is_held(one.child_id, one.agency_id)
        kinds = going.inventory(one).counted
        what = ", ".join(f"{kind.number} of {kind.kind}" for kind in kinds) or "nothing"
        print(f"{one.pk}: {'held, so nothing' if held else what} would go.")
    if not ready:
        print("Nothing is due.")
    return 0
