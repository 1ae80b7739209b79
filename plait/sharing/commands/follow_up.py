"""Do what a day or an hour that has passed asks for. Run it every few minutes.

Writes down when emergency access ran out, lets reviews that are late stand with more
people, and tells families what they may know from today on.
"""

from argparse import ArgumentParser, Namespace

from plait.access import clock
from plait.sharing.emergency import telling


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    ended, late, told = telling.follow_up(now=clock.read())
    print(
        f"Emergency access: {ended} ended, {late} not reviewed by their day, "
        f"{told} told to the family."
    )
    return 0
