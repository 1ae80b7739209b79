"""What `plait tidy` removes, and what it leaves."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from plait.access.models import Once, Unsent
from plait.config.commands import tidy

pytestmark = pytest.mark.django_db


def test_only_what_is_over_goes(cast):
    now = datetime.now(UTC)
    abena = cast.people["abena"]
    for key, hours in (("old", 25), ("new", 1)):
        Once.objects.create(person=abena, key=key, at=now - timedelta(hours=hours))
    for sealed, minutes in (("old", 61), ("new", 59)):
        at = now - timedelta(minutes=minutes)
        Unsent.objects.create(person=abena, sealed=sealed, at=at)
    for ends in (now - timedelta(hours=1), now + timedelta(hours=1)):
        session = SessionStore()
        session.set_expiry(ends)
        session.save()

    tidy.run(Namespace())

    assert list(Once.objects.values_list("key", flat=True)) == ["new"]
    assert list(Unsent.objects.values_list("sealed", flat=True)) == ["new"]
    assert Session.objects.get().expire_date > now
