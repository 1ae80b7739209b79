"""The product's clock, set to a moment, and browsers in which somebody is signed in then."""

from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.test import Client

from plait.access import clock
from plait.access.web import sessions
from plait.clocks.arithmetic import LONDON
from tests.cast import has_signed


@contextmanager
def the_clock(moment: datetime):
    """Every request of the block is answered at this very instant."""
    with mock.patch.object(clock, "read", return_value=moment):
        yield moment


def london(*parts: int, fold: int = 0) -> datetime:
    """A moment as a clock on a wall in London shows it."""
    return datetime(*parts, tzinfo=LONDON, fold=fold)


def signed_in(cast, key: str, moment: datetime, *, family: bool = False) -> Client:
    """A browser in which somebody has just signed in, at a moment that need not be now."""
    has_signed(cast.people[key], moment)
    client = cast.client(key, family=family)
    session = client.session
    session[sessions.BEGAN] = moment.timestamp()
    session.save()
    return client


def at(cast, key: str, moment: datetime, address: str, *, family: bool = False, **more):
    """What somebody is answered at a moment."""
    client = signed_in(cast, key, moment, family=family)
    with the_clock(moment):
        return client.get(address, **more)
