"""The witnesses of this ledger, and how far each of them has signed.

plait ledger witnesses                        who has signed how far
plait ledger witnesses --add "Larkfield School" KEY
plait ledger witnesses --cosigned FILE        what a witness sent back
plait ledger witnesses --check                exit status 1 unless two agencies have
                                              signed within the last week
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from plait.access import clock
from plait.ledger import witnessing


def arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--add", nargs=2, metavar=("AGENCY", "KEY"), help="a new witness")
    add("--cosigned", type=Path, metavar="FILE", help="what a witness sent back")
    add("--check", action="store_true", help="whether enough have signed")
    add("--days", type=int, default=7, help="how fresh their signatures must be (7)")


def run(given: Namespace) -> int:
    now = clock.read()
    try:
        if given.add:
            agency, public = given.add
            witnessing.add_witness(agency, public, now)
        if given.cosigned:
            witnessing.take_cosignature(given.cosigned.read_text(), now)
    except (witnessing.Refused, OSError) as why:
        print(why, file=sys.stderr)
        return 1
    for one in witnessing.how_far():
        when = f", on {one.received_at:%d %B %Y}" if one.received_at else ""
        print(f"{one.agency}: {one.seq} lines{when}")
    if given.check and (complaint := witnessing.complaint(now, given.days)):
        print(complaint, file=sys.stderr)
        return 1
    return 0
