"""Rafi before the plan: the first concern, the family's yes, the assessment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from plait.children.operations import Card
from plait.clocks.arithmetic import months_on
from plait.demo.story.agreeing import (
    asks_for_health_visitor,
    asks_for_therapist,
    council_asks,
    lets_nani_see,
    nursery_asks,
    says_yes,
)
from plait.demo.story.stage import Stage
from plait.evidence import operations as evidence
from plait.evidence.models import (
    Assessment,
    Attendance,
    Concern,
    Home,
    Observation,
)
from plait.evidence.operations import Finding
from plait.evidence.passages import About
from plait.team import operations as team
from plait.team.operations.membership import Part

Act = tuple[datetime, Callable[[datetime], None]]


def acts(stage: Stage) -> list[Act]:
    """What happened from the first concern to the assessment."""
    return [
        (stage.at(stage.month(9, 2), 9), partial(add_rafi, stage)),
        (stage.at(stage.month(9, 2), 15), partial(first_concern, stage)),
        (stage.at(stage.month(9, 5), 16), partial(family_joins, stage)),
        (stage.at(stage.month(9, 6), 10), partial(nursery_asks, stage)),
        (stage.at(stage.month(9, 6), 20), partial(says_yes, stage, "bramblecote")),
        (stage.at(stage.month(8, 15), 19), partial(story, stage)),
        (stage.at(stage.month(8, 20), 11), partial(early_notes, stage)),
        (stage.at(stage.month(7, 4), 9), partial(asks_for_therapist, stage)),
        (stage.at(stage.month(7, 4), 21), partial(says_yes, stage, "rowan")),
        (stage.at(stage.month(6, 3), 14), partial(assessment, stage)),
        (stage.at(stage.month(5, 6), 9), partial(asks_for_health_visitor, stage)),
        (
            stage.at(stage.month(5, 7), 12),
            partial(says_yes, stage, "harrowmere-health"),
        ),
        (stage.at(stage.month(5, 20), 20), partial(lets_nani_see, stage)),
        (stage.ago(9, 10), partial(council_asks, stage)),
    ]


def add_rafi(stage: Stage, now: datetime) -> None:
    margaret = stage.viewer("margaret", now)
    rafi = team.welcome_child(
        Card(
            given_name="Rafi",
            family_name="Hossain-Doyle",
            born_on=months_on(stage.today, -43) - timedelta(days=9),
            pronouns="he",
            languages="Bangla and English",
            interpreter="Bangla, for Nani, at meetings",
            communicates="Takes your hand to show you what he wants. Single words, and "
            "two together when he plays. He needs a little time before he answers.",
        ),
        viewer=margaret,
        part=Part(
            does="Keeps everyone together. Ask her if you are not sure who to ask.",
            reach="01632 960 114, or the book",
            reach_when="Monday, Tuesday and Thursday, 9am to 3pm",
            covered_by="The school office",
            leads=True,
        ),
    )
    stage.children["rafi"] = rafi
    team.join_team(
        child=rafi,
        employment=stage.employments["abena"],
        viewer=margaret,
        part=Part(
            does="Plays the same games with Rafi every day.",
            reach="In the book, or at the door of Robin Room",
            reach_when="8:30am to 4pm, Monday to Friday",
            covered_by="Leon Baptiste",
        ),
    )
    team.join_team(
        child=rafi,
        employment=stage.employments["leon"],
        viewer=margaret,
        part=Part(does="Is Rafi’s key worker on the days when Abena is away."),
    )
    evidence.record_attendance(
        Attendance(
            agency=stage.agencies["bramblecote"],
            group="Robin Room",
            days=["Monday", "Tuesday", "Wednesday", "Thursday"],
            from_on=date(stage.today.year - 1, 9, 2),
        ),
        child=rafi,
        viewer=margaret,
    )


def first_concern(stage: Stage, now: datetime) -> None:
    evidence.raise_concern(
        Concern(
            wondering="Rafi loves the garden and the bubble machine, and he is using "
            "about twenty words. I am wondering about his talking, and how he can join "
            "in with other children when he wants to.",
            areas=["communication", "feelings"],
            tried="Naming what he looks at. Sitting beside him with the same toy.",
            look_again_on=stage.month(8, 1),
        ),
        child=stage.children["rafi"],
        viewer=stage.viewer("abena", now),
    )


def family_joins(stage: Stage, now: datetime) -> None:
    margaret, rafi = stage.viewer("margaret", now), stage.children["rafi"]
    for key, relation, role, does in (
        ("shirin", "mum", "pr", "Knows Rafi best, and decides with Conor."),
        ("conor", "dad", "pr", "Knows Rafi best, and decides with Shirin."),
        ("nani", "Nani", "relative", "Looks after Rafi on Fridays."),
    ):
        team.record_family(
            child=rafi,
            person_id=stage.people[key].pk,
            relation=relation,
            role=role,
            viewer=margaret,
            part=Part(does=does),
        )


def story(stage: Stage, now: datetime) -> None:
    rafi = stage.children["rafi"]
    evidence.tell_story(
        "Rafi loves buses, bubbles and being outside. He takes your hand to show you "
        "what he wants. He needs a little time before he answers.",
        child=rafi,
        viewer=stage.viewer("shirin", now),
        current=None,
        seen_version=0,
    )
    evidence.record_home(
        Home(
            called="Home",
            address="12 Alder Close, Harrowmere, ZZ99 3VZ",
            phone="07700 900 161",
            nights="Every night",
        ),
        child=rafi,
        viewer=stage.viewer("shirin", now),
    )


def early_notes(stage: Stage, now: datetime) -> None:
    rafi = stage.children["rafi"]
    evidence.note_observation(
        Observation(
            saw="Brought me the bus book at bedtime and said “bus”. When I waited he "
            "looked up and said it again, louder, and laughed.",
            seen_at=now,
            areas=["communication"],
        ),
        child=rafi,
        viewer=stage.viewer("conor", now, family=True),
    )
    evidence.note_observation(
        Observation(
            saw="Watched two children with the marble run for six minutes. When one of "
            "them held out a marble he took it and put it in, then went to the garden.",
            means="He wants to be near others. He may need someone to start the turn.",
            seen_at=now,
            areas=["feelings"],
        ),
        child=rafi,
        viewer=stage.viewer("abena", now),
    )


def assessment(stage: Stage, now: datetime) -> None:
    evidence.share_assessment(
        Assessment(
            title="Talking and playing: what I found",
            seen_on=now.date(),
            how="Two mornings in Robin Room, one visit at home, a talk with Shirin, "
            "Conor and Abena.",
            summary="Rafi understands everyday sentences in both his languages. He uses "
            "about thirty words, one at a time, mostly to ask for things. He talks more "
            "when the other person waits.",
        ),
        FINDINGS,
        child=stage.children["rafi"],
        viewer=stage.viewer("tomasz", now),
        about=[
            About(
                stage.people["conor"].pk,
                "Shirin told me that it is hard for Conor when Rafi does not answer, "
                "and that he then leaves the room. I have not seen this myself.",
            )
        ],
    )


FINDINGS = (
    Finding("strength", "Understands both his languages.", "communication"),
    Finding(
        "strength", "Shows clearly what he wants, by hand and by eye.", "communication"
    ),
    Finding("strength", "Stays with a game he has chosen for a long time.", "learning"),
    Finding(
        "need",
        "Uses one word at a time, and needs time before he answers.",
        "communication",
    ),
    Finding(
        "need",
        "Wants to play near others and finds it hard to take turns with them.",
        "feelings",
    ),
    Finding(
        "outcome",
        "Rafi puts two words together to ask or comment in play.",
        "communication",
    ),
    Finding(
        "strategy",
        "Wait, count to ten, then say his word back with one more.",
        "communication",
    ),
    Finding("strategy", "A turn-taking game with one friend.", "feelings"),
    Finding("strategy", "Choosing between two things.", "communication"),
)
