"""Send what waits in the outbox. Run it every minute or so."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from plait.notices import operations


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    sent, waiting = operations.send_waiting(now=datetime.now(UTC))
    print(f"{sent} sent, {waiting} still waiting.")
    return 1 if waiting else 0
