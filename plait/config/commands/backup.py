"""Make a backup: one encrypted, signed file with all rows and all files.

    plait backup FOLDER                    make one
    plait backup --check FOLDER            is there a fresh one? exit status 1 if not

Nothing is ever overwritten. Only the keys that `plait keys new-backup-key` printed can
open it: keep them away from this machine, and with them a copy of the folder of keys.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db import DatabaseError

from plait.access import clock
from plait.config.backups import making
from plait.ledger import journal


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where it goes")
    parser.add_argument(
        "--check", action="store_true", help="make none; look at the newest one"
    )
    parser.add_argument(
        "--hours", type=int, default=26, help="how old the newest may be (26)"
    )


def run(given: Namespace) -> int:
    now = clock.read()
    if given.check:
        found = making.complaint(given.folder, now=now, hours=given.hours)
        print(found or "There is a fresh backup.", file=sys.stderr if found else None)
        return int(bool(found))
    try:
        path = making.make(given.folder, now=now)
    except (making.NoKey, OSError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    except (journal.NotWhole, journal.Unwritable) as error:
        print(f"The journal does not hold. {error}", file=sys.stderr)
        return 1
    print(path)
    return 0
