"""Print where the ledger stands, for a witness to keep outside this database.

One JSON object: the number of lines, the chain after the last of them, the number of
lines of the journal, when it was printed, and a signature. Whoever keeps it can show
with `plait ledger verify --checkpoint` that nothing before it has been changed since.
"""

import json
import sys
from argparse import ArgumentParser, Namespace

from django.db import DatabaseError

from plait.access import clock
from plait.ledger import journal, witnessing
from plait.ledger.models import Head


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="print JSON, as it does in any case"
    )


def run(given: Namespace) -> int:
    try:
        signed = witnessing.checkpoint(clock.read())
    except (DatabaseError, Head.DoesNotExist) as error:
        print(f"There is no ledger to be read here: {error}", file=sys.stderr)
        return 1
    except (OSError, journal.NotWhole) as error:
        print(f"The checkpoint cannot be signed: {error}", file=sys.stderr)
        return 1
    print(json.dumps(signed))
    return 0
