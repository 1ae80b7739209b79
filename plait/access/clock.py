"""The clock, read once for each request, at the edge. Nothing else reads one.

On PostgreSQL it is the database's: several web servers then agree on when a permission
ended, whatever their own clocks say.
"""

from datetime import UTC, datetime

from django.db import connection


def read() -> datetime:
    """The instant that this request is answered at."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
