"""The command line of Plait: `plait help` lists what it can do.

Exit status: 0 done, 1 it found or refused something, 2 used wrongly. Answers go to
standard output, errors to standard error.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple


class Command(NamedTuple):
    """A command: its words, where it lives, one line about it; a mode it implies."""

    words: str
    module: str
    about: str
    mode: str = ""


COMMANDS = tuple(
    Command(*line)
    for line in (
        ("serve", "config.commands.serve", "serve the pages"),
        (
            "start",
            "config.commands.start",
            "set up and serve the demonstration",
            "demo",
        ),
        ("migrate", "config.commands.migrate", "bring the database up to date"),
        ("demo", "demo.commands", "fill an empty database with a made-up area"),
        ("add-agency", "team.commands", "add an agency, invite its first person"),
        ("import census", "exchange.commands", "read a school census extract"),
        ("policy-check", "sharing.commands.policy_check", "who sees what in a world"),
        ("ledger verify", "ledger.commands.verify", "check that the ledger is whole"),
        ("ledger checkpoint", "ledger.commands.checkpoint", "where the ledger stands"),
        ("ledger watch", "sharing.commands.watch", "look for unusual access"),
        ("ledger export", "ledger.commands.export", "what a witness is sent"),
        ("ledger witnesses", "ledger.commands.witnesses", "who has signed how far"),
        ("ledger witness", "ledger.commands.witness", "be a witness for another Plait"),
        ("backup", "config.commands.backup", "make a backup, or look for a fresh one"),
        ("restore", "config.commands.restore", "put a backup back into an empty place"),
        ("keys", "config.commands.keys", "list, make and change keys"),
        ("grant", "ledger.commands.grant", "prepare the role that serves pages"),
        ("tidy", "config.commands.tidy", "remove what is kept only for a while"),
        ("policy-health", "sharing.commands.policy_health", "is it used as it should"),
        ("dispose", "privacy.commands.dispose", "erase what two people agreed to"),
        ("follow-up", "config.commands.follow_up", "do what has fallen due"),
        ("send-notices", "notices.commands.send", "send what waits in the outbox"),
        (
            "escalate",
            "safeguarding.commands.escalate",
            "tell the next about worries that nobody has taken on",
        ),
    )
)


def usage() -> str:
    """The list that `plait help` prints."""
    width = max(len(command.words) for command in COMMANDS)
    lines = [f"  plait {one.words:<{width}}  {one.about}" for one in COMMANDS]
    return "\n".join(
        [
            "Plait: one plan around one child.",
            "",
            *lines,
            "",
            "Each takes --help. DATABASE_URL chooses the database",
            "(sqlite:///… or postgres://…).",
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.config.settings")
    if not arguments:
        print(usage(), file=sys.stderr)
        return 2
    if arguments[0] in ("help", "-h", "--help"):
        print(usage())
        return 0
    if arguments[0] == "manage":
        return _manage(arguments[1:])
    return _run(list(arguments))


def run() -> None:
    """The entry point of the installed command."""
    sys.exit(main(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    for command in sorted(COMMANDS, key=lambda one: -len(one.words)):
        words = command.words.split()
        if arguments[: len(words)] == words:
            return _run_one(command, arguments[len(words) :])
    print(f"plait: there is no command “{arguments[0]}”.\n", file=sys.stderr)
    print(usage(), file=sys.stderr)
    return 2


def _run_one(command: Command, arguments: list[str]) -> int:
    if command.mode:
        os.environ.setdefault("PLAIT_MODE", command.mode)
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.umask(0o077)  # what it makes is for nobody else on this machine
    try:
        django.setup()  # a command may import models
    except ImproperlyConfigured as setting:
        print(setting, file=sys.stderr)
        return 1
    module = import_module(f"plait.{command.module}")
    parser = argparse.ArgumentParser(
        prog=f"plait {command.words}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.arguments(parser)
    try:
        given = parser.parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    status: int = module.run(given)
    return status


def _manage(arguments: Sequence[str]) -> int:
    """Django's own commands, for those who build Plait."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["plait manage", *arguments])
    return 0


if __name__ == "__main__":
    run()
