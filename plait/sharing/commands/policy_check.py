"""Decide who sees what in a described situation.

Reads a world file (docs/rules/worlds.md) and prints, for every person, hat and record,
one JSON line that says whether it is allowed and which row of the sharing policy's
decision table decided. The decisions are those of the very expression that serves the
pages, in a scratch database that is gone afterwards: the configured database is not
touched.
"""

import json
import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.db import DatabaseError

from plait.sharing.worlds import reading, scratch
from plait.sharing.worlds.deciding import Contradiction, Decider

IN_MEMORY_AT_MOST = 64_000_000


def arguments(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("world", nargs="?", metavar="WORLD.json", help="one world")
    what.add_argument(
        "--worlds", metavar="WORLDS.jsonl", help="many worlds, one on each line"
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        default=scratch.IN_MEMORY,
        help="decide in a scratch schema of this PostgreSQL database (postgres://…); "
        "otherwise in memory, on SQLite",
    )


def run(given: Namespace) -> int:
    name = given.world if given.worlds is None else given.worlds
    try:
        configured = scratch.configuration(given.database)
        with open(name, "rb") as file, _checked(file, given.worlds) as worlds:
            return _print_decisions(worlds, configured)
    except OSError as error:
        return _refuse(f"{name} cannot be read: {error.strerror}.", 2)
    except reading.Malformed as error:
        return _refuse(f"{name}: {error}", 2)
    except scratch.Unusable as error:
        return _refuse(str(error), 2)


@contextmanager
def _checked(file: BinaryIO, many: str | None) -> Iterator[Iterator[reading.World]]:
    """The worlds of a file, all of which have been read before the first is given.

    They are read a second time from a copy, so that there may be any number of them.
    """
    if many is None:
        yield iter([reading.read(file.read())])
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_AT_MOST) as copy:
        for number, line in enumerate(file, start=1):
            try:
                reading.read(line)
            except reading.Malformed as error:
                raise reading.Malformed(f"line {number}: {error}") from None
            copy.write(line)
        copy.seek(0)
        yield map(reading.read, copy)


def _print_decisions(
    worlds: Iterator[reading.World], configured: dict[str, Any]
) -> int:
    try:
        with scratch.database(configured):
            decider = Decider()
            for world in worlds:
                for answer in decider.decide(world):
                    print(json.dumps(answer._asdict()))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (Contradiction, DatabaseError) as error:
        return _refuse(str(error), 1)
    return 0


def _refuse(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status
