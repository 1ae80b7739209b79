"""The journal: what was closed since the newest backup, kept outside the database.

A database that is put back from a backup has forgotten every withdrawal since. So
whatever may close something is written here before it is committed (`meant`), flushed
to the disk, and again once it is (`done`): what stands last about a child or a person
is what a restored database must not be more open than (BAK-1, BAK-2).

Each line is signed and holds the hash of the one before it, so that a line that was
changed or taken out is noticed. The database knows the number of the last line that it
has seen: if the journal has a later one that was done, the database is an old one, and
nothing is answered from it.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from django.conf import settings

from plait.ledger import chain, signing

NAME = "closings.journal"
MEANT, DONE, ANEW = "meant", "done", "anew"


class NotWhole(Exception):
    """The journal does not hold; the sentence says where."""


class Unwritable(Exception):
    """Nothing could be written down, so nothing may be done."""


@dataclass
class Known:
    """What this process has read of the journal so far."""

    file: tuple[int, int] = (0, 0)
    offset: int = 0
    number: int = 0
    hash: str = chain.START
    done: int = 0  # the highest line that is known to have been committed


_known = Known()
_one_at_a_time = RLock()
_held: list[Any] = []  # the lock, while this process has it


def places() -> Sequence[Path]:
    """The folders the journal is kept in; none in a process that keeps no journal."""
    kept: Sequence[Path] = settings.JOURNAL_ROOTS
    return kept


def is_kept() -> bool:
    return bool(places())


def append(kind: str, **said: Any) -> int:
    """Write one line to every place and flush it; its number. Raises Unwritable."""
    try:
        with locked():
            known = _refreshed()
            line = signing.signed(
                {"n": known.number + 1, "kind": kind, "before": known.hash, **said}
            )
            for place in places():
                _write(place / NAME, f"{chain.canonical(line)}\n".encode())
            return _refreshed().number
    except OSError as error:
        raise Unwritable(str(error)) from error


def position() -> Known:
    """How far the journal has come. Raises NotWhole."""
    with _one_at_a_time:
        return _refreshed()


def lines() -> list[dict[str, Any]]:
    """Every line, checked: its signature, and that it follows from the one before."""
    with _one_at_a_time:
        return list(_read(places()[0] / NAME, Known(), strict=True))


def readable() -> list[dict[str, Any]]:
    """The lines that can still be read of a journal that does not hold."""
    found = []
    try:
        for text in (places()[0] / NAME).read_bytes().splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                found.append(line)
    except OSError:
        return []
    return found


def begin_anew(number: int) -> int:
    """Set aside a journal that is lost or does not hold, and go on from a number."""
    with locked():
        for place in places():
            file = place / NAME
            if file.exists():
                aside = len(list(place.glob(f"{NAME}.set-aside*"))) + 1
                file.rename(place / f"{NAME}.set-aside-{aside}")
            line = signing.signed({"n": number, "kind": ANEW, "before": chain.START})
            _write(file, f"{chain.canonical(line)}\n".encode())
        return _refreshed().number


@contextmanager
def locked() -> Iterator[None]:
    """One writer at a time, over all processes of this machine."""
    with _one_at_a_time:
        if _held:
            yield
            return
        place = places()[0]
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(place / "lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _held.append(lock)
            try:
                yield
            finally:
                _held.clear()


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = os.lseek(handle, 0, os.SEEK_END)
        os.lseek(handle, _end_of_whole_lines(handle, end), os.SEEK_SET)
        os.ftruncate(handle, os.lseek(handle, 0, os.SEEK_CUR))
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def _end_of_whole_lines(handle: int, end: int) -> int:
    """Half a line, left by a process that died, was never acted on."""
    while end and os.pread(handle, 1, end - 1) != b"\n":
        end -= 1
    return end


def _refreshed() -> Known:
    """What is known, with what was added. A file that was replaced is read anew."""
    file = places()[0] / NAME
    try:
        status = file.stat()
    except FileNotFoundError:
        _forget((0, 0))
        return _known
    here = (status.st_dev, status.st_ino)
    if here != _known.file or status.st_size < _known.offset:
        _forget(here)
    if status.st_size > _known.offset:
        for _ in _read(file, _known, strict=False):
            pass
    return _known


def _forget(here: tuple[int, int]) -> None:
    fresh = Known(file=here)
    vars(_known).update(vars(fresh))


def _read(file: Path, known: Known, *, strict: bool) -> Iterator[dict[str, Any]]:
    if not file.exists():
        return
    with open(file, "rb") as stream:
        stream.seek(known.offset)
        for text in stream:
            if not text.endswith(b"\n"):
                return
            line = _follow(text, known, strict=strict)
            known.offset += len(text)
            yield line


def _follow(text: bytes, known: Known, *, strict: bool) -> dict[str, Any]:
    """The next line, if it follows from the one before. Raises NotWhole."""
    after = known.number
    try:
        line: dict[str, Any] = json.loads(text)
        number, kind = int(line["n"]), str(line["kind"])
        follows = line["before"] == known.hash
    except (ValueError, KeyError, TypeError):
        raise NotWhole(f"After line {after}, the journal cannot be read.") from None
    begins = kind == ANEW and not known.number
    if not follows or (number != after + 1 and not begins):
        raise NotWhole(f"A line is missing from the journal after line {after}.")
    if strict and not signing.holds(line):
        raise NotWhole(f"Line {number} of the journal was not signed by us.")
    known.number, known.hash = number, sha256(text.rstrip(b"\n")).hexdigest()
    known.done = max(known.done, done_by(line))
    return line


def done_by(line: Mapping[str, Any]) -> int:
    """The line that this one says was committed."""
    if line["kind"] == ANEW:
        return int(line["n"])
    return int(line["of"]) if line["kind"] == DONE else 0
