"""What has happened, from all three strands: for professionals and for the family."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.http import urlencode

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.sharing import standing as rules
from plait.sharing.models import Record
from plait.sharing.standing import Standing
from plait.team import queries as team
from plait.team.web.presenters import setting_word
from plait.today import queries, timeline
from plait.today.timeline import Told

STRANDS = ("home", "setting", "specialists")


@dataclass(frozen=True)
class Happened:
    """The entries by month, newest first, and what was chosen to be shown."""

    months: tuple[tuple[str, tuple[Told, ...]], ...]
    earlier: str
    is_filtered: bool
    chosen: tuple[str, ...]
    place_word: str
    may_note: bool
    may_raise: bool


def what_happened(
    child: Child,
    viewer: Viewer,
    standing: Standing,
    *,
    strands: list[str],
    before: datetime | None,
    place_word: str = "",
) -> Happened:
    records = queries.timeline(child, viewer=viewer, strands=strands, before=before)
    word = place_word or setting_word(team.list_team(child, viewer=viewer))
    may_note = rules.may_write(standing, "education").allowed
    return Happened(
        months=timeline.tell(records, child=child, viewer=viewer),
        earlier=_earlier(records, strands),
        is_filtered=bool(strands),
        chosen=tuple(strands) or STRANDS,
        place_word=word,
        may_note=may_note,
        may_raise=may_note and not standing.is_family,
    )


def _earlier(records: list[Record], strands: list[str]) -> str:
    if len(records) < queries.PAGE:
        return ""
    asked = [("from", strand) for strand in strands]
    return "?" + urlencode([*asked, ("before", records[-1].made_at.isoformat())])
