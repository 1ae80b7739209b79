"""Pass on worries that nobody has taken on, and let new leads reach the cases.

Run it every minute or so.
"""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from plait.safeguarding import operations


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    now = datetime.now(UTC)
    begun = operations.let_new_leads_in(now=now)
    number = operations.pass_on_waiting(now=now)
    print(f"{number} passed on, {begun} cases opened to new leads.")
    return 0
