"""A world's facts in the scratch database for as long as a block lasts."""

import copy
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from plait.access.viewer import Hat
from plait.sharing.models import Record
from plait.sharing.worlds import reading
from plait.sharing.worlds.deciding import hats
from plait.sharing.worlds.staging import Stage, identify
from plait.sharing.worlds.statements import prepared_id
from tests.trust import worlds


@contextmanager
def staged(world):
    """The world, read and stored; everything is as before afterwards."""
    read = reading.World.model_validate(world)
    with transaction.atomic():
        Stage(read).set_up()
        yield read
        transaction.set_rollback(True)


def hat_of(person, hat):
    agency = None if hat == "family" else identify("agencies", hat)
    return Hat(identify("persons", person), agency)


def hats_of(read):
    """(person, hat as the world names it, Hat) for everybody in the world."""
    for person, hat in hats(read):
        yield person, hat, hat_of(person, hat)


def names(read, listed):
    """The names of a list's entries by their ids, as the database gives ids."""
    entries = getattr(read, listed)
    return {prepared_id(identify(listed, entry.id)): entry.id for entry in entries}


def draft_through_a_soft_seal():
    """The reader's own draft under a seal that their emergency access opens: row P1d."""
    world = copy.deepcopy(worlds.smallest_scene("P1 through a soft seal").world)
    world["records"][0] |= {"state": "draft", "author": "p1"}
    return world


def instant(world):
    return datetime.fromisoformat(world["at"])


def visible(read, person, hat, at=None):
    """The names of the records that somebody may see, by the product's own list."""
    worn, at = hat_of(person, hat), at or read.at
    keys = {
        str(key)
        for key in Record.objects.visible_to(worn, at).values_list("pk", flat=True)
    }
    return {
        entry.id for entry in read.records if str(identify("records", entry.id)) in keys
    }
