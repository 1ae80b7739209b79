"""Print where the ledger stands, for a witness to keep outside this database.

One JSON object: the number of lines, the chain after the last of them, and when it was
printed. Whoever keeps it can show with `plait ledger verify --checkpoint` that nothing
before it has been changed since.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC

from django.db import DatabaseError

from plait.access import clock
from plait.ledger import verification
from plait.ledger.models import Head


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="print JSON, as it does in any case"
    )


def run(given: Namespace) -> int:
    try:
        head = verification.current()
    except (DatabaseError, Head.DoesNotExist) as error:
        print(f"There is no ledger to be read here: {error}", file=sys.stderr)
        return 1
    at = clock.read().astimezone(UTC).isoformat()
    print(json.dumps({"seq": head.seq, "chain": head.chain, "at": at}))
    return 0
