"""A server that is killed while people use it: what AUD-3 and CRASH-1 share."""

import http.client
import json
import os
import secrets
import signal
import sqlite3
import string
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode, urlsplit

import psycopg

from tests.journeys.worlds import ROOT

HAS_PROC = Path("/proc/self").exists()
PEOPLE = 6
BROKEN_OFF = (OSError, http.client.HTTPException)


def children_of(process):
    """The worker processes of a server."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(one) for one in listed.split()]


def kill_workers(process):
    """One process after the other, wherever they are; how many there were."""
    workers = children_of(process)
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    return len(workers)


class Browser:
    """Asks and sends, with one person's cookies."""

    def __init__(self, address):
        self.place = urlsplit(address).netloc
        letters = string.ascii_letters + string.digits
        token = "".join(secrets.choice(letters) for _ in range(32))
        self.cookies = {"csrftoken": token}

    def ask(self, address, form=None):
        """(status, headers, whole body); an exception unless every byte has come."""
        line = http.client.HTTPConnection(self.place, timeout=5)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(
                form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}, doseq=True
            )
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("GET" if form is None else "POST", address, body, headers)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def be(self, key):
        """One of the cast, with one tap."""
        status, headers, _ = self.ask(f"/cast/{key}", {})
        assert status == 302
        for cookie in headers.get_all("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return self


class Users:
    """Threads that each take the next thing to do, do it once, and note what came."""

    def __init__(self, act, things):
        """`act` does one thing, and returns what to note, or None."""
        self.act, self.noted, self.stop = act, [], threading.Event()
        self.left = Queue()
        for thing in things:
            self.left.put(thing)
        self.threads = [threading.Thread(target=self.go_on) for _ in range(PEOPLE)]
        for thread in self.threads:
            thread.start()

    def go_on(self):
        with suppress(Empty):
            while not self.stop.is_set():
                self.do(self.left.get_nowait())

    def do(self, thing):
        try:
            noted = self.act(thing)
        except ConnectionRefusedError:  # nothing was asked yet
            self.left.put(thing)
            time.sleep(0.02)
        except BROKEN_OFF:
            pass  # something was asked, and no whole answer came
        else:
            if noted is not None:
                self.noted.append(noted)

    def await_more(self, more):
        """Until so many more are noted, or nothing comes any more."""
        enough, end = len(self.noted) + more, time.monotonic() + 5
        while len(self.noted) < enough and time.monotonic() < end:
            time.sleep(0.005)

    def join(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def select(database, question):
    """Rows of a world's database, looked at from outside the product."""
    if database.startswith("sqlite"):
        file = database.removeprefix("sqlite:///")
        with sqlite3.connect(file) as connection:
            return connection.execute(question).fetchall()
    with psycopg.connect(database) as connection:
        return connection.execute(question).fetchall()


def lines(database, act):
    """The details of every line of the ledger that says this was done."""
    question = f"SELECT details FROM ledger_line WHERE act = '{act}'"
    return [json.loads(details) for (details,) in select(database, question)]


def insist_ledger_holds(world):
    """The chain is whole, as `plait ledger verify` sees it."""
    done = subprocess.run(
        [sys.executable, "-m", "plait", "ledger", "verify"],
        cwd=ROOT, env=world.environment, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "lines hold" in done.stdout
