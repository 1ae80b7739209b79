"""Real servers for trust cases: `plait serve` on a database of a test's own."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.journeys.worlds import ROOT, Template, free_port

__all__ = ["ROOT", "a_world", "served_here"]
STARTS_WITHIN = 60  # seconds, on a machine that is busy with other things


@contextlib.contextmanager
def a_world(folder):
    """The demonstration, told into a database that nobody else uses."""
    template = Template(Path(folder))
    try:
        template.tell()
        yield template.copy()
    finally:
        template.clear()


def here():
    """An environment for a process that works on this test's own database.

    It opens the sessions that the test has made. For tests that really commit.
    """
    one = connection.settings_dict
    url = f"sqlite:///{one['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{one['USER']}@{one['HOST']}:{one['PORT']}/{one['NAME']}"
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLAIT_", "DATABASE_"))
    }
    return kept | {
        "PLAIT_MODE": "test",
        "PLAIT_DATA": str(settings.VAR),
        "PLAIT_FILES": str(settings.FILES_ROOT),
        "PLAIT_SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "plait.config.settings",
    }


@contextlib.contextmanager
def served_here(*, workers=2, threads=4):
    """`plait serve` on this test's own database; its address."""
    with serving(here(), workers=workers, threads=threads) as (address, _):
        yield address


@contextlib.contextmanager
def serving(environment, *, workers=2, threads=4, log=None):
    """(address, process) of `plait serve` in an environment."""
    port = free_port()
    command = [sys.executable, "-m", "plait", "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(threads)]
    out = log or subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=out,
        stderr=out,
        start_new_session=True,
    )
    try:
        await_answer(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(30)


def await_answer(address, process):
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/health", timeout=2).close()
            return
        time.sleep(0.05)
    raise AssertionError("The server does not answer.")
