"""Prepare the database role that serves pages (PostgreSQL).

Gives it the rights that the product needs, and none to change or remove a line of the
ledger. Run it as the owner of the tables, after every `plait migrate`; the role must
exist and be nobody but itself: no superuser, no member of the owner's role.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.db import DatabaseError, connection, transaction

from plait.ledger import protection


class NotPrepared(Exception):
    """The role cannot be made safe; the sentence says why. Nothing has been changed."""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", help="the role that serves pages")


def run(given: Namespace) -> int:
    if connection.vendor != "postgresql":
        print(
            "Only PostgreSQL has roles. On SQLite, whoever can write the file can "
            "change it: keep checkpoints elsewhere.",
            file=sys.stderr,
        )
        return 2
    try:
        with transaction.atomic():
            _prepare(given.role)
    except NotPrepared as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        print(f"The database refuses: {reason}.", file=sys.stderr)
        return 1
    print(f"{given.role} may serve pages, and cannot rewrite the ledger.")
    return 0


def _prepare(role: str) -> None:
    if not _answer("SELECT count(*) FROM pg_roles WHERE rolname = %s", role):
        raise NotPrepared(f"There is no role {role}. Create it first: CREATE ROLE.")
    schema = _answer("SELECT current_schema()")
    with connection.cursor() as cursor:
        for statement in protection.grants(role, str(schema)):
            cursor.execute(statement)
    _insist(role)


def _insist(role: str) -> None:
    """Look at what the role may really do: rights also come by membership."""
    owns = (
        "SELECT bool_or(pg_has_role(%s, relowner, 'MEMBER')) FROM pg_class"
        " WHERE oid = ANY(%s::regclass[])"
    )
    tables = list(protection.NEEDS)
    if _answer(owns, role, tables):
        raise NotPrepared(
            f"{role} owns the ledger, is a superuser, or is a member of a role that "
            "does: it could switch off what protects it. Serve pages with another role."
        )
    for table, needed in protection.NEEDS.items():
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
            has = _answer("SELECT has_table_privilege(%s, %s, %s)", role, table, right)
            if has and right not in needed:
                raise NotPrepared(
                    f"{role} still has {right} on {table}, by another way."
                )
            if not has and right in needed:
                raise NotPrepared(f"{role} did not get {right} on {table}.")


def _answer(question: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchone()[0]
