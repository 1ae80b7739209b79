"""What one partner thinks, signed and dated."""

from dataclasses import dataclass
from datetime import datetime

from plait.design_system import words
from plait.plans.models import Outcome, View
from plait.sharing.bylines import Byline, Bylines

STANCES = {
    View.Stance.AGREES: "done",
    View.Stance.IN_PART: "part",
    View.Stance.DIFFERENT: "part",
}


@dataclass(frozen=True)
class ViewShown:
    """What one partner thinks, signed and dated."""

    by: Byline
    stance: str
    status: str
    words: str
    on: str
    said_at: datetime
    is_old: bool  # on an earlier wording

    @classmethod
    def of(cls, view: View, outcome: Outcome, by: Bylines) -> "ViewShown":
        stance = View.Stance(view.stance)
        on = words.short_day(view.record.said_at)[4:]
        return cls(
            by=by.of(view.record),
            stance=f"{stance.label}, {on}",
            status=STANCES[stance],
            words=view.words,
            on=words.record_day(view.record.said_at),
            said_at=view.record.said_at,
            is_old=view.of_version < outcome.record.version,
        )
