"""The command line: what it lists, and how it ends."""

import subprocess
import sys

import pytest

from plait.__main__ import COMMANDS

NEEDED = {"serve", "demo", "import census", "policy-check", "ledger verify"}


def plait(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "plait", *arguments], capture_output=True, text=True
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
