"""Who sits where in the picture of a team, in px."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from math import sqrt
from textwrap import wrap

from plait.design_system.drawings.svg import STRANDS
from plait.design_system.parts import Person

NAME_LETTER, ROLE_LETTER = 8.3, 7.3  # width in px of a letter in a name and in a role
ROW = 19.0  # height of a line of words
BETWEEN = 18.0  # from one person's words to the next
HEADING = 34.0
MOST_STRAIGHT = 5  # people in one column before straight lines meet other discs


@dataclass(frozen=True)
class Frame:
    """One width of the picture, in px.

    People stand in two columns. `near` is how far a disc is from the middle at the
    top and bottom, `swell` how much further it is beside the child.
    """

    width: float
    near: float
    swell: float
    disc: float  # radius of a person's disc
    child: float  # radius of the child's disc

    @property
    def middle(self) -> float:
        return self.width / 2

    @property
    def words_width(self) -> float:
        return self.middle - self.near - self.swell - self.disc - 9


WIDE = Frame(width=720, near=40, swell=100, disc=23, child=52)
NARROW = Frame(width=360, near=35, swell=0, disc=18, child=42)


@dataclass(frozen=True)
class Row:
    """One person on the left and one on the right, either of them perhaps nobody."""

    left: Person | None
    right: Person | None


@dataclass(frozen=True)
class Placed:
    """Where somebody is drawn: the disc's centre and which side the words are on."""

    person: Person
    across: float
    down: float
    side: int  # -1 left, 1 right
    name: tuple[str, ...]
    role: tuple[str, ...]
    frame: Frame

    @property
    def words_at(self) -> float:
        return self.across + self.side * (self.frame.disc + 9)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of disc and words together."""
        half = max(self.frame.disc, ROW * len(self.name + self.role) / 2)
        wide = max(
            max(len(line) for line in self.name) * NAME_LETTER,
            max((len(line) for line in self.role), default=0) * ROLE_LETTER,
        )
        edges = sorted(
            (
                self.across - self.side * self.frame.disc,
                self.words_at + self.side * wide,
            )
        )
        return edges[0], self.down - half, edges[1], self.down + half


@dataclass(frozen=True)
class Team:
    """The finished layout."""

    frame: Frame
    placed: tuple[Placed, ...]
    headings: tuple[tuple[str, float, float, str], ...]  # strand, across, down, anchor
    child_down: float
    height: float

    @property
    def crowded(self) -> bool:
        """Whether straight lines would meet other people's discs."""
        columns = Counter((one.side, one.down < self.child_down) for one in self.placed)
        return self.frame is NARROW or max(columns.values(), default=0) > MOST_STRAIGHT

    @property
    def all_below(self) -> str:
        """The strand that has the space below the child to itself, if one has."""
        below = {one.person.strand for one in self.placed if one.down > self.child_down}
        return below.pop() if len(below) == 1 else ""


def place(members: Iterable[Person], frame: Frame) -> Team:
    """Give everybody a place: home in pairs above the child; below it the setting on
    the left and specialists on the right, or in pairs when only one of them is there.
    """
    by_strand: dict[str, list[Person]] = {strand: [] for strand in STRANDS}
    for member in members:
        by_strand[member.strand].append(member)
    above = _pairs(by_strand["home"])
    setting, specialists = by_strand["setting"], by_strand["specialists"]
    if setting and specialists:
        below = [Row(*pair) for pair in zip_longest(setting, specialists)]
    else:
        below = _pairs(setting or specialists)
    top = HEADING if above else 10.0
    above_height = _height(above, frame)
    child_down = top + above_height + frame.child + 22
    below_top = child_down + frame.child + 22 + HEADING * bool(below)
    height = below_top + _height(below, frame) + 6
    reach = max(child_down, height - child_down) + 24
    placed = [
        *_rows(above, top, child_down, reach, frame),
        *_rows(below, below_top, child_down, reach, frame),
    ]
    return Team(
        frame=frame,
        placed=tuple(placed),
        headings=tuple(_heading_places(placed, child_down, below_top, frame)),
        child_down=child_down,
        height=height if below else child_down + frame.child + 16,
    )


def _pairs(people: list[Person]) -> list[Row]:
    return [Row(*pair) for pair in zip_longest(people[::2], people[1::2])]


def _wrapped(text: str, frame: Frame, letter: float) -> tuple[str, ...]:
    """Words in as many lines as they need; nothing of a name is left out."""
    letters = int(frame.words_width / letter)
    return tuple(wrap(text, letters)) or ("",)


def _lines_of(person: Person, frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    name = _wrapped(person.name, frame, NAME_LETTER)
    role = _wrapped(person.role, frame, ROLE_LETTER) if person.role else ()
    return name, role


def _row_height(row: Row, frame: Frame) -> float:
    heights = [2 * frame.disc]
    for person in (row.left, row.right):
        if person:
            name, role = _lines_of(person, frame)
            heights.append(ROW * len(name + role))
    return max(heights) + BETWEEN


def _height(rows: list[Row], frame: Frame) -> float:
    return sum(_row_height(row, frame) for row in rows)


def _rows(
    rows: list[Row], top: float, child_down: float, reach: float, frame: Frame
) -> Iterator[Placed]:
    """Discs lie on an ellipse round the child, so that no line meets another disc."""
    for row in rows:
        height = _row_height(row, frame)
        down = top + height / 2
        share = (down - child_down) / reach
        out = frame.near + frame.swell * sqrt(1 - share * share)
        for side, person in ((-1, row.left), (1, row.right)):
            if person:
                name, role = _lines_of(person, frame)
                across = frame.middle + side * out
                yield Placed(person, across, down, side, name, role, frame)
        top += height


def _heading_places(
    placed: list[Placed], child_down: float, below_top: float, frame: Frame
) -> Iterator[tuple[str, float, float, str]]:
    """Home's heading in the middle at the top, the others over their own column."""
    seen: set[str] = set()
    for one in placed:
        strand = one.person.strand
        if strand in seen:
            continue
        seen.add(strand)
        if one.down < child_down:
            yield strand, frame.middle, 18.0, "middle"
        else:
            anchor = "end" if one.side < 0 else "start"
            yield strand, one.words_at, below_top - 8, anchor
