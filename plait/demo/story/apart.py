"""What is kept apart: one note held back, one born sealed, one seal that takes two."""

from datetime import datetime, timedelta
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage, weekday
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.sharing import sealing
from plait.sharing.categories import Category
from plait.sharing.keeping import Aim, Apart, Hold, SealWish
from plait.sharing.models import HeldBack, Seal
from plait.team import operations as team
from plait.team.operations.membership import Part


def acts(stage: Stage) -> list[Act]:
    """About three of Margaret's children."""
    return [
        (stage.ago(7, 15), partial(hold_back, stage)),
        (stage.ago(11, 9), partial(write_sealed, stage)),
        (stage.ago(20, 9), partial(bring_in_owen, stage)),
        (stage.ago(1, 16), partial(seal_places, stage)),
    ]


def hold_back(stage: Stage, now: datetime) -> None:
    """Leon is not sure what he saw, and Margaret is to look at it."""
    evidence.note_observation(
        Observation(
            saw="Yusuf fell asleep at his table twice this week, once before ten.",
            seen_at=now,
            areas=["feelings"],
        ),
        child=stage.children["yusuf"],
        viewer=stage.viewer("leon", now),
        apart=Apart(
            hold=Hold(
                reason=HeldBack.Reason.NOT_SURE,
                words="I would like to watch for another week before his dad reads it.",
                review_on=weekday(stage.today + timedelta(days=6)),
            )
        ),
    )


def write_sealed(stage: Stage, now: datetime) -> None:
    """What Hana's aunt said of a neighbour is not for that neighbour."""
    evidence.note_observation(
        Observation(
            saw="Hana’s aunt told me which songs the two families sing together on "
            "Sundays. Hana hums them at the water tray.",
            seen_at=now,
            areas=["communication"],
        ),
        child=stage.children["hana"],
        viewer=stage.viewer("margaret", now),
        apart=Apart(
            seal=SealWish(
                aim=Aim.PERSON,
                target_id=stage.people["leon"].pk,
                ground=Seal.Ground.CLOSE,
                words="Leon lives next door to the aunt and asked not to be told.",
            )
        ),
    )


def bring_in_owen(stage: Stage, now: datetime) -> None:
    team.join_team(
        child=stage.children["leo"],
        employment=stage.employments["owen"],
        viewer=stage.viewer("margaret", now),
        part=Part(does="Makes sure that Leo and his mum are safe."),
    )


def seal_places(stage: Stage, now: datetime) -> None:
    """Leo and his mum have moved: the family is not to find out where."""
    sealing.seal(
        SealWish(
            aim=Aim.FAMILY,
            category=Category.LOCATION,
            ground=Seal.Ground.REFUGE,
            words="Leo and his mum have moved to a safe place since Monday.",
        ),
        child=stage.children["leo"],
        viewer=stage.viewer("owen", now),
    )
