"""The same words twice: going back to a form and saving it again changes nothing.

A key per form (`access.web.once`) cannot see this: the browser asks for the form anew.
Here the words themselves tell.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger import chain
from plait.sharing.models import Content, Part, Record, RecordVersion

WITHIN = timedelta(hours=1)


class AlreadySaved(Exception):
    """The same person has said the same about the child within the hour."""

    def __init__(self, record_id: UUID) -> None:
        super().__init__("This is already saved.")
        self.record_id = record_id


def find_same(
    content: Content,
    *,
    viewer: Viewer,
    child: Child,
    parts: Sequence[Part] = (),
) -> UUID | None:
    """The viewer's own record that began with these very words less than an hour ago.

    One that was corrected since counts too: the words were saved.
    """
    firsts = RecordVersion.objects.visible_to(viewer.hat, viewer.now).filter(
        number=1,
        record__child=child,
        record__kind=content.KIND,
        record__author_id=viewer.person_id,
        record__owner_agency_id=viewer.hat.agency_id,
        record__state=Record.State.LIVE,
        record__made_at__gt=viewer.now - WITHIN,
    )
    words = content.snapshot() | {"parts": [part.snapshot() for part in parts]}
    said = _said(content, chain.canonical(words))
    same = (one for one in firsts if _said(content, one.content) == said)
    return next((one.record_id for one in same), None)


def _said(content: Content, words: str) -> Mapping[str, Any]:
    """What was said, without when it was saved and what only tells rows apart."""
    whole: dict[str, Any] = json.loads(words)
    said = {name: told for name, told in whole.items() if name not in content.UNSAID}
    parts = [
        {name: told for name, told in part.items() if name != "id"}
        for part in whole["parts"]
    ]
    return said | {"parts": parts}
