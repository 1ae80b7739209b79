"""Rows into tables, in bulk, with whatever the database has for it.

Values come as text and numbers, in forms that both databases read: identifiers as 32
hexadecimal digits, moments as "2026-11-26 14:05:00" in UTC, truth as 0 and 1.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

AT_ONCE = 20_000
Row = dict[str, Any]


class Loader:
    """Collects rows for many tables and writes them in blocks."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[Row]] = defaultdict(list)
        self.written = 0

    def add(self, table: str, row: Row) -> None:
        rows = self.waiting[table]
        rows.append(row)
        if len(rows) >= AT_ONCE:
            self._write(table)

    def flush(self) -> None:
        for table in list(self.waiting):
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self.waiting.pop(table, [])
        if not rows:
            return
        columns = list(rows[0])
        values = [tuple(row.values()) for row in rows]
        if connection.vendor == "postgresql":
            _copy(table, columns, values)
        else:
            _insert(table, columns, values)
        self.written += len(rows)


def _copy(table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    lines = "\n".join("\t".join(map(_plain, row)) for row in rows) + "\n"
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
    ):
        copy.write(lines)


def _plain(value: Any) -> str:
    """A value in PostgreSQL's text form; ours hold no tabs, line ends or backslashes."""
    return "\\N" if value is None else str(value)


def _insert(table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" * len(columns))
    connection.connection.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows
    )


@contextmanager
def loading() -> Iterator[Loader]:
    """Indexes are taken off and put back, and references are taken on trust."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")
        else:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-600000")
            cursor.execute("BEGIN")
        indexes = list(_indexes())
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        loader = Loader()
        yield loader
        loader.flush()
        for _, definition in indexes:
            cursor.execute(definition)
        if connection.vendor == "sqlite":
            cursor.execute("COMMIT")
    _tidy()
    connection.close()


def _indexes() -> Iterator[tuple[str, str]]:
    """The indexes that no constraint rests on, with what makes them again."""
    ours = {model._meta.db_table for model in apps.get_models()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tablename, indexname, indexdef FROM pg_indexes "
                "WHERE schemaname = 'public' AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint)"
            )
        else:
            cursor.execute(
                "SELECT tbl_name, name, sql FROM sqlite_master "
                "WHERE type = 'index' AND sql IS NOT NULL"
            )
        found = cursor.fetchall()
    for table, name, definition in found:
        if table in ours and "UNIQUE" not in definition:
            yield name, definition


def _tidy() -> None:
    """What the databases do by themselves in the course of time."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
