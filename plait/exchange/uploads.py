"""Files that wait to be imported: stored under names of our own, and soon removed."""

import os
from pathlib import Path
from typing import BinaryIO, TextIO
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


def _folder() -> Path:
    folder = Path(settings.FILES_ROOT) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _new_name() -> str:
    return f"{uuid4().hex}.csv"


def keep(upload: "UploadedFile[bytes]") -> str:
    """Store an uploaded file; the name it has from now on (WEB-9)."""
    name = _new_name()
    with open(_folder() / name, "xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return name


def new_list() -> tuple[str, TextIO]:
    """A new list for a spreadsheet, with the mark that makes Excel read it rightly."""
    name = _new_name()
    return name, open(_folder() / name, "x", encoding="utf-8-sig", newline="")


def opened(name: str) -> BinaryIO:
    """Raises FileNotFoundError when it has been removed."""
    if not name:
        raise FileNotFoundError
    return open(_folder() / Path(name).name, "rb")


def size_of(name: str) -> int:
    try:
        return (_folder() / Path(name).name).stat().st_size if name else 0
    except FileNotFoundError:
        return 0


def remove(*names: str) -> None:
    for name in names:
        if name:
            (_folder() / Path(name).name).unlink(missing_ok=True)


def remove_before(moment: float) -> None:
    """Remove what was stored before a moment, whether or not anything points at it."""
    for file in _folder().iterdir():
        if file.stat().st_mtime < moment:
            file.unlink(missing_ok=True)
