"""Reading pages from one unchanging view of the database, in which nothing is written.

A decision and the content it opens then belong to the same instant, however many
statements a page needs: a check can never be older than what is fetched after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


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
    """A deferred transaction: `atomic` would take the write lock at once."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
            cursor.execute("PRAGMA query_only=OFF")
