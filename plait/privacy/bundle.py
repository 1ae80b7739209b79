"""The answer as files: a page to read, plain text, and data, in one zip.

It is made each time it is fetched, from what was decided and written anew; nothing of
it is kept, so there is no file whose address could be guessed, and nothing is left when
whoever asked may have it no more. Values in, bytes out.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from plait.privacy.redaction import Pairs

# Nothing in the file says when or on what it was made.
MADE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Version:
    """What was said, by whom, and when."""

    who: str
    when: str
    pairs: Pairs


@dataclass(frozen=True)
class Piece:
    """One record that is given, with all its versions."""

    number: int  # of what is given: counting on shows no gap (SEP-5)
    title: str
    versions: tuple[Version, ...]
    picture: str = ""  # the name of its file


@dataclass(frozen=True)
class Answer:
    """Everything that is given to one person about one child."""

    recipient: str
    child: str
    service: str
    day: str
    letter: tuple[str, ...]
    pieces: tuple[Piece, ...]
    looks: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """What stands on every page (OUT-3)."""
        return f"About {self.child}. For {self.recipient}. From {self.service}."


def pack(answer: Answer, page: str, pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """The zip: the page, its text, its data and the pictures, redrawn."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        _add(archive, "answer.html", page.encode())
        _add(archive, "answer.txt", as_text(answer).encode())
        data = json.dumps(asdict(answer), ensure_ascii=False, indent=1)
        _add(archive, "answer.json", data.encode())
        for name, picture in pictures:
            _add(archive, f"photos/{name}", picture)
    return out.getvalue()


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name, MADE)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
    archive.writestr(info, data)


def as_text(answer: Answer) -> str:
    """The answer as plain text; who it is for and about stands over each part."""
    lines = [answer.head, answer.day, "", *answer.letter]
    for piece in answer.pieces:
        lines += ["", "-" * 40, answer.head, f"{piece.number}. {piece.title}"]
        for version in piece.versions:
            lines += [f"{version.who}, {version.when}"]
            lines += [f"{question}: {said}" for question, said in version.pairs]
    if answer.looks:
        lines += ["", "-" * 40, answer.head, "Who has looked", *answer.looks]
    return "\n".join(lines) + "\n"
