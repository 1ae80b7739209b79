"""Write what a witness needs: a signed checkpoint, and how it follows from their last.

    plait ledger export --after 4711 > for-larkfield.txt

Numbers and hashes only. The first time, leave `--after` out.
"""

import sys
from argparse import ArgumentParser, Namespace

from django.db import DatabaseError

from plait.access import clock
from plait.ledger import journal, witnessing


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--after", type=int, default=0, metavar="LINE", help="the last line they saw"
    )


def run(given: Namespace) -> int:
    try:
        for line in witnessing.export(max(given.after, 0), clock.read()):
            print(line)
    except (witnessing.Refused, OSError, DatabaseError, journal.NotWhole) as why:
        print(why, file=sys.stderr)
        return 1
    return 0
