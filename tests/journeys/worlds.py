"""A world for a journey: the demonstration in a database of its own, really served."""

import contextlib
import email
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import default
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 60  # seconds, on a machine that is busy with other things


@dataclass(frozen=True)
class World:
    """Where it is served, what it keeps, and how to give it commands."""

    address: str
    folder: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        host, port = urlsplit(self.address).hostname, urlsplit(self.address).port
        return environment(self.folder, self.database) | {
            "PLAIT_ADDRESS": f"http://{host}:{port}"
        }

    def call(self, *words: str) -> str:
        """Give a `plait` command in this world; what it printed."""
        return call(*words, environment=self.environment)

    def python(self, code: str) -> str:
        """Run a few lines in this world, for what happens beside the journey."""
        begin = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def mail_to(self, address: str) -> list[Message]:
        """What this world has sent to an address, oldest first."""
        files = sorted((self.folder / "mail").glob("*.log"), key=os.path.getmtime)
        letters = [one for file in files for one in _letters(file)]
        return [one for one in letters if one["To"] == address]

    @contextlib.contextmanager
    def served(self) -> Iterator["World"]:
        command = [sys.executable, "-m", "plait", "serve"]
        command += ["--port", str(urlsplit(self.address).port)]
        with open(self.folder / "server.log", "w") as log:
            server = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
            try:
                self._wait_for(server)
                yield self
            finally:
                server.terminate()
                server.wait(30)

    def _wait_for(self, server: subprocess.Popen[bytes]) -> None:
        give_up = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < give_up and server.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.address}/health", timeout=2).close()
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text())


def _letters(file: Path) -> list[Message]:
    """Django's files hold several letters, with a line of dashes after each."""
    parts = file.read_bytes().split(b"-" * 79)
    return [
        email.message_from_bytes(part.lstrip(), policy=default)
        for part in parts
        if part.strip()
    ]


def environment(folder: Path, database: str) -> dict[str, str]:
    """The demonstration, whatever this process is; nothing of its settings leaks in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLAIT_", "DATABASE_"))
    }
    return kept | {
        "PLAIT_MODE": "demo",
        "PLAIT_DATA": str(folder),
        "DATABASE_URL": database,
        # Not the settings of the tests, which are for their own process.
        "DJANGO_SETTINGS_MODULE": "plait.config.settings",
    }


def call(*words: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "plait", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Template:
    """The demonstration, told once; every journey gets its own copy of it."""

    numbers = count(1)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = next(self.numbers)
        self.server = os.environ.get("DATABASE_URL", "")
        self.copies = 0
        self.made: list[str] = []

    def tell(self) -> None:
        call("demo", environment=environment(self.folder, self._database("template")))

    def copy(self) -> World:
        self.copies += 1
        name = f"journey{self.copies}"
        folder = self.folder / name
        folder.mkdir()
        database = self._copied(name, folder)
        return World(f"http://localhost:{free_port()}", folder, database)

    def clear(self) -> None:
        for name in self.made:
            self._on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _database(self, name: str) -> str:
        if not self.server.startswith("postgres"):
            return f"sqlite:///{self.folder / 'template.sqlite3'}"
        self._on_server(f'CREATE DATABASE "{self._own(name)}"')
        return self._url(name)

    def _copied(self, name: str, folder: Path) -> str:
        if not self.server.startswith("postgres"):
            file = shutil.copy(self.folder / "template.sqlite3", folder / "it.sqlite3")
            return f"sqlite:///{file}"
        told = self._own("template")
        self._on_server(f'CREATE DATABASE "{self._own(name)}" TEMPLATE "{told}"')
        return self._url(name)

    def _own(self, name: str) -> str:
        full = f"plait_{name}_{os.getpid()}_{self.number}"
        if full not in self.made:
            self.made.append(full)
        return full

    def _url(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{self._own(name)}").geturl()

    def _on_server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)
