"""The knot in the timeline: all three came together here."""

from functools import lru_cache
from itertools import combinations
from math import pi, sin
from typing import NamedTuple

from markupsafe import Markup

from plait.design_system.drawings.svg import STRANDS, number, outline, picture

PHASES = {"setting": 0.0, "specialists": 2 * pi / 3, "home": 4 * pi / 3}
STEPS = 120


class Lanes(NamedTuple):
    """The timeline's three lanes, in px: how far apart, and the first from the left."""

    apart: float
    edge: float
    height: float
    stroke: float


WIDE = Lanes(apart=22, edge=12, height=104, stroke=4)
NARROW = Lanes(apart=8, edge=9.5, height=56, stroke=3)


class Place(NamedTuple):
    """A place on a lane; the greater depth lies on top."""

    across: float
    down: float
    depth: float


def _lane(name: str, lanes: Lanes) -> list[Place]:
    """The lane once round the others; it enters and leaves straight."""
    swing = lanes.apart / sin(2 * pi / 3)
    middle = lanes.edge + lanes.apart
    places = []
    for step in range(STEPS + 1):
        share = step / STEPS
        turn = 2 * pi * share * share * (3 - 2 * share) + PHASES[name]
        places.append(
            Place(middle + swing * sin(turn), lanes.height * share, sin(2 * turn))
        )
    return places


def _crossings(runs: dict[str, list[Place]]) -> dict[str, list[tuple[int, bool]]]:
    """For each lane the steps where it meets another one, and whether it is on top."""
    found: dict[str, list[tuple[int, bool]]] = {name: [] for name in STRANDS}
    for one, other in combinations(STRANDS, 2):
        for step in range(STEPS):
            before = runs[one][step].across - runs[other][step].across
            after = runs[one][step + 1].across - runs[other][step + 1].across
            if before * after <= 0:
                one_on_top = runs[one][step].depth > runs[other][step].depth
                found[one].append((step, one_on_top))
                found[other].append((step, not one_on_top))
    return found


@lru_cache
def knot(*, narrow: bool = False) -> Markup:
    """The three lanes crossing once round; `narrow` for phones."""
    lanes = NARROW if narrow else WIDE
    runs = {name: _lane(name, lanes) for name in STRANDS}
    under: list[str] = []
    over: list[str] = []
    for name, crossings in _crossings(runs).items():
        places = sorted(crossings)
        for index, (step, on_top) in enumerate(places):
            first = (places[index - 1][0] + step) // 2 if index else 0
            last = STEPS
            if index < len(places) - 1:
                last = (step + places[index + 1][0]) // 2
            steps = [*range(first, last + 1, 3), last]
            line = outline([runs[name][at][:2] for at in steps])
            if on_top:
                over.append(_stroke("halo", lanes.stroke + 4, line))
            (over if on_top else under).append(_stroke(name, lanes.stroke, line))
    width = 2 * (lanes.edge + lanes.apart)
    return picture([*under, *over], width, lanes.height, classes="pl")


def _stroke(name: str, width: float, line: str) -> str:
    return f'<path class="pl-k pl-k-{name}" stroke-width="{number(width)}" d="{line}"/>'
