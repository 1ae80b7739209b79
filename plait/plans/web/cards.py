"""Cards of games, as the family and the setting see them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.design_system import words
from plait.plans import queries
from plait.plans.models import Activity, Practice
from plait.sharing import standing as rules
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.standing import Standing


def place_of(agency_kind: str) -> str:
    """The strand that somebody of an agency practises in."""
    return roles.SETTING if agency_kind in Agency.SETTINGS else roles.SPECIALISTS


@dataclass(frozen=True)
class GameCard:
    """A game: what to do, who does it elsewhere, and how it went today."""

    id: UUID
    title: str
    steps: tuple[str, ...]
    minutes: int
    elsewhere: str
    by: Byline
    since: str
    answer: str  # where the three answers are sent, if the reader may answer
    today: str  # what was answered today, in words
    today_went: str  # and as it is sent
    today_note: str
    place: str  # the word for where it is played besides home
    lately: tuple[tuple[str, str, str], ...]  # strand, when, how it went
    may_answer: bool
    may_end: bool


def cards_for(
    child: Child, viewer: Viewer, standing: Standing, *, place: str
) -> list[GameCard]:
    """Every card that runs, with what was answered lately at home and elsewhere."""
    found = queries.list_activities(child, viewer=viewer)
    used = [one.strategy_id for one in found]
    known = queries.which_strategies(used, viewer=viewer)
    practice = queries.list_practice(used, viewer=viewer)
    by = Bylines(child, viewer)
    may_answer = rules.may_write(standing, Practice.CATEGORY).allowed
    return [
        _card(
            one,
            practice,
            by,
            place=place,
            child=child,
            may_answer=may_answer and one.strategy_id in known,
        )
        for one in found
    ]


def _card(
    activity: Activity,
    practice: list[Practice],
    by: Bylines,
    *,
    place: str,
    child: Child,
    may_answer: bool,
) -> GameCard:
    viewer = by.viewer
    own = [one for one in practice if one.strategy_id == activity.strategy_id]
    mine_today = [
        one
        for one in own
        if one.on == viewer.today and one.record.author_id == viewer.person_id
    ]
    ours = activity.record.owner_agency_id == viewer.hat.agency_id
    return GameCard(
        id=activity.pk,
        title=activity.title,
        steps=tuple(activity.steps),
        minutes=activity.minutes,
        elsewhere=activity.elsewhere,
        by=by.of(activity.record),
        since=words.record_day(activity.record.made_at),
        answer=_to_answer(activity, child) if may_answer else "",
        today=Practice.Went(mine_today[0].went).label if mine_today else "",
        today_went=mine_today[0].went if mine_today else "",
        today_note=mine_today[0].note if mine_today else "",
        place=place,
        lately=tuple(_line(one, by, viewer.today) for one in own[:6]),
        may_answer=may_answer,
        may_end=may_answer and ours,
    )


def _to_answer(activity: Activity, child: Child) -> str:
    parts = {"child_id": child.pk, "strategy_id": activity.strategy_id}
    return reverse("plans:practise", kwargs=parts)


def _line(one: Practice, by: Bylines, today: date) -> tuple[str, str, str]:
    who = by.of(one.record)
    went = Practice.Went(one.went).label
    said = f"{went}. {one.note}" if one.note else went
    when = "Today" if one.on == today else words.short_day(one.on, today)
    return who.strand, f"{when}, {who.called}", said
