"""AUD-3: a server that is killed at any instant has answered nothing unrecorded.

A real server on a database of its own; readers who each open one note once, so that an
answer can be told from every other; and somebody who kills its processes meanwhile.
"""

import os
import random
import signal
import time

import pytest

from tests.trust import crashing
from tests.trust.serving import a_world, serving

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(not crashing.HAS_PROC, reason="Finds worker processes in /proc"),
]
PREPARE = """
from datetime import datetime, UTC
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.models import Child
from plait.evidence import operations
from plait.evidence.models import Observation

now = datetime.now(UTC)
abena, rafi = Person.objects.get(email__startswith="abena"), Child.objects.get(given_name="Rafi")
agency = Employment.objects.get(person=abena).agency_id
viewer = Viewer(hat=Hat(abena.pk, agency), now=now, role="key_worker", name=abena.name)
for number in range(250):
    note = Observation(saw=f"Note {number}", areas=["communication"], seen_at=now)
    operations.note_observation(note, child=rafi, viewer=viewer)
    print(f"/children/{rafi.pk}/notes/{note.pk}")
"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    """A world, and addresses in it that each hold one note that nobody has opened."""
    with a_world(tmp_path_factory.mktemp("aud")) as world:
        yield world, world.python(PREPARE).splitlines()


def readers(address, addresses):
    abena = crashing.Browser(address).be("abena")

    def read(one):
        status, _, body = abena.ask(one)
        return one.rsplit("/", 1)[1] if status == 200 and b"Note " in body else None

    return crashing.Users(read, addresses)


def recorded(world):
    """The records that lines of the ledger say were shown."""
    told = crashing.lines(world.database, "record.read")
    return {record for details in told for record in details["records"]}


def test_aud_3_every_answer_that_was_received_has_its_line(furnished, whole):
    world, addresses = furnished
    dice, kills = random.Random(3), 0
    with serving(world.environment) as (address, process):
        reading = readers(address, addresses[:150])
        while kills < (150 if whole else 8) and not reading.left.empty():
            reading.await_more(2)
            time.sleep(dice.uniform(0, 0.1))
            kills += crashing.kill_workers(process)
        reading.join()

    print(f"{len(reading.noted)} answers received, {kills} processes killed")
    assert kills >= 5
    assert len(reading.noted) > 8
    assert set(reading.noted) <= recorded(world)


def test_aud_3_after_the_kill_the_ledger_holds_and_serving_goes_on(furnished):
    world, addresses = furnished
    for part in (addresses[150:200], addresses[200:]):
        with serving(world.environment) as (address, process):
            reading = readers(address, part)
            reading.await_more(5)
            os.killpg(process.pid, signal.SIGKILL)
            reading.join()
        assert len(reading.noted) > 0
        assert set(reading.noted) <= recorded(world)
    crashing.insist_ledger_holds(world)
