"""The database as a backup holds it: all rows, as they stood at one instant.

Sessions, limits on guessing and the list of migrations are left out: they belong to the
running system, which puts its own in their place. The head of the ledger is told apart,
because whoever serves pages may only move it on.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from plait.ledger.protection import TABLES as APPEND_ONLY
from plait.ledger.protection import quoted

RUNNING = frozenset({"django_session", "cache"})
LEFT_OUT = RUNNING | {"django_migrations", "ledger_head"}
PIECE = 16 << 20


class Packer(Protocol):
    """Takes one piece of the backup after the other, each under a name."""

    def add(self, name: str, data: bytes) -> None: ...


class NotEmpty(Exception):
    """There is something in this database already."""


def names() -> list[str]:
    """Every table that is kept, in a steady order."""
    return sorted(set(connection.introspection.table_names()) - LEFT_OUT)


def migrations() -> list[list[str]]:
    """What this database has been through: a backup goes back to the same only."""
    return sorted(
        [app, name] for app, name in MigrationRecorder(connection).applied_migrations()
    )


def counts() -> dict[str, int]:
    """How many rows each table has."""
    found = {}
    with connection.cursor() as cursor:
        for table in names():
            cursor.execute(f"SELECT count(*) FROM {quoted(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


@contextmanager
def as_of_now() -> Iterator[None]:
    """Everything read in this block is of the same instant."""
    if connection.vendor != "postgresql":
        with transaction.atomic():  # nobody writes meanwhile
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def pack(packer: Packer) -> None:
    """Every row, as PostgreSQL's own copy of a table, or as SQLite's file."""
    if connection.vendor == "postgresql":
        _pack_postgres(packer)
    else:
        _pack_sqlite(packer)


def _pack_postgres(packer: Packer) -> None:
    with connection.cursor() as cursor:
        for table in names():
            columns = ", ".join(quoted(name) for name in _columns(table))
            number, held = 0, bytearray()
            copy = f"COPY {quoted(table)} ({columns}) TO STDOUT"
            with cursor.copy(copy) as rows:
                for row in rows:
                    held += row
                    if len(held) > PIECE:
                        packer.add(f"tables/{table}/{number:06}", bytes(held))
                        number, held = number + 1, bytearray()
            packer.add(f"tables/{table}/{number:06}", bytes(held))


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return sorted(column.name for column in described)


def _pack_sqlite(packer: Packer) -> None:
    """A copy by SQLite's own means, which is whole whatever is written meanwhile."""
    handle, name = tempfile.mkstemp(dir=settings.VAR, prefix="backup-")
    os.close(handle)
    try:
        copy = sqlite3.connect(name)
        source = sqlite3.connect(f"file:{_file()}?mode=ro", uri=True)
        try:
            source.backup(copy)
        finally:
            copy.close()
            source.close()
        with open(name, "rb") as file:
            number = 0
            while piece := file.read(PIECE):
                packer.add(f"sqlite/{number:06}", piece)
                number += 1
    finally:
        Path(name).unlink()


def _file() -> str:
    return str(connection.settings_dict["NAME"])


def refuse_unless_empty() -> None:
    """Raises NotEmpty: a backup never goes over what is there."""
    if connection.vendor != "postgresql":
        if connection.introspection.table_names():
            raise NotEmpty(f"There is a database at {_file()} already.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM ledger_head")
        head = cursor.fetchone()
    if head and head[0]:
        raise NotEmpty("There is something in this database already.")


class Unpacker:
    """Puts the pieces back in the order in which they come."""

    def __init__(self) -> None:
        self.emptied: set[str] = set()
        self.file: BinaryIO | None = None

    def add(self, name: str, data: bytes) -> None:
        kind, _, rest = name.partition("/")
        if kind == "sqlite":
            if self.file is None:
                self._begin_file()
            assert self.file
            self.file.write(data)
        elif kind == "tables":
            self._copy(rest.partition("/")[0], data)

    def _begin_file(self) -> None:
        connection.close()
        for left in ("", "-wal", "-shm"):
            Path(_file() + left).unlink(missing_ok=True)
        handle = os.open(_file(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self.file = os.fdopen(handle, "wb")

    def _copy(self, table: str, data: bytes) -> None:
        if table not in names():
            raise NotEmpty(f"This version of Plait has no table {table}.")
        with connection.cursor() as cursor:
            if table not in self.emptied and table not in APPEND_ONLY:
                cursor.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608
                self.emptied.add(table)
            columns = ", ".join(quoted(name) for name in _columns(table))
            copy = f"COPY {quoted(table)} ({columns}) FROM STDIN"
            with cursor.copy(copy) as rows:
                rows.write(data)

    def finish(self) -> None:
        """Numbers go on after the highest; nobody is signed in any more."""
        if self.file is not None:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            _forget_what_ran()
        else:
            _go_on_counting()


def _forget_what_ran() -> None:
    with connection.cursor() as cursor:
        for table in RUNNING:
            if table in connection.introspection.table_names():
                cursor.execute(f"DELETE FROM {quoted(table)}")  # noqa: S608


def _go_on_counting() -> None:
    """By counting up: the role that serves pages may do no more to a sequence."""
    with connection.cursor() as cursor:
        for table in names():
            for one in connection.introspection.get_sequences(cursor, table):
                column = quoted(one["column"])
                cursor.execute(f"SELECT max({column}) FROM {quoted(table)}")  # noqa: S608
                highest: Any = cursor.fetchone()[0] or 0
                cursor.execute(
                    "SELECT count(nextval(pg_get_serial_sequence(%s, %s)))"
                    " FROM generate_series(1, %s)",
                    [quoted(table), one["column"], highest],
                )
