"""Ratings over time, one line or marker for each partner.

A month nobody rated is a gap: never zero, never bridged. A gap with a known reason is
shaded and says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil
from textwrap import wrap

from markupsafe import Markup

from plait.design_system.drawings.ratings import Chart, Gap, Line
from plait.design_system.drawings.svg import Point, number, picture, words

LETTER = 8.4  # width of a bold letter at 15 px, on the safe side
ROW = 18.0  # height of a line of words at 15 px
NARROW_LETTERS, WIDE_LETTERS, MOST_ROWS = 12, 18, 3  # of words at a line's end


@dataclass(frozen=True)
class Frame:
    """Where the drawing's ground lies, in px."""

    width: int
    height: int
    left: float
    right: float
    months: int
    highest: float
    head: float
    foot: float = 34

    @property
    def end(self) -> float:
        return self.width - self.right

    @property
    def bottom(self) -> float:
        return self.height - self.foot

    @property
    def month_width(self) -> float:
        return (self.end - self.left) / max(1, self.months - 1)

    def across(self, month: float) -> float:
        if self.months == 1:
            return (self.left + self.end) / 2
        return self.left + self.month_width * month

    def down(self, value: float) -> float:
        share = max(0.0, value) / self.highest
        return self.bottom - (self.bottom - self.head) * share


@lru_cache(maxsize=1024)
def chart(shown: Chart, *, narrow: bool = False) -> Markup:
    """The chart 880 px wide, or 330 px when `narrow`; words are 15 px in both."""
    frame = _frame(shown, narrow=narrow)
    parts = [
        *_gaps(shown, frame),
        *_grid(shown, frame),
        *_target(shown, frame),
        *_lines(shown, frame),
        *_end_words(shown, frame),
    ]
    if not any(value is not None for line in shown.lines for value in line.values):
        middle = (frame.left + frame.end) / 2
        height = (frame.head + frame.bottom) / 2
        parts.append(_text("ch-t", middle, height, "No ratings yet", "middle"))
    return picture(parts, frame.width, frame.height, label=shown.label)


def _frame(shown: Chart, *, narrow: bool) -> Frame:
    """The ground, with room on the right for the longest of the words there."""
    width, height = (330, 300) if narrow else (880, 330)
    ends = [len(row) for line in shown.lines for row in _end_lines(line, narrow=narrow)]
    tick = len(str(shown.highest))
    return Frame(
        width=width,
        height=height,
        left=18 + LETTER * tick,
        right=max(20.0, 20 + LETTER * max(ends, default=0)),
        months=len(shown.months),
        highest=shown.highest,
        head=max([30.0, *(14 + ROW * len(_gap_rows(gap)) for gap in shown.gaps)]),
    )


def _gap_rows(gap: Gap) -> list[str]:
    return wrap(gap.words, 12 * (gap.last - gap.first + 1))


def _text(classes: str, across: float, down: float, text: object, anchor: str) -> str:
    return (
        f'<text class="{classes}" x="{number(across)}" y="{number(down)}" '
        f'text-anchor="{anchor}">{words(text)}</text>'
    )


def _gaps(shown: Chart, frame: Frame) -> Iterator[str]:
    """The shaded months, each with its reason above, clear of the lines."""
    half = frame.month_width / 2
    for gap in shown.gaps:
        start = max(frame.left, frame.across(gap.first) - half)
        end = min(frame.end, frame.across(gap.last) + half)
        yield (
            f'<rect class="ch-gap" x="{number(start)}" y="{number(frame.head)}" '
            f'width="{number(end - start)}" '
            f'height="{number(frame.bottom - frame.head)}"/>'
        )
        rows = _gap_rows(gap)
        for row, line in enumerate(rows):
            down = frame.head - 8 - ROW * (len(rows) - row - 1)
            yield _text("ch-t", (start + end) / 2, down, line, "middle")


def _grid(shown: Chart, frame: Frame) -> Iterator[str]:
    """Whole numbers from 0 on the left, months below."""
    for value in range(0, shown.highest + 1, shown.step):
        down = number(frame.down(value))
        yield (
            f'<line class="{"ch-grid" if value else "ch-axis"}" '
            f'x1="{number(frame.left)}" x2="{number(frame.end)}" '
            f'y1="{down}" y2="{down}"/>'
        )
        yield _text("ch-t", frame.left - 9, frame.down(value) + 5, value, "end")
    longest = max((len(month) for month in shown.months), default=0)
    every = max(1, ceil((longest * LETTER + 8) / frame.month_width))
    for month in range(0, len(shown.months), every):
        across = frame.across(month)
        yield _text("ch-t", across, frame.bottom + 22, shown.months[month], "middle")


def _target(shown: Chart, frame: Frame) -> Iterator[str]:
    if shown.target is None:
        return
    down = frame.down(shown.target)
    yield (
        f'<line class="ch-target" x1="{number(frame.left)}" x2="{number(frame.end)}" '
        f'y1="{number(down)}" y2="{number(down)}"/>'
    )
    text = f"{shown.target_word} {shown.target:g}"
    yield _text("ch-b", frame.left + 4, down - 8, text, "start")


def _lines(shown: Chart, frame: Frame) -> Iterator[str]:
    """Lines that break at a gap, then the markers on top of them.

    Specialists see a child now and then, so their markers stand without a line.
    """
    for line in shown.in_order:
        runs = _runs(shown, line, frame)
        if line.strand != "specialists":
            look = f"ch-line ch-{line.strand}"
            yield from (
                f'<path class="{look}" d="{_through(run)}"/>'
                for run in runs
                if len(run) > 1
            )
        for run in runs:
            yield from (_marker(line.strand, place) for place in run)


def _runs(shown: Chart, line: Line, frame: Frame) -> list[list[Point]]:
    """The line's places in px, a new run after every month without a value."""
    runs: list[list[Point]] = [[]]
    for month, value in enumerate(line.values):
        if value is None:
            runs.append([])
        else:
            across = frame.across(month) + _aside(shown, line, month)
            runs[-1].append((across, frame.down(value)))
    return runs


def _through(run: list[Point]) -> str:
    return "M" + "L".join(f"{number(across)} {number(down)}" for across, down in run)


def _aside(shown: Chart, line: Line, month: int) -> float:
    """How far in px a marker steps aside, so that nobody is hidden behind another.

    Markers on a line stay as near to their month as they can; the specialists', which
    have none, move further out.
    """
    value = line.values[month]
    same = [other for other in shown.in_order if other.values[month] == value]
    on_lines = [other for other in same if other.strand != "specialists"]
    free = [other for other in same if other.strand == "specialists"]
    first, last = month == 0, month == len(shown.months) - 1
    shift = 0.0 if first else 1.0 if last else 0.5
    room = len(on_lines) - 1
    if line.strand != "specialists":
        return 15 * (_rank(line, on_lines) - room * shift)
    if not on_lines:
        return 17 * (_rank(line, free) - (len(free) - 1) * shift)
    if first:
        return 15 * room + 17 * (_rank(line, free) + 1)
    return -15 * room * shift - 17 * (len(free) - _rank(line, free))


def _rank(line: Line, lines: list[Line]) -> int:
    return next(index for index, other in enumerate(lines) if other is line)


def _marker(strand: str, place: Point, radius: float = 6) -> str:
    """Home is a circle, the setting a square, specialists a diamond."""
    across, down = place
    look = f'class="ch-m ch-m-{strand}"'
    if strand == "home":
        return (
            f'<circle {look} cx="{number(across)}" cy="{number(down)}" r="{radius}"/>'
        )
    if strand == "setting":
        side = 2 * radius - 1
        return (
            f'<rect {look} x="{number(across - side / 2)}" '
            f'y="{number(down - side / 2)}" width="{side}" height="{side}"/>'
        )
    reach = radius + 2
    corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    run = [(across + right, down + below) for right, below in corners]
    return f'<path {look} d="{_through(run)}Z"/>'


def _end_lines(line: Line, *, narrow: bool) -> list[str]:
    """What stands at the line's end: its word and its latest value."""
    known = [value for value in line.values if value is not None]
    if not known:
        return []
    letters = NARROW_LETTERS if narrow else WIDE_LETTERS
    rows = wrap(f"{line.word} {known[-1]:g}", letters)
    if len(rows) > MOST_ROWS:
        cut = wrap(line.word, letters)[: MOST_ROWS - 1]
        rows = [*cut[:-1], cut[-1][: letters - 1] + "…", f"{known[-1]:g}"]
    return rows


def _end_words(shown: Chart, frame: Frame) -> Iterator[str]:
    """Direct labels at the line ends, moved apart where they would touch."""
    ends = []
    for line in shown.in_order:
        rows = _end_lines(line, narrow=frame.width < 400)
        known = [value for value in line.values if value is not None]
        if rows:
            ends.append((frame.down(known[-1]), line.strand, rows))
    ends.sort(key=lambda end: end[0])
    for down, (_, strand, rows) in zip(_apart(ends, frame), ends, strict=True):
        for row, text in enumerate(rows):
            yield _text(
                f"ch-end ch-l-{strand}", frame.end + 14, down + ROW * row, text, "start"
            )


def _apart(ends: list[tuple[float, str, list[str]]], frame: Frame) -> list[float]:
    """The height of each label's first row: beside its line, below the one before,
    and all of them inside the drawing."""
    places = [down + 5 for down, _, _ in ends]
    for index, ((_, _, rows), _) in enumerate(pairwise(ends)):
        places[index + 1] = max(places[index + 1], places[index] + ROW * len(rows) + 1)
    over = 0.0
    if ends:
        over = places[-1] + ROW * (len(ends[-1][2]) - 1) - (frame.height - 4)
    lift = max(0.0, over)
    return [place - lift for place in places]
