"""Look for unusual access, and tell the privacy leads. Run it every minute.

Prints how many things were found that had not been told before.
"""

from argparse import ArgumentParser, Namespace

from plait.access import clock
from plait.sharing import watch


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    found = watch.look_over(clock.read())
    print(f"{len(found)} new {'alert' if len(found) == 1 else 'alerts'}.")
    return 0
