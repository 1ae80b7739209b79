"""What a production start insists on (WEB-14); each finding says what to do."""

import secrets
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from plait.ledger.protection import TABLES


class UnsafeStart(Exception):
    """This process would not be safe to serve real children's data."""


def findings() -> list[str]:
    """Everything that stands against starting, in words for whoever installs Plait.

    Raises DatabaseError when the database cannot be asked.
    """
    return of_settings() + of_database()


def of_settings() -> list[str]:
    """What can be told without the database."""
    found = []
    if settings.DEBUG:
        found.append("PLAIT_DEBUG is on. It shows data in error pages: switch it off.")
    if not settings.SECRET_KEY_GIVEN or not _is_random(settings.SECRET_KEY):
        found.append(
            "PLAIT_SECRET_KEY is missing or easy to guess. Give 50 random characters."
        )
    if not settings.ALLOWED_HOSTS or any(map(_is_open, settings.ALLOWED_HOSTS)):
        found.append("PLAIT_HOSTS must list the host names people use, each in full.")
    if not settings.PUBLIC_ADDRESS.startswith("https://"):
        found.append("PLAIT_ADDRESS must be the https:// address people use.")
    return found


def of_database() -> list[str]:
    """Who else could come to the database, or what its role could do there."""
    if connection.vendor == "postgresql":
        return _postgres_findings()
    file = Path(connection.settings_dict["NAME"])
    if file.exists() and file.stat().st_mode & 0o007:
        return ["Everybody on this machine may open the database file: chmod 600 it."]
    return []


def _is_random(secret: str) -> bool:
    """Long, and not one letter again and again or words that somebody typed."""
    return len(secret) >= 40 and len(set(secret)) >= 16


def _is_open(host: str) -> bool:
    """Stands for names that nobody has listed: *, *.example.org, .example.org."""
    return "*" in host or host.startswith(".")


def lets_anybody_in(parameters: dict[str, object]) -> bool:
    """Whether PostgreSQL takes a password that was made up a moment ago."""
    made_up = {"password": secrets.token_urlsafe()}
    try:
        psycopg.connect(**parameters | made_up).close()  # type: ignore[arg-type]
    except psycopg.OperationalError:
        return False
    return True


def _is_far(host: str) -> bool:
    """Reached over a network, not on this machine."""
    near = ("localhost", "127.0.0.1", "::1", "")
    return host not in near and not host.startswith("/")


def _postgres_findings() -> list[str]:
    found = []
    if _is_far(settings.DATABASES["default"]["HOST"]) and lets_anybody_in(
        connection.get_connection_params()
    ):
        found.append(
            "The database lets anybody in without a password. See pg_hba.conf."
        )
    return found + _ledger_findings()


def _ledger_findings() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_table_privilege(current_user, name, 'UPDATE, DELETE'))"
            " FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL",
            [list(TABLES)],
        )
        may_rewrite = cursor.fetchone()[0]
    if not may_rewrite:
        return []
    return [
        "The database role may rewrite the ledger. Serve with a role that "
        "`plait grant` has prepared, and migrate with the owner's."
    ]


def refuse_unsafe_start() -> None:
    """Raise UnsafeStart in production when anything stands against it."""
    if not settings.PRODUCTION:
        return
    if found := findings():
        raise UnsafeStart("\n".join(found))
