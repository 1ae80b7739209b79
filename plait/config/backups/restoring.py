"""Putting a backup back. The doors stay closed until nothing is open that was closed.

The rows come back as they were, and with them the number of the last line of the
journal that they knew. The journal knows of later ones, so nothing is answered
(`closings.doors_are_open`) until what it says has been done again here, and the ledger
has been walked from its first line to the one that the backup ends with.
"""

import json
import tarfile
import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from plait.access.models import Person
from plait.config.backups import boxes, tables
from plait.config.backups.making import Manifest
from plait.ledger import closings, journal, verification
from plait.ledger import operations as ledger
from plait.ledger.models import Head

# Of a journal that no database has seen: nothing is answered, whatever else goes wrong.
CLOSED = 2**62


class NotRestored(Exception):
    """Nothing may be served from this; the sentence says why."""


class DoorsClosed(Exception):
    """The rows are back, and nothing is answered: the journal is missing or broken."""


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    manifest: Manifest
    lines: int
    closed_again: int
    seconds: float


def restore(
    path: Path, private: str, *, now: datetime, without_journal: str = ""
) -> Restored:
    """Put back, check, close again what had been closed since, open the doors.

    `without_journal` is a reason, for when the journal is lost or does not hold: it
    goes into the ledger. What of the journal can be read is then still done.

    Raises NotABackup, NotEmpty, NotRestored, DoorsClosed.
    """
    started = time.monotonic()
    manifest = load(path, private)
    lines = check(manifest)
    changed = open_doors(manifest, now=now, without_journal=without_journal)
    return Restored(manifest, lines, changed, time.monotonic() - started)


def load(path: Path, private: str) -> Manifest:
    """The rows and the files of a backup, into an empty place."""
    if not boxes.is_signed_by_us(path):
        raise boxes.NotABackup(
            "This backup was not signed by this Plait, or it has been changed. Put the "
            "folder of keys back first."
        )
    tables.refuse_unless_empty()
    with open(path, "rb") as file:
        box = boxes.Reader(file, private)
        if connection.vendor == "postgresql":
            with transaction.atomic():
                return _load(box)
        return _load(box)


def _load(box: boxes.Reader) -> Manifest:
    manifest = _unpack(box)
    Head.objects.filter(pk=1).update(**manifest.head | {"journal": CLOSED})
    return manifest


def _unpack(box: boxes.Reader) -> Manifest:
    unpacker, found = tables.Unpacker(), dict[str, str]()
    manifest: Manifest | None = None
    with tarfile.open(fileobj=cast(Any, box), mode="r|") as archive:
        for entry in archive:
            held = archive.extractfile(entry)
            data = held.read() if held else b""
            if entry.name == "manifest.json":
                manifest = Manifest(**json.loads(data))
                continue
            found[entry.name] = sha256(data).hexdigest()
            if entry.name.startswith("files/"):
                _put_file(entry.name.removeprefix("files/"), data)
            else:
                unpacker.add(entry.name, data)
    if manifest is None or found != manifest.hashes:
        raise boxes.NotABackup("This backup does not hold what it says it holds.")
    unpacker.finish()
    if manifest.vendor != connection.vendor:
        raise NotRestored(f"This backup goes back to {manifest.vendor} only.")
    if manifest.migrations != tables.migrations():
        raise NotRestored(
            f"This backup was made by version {manifest.version}, with other tables. "
            "Put it back with that version, then upgrade."
        )
    return manifest


def _put_file(name: str, data: bytes) -> None:
    root = settings.FILES_ROOT.resolve()
    file = (root / name).resolve()
    if not file.is_relative_to(root):
        raise boxes.NotABackup("A file of this backup lies outside its folder.")
    if file.exists() and file.read_bytes() != data:
        raise NotRestored("There is another file in the place of one of the backup.")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_bytes(data)
    file.chmod(0o600)


def check(manifest: Manifest) -> int:
    """The ledger holds to its end, and every table has its rows; how many lines."""
    counted = tables.counts()
    wrong = [name for name, rows in manifest.rows.items() if counted.get(name) != rows]
    if wrong:
        raise NotRestored(f"Rows are missing or too many in {', '.join(wrong)}.")
    end = verification.Checkpoint(manifest.head["seq"], manifest.head["chain"])
    lines, finding = verification.verify([end])
    if finding:
        raise NotRestored(f"Line {finding.seq} of the ledger {finding.sentence}.")
    return lines


def open_doors(manifest: Manifest, *, now: datetime, without_journal: str = "") -> int:
    """Do again what the journal says; how many rows were closed by it.

    Raises DoorsClosed, and changes nothing, when the journal is not there or not whole.
    """
    try:
        last = _what_the_journal_says(manifest)
        number = journal.position().number
    except (journal.NotWhole, DoorsClosed) as why:
        if not without_journal.strip():
            raise DoorsClosed(str(why)) from None
        last = closings.last_of_each(journal.readable())
        highest = max((line.get("n", 0) for line in journal.readable()), default=0)
        number = journal.begin_anew(max(highest, manifest.head["journal"]) + 1)
    with transaction.atomic():
        changed = closings.close_again(last)
        Person.objects.update(session_epoch=F("session_epoch") + 1)
        Head.objects.filter(pk=1).update(journal=number)
        details = {
            "backup": manifest.id,
            "made": manifest.at,
            "lines": manifest.head["seq"],
            "journal": number,
            "closed": changed,
        }
        if without_journal:
            details["reason"] = without_journal
        act = "ledger.backup.restored"
        ledger.write([ledger.Entry(act=act, at=now, details=details)])
    return changed


def _what_the_journal_says(manifest: Manifest) -> dict[str, closings.Facts]:
    if not journal.is_kept():
        raise DoorsClosed("No journal is kept here. Set PLAIT_JOURNAL.")
    lines = journal.lines()
    if not lines:
        raise DoorsClosed("The journal is not there.")
    if lines[-1]["n"] < manifest.head["journal"]:
        raise DoorsClosed("The end of the journal is missing.")
    return closings.last_of_each(lines)
