"""Read a school census extract and bring its pupils into Plait.

Shows what would become of each row, and writes only once that is confirmed: at the
question, or with --yes. Every row is accounted for as new, changed, unchanged, held or
refused, each with its reason. It happens as a whole or not at all.

Exit status: 0 done (also when single rows are held or refused), 1 when the file as a
whole cannot be used, or when nothing was confirmed, 2 used wrongly.
"""

from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "pupils", metavar="PUPILS.csv", help="the pupils on roll, as CSV in UTF-8"
    )
    parser.add_argument(
        "needs",
        metavar="NEEDS.csv",
        nargs="?",
        help="their ranked needs, if you have them",
    )
    parser.add_argument(
        "--agency",
        metavar="CODE",
        required=True,
        help="who imports: a school (its own pupils only) or a council",
    )
    parser.add_argument(
        "--as",
        dest="email",
        metavar="EMAIL",
        default="",
        help="the SENCO, head or SEND officer who imports; can be left out when one "
        "person looks after the agency's accounts",
    )
    parser.add_argument(
        "--add-schools",
        action="store_true",
        help="for a council: add the schools that are not known here yet",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only show; write nothing"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--rows", metavar="FILE.csv", help="write what becomes of each row to this file"
    )


def run(given: Namespace) -> int:
    from plait.exchange.commands import census  # the models are there only now

    return census.run(given)
