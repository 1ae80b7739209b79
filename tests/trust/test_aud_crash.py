"""AUD-3: a server that is killed at any instant has answered nothing unrecorded.

A real server on a database of its own; readers who each open one note once, so that an
answer can be told from every other; and somebody who kills its processes meanwhile.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = 6
NOTES = 250

PREPARE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "plait.config.settings"
import django
django.setup()
from datetime import datetime, UTC
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.access.web import sessions
from plait.agencies.models import Employment
from plait.children.models import Child
from plait.demo import commands
from plait.evidence import operations
from plait.evidence.models import Observation

commands.run(None)
now = datetime.now(UTC)
abena, rafi = Person.objects.get(email__startswith="abena"), Child.objects.get(given_name="Rafi")
agency = Employment.objects.get(person=abena).agency_id
viewer = Viewer(hat=Hat(abena.pk, agency), now=now, role="key_worker", name=abena.name)
for number in range(int(sys.argv[1])):
    note = Observation(saw=f"Note {number}", areas=["communication"], seen_at=now)
    operations.note_observation(note, child=rafi, viewer=viewer)
    print(f"/children/{rafi.pk}/notes/{note.pk}")
session = SessionStore()
session[SESSION_KEY] = str(abena.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = abena.get_session_auth_hash()
session[sessions.BEGAN], session[sessions.BROWSER] = now.timestamp(), "unknown"
session[sessions.HAT], session[sessions.ONE_TAP] = str(agency), True
session.save()
print(session.session_key)
"""


@pytest.fixture
def url(tmp_path, database_url):
    """A database of its own for the server."""
    if database_url is None:
        yield f"sqlite:///{tmp_path}/plait.sqlite3"
        return
    name = f"crash_{os.getpid()}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield database_url.rsplit("/", 1)[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(url, tmp_path):
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "PLAIT_MODE": "demo",
        "PLAIT_DATA": str(tmp_path),
        "PLAIT_SECRET_KEY": "k" * 50,
    }


@pytest.fixture
def prepared(environment):
    """(addresses that each hold one note, the cookie of somebody who may read them)."""
    command = [sys.executable, "-c", PREPARE, str(NOTES)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    *lines, session = done.stdout.splitlines()
    addresses = [line for line in lines if line.startswith("/children/")]
    return addresses, f"plait_session={session}"


@contextmanager
def server(environment):
    """(port, process) of `plait serve`; all of its processes are killed in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "plait",
        "serve",
        "--port",
        str(port),
        "--threads",
        "4",
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_answer(port, process)
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def await_answer(port, process):
    for _ in range(200):
        assert process.poll() is None, "The server did not start."
        with suppress(OSError, http.client.HTTPException):
            if get(port, "/health", "")[0] == 200:
                return
        time.sleep(0.1)
    pytest.fail("The server does not answer.")


def get(port, address, cookie):
    """Status and whole body; an exception unless every byte has come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", address, headers={"Cookie": cookie})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def children_of(process):
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(one) for one in listed.split()]


class Readers:
    """Threads that each take the next address, open it once, and note what has come."""

    def __init__(self, port, addresses, cookie):
        self.port, self.cookie = port, cookie
        self.left, self.answered, self.stop = Queue(), [], threading.Event()
        for address in addresses:
            self.left.put(address)
        self.threads = [threading.Thread(target=self.read_on) for _ in range(READERS)]
        for thread in self.threads:
            thread.start()

    def read_on(self):
        with suppress(Empty):
            while not self.stop.is_set():
                self.read(self.left.get_nowait())

    def read(self, address):
        try:
            status, body = get(self.port, address, self.cookie)
        except ConnectionRefusedError:  # nothing was asked yet
            self.left.put(address)
            time.sleep(0.02)
        except (OSError, http.client.HTTPException):
            pass  # something was asked, and no whole answer came
        else:
            if status == 200 and b"Note " in body:
                self.answered.append(address.rsplit("/", 1)[1])

    def await_answers(self, more):
        """Until so many more answers have come, or nothing comes any more."""
        enough, end = len(self.answered) + more, time.monotonic() + 5
        while len(self.answered) < enough and time.monotonic() < end:
            time.sleep(0.005)

    def join(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def recorded(url):
    """The records that lines of the ledger say were shown."""
    question = "SELECT details FROM ledger_line WHERE act = 'record.read'"
    if url.startswith("sqlite"):
        import sqlite3

        rows = (
            sqlite3.connect(url.removeprefix("sqlite:///")).execute(question).fetchall()
        )
    else:
        with psycopg.connect(url) as connection:
            rows = connection.execute(question).fetchall()
    return {record for (details,) in rows for record in json.loads(details)["records"]}


HAS_PROC = Path("/proc/self").exists()
pytestmark = pytest.mark.skipif(not HAS_PROC, reason="Finds worker processes in /proc")


def test_aud_3_every_answer_that_was_received_has_its_line(
    url, environment, prepared, whole
):
    addresses, cookie = prepared
    dice, kills = random.Random(3), 0
    with server(environment) as (port, process):
        readers = Readers(port, addresses, cookie)
        while kills < (150 if whole else 8) and not readers.left.empty():
            readers.await_answers(2)
            time.sleep(dice.uniform(0, 0.1))
            for worker in children_of(process):
                os.kill(worker, signal.SIGKILL)
                kills += 1
        readers.join()

    print(f"{len(readers.answered)} answers received, {kills} processes killed")
    assert kills >= 5
    assert len(readers.answered) > 8
    assert set(readers.answered) <= recorded(url)


def test_aud_3_after_the_kill_the_ledger_holds_and_serving_goes_on(
    url, environment, prepared
):
    addresses, cookie = prepared
    half = len(addresses) // 2
    for part in (addresses[:half], addresses[half:]):
        with server(environment) as (port, process):
            readers = Readers(port, part, cookie)
            readers.await_answers(5)
            os.killpg(process.pid, signal.SIGKILL)
            readers.join()
        assert set(readers.answered) <= recorded(url)

    verify = [sys.executable, "-m", "plait", "ledger", "verify"]
    done = subprocess.run(
        verify, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "lines hold" in done.stdout
