"""The plait: month by month, who did what was agreed.

It counts what was recorded against what was agreed. It is never a score, and words
always stand beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin, sqrt
from typing import NamedTuple

from markupsafe import Markup

from plait.design_system.drawings.svg import STRANDS, number, outline, picture, words

LETTERS = {
    "i": "did what was agreed: drawn full",
    "s": "less than agreed, or done differently: drawn thin",
    "n": "nothing recorded yet: drawn dashed",
    ".": "not expected, for example a holiday: not drawn",
}
THICKNESS = {"i": 1.0, "s": 0.45}  # share of the full stroke
FULL, NOTHING_YET = "i", "n"


class Size(NamedTuple):
    """Greatest width of the drawing and of one month in it, in px; height and stroke
    as shares of a month's width."""

    width: float
    month: float
    height: float = 1.23
    stroke: float = 0.25


SIZES = {
    "card": Size(300, 50, stroke=0.24),
    "table": Size(156, 26),
    "strategy": Size(64, 16, height=1.6, stroke=0.31),
    "key": Size(132, 22, height=1.36, stroke=0.27),
}


@dataclass(frozen=True)
class Weave:
    """Where three strands run: one full turn every three months, in px.

    `across` below is a place from the left edge; the strands are numbered 0 to 2.
    """

    months: int
    unit: float  # width of one month
    height: float
    stroke: float  # thickness of a full strand

    @property
    def width(self) -> float:
        return self.unit * self.months

    @property
    def _swing(self) -> float:
        """How far a strand swings up and down from the middle."""
        return self.height / 2 - self.stroke / 2 - 1.5

    @property
    def _pace(self) -> float:
        return 2 * pi / (self.unit * 3)

    def _turn(self, strand: int, across: float) -> float:
        return self._pace * across + 2 * pi * strand / 3 + pi / 6

    def down(self, strand: int, across: float) -> float:
        return self.height / 2 - self._swing * sin(self._turn(strand, across))

    def slope(self, strand: int, across: float) -> float:
        return -self._swing * self._pace * cos(self._turn(strand, across))

    def depth(self, strand: int, across: float) -> float:
        """Of two strands that meet, the one with the greater depth lies on top."""
        return sin(2 * self._turn(strand, across))

    def crossings(self, strand: int) -> list[tuple[float, bool]]:
        """Where the strand meets another one, and whether it lies on top there."""
        found = []
        for other in {0, 1, 2} - {strand}:
            # Two of the sines are equal where the cosine of their mean turn is zero.
            start = (pi / 3 - pi * (strand + other) / 3) / self._pace
            apart = pi / self._pace
            place = start - apart * ((start + self.unit) // apart)
            while place < self.width + self.unit:
                on_top = self.depth(strand, place) > self.depth(other, place)
                found.append((place, on_top))
                place += apart
        return sorted(found)

    def pieces(self, strand: int) -> Iterator[tuple[float, float, bool]]:
        """The strand cut half-way between its crossings: start, end, on top."""
        places = self.crossings(strand)
        lap = 0.5 + self.stroke / 12  # pieces overlap a little, so that no seam shows
        for index, (place, on_top) in enumerate(places):
            before = places[index - 1][0] if index else -2 * self.unit - place
            last = index == len(places) - 1
            after = self.width * 2 if last else places[index + 1][0]
            start = max(0.0, (before + place) / 2 - lap)
            end = min(self.width, (place + after) / 2 + lap)
            if end - start >= 1:
                yield start, end, on_top


@dataclass(frozen=True)
class Strand:
    """One partner's strand through a weave, one letter for each month."""

    weave: Weave
    place: int
    letters: str
    textured: bool

    @property
    def name(self) -> str:
        return STRANDS[self.place]

    def letter_at(self, across: float) -> str:
        return self._letter(self._month(across))

    def _month(self, across: float) -> int:
        return min(self.weave.months - 1, max(0, int(across // self.weave.unit)))

    def _letter(self, month: int) -> str:
        return self.letters[month] if 0 <= month < len(self.letters) else "."

    def _full_width(self, month: int) -> float:
        return THICKNESS.get(self._letter(month), 0.0) * self.weave.stroke

    def width_at(self, across: float) -> float:
        """Thickness in px. It swells and thins at the turn of a month, never jumps."""
        month = self._month(across)
        here, unit = self._full_width(month), self.weave.unit
        ramp = unit * 0.32
        for other, edge in ((month - 1, month * unit), (month + 1, (month + 1) * unit)):
            away = abs(across - edge)
            if away < ramp / 2 and 0 <= other < self.weave.months:
                share = 0.5 + away / ramp
                share = share * share * (3 - 2 * share)
                there = self._full_width(other)
                return there + (here - there) * share
        return here

    def ribbon(self, places: list[float], extra: float = 0.0) -> str:
        """The outline of the strand along the places, `extra` px wider than it is."""
        upper, lower = [], []
        for across in places:
            slope = self.weave.slope(self.place, across)
            length = sqrt(1 + slope * slope)
            half = (self.width_at(across) + extra) / 2
            down = self.weave.down(self.place, across)
            upper.append((across + slope / length * half, down - half / length))
            lower.append((across - slope / length * half, down + half / length))
        return outline(upper + lower[::-1], closed=True)

    def middle(self, places: list[float]) -> str:
        return outline(
            [(place, self.weave.down(self.place, place)) for place in places]
        )

    def runs(
        self, start: float, end: float, keep: Callable[[float], bool]
    ) -> list[list[float]]:
        """The unbroken runs of places between start and end where `keep` holds."""
        fine = 7 if self.weave.unit < 40 else 14
        steps = max(3, int((end - start) / (self.weave.unit / fine)))
        found: list[list[float]] = [[]]
        for step in range(steps + 1):
            place = start + (end - start) * step / steps
            if keep(place):
                found[-1].append(place)
            elif found[-1]:
                found.append([])
        return [run for run in found if len(run) > 1]

    def piece(self, start: float, end: float, *, on_top: bool) -> list[str]:
        """The paths of one piece: its ground when it lies on top, body, texture."""
        parts = []
        for run in self.runs(start, end, lambda place: self.width_at(place) > 0.25):
            if on_top and len(run) > 3:
                inset = [run[0] + 1, *run[1:-1], run[-1] - 1]
                parts.append(f'<path class="pl-halo" d="{self.ribbon(inset, 3)}"/>')
            parts.append(f'<path class="pl-s pl-{self.name}" d="{self.ribbon(run)}"/>')
        parts.extend(self._texture(start, end))
        for run in self.runs(
            start, end, lambda place: self.letter_at(place) == NOTHING_YET
        ):
            look = f"pl-n pl-n-{self.name}"
            parts.append(f'<path class="{look}" d="{self.middle(run)}"/>')
        return parts

    def _texture(self, start: float, end: float) -> Iterator[str]:
        """A line along the setting's strand, dots along the specialists'."""
        if self.name == "home" or not self.textured:
            return
        stroke = self.weave.stroke
        dots = (
            f' stroke-dasharray=".1 {number(max(3.2, stroke * 0.55))}"'
            ' stroke-linecap="round"'
            if self.name == "specialists"
            else ""
        )
        for run in self.runs(
            start, end, lambda place: self.width_at(place) > stroke * 0.9
        ):
            yield (
                f'<path class="pl-t"{dots} stroke-width="'
                f'{number(max(1.1, stroke * 0.2))}" d="{self.middle(run)}"/>'
            )


def woven(weave: Weave, letters: tuple[str, str, str], *, textured: bool) -> list[str]:
    """All pieces in painting order: first those that go under, then those on top."""
    under: list[str] = []
    over: list[str] = []
    for place, own_letters in enumerate(letters):
        strand = Strand(weave, place, own_letters, textured)
        for start, end, on_top in weave.pieces(place):
            part = strand.piece(start, end, on_top=on_top)
            (over if on_top else under).extend(part)
    return under + over


@lru_cache(maxsize=4096)
def plait(
    home: str,
    setting: str,
    specialists: str,
    *,
    size: str = "card",
    label: str = "",
    months: tuple[str, ...] = (),
) -> Markup:
    """Up to twelve months of taking part, one letter a month, oldest first.

    `size` is 'card', 'table', 'strategy' or 'key'. `months` are the words under the
    drawing; `label` is for screen readers, when no words stand beside it.
    """
    letters = (home, setting, specialists)
    unknown = set("".join(letters)) - set(LETTERS)
    if unknown:
        raise ValueError(f"A plait has no letter {sorted(unknown)}.")
    count = max(1, *(len(own) for own in letters))
    limit = SIZES[size]
    unit = min(limit.month, limit.width / count)
    weave = Weave(
        count,
        unit,
        height=round(unit * limit.height),
        stroke=round(unit * limit.stroke, 1),
    )
    parts = woven(weave, letters, textured=True)
    height = weave.height
    if months:
        parts += _month_marks(months, weave)
        height += 20
    return picture(parts, weave.width, height, classes="pl", label=label)


def _month_marks(months: tuple[str, ...], weave: Weave) -> Iterator[str]:
    """The words under the months; every second one where they would touch."""
    every = 1 if weave.unit >= 34 else 2
    for index in range(0, len(months), every):
        yield (
            f'<text class="pl-m" x="{number(weave.unit * (index + 0.5))}" '
            f'y="{number(weave.height + 15)}" text-anchor="middle">'
            f"{words(months[index])}</text>"
        )


@lru_cache
def logo() -> Markup:
    """The plait beside the product's name."""
    weave = Weave(3, 13, height=28, stroke=6.5)
    parts = woven(weave, ("iii", "iii", "iii"), textured=False)
    return picture(parts, weave.width, weave.height, classes="pl")
