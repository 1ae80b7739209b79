"""For Kwame, who is 18, his grandmother decides some things as his deputy, for a time."""

from datetime import date, datetime, timedelta
from functools import partial

from plait.children.operations import Card
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage, weekday
from plait.demo.story.young import ask, last_change_over, note, welcome, yes
from plait.sharing import representatives
from plait.sharing.representatives import Assessed
from plait.team import operations as team


def acts(stage: Stage) -> list[Act]:
    """What she may decide is recorded after an assessment, and ends by itself."""
    return [
        (stage.ago(90, 9), partial(add_kwame, stage)),
        (stage.ago(80, 9), partial(edith_acts, stage, "sharing")),
        (stage.ago(80, 10), partial(edith_acts, stage, "support")),
        (stage.ago(79, 10), partial(ask, stage, "kwame", "thornbridge", "")),
        (stage.ago(78, 19), partial(yes, stage, "kwame", "thornbridge", "edith")),
        (stage.ago(5, 14), partial(note, stage, "kwame", "Chose between two pictures and "
         "pointed to the garden. Laughed when the hose came on.")),
    ]  # fmt: skip


def add_kwame(stage: Stage, now: datetime) -> None:
    card = Card(
        given_name="Kwame",
        family_name="Marlow",
        born_on=date(last_change_over(stage.today).year - 18, 2, 3),
        pronouns="he",
        communicates="Points at pictures. Two at a time; more is too many.",
    )
    welcome(stage, now, "kwame", card)
    team.record_family(
        child=stage.children["kwame"],
        person_id=stage.people["edith"].pk,
        relation="grandmother",
        role="carer",
        viewer=stage.viewer("priya", now),
    )


def edith_acts(stage: Stage, decision: str, now: datetime) -> None:
    representatives.record(
        Assessed(
            person_id=stage.people["edith"].pk,
            decision=decision,
            authority="deputy",
            why="Kwame showed what he likes. What it means that somebody reads about him "
            "could not be made clear to him, on three days.",
            helped="Pictures in pairs, a quiet room, mornings only, and Jonah beside him.",
            assessed_on=now.date(),
            review_on=weekday(stage.today + timedelta(days=10)),
        ),
        child=stage.children["kwame"],
        viewer=stage.viewer("priya", now),
    )
