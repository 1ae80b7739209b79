"""The scratch database in which worlds are decided, on the database that is tested."""

import os

import pytest
from django.conf import settings

WHOLE = os.environ.get("PLAIT_PROOF") == "whole"


@pytest.fixture(scope="session")
def whole():
    """Whether the proofs run whole (`./run trust`) or as a sample of themselves."""
    return WHOLE


@pytest.fixture(scope="session")
def database_url():
    """What `--database` gets; nothing means the scratch database in memory."""
    one = settings.DATABASES["default"]
    if one["ENGINE"] != "django.db.backends.postgresql":
        return None
    return f"postgres://{one['USER']}@{one['HOST']}:{one['PORT']}/{one['NAME']}"


in_place = []  # the scratch database, while it takes the place of the tests' own
THE_TESTS_OWN = {"db", "cast", "transactional_db", "cast_for_real"}


@pytest.fixture(autouse=True)
def one_database_at_a_time(request):
    """A module's tests use the scratch database or the tests' own, never both."""
    assert not (in_place and THE_TESTS_OWN & set(request.fixturenames))


@pytest.fixture(scope="module")
def scratch_database(django_db_blocker, database_url):
    """An empty database in place of the tests' own, for all tests of a module."""
    from plait.sharing.worlds import scratch

    configured = scratch.configuration(database_url or scratch.IN_MEMORY)
    with django_db_blocker.unblock(), scratch.database(configured) as connection:
        in_place.append(connection)
        yield connection
        in_place.clear()


@pytest.fixture(scope="module")
def decider(scratch_database):
    """The product's own decisions about worlds."""
    from plait.sharing.worlds.deciding import Decider

    return Decider()
