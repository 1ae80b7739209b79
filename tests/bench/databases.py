"""The measured databases: one for each size, filled once and kept.

They stand beside the configured one: `bench-1000000.sqlite3` in the same folder, or
`plait_1000000` on the same server. Each takes the place of the configured database for
as long as something is asked of it, so that the product itself is measured.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from plait.config.commands.migrate import bring_up_to_date

HERE = Path(__file__).parent
# What the contents depend on: the code that makes them, and that of the tables.
MADE_FROM = (
    *(HERE / name for name in ("area.py", "population.py", "lives.py", "telling.py")),
    *(HERE / name for name in ("loading.py", "filling.py")),
    *sorted(HERE.parents[1].glob("plait/*/migrations/*.py")),
)
MARKER = "bench_marker"
KEPT_DAYS = 30


def open_database(records: int) -> BaseDatabaseWrapper:
    """A connection to the database of this size; made first if it is not there."""
    configured = dict(settings.DATABASES["default"])
    name = str(configured["NAME"])
    if settings.POSTGRES:
        configured["NAME"] = f"{name}_{records}"
        _create_on_server(configured["NAME"])
    else:
        whole = Path(name)
        configured["NAME"] = str(whole.with_name(f"{whole.stem}-{records}.sqlite3"))
    return _connect(configured)


def _connect(configured: dict[str, Any]) -> BaseDatabaseWrapper:
    ready = connections.configure_settings({"default": configured})["default"]
    return load_backend(ready["ENGINE"]).DatabaseWrapper(ready, "default")


def _create_on_server(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')


@contextmanager
def using(measured: BaseDatabaseWrapper) -> Iterator[None]:
    """Everything the product does in this block, it does in this database."""
    before = connections["default"]
    connections["default"] = measured
    try:
        yield
    finally:
        connections["default"] = before


def version() -> str:
    """A fingerprint of what makes the tables and fills them."""
    made_from = hashlib.sha256()
    for path in MADE_FROM:
        made_from.update(path.name.encode() + path.read_bytes())
    return made_from.hexdigest()


def read_marker() -> dict[str, Any] | None:
    """What stands in the database at hand; None when it is empty or half full."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT value FROM {MARKER}")
            found = cursor.fetchone()
    except DatabaseError:
        return None
    return json.loads(found[0]) if found else None


def write_marker(told: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARKER} (value text NOT NULL)")
        cursor.execute(f"INSERT INTO {MARKER} VALUES (%s)", [json.dumps(told)])


def empty() -> None:
    """The product's tables, with nothing in them; whatever was there is gone."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    else:
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
    bring_up_to_date()


def bytes_on_disk() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    return Path(connection.settings_dict["NAME"]).stat().st_size


@contextmanager
def all_of(sizes: list[int]) -> Iterator[dict[int, BaseDatabaseWrapper]]:
    """A connection to the database of each size."""
    found = {records: open_database(records) for records in sizes}
    try:
        yield found
    finally:
        for one in found.values():
            one.close()
