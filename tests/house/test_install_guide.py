"""What docs/how-to/install.md says is so: its commands, settings, refusals, a start.

WEB-14: what is shipped refuses to start unsafe. Everything here is done by processes
of their own, in production mode, with an environment that holds nothing else.
"""

import contextlib
import json
import os
import re
import shlex
import socket
import subprocess
import sys
from argparse import ArgumentParser
from http.client import HTTPConnection
from importlib import import_module
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from plait.__main__ import COMMANDS
from plait.config import safety
from tests.journeys.worlds import ROOT, free_port
from tests.members import PASSWORD
from tests.trust.serving import serving

GUIDE = (ROOT / "docs" / "how-to" / "install.md").read_text()
HOST = "plait.example.org"
NAMES = ("Rafi", "Brown")
SERVER = os.environ.get("DATABASE_URL", "")
on_postgres = pytest.mark.skipif(not settings.POSTGRES, reason="SQLite has no roles")


def blocks():
    return re.findall(r"^```\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def table(heading):
    """The rows of the table whose first column is headed so."""
    _, _, after = GUIDE.partition(f"| {heading} |")
    rows = after.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def plait(environment, *words):
    return subprocess.run(
        [sys.executable, "-m", "plait", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def done(environment, *words):
    answer = plait(environment, *words)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


# Commands and settings


def typed():
    """Every `plait …` that the guide has somebody type, or a timer start."""
    lines = "\n".join(blocks()).replace("\\\n", " ").splitlines()
    by_whom = r"(?:-u plait(?:_owner)? |/bin/|/run )"
    for line in lines:
        yield from re.findall(rf"{by_whom}plait ([a-z][^>']*)", line)


def the_command(words):
    found = [one for one in COMMANDS if f"{words} ".startswith(f"{one.words} ")]
    assert found, words
    return found[0]


def test_every_command_can_be_given():
    given = set(typed()) - {"help"}
    names = ("serve", "migrate", "grant", "add-agency", "send-notices", "tidy",
             "dispose", "follow-up", "policy-health", "escalate",
             "ledger checkpoint", "ledger verify", "ledger witnesses", "ledger watch",
             "backup", "keys")  # fmt: skip
    assert {the_command(words).words for words in given} == set(names)
    for words in given:
        command = the_command(words)
        parser = ArgumentParser(prog=words)
        import_module(f"plait.{command.module}").arguments(parser)
        parser.parse_args(shlex.split(words.removeprefix(command.words)))


def test_every_command_that_a_sentence_names_is_there():
    for words in re.findall(r"`plait ([^`]+)`", GUIDE):
        the_command(words)


def test_every_setting_is_in_the_table_and_every_one_in_the_table_is_read():
    code = "\n".join(path.read_text() for path in (ROOT / "plait").rglob("*.py"))
    read = re.findall(
        r"(?:environ(?:\.get\(|\.setdefault\(|\[)|number\(|day\()\s*\"(\w+)\"", code
    )
    told = [re.fullmatch(r"`(\w+)`", row[0])[1] for row in table("Setting")]
    assert len(told) == len(set(told))
    assert set(told) == set(read) - {"DJANGO_SETTINGS_MODULE"}


def test_the_examples_use_settings_that_there_are():
    told = {row[0].strip("`") for row in table("Setting")}
    used = set(re.findall(r"^([A-Z_]+)=", "\n".join(blocks()), re.MULTILINE))
    assert used <= told


def test_the_proxy_lets_through_what_an_import_may_send():
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", GUIDE)
    assert int(megabytes) * 1_000_000 > 2 * settings.LARGEST_IMPORT_BYTES


# A database as the guide has it made


class Installed:
    """An environment in which Plait may be served, and one for the owner."""

    def __init__(self, folder, database, owners):
        common = {"PATH": os.environ["PATH"], "PLAIT_DATA": str(folder)}
        self.owner = common | {"DATABASE_URL": owners}
        self.serving = common | {
            "DATABASE_URL": database,
            "PLAIT_ADDRESS": f"https://{HOST}",
            "PLAIT_HOSTS": HOST,
            "PLAIT_BEHIND_PROXY": "yes",
            "PLAIT_SECRET_KEY": "e3Xz0Yq9-Tn5bWkQ2uJ8vLr7sHd4mPc6fGa1oVi_EyUxRtBw",
        }

    def execute(self, statement):
        """Something that only the owner may do."""
        url = self.owner["DATABASE_URL"]
        if url.startswith("postgres"):
            with psycopg.connect(url) as connection:
                connection.execute(statement)
            return
        import sqlite3

        with contextlib.closing(
            sqlite3.connect(url.removeprefix("sqlite:///"))
        ) as file:
            file.executescript(statement)


@contextlib.contextmanager
def a_database(folder):
    """(address for the role that serves, address for the owner, that role)."""
    if not settings.POSTGRES:
        url = f"sqlite:///{folder}/plait.sqlite3"
        yield url, url, None
        return
    name = f"install_{os.getpid()}"
    role, where = sql.Identifier(name), urlsplit(SERVER)
    with psycopg.connect(SERVER, autocommit=True) as connection:
        for statement in ("CREATE ROLE {} LOGIN", "CREATE DATABASE {}"):
            connection.execute(sql.SQL(statement).format(role))
        try:
            owners = where._replace(path=f"/{name}")
            at = owners.netloc.rpartition("@")[2]
            yield owners._replace(netloc=f"{name}@{at}").geturl(), owners.geturl(), name
        finally:
            for statement in ("DROP DATABASE {} WITH (FORCE)", "DROP ROLE {}"):
                connection.execute(sql.SQL(statement).format(role))


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Steps 2 to 4 of the guide, but for the first agency."""
    folder = tmp_path_factory.mktemp("installed")
    with a_database(folder) as (url, owners, role):
        it = Installed(folder, url, owners)
        done(it.owner, "migrate")
        if role:
            done(it.owner, "grant", role)
        yield it


# What is refused

BAD = {
    "debug is on": {"PLAIT_DEBUG": "yes"},
    "no secret key": {"PLAIT_SECRET_KEY": ""},
    "no host list": {"PLAIT_HOSTS": ""},
    "an address without TLS": {"PLAIT_ADDRESS": f"http://{HOST}"},
    "nothing in front": {"PLAIT_BEHIND_PROXY": ""},
    "no database": {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/plait"},
    "another kind of database": {"DATABASE_URL": "mysql://db/plait"},
    "a word where a number belongs": {"PLAIT_IDLE_MINUTES": "half an hour"},
}
ALSO = [
    ("no secret key", {"PLAIT_SECRET_KEY": "changeme"}),
    ("no secret key", {"PLAIT_SECRET_KEY": "changeme" * 10}),
    ("no host list", {"PLAIT_HOSTS": "*"}),
    ("no host list", {"PLAIT_HOSTS": f"{HOST}, *"}),
    ("no host list", {"PLAIT_HOSTS": ".example.org"}),
    ("debug is on", {"PLAIT_DEBUG": "yes", "PLAIT_MODE": "Production"}),
    ("an address without TLS", {"PLAIT_ADDRESS": "", "PLAIT_MODE": "live"}),
]


def sentence(begins):
    """What the guide says is said."""
    (said,) = [said for when, said in table("When") if when.startswith(begins)]
    return said


def is_refused(environment, said):
    answer = plait(environment, "serve", "--port", str(free_port()))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.splitlines() == [said]


@pytest.mark.parametrize(
    ("when", "change"), [*BAD.items(), *ALSO], ids=lambda one: str(one)[:50]
)
def test_web_14_a_start_is_refused_in_the_words_of_the_guide(installed, when, change):
    is_refused(installed.serving | change, sentence(when))


def test_web_14_everything_that_is_wrong_is_said_at_once(installed):
    bare = ("PATH", "PLAIT_DATA", "DATABASE_URL")
    answer = plait({name: installed.serving[name] for name in bare}, "serve")
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        sentence(when)
        for when in ("no secret key", "no host list", "an address", "nothing in front")
    ]


def test_web_14_tables_that_are_older_than_the_code(installed, tmp_path):
    empty = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    is_refused(installed.serving | empty, sentence("the tables are older"))


@pytest.mark.skipif(settings.POSTGRES, reason="PostgreSQL keeps its own files")
def test_web_14_a_file_that_others_may_open(installed):
    path = installed.serving["DATABASE_URL"].removeprefix("sqlite:///")
    assert os.stat(path).st_mode & 0o077 == 0, "Plait makes it for itself alone."
    os.chmod(path, 0o644)
    try:
        is_refused(installed.serving, sentence("a SQLite file"))
    finally:
        os.chmod(path, 0o600)


@on_postgres
def test_web_14_the_owners_role(installed):
    is_refused(installed.serving | installed.owner, sentence("the owner's role"))


@on_postgres
def test_web_14_a_database_that_takes_any_password(db, monkeypatch):
    """The throw-away server of the tests is one; it is only not on another machine."""
    said = sentence("a database on another machine")
    assert said not in safety.of_database()
    monkeypatch.setattr(safety, "_is_far", lambda host: True)
    assert said in safety.of_database()
    monkeypatch.setattr(safety, "lets_anybody_in", lambda parameters: False)
    assert said not in safety.of_database()


def test_every_refusal_of_the_guide_is_tried_here():
    by_tests = (
        "the owner's role", "a database on another machine", "a SQLite file",
        "the tables are older",
    )  # fmt: skip
    tried = {sentence(when) for when in (*BAD, *by_tests)}
    assert tried == {said for _, said in table("When")}


# A good start


class Site:
    """What answers at a port, asked as a proxy would ask."""

    def __init__(self, address, log, link):
        self.port, self.log = urlsplit(address).port, log
        self.path = urlsplit(link).path

    def get(self, path, *, tls=True, method="GET", body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": HOST, "Connection": "close"} | headers
        if tls:
            sent |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        connection.request(method, path, body, headers=sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    def post(self, path, **answers):
        """A form of a page, filled in; its page is asked for first."""
        page = self.get(path)
        cookie = page.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        body = urlencode(answers | {"csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Cookie": cookie, "Origin": f"https://{HOST}"}
        return self.get(path, method="POST", body=body, **headers)

    def send(self, words):
        """Something that need not be a request at all."""
        with socket.create_connection(("127.0.0.1", self.port), 30) as raw:
            raw.sendall(words.encode())
            while raw.recv(4096):
                pass

    def logged(self):
        self.log.seek(0)
        return self.log.read().splitlines()


@pytest.fixture(scope="module")
def site(installed, tmp_path_factory):
    given = re.search(r"plait (add-agency .*?--role senco)", GUIDE, re.DOTALL)[1]
    link = done(installed.serving, *shlex.split(given.replace("\\\n", " ")))
    assert link.startswith(f"https://{HOST}/invitations/")
    with (
        open(tmp_path_factory.mktemp("log") / "log", "w+") as log,
        # As in the demonstration's tests, 127.0.0.1 asks whether it has started.
        serving(
            installed.serving | {"PLAIT_HOSTS": f"{HOST},127.0.0.1"}, workers=1, log=log
        ) as (address, _),
    ):
        yield Site(address, log, link)


def test_a_good_start_serves(site):
    assert site.get("/sign-in").status == 200
    page = site.get("/static/plait/CREDITS.txt")
    assert (page.status, bool(page.text)) == (200, True)
    assert site.get("/sign-in", Host="evil.example").status == 400
    assert site.get("/cast").status == 404, "The demonstration is not there."


def test_health_answers_with_and_without_tls(site):
    for tls in (True, False):
        answer = site.get("/health", tls=tls)
        assert (answer.status, answer.text) == (200, '{"status": "well"}')


def test_anything_else_without_tls_is_led_to_it(site):
    answer = site.get("/sign-in?x=1", tls=False)
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/sign-in?x=1"


HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize("path", ["/sign-in", "/help", "/not-there", "/children"])
def test_every_answer_carries_what_protects_it(site, path):
    answer = site.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    policy = dict(
        one.strip().split(" ", 1)
        for one in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy.pop("default-src") == "'none'"
    assert {"script-src", "style-src", "form-action"} <= set(policy)
    assert set(policy.values()) <= {"'self'", "'none'"}
    assert "Server" not in answer.headers or "/" not in answer.headers["Server"]
    assert not re.search(r"<style|<script>| style=| on\w+=", answer.text)


def test_cookies_are_for_tls_and_not_for_scripts(site):
    joined = site.post(site.path, name="Grace Lund", password=PASSWORD)
    set_by = site.get("/sign-in"), joined
    cookies = [one for page in set_by for one in page.headers.get_all("Set-Cookie", [])]
    assert {one.split("=")[0] for one in cookies} >= {"csrftoken", "plait_session"}
    for cookie in cookies:
        attributes = {one.strip() for one in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= attributes


BREAK = """
CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'Rafi Brown is three'; END $$;
CREATE TRIGGER break_it BEFORE INSERT ON notices_notice
    FOR EACH ROW EXECUTE FUNCTION break_it();
"""
MEND = "DROP TRIGGER break_it ON notices_notice; DROP FUNCTION break_it()"
BREAK_SQLITE = (
    "CREATE TRIGGER break_it BEFORE INSERT ON notices_notice"
    " BEGIN SELECT RAISE(ABORT, 'Rafi Brown is three'); END"
)


def test_what_is_logged_is_json_and_holds_no_name(site, installed):
    before = len(site.logged())
    site.get("/children?q=Rafi%20Brown")
    site.get("/Rafi/Brown", Referer="https://x.example/Rafi")
    site.get("/help?q=Rafi%00Brown", Cookie="plait_session=Rafi")
    site.get("/help", Host="Rafi.Brown")
    site.send("GET /children?q=Rafi Brown HTTP/1.1\r\n\r\n")
    site.send(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nRafi Brown: x\r\n\r\n")
    installed.execute(BREAK if settings.POSTGRES else BREAK_SQLITE)
    try:
        broken = site.post("/forgotten", email="rafi.brown@plait.example")
    finally:
        installed.execute(MEND if settings.POSTGRES else "DROP TRIGGER break_it")
    assert broken.status == 500

    lines = [json.loads(line) for line in site.logged()[before:]]
    assert not [line for line in lines for name in NAMES if name in str(line)]
    sources = [line["source"] for line in lines]
    assert sources.count("plait.requests") == 6
    assert "gunicorn.error" in sources, "What cannot be read is noted as well."
    (defect,) = [line for line in lines if line["source"] == "plait.defects"]
    assert defect["reference"] in broken.text
    assert any("plait/notices/operations.py" in one for one in defect["exc_info"])
