"""Where the findings of reports have been taken up.

Reports come before plans and know nothing of them: whatever takes findings up says here
how to ask it.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child

Ask = Callable[[Child, Sequence[UUID], Viewer], dict[UUID, str]]
_asked: list[Ask] = []


def ask(taker: Ask) -> None:
    """From now on this is asked too. It answers with addresses, by finding."""
    if taker not in _asked:
        _asked.append(taker)


def addresses(
    findings: Sequence[UUID], *, child: Child, viewer: Viewer
) -> dict[UUID, str]:
    """Where each finding is now, of those that the viewer may see taken up."""
    found: dict[UUID, str] = {}
    for taker in _asked:
        found |= taker(child, findings, viewer)
    return found
