"""What every test starts from: the made-up area, on whichever database is tested."""

from datetime import UTC, datetime

import pytest
from django.db import connection

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the whole run holds the story; each test rolls back to it."""
    from tests.cast import gather

    with django_db_blocker.unblock():
        let_tests_empty_the_ledger()
        gather(NOW)


@pytest.fixture
def cast(db):
    """The people, the children, and ways to act as them."""
    from tests.cast import Cast

    return Cast(NOW)


@pytest.fixture
def cast_for_real(transactional_db):
    """The same, for tests that need transactions of their own; told anew each time."""
    from plait.access.models import Person
    from tests.cast import Cast, gather

    if Person.objects.exists():
        return Cast(NOW)
    refill()
    return gather(NOW)


def refill() -> None:
    """Put back what migrations filled in and emptying took away."""
    from plait.ledger import chain
    from plait.ledger.models import Head
    from plait.sharing.categories import CLEARANCES
    from plait.sharing.models import Clearance

    Head.objects.get_or_create(pk=1, defaults={"seq": 0, "chain": chain.START})
    Clearance.objects.bulk_create(
        Clearance(role=role, category=category, max_sensitivity=highest)
        for role, by_category in CLEARANCES.items()
        for category, highest in by_category.items()
        if highest
    )


def let_tests_empty_the_ledger() -> None:
    """Emptying tables between tests would be refused by the ledger's triggers.

    They come off only for the moment of emptying; every test runs with them on.
    """
    from plait.ledger.protection import protect, unprotect

    empty = connection.ops.execute_sql_flush

    def flush(statements):
        with connection.schema_editor() as schema:
            unprotect(schema)
        empty(statements)
        with connection.schema_editor() as schema:
            protect(schema)

    connection.ops.execute_sql_flush = flush
