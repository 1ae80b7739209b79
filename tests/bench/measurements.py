"""What is compared with what, in one run."""

import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.bench import databases, filling, lists, pages
from tests.bench.measuring import medians
from tests.bench.reports import (
    AIM_GROWTH,
    AIM_LIST,
    AIM_PAGE,
    ms,
    ratio,
    table,
)
from tests.bench.viewers import LISTS, Subject

SIZES_OF_CHILD = ("10", "100", "1000")
PAGES: dict[str, tuple[Callable[..., tuple[Client, str]], str]] = {
    **{f"timeline, {size} records": (pages.overview, size) for size in SIZES_OF_CHILD},
    **{f"family page, {size} records": (pages.family, size) for size in SIZES_OF_CHILD},
    "Today, key worker": (pages.today, "key_worker"),
    "Today, SENCO": (pages.today, "senco"),
    "Today, LA officer": (pages.today, "la_officer"),
}
STATEMENTS = {
    "timeline": ("records", [(pages.overview, "10"), (pages.overview, "1000")]),
    "family page": ("records", [(pages.family, "10"), (pages.family, "1000")]),
    "Today": (
        "children",
        [(pages.today, "one child"), (pages.today, "sixty children")],
    ),
}


class Measured:
    """One size: its database, and what was put there."""

    def __init__(
        self, records: int, connected: BaseDatabaseWrapper, *, anew: bool
    ) -> None:
        self.records, self.connected = records, connected
        with databases.using(connected):
            self.told = filling.fill(records, anew=anew)

    def here(self, act: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
        """The act, in this database."""

        def acted() -> Any:
            with databases.using(self.connected):
                return act(*arguments)

        return acted

    @property
    def name(self) -> str:
        return f"{self.records:,}"


def measure(
    sizes: list[int], *, seconds: float, only: str | None, anew: bool = False
) -> None:
    """Everything, on every size."""
    with databases.all_of(sizes) as connections:
        measured = [
            Measured(size, each, anew=anew) for size, each in connections.items()
        ]
        with databases.using(measured[0].connected):
            print(f"\n== {_machine()}")
        print(f"   {_load()}")
        if only != "pages":
            _lists(measured, seconds)
        if only != "lists":
            for one in measured:
                _pages(one, seconds)
                _statements(one)
        print(f"\n   {_load()}")


def _machine() -> str:
    """Which database, on what kind of machine."""
    connection.ensure_connection()
    version = (
        connection.Database.sqlite_version
        if connection.vendor == "sqlite"
        else connection.pg_version // 10_000
    )
    return (
        f"{connection.display_name} {version}, Python {platform.python_version()}, "
        f"{platform.machine()}; 20,000 children, 3,000 people"
    )


def _load() -> str:
    """How busy the machine has been: more than one, and what follows is noisy."""
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    return f"Load at {datetime.now(UTC):%H:%M} UTC: {busy} on {os.cpu_count()} cores"


def _lists(measured: list[Measured], seconds: float) -> None:
    """All sizes and all ways take turns, so that growth is compared fairly too."""
    taken, shown = {}, {}
    for name in LISTS:
        acts = {
            (one.name, way): one.here(act, Subject.named(one.told, name))
            for one in measured
            for way, act in lists.WAYS.items()
        }
        shown[name] = {key: len(act()) for key, act in acts.items()}
        taken[name] = medians(acts, seconds * len(measured))
    for one in measured:
        table(
            f"Newest {lists.LIMIT} records of {one.name}: the policy against membership"
            f" (aim: {AIM_LIST})",
            ["", "ratio", "with reasons", "ms", "with reasons", "membership", "rows"],
            [
                _list_row(words, one.name, taken[name], shown[name])
                for name, words in LISTS.items()
            ],
        )
    if len(measured) > 1:
        _growth(measured[0].name, measured[-1].name, taken)


def _list_row(
    words: str, size: str, taken: dict[Any, float], shown: dict[Any, int]
) -> list[str]:
    policy, reasons, membership = (taken[size, way] for way in lists.WAYS)
    return [
        words,
        ratio(policy, membership, AIM_LIST),
        ratio(reasons, membership, AIM_LIST),
        ms(policy),
        ms(reasons),
        ms(membership),
        f"{shown[size, 'policy']} of {shown[size, 'membership']}",
    ]


def _growth(least: str, most: str, taken: dict[str, dict[Any, float]]) -> None:
    table(
        f"Growth from {least} to {most} records, same people, same caseloads"
        f" (aim: {AIM_GROWTH})",
        ["", "policy", "membership"],
        [
            [
                words,
                ratio(
                    taken[name][most, "policy"],
                    taken[name][least, "policy"],
                    AIM_GROWTH,
                ),
                ratio(
                    taken[name][most, "membership"], taken[name][least, "membership"]
                ),
            ]
            for name, words in LISTS.items()
        ],
    )


def _pages(one: Measured, seconds: float) -> None:
    """Each page against the empty page of the same person, in turns."""
    rows = []
    for name, (make, argument) in PAGES.items():
        client, address = one.here(make, one.told, argument)()
        page = one.here(pages.opener(client, address))
        empty = one.here(pages.opener(client, pages.EMPTY))
        taken = medians({"page": page, "empty": empty}, seconds)
        with databases.using(one.connected):
            sent = [pages.count_statements(act) for act in (page, empty)]
        rows.append(
            [
                name,
                ratio(taken["page"], taken["empty"], AIM_PAGE),
                ms(taken["page"]),
                ms(taken["empty"]),
                *sent,
            ]
        )
    table(
        f"Pages at {one.name} records against an empty page of the same framework"
        f" (aim: {AIM_PAGE})",
        ["", "ratio", "ms", "empty", "statements", "empty"],
        rows,
    )


def _statements(one: Measured) -> None:
    rows = []
    for name, (things, compared) in STATEMENTS.items():
        counts = []
        for make, argument in compared:
            client, address = one.here(make, one.told, argument)()
            with databases.using(one.connected):
                counts.append(pages.count_statements(pages.opener(client, address)))
        few, many = ("10", "1,000") if things == "records" else ("1", "60")
        more = " !" if counts[1] > counts[0] else ""
        rows.append(
            [name, f"{few} and {many} {things}", counts[0], f"{counts[1]}{more}"]
        )
    table(
        f"Statements for each page at {one.name} records (aim: the same)",
        ["", "with", "few", "many"],
        rows,
    )
    print("  A timeline asks once for each kind of record among those it shows.")
