"""Rafi's mum is surprised by two looks: one is answered, one waits for its answer.

Of what Margaret reads about Grace the family is told later.
"""

from datetime import datetime, timedelta
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.ledger import operations as ledger
from plait.sharing import looks_delay, surprises
from plait.sharing.models import LookQuestion, Record
from plait.team import looks

ANSWER = (
    "I spoke to Joy. She read the plan on the day she booked Rafi’s hearing test, to "
    "write the letter to the clinic. You agreed in the summer that she may see the plan. "
    "She will tell you before she does so again."
)
NOT_YET = (
    "The police are finding out who wrote to two children in a game on the tablet. "
    "They asked us to tell nobody what we gather for them before they have been there."
)


def acts(stage: Stage) -> list[Act]:
    """Each question comes after the look that it is about."""
    return [
        (stage.exactly_ago(8, 19), partial(ask, stage, "joy", "I did not know why.")),
        (stage.ago(5, 11), partial(answer, stage)),
        (stage.exactly_ago(1, 20), partial(ask, stage, "margaret", "")),
        (stage.ago(2, 14), partial(tell_later, stage)),
    ]


def ask(stage: Stage, who: str, said: str, now: datetime) -> None:
    """As on the page: the newest line of this person."""
    rafi, shirin = stage.children["rafi"], stage.viewer("shirin", now)
    found = looks.list_looks(rafi, viewer=shirin).looks
    theirs = [one for one in found if one.hat.person_id == stage.people[who].pk]
    surprises.ask_about(theirs[0], said, child=rafi, viewer=shirin)


def answer(stage: Stage, now: datetime) -> None:
    waiting = LookQuestion.objects.get(state=LookQuestion.State.WAITING)
    surprises.answer(
        waiting.pk,
        LookQuestion.State.IN_ORDER,
        ANSWER,
        tells=True,
        viewer=stage.viewer("ayesha", now),
    )


def tell_later(stage: Stage, now: datetime) -> None:
    grace, margaret = stage.children["grace"], stage.viewer("margaret", now)
    looks_delay.delay(
        child=grace,
        hat=margaret.hat,
        reason=NOT_YET,
        until_on=stage.today + timedelta(days=9),
        viewer=stage.viewer("owen", now),
    )
    list(Record.objects.read_by(margaret).filter(child=grace, category="home_life"))
    ledger.record_reading(viewer=margaret, surface="overview", child_ids=[grace.pk])
