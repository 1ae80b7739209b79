"""The page of who has looked: what was asked for, the days, and what is older."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import looks_told, surprises
from plait.sharing import standing as rules
from plait.sharing.looks import Looks
from plait.sharing.looks_told import DayTold
from plait.sharing.models import LookQuestion
from plait.sharing.standing import Standing
from plait.sharing.web.looks_forms import Which
from plait.team import looks


@dataclass(frozen=True)
class LooksPage:
    days: tuple[DayTold, ...]
    since: date  # from when lines are kept: the day on which the child was added
    newest: str  # where the newest ones are, from an older page
    earlier: str  # the older ones, when there are any
    earlier_words: str
    is_filtered: bool
    asked: tuple[tuple[str, str], ...]  # what the reader has asked: (id, words)

    @classmethod
    def of(
        cls,
        found: Looks,
        which: Which,
        *,
        child: Child,
        viewer: Viewer,
        questions: Iterable[LookQuestion],
    ) -> "LooksPage":
        questions = list(questions)
        chosen = which.chosen()
        earlier, earlier_words = "", ""
        if found.earlier:
            query = chosen | {"before": found.earlier.isoformat()}
            earlier = f"?{urlencode(query)}"
            earlier_words = f"Before {words.day(found.earlier, viewer.today)}"
        return cls(
            days=looks_told.in_days(
                found.looks, child, viewer=viewer, questions=questions
            ),
            since=arithmetic.day_of(child.added_at),
            newest=f"?{urlencode(chosen)}" if which.before() else "",
            earlier=earlier,
            earlier_words=earlier_words,
            is_filtered=bool(chosen),
            asked=tuple((str(one.pk), _asked(one, child)) for one in questions),
        )


def newest_looks(
    child: Child, viewer: Viewer, standing: Standing, *, most: int
) -> tuple[DayTold, ...] | None:
    """The newest few lines; nothing at all for those who may not read them."""
    if not rules.may_see_looks(standing).allowed:
        return None
    found = looks.list_looks(child, viewer=viewer, most=most)
    questions = surprises.own_questions(child, viewer=viewer)
    return looks_told.in_days(
        found.looks[:most], child, viewer=viewer, questions=questions
    )


def _asked(question: LookQuestion, child: Child) -> str:
    who = looks_told.name_of(question.person, question.agency)
    part = looks_told.part_of(question.surface, child)
    state = LookQuestion.State(question.state).label
    return f"{who}, {part}. {state}"
