"""Put a backup back into an empty place, and open the doors when it is safe to.

    plait restore FILE --key KEYFILE              for real
    plait restore FILE --key KEYFILE --drill      into an empty database, to see that it
                                                  works: also opens pages, says how long

Everything that was withdrawn, ended, sealed or erased since the backup is closed again
from the journal before anything is answered. Without the journal nothing is: somebody
then has to say why it should be, with --without-journal, and the ledger keeps that.
"""

import sys
from argparse import ArgumentParser, Namespace
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, connection

from plait.access import clock
from plait.config.backups import boxes, drill, restoring, tables
from plait.config.commands import migrate


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument(
        "--key", metavar="KEYFILE", type=Path, required=True,
        help="the private key for backups; - reads it from standard input",
    )  # fmt: skip
    parser.add_argument(
        "--without-journal", metavar="REASON", default="",
        help="open although the journal is lost or does not hold",
    )  # fmt: skip
    parser.add_argument(
        "--drill", action="store_true", help="an exercise: also open sample pages"
    )


def run(given: Namespace) -> int:
    if given.drill and given.without_journal:
        print("An exercise is done with the journal.", file=sys.stderr)
        return 2
    place = drill.empty_place() if given.drill else nullcontext()
    try:
        with place:
            said = _put_back(given)
    except restoring.DoorsClosed as why:
        print(f"{why} The rows are back, and nothing is answered.", file=sys.stderr)
        return 1
    except (
        boxes.NotABackup, tables.NotEmpty, restoring.NotRestored, drill.PageFailed,
        OSError, DatabaseError,
    ) as error:  # fmt: skip
        print(error, file=sys.stderr)
        return 1
    print(said)
    return 0


def _put_back(given: Namespace) -> str:
    private = sys.stdin.read() if str(given.key) == "-" else given.key.read_text()
    if connection.vendor == "postgresql":
        migrate.bring_up_to_date()
    now = clock.read() if connection.vendor == "postgresql" else datetime.now(UTC)
    done = restoring.restore(
        given.file, private, now=now, without_journal=given.without_journal
    )
    rows, pieces = sum(done.manifest.rows.values()), len(done.manifest.hashes)
    said = (
        f"Put back as of {done.manifest.at}: {rows} rows and {pieces} pieces, each as "
        f"it was; {done.lines} lines of the ledger hold; {done.closed_again} rows were "
        f"closed again from the journal; everybody signs in anew. {done.seconds:.1f} s."
    )
    if given.drill:
        said += f"\n{drill.open_pages(now)} sample pages answered as they should."
    return said
