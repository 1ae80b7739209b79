"""A Plait of its own in processes of its own, to be backed up, lost and put back."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg import sql

from tests.journeys.worlds import ROOT

SERVER = os.environ.get("DATABASE_URL", "")
BEGINNING = """
import json, os, sys, django
django.setup()
from datetime import UTC, datetime
from django.conf import settings
from django.test import Client
from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.access.web import sessions
from plait.agencies.models import Agency, Employment
from plait.children.models import Child, Tie
from plait.demo.cast import BY_KEY, email_of
from plait.ledger import closings, journal
from plait.ledger.models import Head, Line
from plait.sharing.models import *
now = datetime.now(UTC)
def who(key):
    return Person.objects.get(email=email_of(BY_KEY[key]))
def viewer(key):
    actor = BY_KEY[key]
    agency = Agency.objects.get(code=actor.agency).pk if actor.agency else None
    return Viewer(Hat(who(key).pk, agency), now, actor.role if agency else "family", "")
def status(key, path):
    client = Client(HTTP_HOST="localhost")
    client.force_login(who(key))
    session = client.session
    session.update({sessions.BEGAN: now.timestamp(), sessions.BROWSER: "unknown",
                    "demo": True, sessions.HAT: viewer(key).hat.key})
    session.save()
    return client.get(path).status_code
try:
    rafi = Child.objects.filter(given_name="Rafi").first()
except Exception:
    rafi = None  # no tables yet
"""


@dataclass
class Plait:
    """One installation: where its data, files, keys and journal are, and its database."""

    folder: Path
    name: str = field(default_factory=lambda: f"b{uuid4().hex[:10]}")

    def database(self, name=""):
        name = name or self.name
        if settings.POSTGRES:
            return f"{SERVER.rpartition('/')[0]}/{name}"
        return f"sqlite:///{self.folder}/{name}.sqlite3"

    @property
    def environment(self):
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "plait.config.settings",
            "PLAIT_MODE": "demo",
            "PLAIT_DATA": str(self.folder / "data"),
            "PLAIT_JOURNAL": f"{self.folder}/journal:{self.folder}/elsewhere",
            "PLAIT_KEYS": str(self.folder / "keys"),
            "DATABASE_URL": self.database(),
        }

    def create(self, name=""):
        """An empty database; on SQLite it is a file that restoring makes."""
        if settings.POSTGRES:
            _on_server("CREATE DATABASE {}", name or self.name)

    def lose(self):
        """The database is gone; everything beside it is still there."""
        if settings.POSTGRES:
            _on_server("DROP DATABASE {} WITH (FORCE)", self.name)
            _on_server("CREATE DATABASE {}", self.name)
            return
        for end in ("", "-wal", "-shm"):
            (self.folder / f"{self.name}.sqlite3{end}").unlink(missing_ok=True)

    def run(self, *words, given="", **more):
        return subprocess.run(
            [sys.executable, "-m", "plait", *map(str, words)],
            cwd=ROOT,
            env=self.environment | more,
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def done(self, *words, given="", **more):
        answer = self.run(*words, given=given, **more)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()

    def act(self, script, **more):
        """Python that runs inside this Plait; what it leaves in `answer`."""
        whole = f"{BEGINNING}\nanswer = None\n{script}\nprint(json.dumps(answer))"
        ran = subprocess.run(
            [sys.executable, "-c", whole],
            cwd=ROOT,
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])


def _on_server(statement, name):
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))
