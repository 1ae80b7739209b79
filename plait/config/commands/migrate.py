"""Bring the database up to date: its tables, and the one for limits on guessing.

Run it with the role that owns the database, before every start of a new version.
"""

from argparse import ArgumentParser, Namespace

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; exit status 1 when something is to be done",
    )


def run(given: Namespace) -> int:
    if given.check:
        found = is_behind()
        print("The database is behind." if found else "The database is up to date.")
        return int(found)
    bring_up_to_date()
    print("The database is up to date.")
    return 0


def is_behind() -> bool:
    """Whether this version knows migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    """Make or change tables; quick when there is nothing to do."""
    if is_behind():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
