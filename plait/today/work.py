"""What needs somebody first: rules over facts. Values in, an ordered list out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plait.access.viewer import Viewer
from plait.design_system import words

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Todo:
    """One thing to do: why, by when, and where."""

    due_on: date
    kind: str  # "late", "soon" or "open"
    state: str
    title: str
    why: str
    action: str
    href: str


Asked = Callable[[Viewer], Iterable[Todo]]


def dated(
    *, due_on: date, today: date, title: str, why: str, action: str, href: str
) -> Todo:
    """A thing with a day: late, soon or still open."""
    if due_on < today:
        kind = "late"
    elif due_on <= today + timedelta(days=3):
        kind = "soon"
    else:
        kind = "open"
    state = words.how_far(due_on, today)
    return Todo(due_on, kind, state, title, why, action, href)


def in_order(things: Iterable[Todo]) -> list[Todo]:
    """Most urgent first: what is late, then by day, then by name."""
    rank = {"late": 0, "soon": 1, "open": 2}
    return sorted(things, key=lambda one: (rank[one.kind], one.due_on, one.title))
