"""Reading pages from one unchanging view of the database, in which nothing is written.

A decision and the content it opens then belong to the same instant, however many
statements a page needs: a check can never be older than what is fetched after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class WroteWhileReading(Exception):
    """Something was changed while a page was being read. It has been taken back."""


@contextmanager
def reading() -> Iterator[None]:
    """One read-only snapshot. Inside a caller's transaction, that transaction's."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
            yield
    else:
        with _sqlite_snapshot():
            yield


@contextmanager
def _sqlite_snapshot() -> Iterator[None]:
    """A deferred transaction: `atomic` would take the write lock at once.

    It only begins with the first read, which therefore comes here. Otherwise the clock,
    which decides what is still in force, could be read before the snapshot is taken: a
    permission that ends in between would seem to hold for what was written after it.

    It is always rolled back, so nothing is ever written in it, and what was tried is
    noticed. (`PRAGMA query_only` would have every statement compiled anew, each time.)
    """
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    before = connection.connection.total_changes
    try:
        yield
        if connection.connection.total_changes != before:
            raise WroteWhileReading
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
