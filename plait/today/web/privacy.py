"""What waits for a privacy lead, most urgent first: no child, no content."""

from plait.access.viewer import Viewer
from plait.today import work
from plait.today.web import alerts
from plait.today.work import Todo


def todos_of(viewer: Viewer) -> list[Todo]:
    """Everything with a day on it that a privacy lead answers, confirms or reviews."""
    return work.in_order(todo for ask in ASKED for todo in ask(viewer))


# Each kind of thing that waits: a function of the viewer.
ASKED: tuple[work.Asked, ...] = (alerts.todos,)
