"""Commands that set Plait up: the first agency, the demonstration, serving."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from argparse import ArgumentParser

import pytest
from django.conf import settings
from django.test import Client

from plait.access.models import Person
from plait.agencies.models import Agency, Employment
from plait.config.commands import migrate, serve
from plait.demo import commands as demo
from plait.demo.cast import ACTORS
from plait.demo.models import Area
from plait.ledger.models import Line
from plait.notices.commands import send
from plait.notices.models import Notice
from plait.team import commands as add_agency
from tests.journeys.worlds import ROOT, environment, free_port
from tests.members import CHROME, PASSWORD, add_passkey

NURSERY = ("--code=oakwood", "--name=Oakwood Nursery", "--kind=nursery",
           "--email=Grace@Oakwood.example", "--person-name=Grace Lund", "--role=senco")  # fmt: skip


def run(command, *words):
    parser = ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(words))


def test_the_first_person_of_an_agency_needs_no_inviter(db, capsys):
    assert run(add_agency, *NURSERY) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith(f"{settings.PUBLIC_ADDRESS}/invitations/")
    assert link in Notice.objects.get(address="grace@oakwood.example").words
    path = link.removeprefix(settings.PUBLIC_ADDRESS)
    client = Client(headers={"User-Agent": CHROME})
    page = client.get(path).content.decode()
    assert "Oakwood Nursery invites you" in page
    client.post(path, {"name": "Grace Lund", "password": PASSWORD})
    add_passkey(client)
    assert client.post(path, {"codes": "saved"}).url == "/"
    own = Employment.objects.get(agency__code="oakwood")
    assert (own.person.email, own.role, own.manages_people) == (
        "grace@oakwood.example", "senco", True,
    )  # fmt: skip
    assert client.get("/people").url == "/confidentiality"
    promise = {"agreed": "on", "version": "1"}
    assert client.post("/confidentiality", promise).url == "/confidentiality/agency"
    assert client.post("/confidentiality/agency", promise).url == "/"
    assert client.get("/people").status_code == 200
    acts = Line.objects.filter(details__contains=str(own.agency_id)).values_list(
        "act", flat=True
    )
    assert {"agencies.agency.added", "agencies.employment.begun"} <= set(acts)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("--code=bramblecote", "already"),
        ("--code=not a code", "dashes"),
        ("--email=grace", "@"),
    ],
)
def test_an_agency_that_cannot_be_added_says_why(cast, capsys, change, words):
    before = Agency.objects.count()
    assert run(add_agency, *NURSERY, change) == 1
    assert words in capsys.readouterr().err
    assert Agency.objects.count() == before


def test_the_demonstration_refuses_a_database_with_people(cast, capsys):
    before = Person.objects.count()
    assert run(demo) == 1
    assert "in use already" in capsys.readouterr().err
    assert Person.objects.count() == before


def test_the_demonstration_is_not_for_production(cast, capsys, settings):
    settings.PRODUCTION = True
    assert run(demo) == 1
    assert "production" in capsys.readouterr().err


def test_serving_refuses_what_is_unsafe(cast, capsys, settings):
    settings.PRODUCTION, settings.DEBUG = True, True
    settings.SECRET_KEY_GIVEN, settings.ALLOWED_HOSTS = False, ["*"]
    assert run(serve) == 1
    said = capsys.readouterr().err
    for name in ("PLAIT_DEBUG", "PLAIT_SECRET_KEY", "PLAIT_HOSTS", "PLAIT_ADDRESS"):
        assert name in said


def test_serving_the_demonstration_takes_one(cast, capsys, settings):
    settings.DEMO = True
    assert serve.findings() == []
    Area.objects.all().delete()
    assert run(serve) == 1
    assert "plait demo" in capsys.readouterr().err


def test_serving_refuses_a_database_that_is_behind(db, monkeypatch, capsys):
    monkeypatch.setattr(migrate, "is_behind", lambda: True)
    assert run(serve) == 1
    assert "plait migrate" in capsys.readouterr().err


def test_migrating_says_how_things_are(db, capsys):
    assert run(migrate, "--check") == 0
    assert run(migrate) == 0
    assert "up to date" in capsys.readouterr().out


def test_what_waits_in_the_outbox_is_sent(cast, capsys, mailoutbox):
    Notice.objects.create(
        address="a@plait.example", subject="Plait", words="x", due_at=cast.now
    )
    assert run(send) == 0
    assert [letter.to for letter in mailoutbox] == [["a@plait.example"]]


class Start:
    """`plait start` in a folder of its own, until it serves."""

    def __init__(self, folder, port):
        self.port = port
        self.file = open(folder / "said", "w+")  # noqa: SIM115 - read while it runs
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "plait", "start", "--port", str(port)],
            cwd=ROOT,
            env=environment(folder, f"sqlite:///{folder / 'it.sqlite3'}"),
            stdout=self.file,
            stderr=self.file,
        )
        self.page = self._page()
        self.seconds = time.monotonic() - began

    def _page(self):
        give_up = time.monotonic() + 90
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                with urllib.request.urlopen(
                    f"http://localhost:{self.port}/", timeout=5
                ) as page:
                    return page.read().decode()
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.said)

    @property
    def said(self):
        self.file.seek(0)
        return self.file.read()

    def stop(self):
        os.kill(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        said = self.said
        self.file.close()
        return said


@pytest.mark.alone
@pytest.mark.skipif(settings.POSTGRES, reason="makes its own SQLite file")
def test_a_second_start_keeps_the_data_and_is_quick(tmp_path):
    first = Start(tmp_path, free_port())
    said = first.stop()
    assert "Who do you want to be?" in first.page
    addresses = re.findall(rf"http://localhost:{first.port}/cast/(\w+)", said)
    assert addresses == [actor.key for actor in ACTORS]
    secret = (tmp_path / "demo-secret").read_text()

    second = Start(tmp_path, free_port())
    assert "Making the demonstration" not in second.stop()
    assert second.seconds < 5
    assert (tmp_path / "demo-secret").read_text() == secret
