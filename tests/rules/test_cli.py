"""The command line: what it lists, and how it ends."""

import os
import runpy
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from plait.__main__ import COMMANDS

NEEDED = {"serve", "demo", "import census", "policy-check", "ledger verify"}


RUN = Path(__file__).resolve().parents[2] / "run"


def plait(*arguments, **surroundings):
    return subprocess.run(
        [sys.executable, "-m", "plait", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | surroundings,
    )


def test_help_lists_every_command():
    answer = plait("help")
    assert answer.returncode == 0
    assert {command.words for command in COMMANDS} >= NEEDED
    for command in COMMANDS:
        assert f"plait {command.words}" in answer.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_each_command_helps(command):
    answer = plait(*command.words.split(), "--help")
    assert answer.returncode == 0
    assert answer.stdout.startswith(f"usage: plait {command.words}")


def test_wrong_use_ends_with_2_and_says_so_on_standard_error():
    for wrong in ((), ("dance",), ("serve", "--no-such-thing")):
        answer = plait(*wrong)
        assert answer.returncode == 2
        assert answer.stderr
        assert not answer.stdout


@pytest.fixture
def taken():
    """A port on which somebody else listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_that_is_taken_gets_one_sentence(taken, monkeypatch):
    """The start is of the demonstration, also when nobody says so."""
    for name in ("PLAIT_MODE", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    answer = plait("start", "--port", str(taken))
    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {taken} is in use. Choose another: ./run --port {taken + 1}\n"
    )
    assert not answer.stdout


def test_only_the_demonstration_is_started_like_this(taken):
    answer = plait("start", "--port", str(taken), PLAIT_MODE="test")
    assert answer.returncode == 1
    assert "Only the demonstration is started like this" in answer.stderr


def test_run_with_options_starts(monkeypatch):
    program, started = runpy.run_path(str(RUN)), []
    monkeypatch.setitem(
        program["main"].__globals__, "start", lambda *a: started.append(a)
    )
    program["main"]("--port", "8010")
    assert started == [("--port", "8010")]
