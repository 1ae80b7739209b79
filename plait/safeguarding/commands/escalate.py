"""Pass on safeguarding worries that nobody has taken on. Run it every minute or so."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from plait.safeguarding import operations


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    number = operations.pass_on_waiting(now=datetime.now(UTC))
    print(f"{number} passed on.")
    return 0
