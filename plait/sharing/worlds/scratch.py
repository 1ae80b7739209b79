"""An empty database of the product's own tables, for as long as a block lasts.

Inside the block it takes the place of the configured database, which therefore cannot
be touched. In PostgreSQL it is a schema inside one transaction that is never committed:
nobody else ever sees it, and nothing is left of it, however the process ends.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import dj_database_url
from django.apps import apps
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

IN_MEMORY = "sqlite://:memory:"
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
# What the product will not store, but a world may hold (docs/rules/worlds.md).
STORAGE_ONLY = (
    ("children_child", "children_child_born_on_is_plausible"),
    ("sharing_glass", "sharing_glass_lasts_four_hours_at_most"),
)


class Unusable(Exception):
    """The database cannot be used as a scratch database; the sentence says why."""


def configuration(url: str = IN_MEMORY) -> dict[str, Any]:
    """Django's settings for a scratch database; SQLite's is always in memory.

    Raises Unusable.
    """
    try:
        configured: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, dj_database_url.UnknownSchemeError):
        raise Unusable("The database must be given as postgres://…") from None
    if configured["ENGINE"] == SQLITE:
        return configured | {"NAME": ":memory:", "OPTIONS": {}}
    if configured["ENGINE"] != POSTGRESQL:
        raise Unusable("The database must be given as postgres://…")
    options = {"connect_timeout": 5, "options": "-c jit=off"}
    return configured | {"OPTIONS": options | configured.get("OPTIONS", {})}


@contextmanager
def database(configured: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Put an empty database in the place of the configured one. Raises Unusable."""
    configured_one = connections["default"]
    with closing(_connection(configured)) as connection:
        connections["default"] = connection
        # SQLite makes no tables otherwise; a world's ids are checked when it is read.
        connection.disable_constraint_checking()
        try:
            with transaction.atomic():
                _make_tables(connection)
                try:
                    yield connection
                finally:
                    transaction.set_rollback(True)
        finally:
            connections["default"] = configured_one


def _connection(configured: dict[str, Any]) -> BaseDatabaseWrapper:
    whole = connections.configure_settings({"default": dict(configured)})["default"]
    wrapper = load_backend(whole["ENGINE"]).DatabaseWrapper
    connection: BaseDatabaseWrapper = wrapper(whole, "default")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Unusable(f"The database cannot be reached: {reason}") from None
    return connection


def _make_tables(connection: BaseDatabaseWrapper) -> None:
    """Every table of the product, as its models describe them."""
    try:
        if connection.vendor == "postgresql":
            _enter_schema(connection)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Unusable(f"No scratch schema can be made there: {reason}") from None
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        else:
            for table, name in STORAGE_ONLY:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def _enter_schema(connection: BaseDatabaseWrapper) -> None:
    """The new schema is the only one in which names are looked up."""
    schema = f"plait_scratch_{secrets.token_hex(8)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        cursor.execute(f"SET LOCAL search_path TO {schema}")
