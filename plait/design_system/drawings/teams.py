"""The team around a child: the child in the middle, home above, the setting below on
the left, specialists below on the right, a line from each person to the child."""

from collections.abc import Iterator
from functools import lru_cache
from math import cos, hypot, pi, sin
from textwrap import shorten, wrap

from markupsafe import Markup

from plait.design_system.drawings.seats import (
    NAME_LETTER,
    NARROW,
    ROW,
    WIDE,
    Placed,
    Team,
    place,
)
from plait.design_system.drawings.svg import STRANDS, number, picture, words
from plait.design_system.icon import STRAND_ICONS, shapes
from plait.design_system.parts import Person

STRAND_WORDS = ("Home", "Setting", "Specialists")
ARCS = {"home": (210, 330), "setting": (90, 210), "specialists": (-30, 90)}  # degrees
ALL_BELOW = (-30, 210)
RING = 8  # from the child's disc to the middle of the arcs, in px


@lru_cache(maxsize=1024)
def team_picture(
    child_name: str,
    members: tuple[Person, ...],
    *,
    strand_words: tuple[str, str, str] = STRAND_WORDS,
    narrow: bool = False,
) -> Markup:
    """720 px wide, or 360 px when `narrow`; words are 15 px in both.

    `strand_words` says what home, setting and specialists are called for this child
    ("Home", "Nursery", "Specialists").
    """
    called = dict(zip(STRANDS, strand_words, strict=True))
    team = place(members, NARROW if narrow else WIDE)
    parts = [
        *_lines(team),
        *_headings(team, called),
        *(part for placed in team.placed for part in _person(placed)),
        *_child(child_name, team),
    ]
    label = _label(child_name, members, called)
    return picture(parts, team.frame.width, team.height, classes="tm", label=label)


def _lines(team: Team) -> Iterator[str]:
    """From the ring round the child to everybody's disc."""
    course = _branch if team.crowded else _straight
    for one in team.placed:
        look = f"tm-line tm-line--{one.person.strand}"
        yield f'<path class="{look}" d="{course(team, one)}"/>'


def _straight(team: Team, one: Placed) -> str:
    middle, down = team.frame.middle, team.child_down
    away = hypot(one.across - middle, one.down - down)
    share = (team.frame.child + RING + 4) / away
    start = (
        f"{number(middle + (one.across - middle) * share)} "
        f"{number(down + (one.down - down) * share)}"
    )
    return f"M{start}L{number(one.across)} {number(one.down)}"


def _branch(team: Team, one: Placed) -> str:
    """Along a stem between the two columns, then out to the disc.

    Everybody of one side shares the stem: the paths begin alike, so their dashes fall
    on each other.
    """
    stem = team.frame.middle + one.side * 7
    edge = one.across - one.side * team.frame.disc
    bend = min(12.0, abs(edge - stem))
    towards = 1 if one.down > team.child_down else -1
    start = team.child_down + towards * (team.frame.child + RING + 4)
    return (
        f"M{number(stem)} {number(start)}V{number(one.down - towards * bend)}"
        f"Q{number(stem)} {number(one.down)} "
        f"{number(stem + one.side * bend)} {number(one.down)}H{number(edge)}"
    )


def _headings(team: Team, called: dict[str, str]) -> Iterator[str]:
    """The strand's icon and word."""
    for strand, across, down, anchor in team.headings:
        word = called[strand]
        wide = len(word) * 8.6 + 26
        left = {"middle": across - wide / 2, "end": across - wide, "start": across}
        yield (
            f'<svg class="tm-icon tm-icon--{strand}" x="{number(left[anchor])}" '
            f'y="{number(down - 15)}" width="20" height="20" viewBox="0 0 24 24">'
            f"{shapes(STRAND_ICONS[strand])}</svg>"
            f'<text class="tm-head tm-head--{strand}" '
            f'x="{number(left[anchor] + 26)}" y="{number(down)}">{words(word)}</text>'
        )


def _person(one: Placed) -> Iterator[str]:
    """The disc with initials, and beside it the name over the role."""
    strand = one.person.strand
    yield (
        f'<circle class="tm-disc tm-disc--{strand}" cx="{number(one.across)}" '
        f'cy="{number(one.down)}" r="{number(one.frame.disc)}"/>'
        f'<text class="tm-initials tm-head--{strand}" x="{number(one.across)}" '
        f'y="{number(one.down + 5)}" text-anchor="middle">'
        f"{words(one.person.initials)}</text>"
    )
    anchor = "end" if one.side < 0 else "start"
    rows = [("tm-name", line) for line in one.name]
    rows += [("tm-role", line) for line in one.role]
    first = one.down - ROW * len(rows) / 2 + 14
    for row, (look, line) in enumerate(rows):
        yield (
            f'<text class="{look}" x="{number(one.words_at)}" '
            f'y="{number(first + ROW * row)}" text-anchor="{anchor}">'
            f"{words(line)}</text>"
        )


def _child(name: str, team: Team) -> Iterator[str]:
    """The child's disc, and round it an arc for each strand that is there."""
    middle, down, radius = team.frame.middle, team.child_down, team.frame.child
    here = {one.person.strand for one in team.placed}
    for strand in STRANDS:
        start, end = ALL_BELOW if strand == team.all_below else ARCS[strand]
        if strand in here:
            yield _arc(strand, middle, down, radius + RING, start + 5, end - 5)
    yield (
        f'<circle class="tm-child" cx="{number(middle)}" cy="{number(down)}" '
        f'r="{number(radius)}"/>'
    )
    letters = int((2 * radius - 10) / NAME_LETTER)
    rows = wrap(name, letters, break_long_words=False)
    if len(rows) > 2 or any(len(row) > letters for row in rows):
        rows = [shorten(name, letters, placeholder="") or name[:1]]
    for row, line in enumerate(rows):
        at = down + 6 + ROW * (row - (len(rows) - 1) / 2)
        yield (
            f'<text class="tm-name" x="{number(middle)}" y="{number(at)}" '
            f'text-anchor="middle">{words(line)}</text>'
        )


def _arc(
    strand: str, across: float, down: float, radius: float, start: int, end: int
) -> str:
    """Part of a ring, clockwise between two angles in degrees from three o'clock."""
    points = [
        f"{number(across + radius * cos(angle * pi / 180))} "
        f"{number(down + radius * sin(angle * pi / 180))}"
        for angle in (start, end)
    ]
    long = int(end - start > 180)
    bow = f"A{number(radius)} {number(radius)} 0 {long} 1 "
    look = f"tm-arc tm-arc--{strand}"
    return f'<path class="{look}" d="M{points[0]}{bow}{points[1]}"/>'


def _label(child_name: str, members: tuple[Person, ...], called: dict[str, str]) -> str:
    """Everybody in the picture, for people who do not see it."""
    said = [f"{child_name}’s team."]
    for strand, word in called.items():
        people = [
            f"{one.name}, {one.role}" if one.role else one.name
            for one in members
            if one.strand == strand
        ]
        if people:
            said.append(f"{word}: {'; '.join(people)}.")
    return " ".join(said)
