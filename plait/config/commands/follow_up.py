"""Do what a day or an hour that has passed asks for. Run it every few minutes.

Writes down when emergency access ran out, lets reviews that are late stand with more
people, tells families what they may know from today on, and reminds privacy leads of
what they have to decide by tomorrow.
"""

from argparse import ArgumentParser, Namespace

from plait.access import clock
from plait.privacy.operations import breaches
from plait.sharing.emergency import telling


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    now = clock.read()
    ended, late, told = telling.follow_up(now=now)
    print(
        f"Emergency access: {ended} ended, {late} not reviewed by their day, "
        f"{told} told to the family."
    )
    print(f"Privacy leads reminded of what to decide: {breaches.remind(now=now)}.")
    return 0
