"""Comma-separated files from anywhere: read line by line, in bounded memory.

Whatever is wrong with a file as a whole is one sentence that says what and where. How a
file was encoded is never guessed: a wrong guess spoils names without anybody noticing.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from plait.exchange.census.codes import SPELLING

CHUNK = 1 << 16
LONGEST_LINE = 100_000
MOST_COLUMNS = 500
MOST_ROWS = 200_000
MOST_NEEDS = 500_000
LINE_END = re.compile(rb"\r\n|\r|\n")
SAVE_AS = "In the program it comes from, save it as “CSV UTF-8”"

SIGNATURES = (
    (b"PK\x03\x04", "It is an Excel workbook or a ZIP file, not a CSV file"),
    (b"PK\x05\x06", "It is a ZIP file, not a CSV file"),
    (b"\xd0\xcf\x11\xe0", "It is an old Excel or Word file, not a CSV file"),
    (b"%PDF", "It is a PDF, not a CSV file"),
    (b"\x89PNG", "It is a picture, not a CSV file"),
    (b"\xff\xd8\xff", "It is a picture, not a CSV file"),
    (b"GIF8", "It is a picture, not a CSV file"),
    (b"\x1f\x8b", "It is a compressed file, not a CSV file"),
    (b"\xff\xfe", "It is saved as UTF-16, which Excel calls “Unicode text”"),
    (b"\xfe\xff", "It is saved as UTF-16, which Excel calls “Unicode text”"),
    (b"<", "It is a web page or an XML file, not a CSV file"),
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FileRefused(Exception):
    """The file as a whole cannot be used; the sentence says what is wrong and where."""


class LineReader(Protocol):
    """What the CSV reader of the standard library offers."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True)
class Row:
    """One row under the header: the line it starts on, and its cells by column."""

    line: int
    cells: Sequence[str]
    columns: dict[str, int]
    width: int

    @property
    def is_ragged(self) -> bool:
        return len(self.cells) != self.width

    def cell(self, column: str) -> str:
        """What stands in a column, without spaces round it; nothing if absent."""
        place = self.columns.get(column)
        if place is None or place >= len(self.cells):
            return ""
        return self.cells[place].strip()


@dataclass(frozen=True)
class Table:
    """A file under its header. `left_out` are the columns that nobody reads."""

    columns: dict[str, int]
    left_out: tuple[str, ...]
    rows: Iterator[Row]


def read_table(
    file: BinaryIO, *, needed: Sequence[str], also: Sequence[str], most_rows: int
) -> Table:
    """The table in a file. Raises FileRefused, also later while its rows are read."""
    header: list[str] = []
    reader = csv.reader(_lines(file, header, most_rows), strict=True)
    names = next(_parsed(reader), (0, []))[1]
    header += names
    columns = _columns(header, needed, also)
    return Table(
        columns={name: columns[name] for name in (*needed, *also) if name in columns},
        left_out=tuple(
            name.strip()
            for name in header
            if name.strip() and name.strip().casefold() not in (*needed, *also)
        ),
        rows=_rows(reader, columns, len(header), most_rows),
    )


def _rows(
    reader: LineReader, columns: dict[str, int], width: int, most: int
) -> Iterator[Row]:
    count = 0
    for line, cells in _parsed(reader):
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > most:
            raise FileRefused(f"It has more than {most:,} rows. Send it in parts.")
        yield Row(line, cells, columns, width)


def _parsed(reader: LineReader) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on; what the CSV reader dislikes, in words."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(_in_words(str(error), line)) from None
        yield line, cells


def _in_words(trouble: str, line: int) -> str:
    if "limit" in trouble:
        return (
            f"Line {line:,} has a cell of more than {LONGEST_LINE:,} letters, "
            "or a quotation mark that is never closed."
        )
    return f"Line {line:,} has quotation marks that do not belong together."


def _columns(
    header: list[str], needed: Sequence[str], also: Sequence[str]
) -> dict[str, int]:
    if len(header) > MOST_COLUMNS:
        raise FileRefused(f"Line 1 has more than {MOST_COLUMNS} columns.")
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        key = name.strip().casefold()
        if key and key in columns:
            raise FileRefused(f"The column {_shown(key)} is there twice, in line 1.")
        columns[key] = place
    missing = [name for name in needed if name not in columns]
    if not missing:
        return columns
    joined = header[0] if len(header) == 1 else ""
    if joined and any(sign in joined for sign in ";\t|"):
        raise FileRefused(
            f"Its columns are not separated by commas. {SAVE_AS}, with commas."
        )
    names = ", ".join(map(_shown, missing))
    words = "The column {} is" if len(missing) == 1 else "The columns {} are"
    raise FileRefused(f"{words.format(names)} missing in line 1.")


def _shown(column: str) -> str:
    return f"“{SPELLING.get(column, column)[:40]}”"


def _lines(file: BinaryIO, header: list[str], most_rows: int) -> Iterator[str]:
    """Lines as text, whatever ends them. Raises FileRefused at the first bad one."""
    number = 0
    for number, line in enumerate(_raw_lines(file, header), 1):
        if number > 2 * most_rows + 1:
            raise FileRefused(f"It has more than {2 * most_rows:,} lines.")
        if b"\0" in line:
            raise FileRefused(
                f"Line {number:,} has a NUL character in it, which no CSV file may "
                f"have. {SAVE_AS}."
            )
        try:
            yield line.decode() + "\n"
        except UnicodeDecodeError:
            raise FileRefused(
                f"Line {number:,} has letters that are not saved as UTF-8. {SAVE_AS}."
            ) from None
    if not number:
        raise FileRefused("It is empty.")


def _raw_lines(file: BinaryIO, header: list[str]) -> Iterator[bytes]:
    rest = file.read(CHUNK)
    _refuse_by_signature(rest)
    rest = rest.removeprefix(BYTE_ORDER_MARK)
    number = 0
    while True:
        # A carriage return at the very end may be half of a line end.
        held = rest[-1:] if rest.endswith(b"\r") else b""
        *whole, rest = LINE_END.split(rest.removesuffix(b"\r") if held else rest)
        for line in whole:
            number += 1
            _refuse_long(line, number, header)
            yield line
        rest += held
        _refuse_long(rest, number + 1, header)
        chunk = file.read(CHUNK)
        if not chunk:
            break
        rest += chunk
    last = LINE_END.split(rest)
    yield from (last if last[-1] else last[:-1])


def _refuse_by_signature(start: bytes) -> None:
    for signature, words in SIGNATURES:
        if start.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(signature):
            raise FileRefused(f"{words}. {SAVE_AS}.")


def _refuse_long(line: bytes, number: int, header: list[str]) -> None:
    if len(line) <= LONGEST_LINE:
        return
    cells = line.split(b",")
    if len(cells) > MOST_COLUMNS:
        raise FileRefused(f"Line {number:,} has more than {MOST_COLUMNS} columns.")
    place = max(range(len(cells)), key=lambda index: len(cells[index]))
    where = f" in the column {_shown(header[place])}" if place < len(header) else ""
    raise FileRefused(
        f"Line {number:,} has a cell of more than {LONGEST_LINE // 1000},000 letters"
        f"{where}."
    )
