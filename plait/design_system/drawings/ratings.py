"""Ratings over time, as a chart's drawing and its table both need them."""

from dataclasses import dataclass
from itertools import cycle
from math import ceil

from plait.design_system.drawings.svg import STRANDS

MOST_TICKS = 8


@dataclass(frozen=True)
class Line:
    """One partner's ratings: a value for each month, None where nobody rated."""

    strand: str
    word: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Gap:
    """Months in which nobody could rate, first and last counted from 0, and why."""

    first: int
    last: int
    words: str


@dataclass(frozen=True)
class Chart:
    """What a chart shows, for the drawing and for its table.

    `title` says what is counted and in which unit; `label` says the finding to people
    who do not see the drawing. `top` is the highest tick when no value is higher.
    """

    title: str
    label: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]
    target: float | None = None
    target_word: str = "Target"
    top: float = 1
    gaps: tuple[Gap, ...] = ()

    def __post_init__(self) -> None:
        for line in self.lines:
            if len(line.values) != len(self.months):
                raise ValueError(f"{line.word} needs a value or None for each month.")

    @property
    def in_order(self) -> list[Line]:
        """Home, setting, specialists, and within a strand as they were given."""
        return sorted(self.lines, key=lambda line: STRANDS.index(line.strand))

    @property
    def step(self) -> int:
        """From one tick to the next: 1, 2 or 5 times a power of ten."""
        step, grow = 1, cycle((2.0, 2.5, 2.0))
        while self._reach / step > MOST_TICKS:
            step = round(step * next(grow))
        return step

    @property
    def highest(self) -> int:
        """The top tick: no value, and no target, lies above it."""
        return self.step * ceil(self._reach / self.step)

    @property
    def _reach(self) -> float:
        known = [value for line in self.lines for value in line.values if value]
        return max([1, self.top, self.target or 0, *known])

    def cells(self, line: Line) -> list[str]:
        """The line's values as words for the table, with the reason for a gap."""
        reasons = {
            month: gap.words
            for gap in self.gaps
            for month in range(gap.first, gap.last + 1)
        }
        return [
            reasons.get(month, "–") if value is None else f"{value:g}"
            for month, value in enumerate(line.values)
        ]
