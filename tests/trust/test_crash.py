"""CRASH-1: what the server said was saved is there after it was killed, and whole.

A real server on a database of its own; key workers who write a note each, with words
that no other note has; and somebody who kills the whole server at some instant.
"""

import json
import os
import random
import secrets
import signal
import time
from hashlib import sha256

import pytest

from tests.trust import crashing
from tests.trust.serving import a_world, serving

KILLS = 6
BEGINNING = "Wrote this just before the light went out"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with a_world(tmp_path_factory.mktemp("crash")) as made:
        yield made


def writers(address, child_id):
    abena = crashing.Browser(address).be("abena")

    def write(number):
        words = f"{BEGINNING}: {number} {secrets.token_hex(8)}"
        form = {"saw": words, "areas": ["communication"]}
        form["once"] = secrets.token_urlsafe(24)
        status, _, _ = abena.ask(f"/children/{child_id}/notes/add", form)
        return words if status == 302 else None

    return crashing.Users(write, range(10_000))


SAVED = f"""
SELECT note.saw, record.version_hash, version.content, version.content_hash, version.number
FROM evidence_observation note
JOIN sharing_record record ON record.id = note.record_id
LEFT JOIN sharing_recordversion version ON version.record_id = record.id
WHERE note.saw LIKE '{BEGINNING}%'
"""
# How many there are of each thing that one saved note is made of.
PARTS = f"""
SELECT
  (SELECT count(*) FROM evidence_observation WHERE saw LIKE '{BEGINNING}%'),
  (SELECT count(*) FROM sharing_recordversion WHERE content LIKE '%{BEGINNING}%'),
  (SELECT count(*) FROM sharing_record WHERE kind = 'evidence.observation'),
  (SELECT count(*) FROM evidence_observation),
  (SELECT count(*) FROM ledger_line WHERE act = 'evidence.observation.noted')
"""


def insist_whole(world, acknowledged, told_before):
    """Every note said to be saved is there once; and no note is there in part."""
    rows = crashing.select(world.database, SAVED)
    saved = [words for words, *_ in rows]
    assert len(saved) == len(set(saved))
    assert set(acknowledged) <= set(saved)
    for words, of_record, content, of_version, number in rows:
        assert number == 1
        assert json.loads(content)["saw"] == words
        assert of_record == of_version == sha256(content.encode()).hexdigest()
    ((notes, versions, records, contents, told),) = crashing.select(
        world.database, PARTS
    )
    assert notes == versions == len(rows)
    assert records == contents
    assert told - told_before == notes
    return len(saved)


# Done to one saved note in the end, to know that the look at the database would see it.
HARM = f"""
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "DELETE FROM sharing_recordversion WHERE record_id = "
        "(SELECT record_id FROM evidence_observation"
        " WHERE saw LIKE '{BEGINNING}%' ORDER BY saw LIMIT 1)"
    )
    assert cursor.rowcount == 1
"""


def test_crash_1_what_was_acknowledged_is_there_and_whole(world, whole):
    child_id = world.python(
        "from plait.children.models import Child\n"
        "print(Child.objects.get(given_name='Rafi').pk)"
    )
    ((*_, told_before),) = crashing.select(world.database, PARTS)
    dice, acknowledged = random.Random(1), []
    for _ in range(1000 if whole else KILLS):
        with serving(world.environment) as (address, process):
            writing = writers(address, child_id)
            writing.await_more(dice.randint(1, 6))
            time.sleep(dice.uniform(0, 0.05))
            os.killpg(process.pid, signal.SIGKILL)
            writing.join()
        assert writing.noted
        acknowledged += writing.noted
        saved = insist_whole(world, acknowledged, told_before)

    print(f"{len(acknowledged)} notes acknowledged, {saved} saved")
    crashing.insist_ledger_holds(world)
    world.python(HARM)
    with pytest.raises(AssertionError):
        insist_whole(world, acknowledged, told_before)
