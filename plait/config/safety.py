"""What a production start insists on (WEB-14); each finding says what to do."""

from django.conf import settings
from django.db import connection

from plait.ledger.protection import TABLES


class UnsafeStart(Exception):
    """This process would not be safe to serve real children's data."""


def findings() -> list[str]:
    """Everything that stands against starting, in words for whoever installs Plait."""
    found = []
    if settings.DEBUG:
        found.append("PLAIT_DEBUG is on. It shows data in error pages: switch it off.")
    if not settings.SECRET_KEY_GIVEN or len(settings.SECRET_KEY) < 40:
        found.append("PLAIT_SECRET_KEY is missing or short. Give 50 random characters.")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append("PLAIT_HOSTS must list the host names people use, without *.")
    if not settings.PUBLIC_ADDRESS.startswith("https://"):
        found.append("PLAIT_ADDRESS must be the https:// address people use.")
    if connection.vendor == "postgresql":
        found.extend(_postgres_findings())
    return found


def _postgres_findings() -> list[str]:
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
