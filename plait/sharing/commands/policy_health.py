"""How often emergency access is used: exit status 1 when it is used too often.

More than 1 read in 1,000 of the last 30 days means that people cannot see what their
work needs, or see what it does not. Prints the area and each agency.
"""

import sys
from argparse import ArgumentParser, Namespace

from plait.access import clock
from plait.sharing.emergency import health
from plait.sharing.emergency.health import Use


def arguments(parser: ArgumentParser) -> None:
    """Takes none."""


def run(given: Namespace) -> int:
    now = clock.read()
    uses = health.uses(now)
    for one in (uses.all, *uses.by_agency.values()):
        print(_line(one))
    for month in health.openings_by_month(now, months=2):
        opened = f"{month.first_day:%Y-%m}: asked for {month.times} times"
        print(f"{month.name}, {opened}.")
    if uses.all.is_red:
        print(
            "Emergency access is used too often. Ask why: who is missing from which "
            "teams, or who looks without need.",
            file=sys.stderr,
        )
        return 1
    return 0


def _line(one: Use) -> str:
    state = "too often" if one.is_red else "well"
    return (
        f"{one.name}: {one.by_emergency} of {one.reads} reads by emergency access, "
        f"{one.in_1000:.2f} in 1,000 ({state})."
    )
