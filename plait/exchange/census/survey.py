"""The first time through both files: is everything readable, and what is there twice?

Only counts, numbers and the needs are kept, so that the memory this takes depends on
the number of rows and not on what is in them.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, cast

from plait.children import numbers
from plait.exchange.census import codes, files
from plait.exchange.census.files import FileRefused, Row
from plait.exchange.census.rows import (
    LONGEST_CODE,
    UNFIT,
    Need,
    Pupil,
    Unusable,
    compared,
    read_row,
)

Progress = Callable[[int, int], None]  # rows so far, bytes so far
STEP = 1_000
Needs = dict[tuple[str, str], tuple[Need, ...]]


class UnusableFile(Exception):
    """One of the two files cannot be used: which one, and why, in a sentence."""

    def __init__(self, which: str, sentence: str) -> None:
        super().__init__(f"The {which} file: {sentence}")
        self.which = which
        self.sentence = sentence


@dataclass
class Survey:
    """What was found: enough to decide each row the second time through."""

    total: int = 0
    left_out: tuple[str, ...] = ()
    numbers: Counter[str] = field(default_factory=Counter)
    keys: Counter[tuple[str, str]] = field(default_factory=Counter)
    people: Counter[int] = field(default_factory=Counter)
    schools: Counter[str] = field(default_factory=Counter)
    needs: Needs = field(default_factory=dict)
    needs_total: int = 0
    has_needs: bool = False
    digest: str = ""

    def needs_of(self, pupil: Pupil) -> tuple[Need, ...]:
        return self.needs.get((pupil.school, pupil.key), ())


class Counted:
    """A file that counts and hashes what is read from it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.bytes, self.hash = file, 0, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.bytes += len(data)
        self.hash.update(data)
        return data


def survey_files(
    pupils: BinaryIO,
    needs: BinaryIO | None,
    *,
    today: date,
    progress: Progress = lambda rows, size: None,
) -> Survey:
    """Read both files once. Raises UnusableFile at the first thing in the way."""
    found = Survey(has_needs=needs is not None)
    digests = []
    if needs is not None:
        counted = Counted(needs)
        try:
            _survey_needs(cast(BinaryIO, counted), found)
        except FileRefused as refusal:
            raise UnusableFile("needs", str(refusal)) from None
        digests.append(counted.hash.hexdigest())
    counted = Counted(pupils)
    try:
        _survey_pupils(counted, found, today, progress)
    except FileRefused as refusal:
        raise UnusableFile("pupils", str(refusal)) from None
    digests.append(counted.hash.hexdigest())
    found.digest = hashlib.sha256(" ".join(digests).encode()).hexdigest()
    return found


def pupil_table(file: BinaryIO, *, with_needs: bool) -> files.Table:
    """The pupils file under its header; with needs, rows must have the key to them."""
    key = codes.PUPIL_EXTRAS[:1] if with_needs else ()
    return files.read_table(
        file,
        needed=(*codes.PUPIL_COLUMNS, *key),
        also=[name for name in codes.PUPIL_EXTRAS if name not in key],
        most_rows=files.MOST_ROWS,
    )


def person_key(pupil: Pupil) -> int:
    """One number for school, name and date of birth; two that meet are only held."""
    names = compared(pupil.given_name), compared(pupil.family_name)
    return hash((pupil.school, *names, pupil.born_on))


def _survey_pupils(
    counted: Counted, found: Survey, today: date, progress: Progress
) -> None:
    table = pupil_table(cast(BinaryIO, counted), with_needs=found.has_needs)
    found.left_out = table.left_out
    for row in table.rows:
        found.total += 1
        if found.total % STEP == 0:
            progress(found.total, counted.bytes)
        _note(read_row(row, today), row, found)
    progress(found.total, counted.bytes)


def _note(read: Pupil | Unusable, row: Row, found: Survey) -> None:
    found.schools[read.school] += 1
    if read.number:
        found.numbers[numbers.plain(read.number)] += 1
    if isinstance(read, Unusable):
        return
    if read.key:
        found.keys[read.school, read.key] += 1
    found.people[person_key(read)] += 1


def needs_table(file: BinaryIO) -> files.Table:
    """The needs file under its header."""
    return files.read_table(
        file,
        needed=codes.NEED_COLUMNS,
        also=codes.NEED_EXTRAS,
        most_rows=files.MOST_NEEDS,
    )


def _survey_needs(file: BinaryIO, found: Survey) -> None:
    table = needs_table(file)
    by_pupil: dict[tuple[str, str], list[tuple[int, int, Need]]] = {}
    for row in table.rows:
        found.needs_total += 1
        need = _need(row)
        place = _number(need.rank), _number(row.cell("senneedsorderseqcolumn")), need
        key = row.cell("nativeid"), row.cell("pupilonrolltableid")
        by_pupil.setdefault(key, []).append(place)
    for key, places in by_pupil.items():
        found.needs[key] = tuple(need for *_, need in sorted(places))


def _need(row: Row) -> Need:
    """A need as it was received; "1.0" is written 1. Raises FileRefused."""
    if row.is_ragged:
        raise FileRefused(
            f"Line {row.line:,} has {len(row.cells)} cells where the first line has "
            f"{row.width}."
        )
    rank, code = row.cell("sentyperank").removesuffix(".0"), row.cell("sentype")
    if max(len(rank), len(code)) > LONGEST_CODE or UNFIT.search(rank + code):
        raise FileRefused(f"Line {row.line:,} has a need that cannot be a code.")
    return Need(rank, code)


def _number(text: str) -> int:
    """For sorting only: what is no number comes last."""
    plain = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if plain else 1_000_000_000
