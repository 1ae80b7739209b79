"""Does the ledger still say what it said? Anybody with a copy can check.

The chain is walked a piece at a time, so that it may be any length. Lines that are
added meanwhile do no harm: what stands before the head that was read first never
changes any more.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import DatabaseError, connection
from django.db.models import Max, Min, QuerySet, TextField
from django.db.models.functions import Cast

from plait.ledger import chain, erasing
from plait.ledger.models import Erasure, Head, Line, Link
from plait.ledger.operations import hashed_part

PIECE = 1000
# What reading a stored value can raise when somebody has been at it.
UNREADABLE = (DatabaseError, ValueError, TypeError, OverflowError, AttributeError)
# Columns that SQLite keeps as text, in which several spellings mean the same.
SPELLED = ("at", "person_id", "child_id")


@dataclass(frozen=True)
class Checkpoint:
    """What a witness wrote down: after so many lines, the chain stood at this hash."""

    seq: int
    chain: str


@dataclass(frozen=True)
class Finding:
    """The first line that does not hold, and in what way."""

    seq: int
    sentence: str


class _Broken(Exception):
    """The walk ends here."""

    def __init__(self, seq: int, sentence: str) -> None:
        super().__init__(sentence)
        self.finding = Finding(seq, sentence)


def current() -> Checkpoint:
    """The end of the chain, for a witness to keep outside this database."""
    head = Head.objects.get(pk=1)
    return Checkpoint(head.seq, head.chain)


def verify(witnesses: Sequence[Checkpoint] = ()) -> tuple[int, Finding | None]:
    """Walk the whole chain. The number of lines that hold, and the first that doesn't.

    Without a witness, a tail that was cut together with the head row cannot be told
    from a shorter ledger, nor a chain that was computed anew from the true one; with
    one, they can (AUD-5).
    """
    holding = 0
    try:
        head = _read_head()
        _check_beginning(witnesses)
        running = chain.START
        erased, told = _erased(), set[int]()
        for seq, link, line in _pairs(head.seq):
            if line is None and link is not None and seq in erased:
                running = _next_by_link(seq, running, link)
            else:
                running = _next(seq, running, link, line)
                told |= _told_erased(line)
            if any(one.seq == seq and one.chain != running for one in witnesses):
                raise _Broken(seq, "differs from what a witness wrote down")
            holding = seq
        _check_end(head, running, witnesses)
        if untold := erased - told:
            raise _Broken(min(untold), "was erased, and no line says so")
    except _Broken as broken:
        return holding, broken.finding
    return holding, None


def _read_head() -> Checkpoint:
    try:
        head = current()
        if type(head.seq) is int and type(head.chain) is str:
            return head
    except (*UNREADABLE, Head.DoesNotExist):
        pass
    raise _Broken(1, "cannot be checked: the head of the ledger cannot be read")


def _pairs(until: int) -> Iterator[tuple[int, Link | None, Line | None]]:
    """Every number up to the head, with its link and its line where they are there."""
    for start in range(1, until + 1, PIECE):
        piece = range(start, min(start + PIECE, until + 1))
        try:
            yield from _read(piece)
        except UNREADABLE:
            for seq in piece:
                yield from _read_alone(seq)


def _read(piece: range) -> list[tuple[int, Link | None, Line | None]]:
    links = {link.seq: link for link in _within(Link.objects.all(), piece)}
    lines = {line.seq: line for line in _within(_as_stored(), piece)}
    return [(seq, links.get(seq), lines.get(seq)) for seq in piece]


def _read_alone(seq: int) -> list[tuple[int, Link | None, Line | None]]:
    try:
        return _read(range(seq, seq + 1))
    except UNREADABLE:
        raise _Broken(seq, "cannot be read any more") from None


Row = TypeVar("Row", Line, Link)


def _within(rows: QuerySet[Row], piece: range) -> QuerySet[Row]:
    return rows.filter(seq__gte=piece.start, seq__lt=piece.stop)


def _as_stored() -> QuerySet[Line]:
    """Lines, on SQLite with the very text of the columns that it keeps as text."""
    if connection.vendor != "sqlite":
        return Line.objects.all()
    return Line.objects.annotate(
        **{f"stored_{name}": Cast(name, TextField()) for name in SPELLED}
    )


def _next(seq: int, running: str, link: Link | None, line: Line | None) -> str:
    """The chain after this line, if the line is what it was when it was written."""
    if link is None:
        raise _Broken(seq, "has no link in the chain: one was taken out")
    if line is None:
        raise _Broken(seq, "is missing: it was taken out")
    try:
        said = chain.digest_of(hashed_part(line), line.salt)
        spelled = all(_is_spelled_right(line, name) for name in SPELLED)
        after = chain.next_chain(running, link.digest, seq)
    except UNREADABLE:
        raise _Broken(seq, "cannot be read any more") from None
    if said != link.digest or not spelled:
        raise _Broken(seq, "does not say what it said when it was written")
    if after != link.chain:
        raise _Broken(seq, "does not follow from the line before it")
    return after


def _next_by_link(seq: int, running: str, link: Link) -> str:
    """The chain after a line that was lawfully erased (AUD-10): its digest is left."""
    try:
        after = chain.next_chain(running, link.digest, seq)
    except UNREADABLE:
        raise _Broken(seq, "cannot be read any more") from None
    if after != link.chain:
        raise _Broken(seq, "does not follow from the line before it")
    return after


def _erased() -> set[int]:
    try:
        return set(Erasure.objects.values_list("seq", flat=True))
    except UNREADABLE:
        raise _Broken(1, "cannot be checked: the erasures cannot be read") from None


def _told_erased(line: Line | None) -> set[int]:
    """The numbers that a line about an erasure names."""
    if line is None or line.act != erasing.ACT:
        return set()
    return set(json.loads(line.details)["lines"])


def _is_spelled_right(line: Line, name: str) -> bool:
    if connection.vendor != "sqlite":
        return True
    column = Line._meta.get_field(name)
    stored: str | None = getattr(line, f"stored_{name}")
    return bool(column.get_db_prep_value(getattr(line, name), connection) == stored)  # type: ignore[union-attr]


def _check_beginning(witnesses: Sequence[Checkpoint]) -> None:
    for rows in (Line.objects, Link.objects):
        first: int | None = rows.aggregate(first=Min("seq"))["first"]
        if first is not None and first < 1:
            raise _Broken(first, "stands before the beginning: it was added")
    if any(one.seq == 0 and one.chain != chain.START for one in witnesses):
        raise _Broken(1, "differs from what a witness wrote down")


def _check_end(head: Checkpoint, running: str, witnesses: Sequence[Checkpoint]) -> None:
    last = max(head.seq, 1)
    if head.chain != running:
        raise _Broken(last, "is not what the head of the ledger says it is")
    newest = max(_newest(rows) for rows in (Line.objects.all(), Link.objects.all()))
    end = _read_head().seq  # read after the newest lines, which it therefore covers
    if newest > end:
        raise _Broken(end + 1, "stands after the end: it was added")
    if any(one.seq > head.seq for one in witnesses):
        raise _Broken(head.seq + 1, "is missing: a witness saw more lines than these")


def _newest(rows: QuerySet[Line] | QuerySet[Link]) -> int:
    newest: int | None = rows.aggregate(newest=Max("seq"))["newest"]
    return newest or 0
