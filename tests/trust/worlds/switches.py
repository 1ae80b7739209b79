"""Worlds around every possible end of compulsory school age (rule YP-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.trust.worlds.scenes import DAY, NEXT, Scene

YEARS = range(2017, 2041)
# Born 16 years before (0) or 17 (1), on this day.
BIRTHDAYS = (
    (1, "09-01"),
    (1, "10-12"),
    (1, "12-31"),
    (0, "01-01"),
    (0, "02-28"),
    (0, "06-26"),
    (0, "06-30"),
    (0, "08-31"),
    (0, "09-01"),
)


def switch_worlds() -> Iterator[dict]:
    """In each year, the last instant of each of June's last seven days and the next.

    The children are born on the edges of the school year in which they turn 16, and
    each has a parent; so one of the seven days is where the parents' right ends.
    """
    for year in YEARS:
        for day in range(24, 31):
            midnight = datetime(year, 6, day, 23, tzinfo=UTC)  # British Summer Time
            yield switch_world(f"switch-{year}-06-{day}-last", midnight - NEXT)
            yield switch_world(f"switch-{year}-06-{day}-over", midnight)


def switch_world(identifier: str, at: datetime) -> dict:
    scene = Scene(identifier, at)
    scene.declare("persons", "p1", active=True).declare("agencies", "a1")
    for number, (one_more, month_and_day) in enumerate(BIRTHDAYS):
        born_on = f"{at.year - 16 - one_more}-{month_and_day}"
        child = {"child": f"c{number}"}
        scene.declare("children", f"c{number}", born_on=born_on)
        scene.add("ties", **child, kind="family", agency=None, role="pr")
        scene.add("records", **child, id=f"r{number}", author="p1", made_at=-DAY)
    return scene.world
