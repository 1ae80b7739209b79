"""The database itself refuses to change a line of the ledger.

On PostgreSQL the application's role has no right to change or remove lines, and
triggers stop even the owner's mistakes. On SQLite, where there are no roles, triggers
do what can be done; whoever can edit the file can drop them, and `plait ledger verify`
then finds what they did.

One thing is allowed, to the owner of the tables: to remove a line whose erasure two
people have decided (`ledger.erasing`). Its link stays.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("ledger_line", "ledger_link")
ERASABLE = "ledger_line"
UNLESS_ERASED = (
    "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger AS $$ "
    "BEGIN IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'ledger_line' THEN "
    "IF EXISTS (SELECT 1 FROM ledger_erasure WHERE seq = OLD.seq) THEN "
    "RETURN OLD; END IF; END IF; "
)
WORDS = "the ledger is append-only"


def protect(schema: BaseDatabaseSchemaEditor, *_: Any) -> None:
    """Add the triggers; on the way to this version there are no erasures yet."""
    lawful = "ledger_erasure" in schema.connection.introspection.table_names()
    statements = _postgres if schema.connection.vendor == "postgresql" else _sqlite
    for table in TABLES:
        for statement in statements(table, lawful and table == ERASABLE):
            schema.execute(statement)


def unprotect(schema: BaseDatabaseSchemaEditor, *_: Any) -> None:
    """Take the triggers away: for going back a migration, and for emptying tests."""
    for table in TABLES:
        on = f" ON {table}" if schema.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete", "truncate"):
            schema.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def _sqlite(table: str, lawful: bool) -> list[str]:
    erased = "WHEN NOT EXISTS (SELECT 1 FROM ledger_erasure WHERE seq = OLD.seq) "
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"{erased if lawful and verb == 'delete' else ''}"
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        for verb in ("update", "delete")
    ]


def _postgres(table: str, lawful: bool) -> list[str]:
    """One function for all; what is lawful is asked only of lines."""
    function = UNLESS_ERASED + f"RAISE EXCEPTION '{WORDS}'; END $$ LANGUAGE plpgsql"
    rows = [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
        for verb in ("update", "delete")
    ]
    whole = (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
    )
    return [function, *rows, whole]


# What the role that serves pages needs of the tables in which history must stay true.
NEEDS = {
    "ledger_line": "SELECT, INSERT",
    "ledger_link": "SELECT, INSERT",
    "ledger_head": "SELECT, UPDATE",
    "django_migrations": "SELECT",
}


def grants(role: str, schema: str = "public") -> list[str]:
    """What the application's role may do on PostgreSQL: everything but rewrite history.

    Runs as the owner of the tables, which is never the role that serves pages. Tables
    that later releases add get the same rights by default.
    """
    who, where = quoted(role), quoted(schema)
    every = "SELECT, INSERT, UPDATE, DELETE ON"
    by_default = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {where}"
    return [
        f"GRANT USAGE ON SCHEMA {where} TO {who}",
        f"GRANT {every} ALL TABLES IN SCHEMA {where} TO {who}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {where} TO {who}",
        f"{by_default} GRANT {every} TABLES TO {who}",
        f"{by_default} GRANT USAGE, SELECT ON SEQUENCES TO {who}",
        *(
            statement
            for table, needed in NEEDS.items()
            for statement in (
                f"REVOKE ALL ON {where}.{table} FROM {who}",
                f"GRANT {needed} ON {where}.{table} TO {who}",
            )
        ),
    ]


def quoted(name: str) -> str:
    """A name as PostgreSQL writes it, whatever stands in it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
