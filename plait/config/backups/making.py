"""Making a backup: the rows of one instant, then the files, then what all that was."""

import io
import tarfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.db import connection

from plait.config.backups import boxes, tables
from plait.ledger import chain, closings
from plait.ledger.models import Head

ENDING = ".plait-backup"
PUBLIC_KEYS = "backup-*.public"


class NoKey(Exception):
    """Nobody could ever open this backup."""


@dataclass
class Manifest:
    """What a backup holds, so that whoever puts it back can tell if it is all there."""

    id: str
    at: str
    version: str
    vendor: str
    migrations: list[list[str]]
    head: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)


class Packer:
    """Adds pieces to the archive and remembers the hash of each."""

    def __init__(self, archive: tarfile.TarFile, manifest: Manifest) -> None:
        self.archive, self.manifest = archive, manifest

    def add(self, name: str, data: bytes) -> None:
        self.manifest.hashes[name] = sha256(data).hexdigest()
        self.put(name, data)

    def put(self, name: str, data: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(data), 0o600
        self.archive.addfile(entry, io.BytesIO(data))


def recipients() -> list[str]:
    """The public keys that backups are made for. Raises NoKey when there is none."""
    files = sorted(settings.KEYS_ROOT.glob(PUBLIC_KEYS))
    if not files:
        raise NoKey(
            "There is no key for backups yet. Make one, and keep what it prints in two "
            "safe places away from this machine: plait keys new-backup-key"
        )
    return [file.read_text("ascii").strip() for file in files]


def make(to: Path, *, now: datetime) -> Path:
    """Write one new backup into a folder, and answer its name when it is whole.

    Raises NoKey and OSError. What was half written is not left behind under that name.
    """
    keys = recipients()
    closings.settle()
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = to / f"plait-{stamp}-{uuid4().hex[:6]}{ENDING}"
    partly = path.with_suffix(".partly")
    try:
        with boxes.create(partly) as file:
            _fill(boxes.Writer(file, keys, at=now.isoformat()), now)
            file.flush()
        partly.rename(path)
    except BaseException:
        partly.unlink(missing_ok=True)
        raise
    path.chmod(0o400)
    return path


def _fill(box: boxes.Writer, now: datetime) -> None:
    manifest = Manifest(
        id=str(uuid4()),
        at=now.isoformat(),
        version=our_version(),
        vendor=connection.vendor,
        migrations=tables.migrations(),
    )
    with tarfile.open(fileobj=cast("io.BytesIO", box), mode="w|") as archive:
        packer = Packer(archive, manifest)
        with tables.as_of_now():
            head = Head.objects.get(pk=1)
            manifest.head = {
                "seq": head.seq, "chain": head.chain, "journal": head.journal,
            }  # fmt: skip
            manifest.rows = tables.counts()
            tables.pack(packer)
        for file in files():
            name = f"files/{file.relative_to(settings.FILES_ROOT)}"
            packer.add(name, file.read_bytes())
        packer.put("manifest.json", chain.canonical(asdict(manifest)).encode())
    box.close()


def files() -> list[Path]:
    """Every file; they are named by what they hold and never change."""
    return sorted(file for file in settings.FILES_ROOT.rglob("*") if file.is_file())


def our_version() -> str:
    try:
        return version("plait")
    except PackageNotFoundError:
        return "0.1.0"


def newest(folder: Path) -> datetime | None:
    """When the newest whole backup in a folder was finished."""
    moments = [
        datetime.fromtimestamp(file.stat().st_mtime, UTC)
        for file in folder.glob(f"*{ENDING}")
        if boxes.is_signed_by_us(file)
    ]
    return max(moments, default=None)


def complaint(folder: Path, *, now: datetime, hours: int) -> str:
    """What is wrong with the backups in a folder; nothing when there is a fresh one."""
    last = newest(folder)
    if last is None:
        return f"There is no whole backup of ours in {folder}."
    age = now - last
    if age <= timedelta(hours=hours):
        return ""
    whole = int(age.total_seconds() // 3600)
    return f"The newest backup is {whole} hours old; at most {hours} were expected."
