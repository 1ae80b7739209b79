"""What Rafi's family was asked, and said: the nursery, the therapist, the health visitor."""

from datetime import datetime

from plait.clocks.arithmetic import months_on
from plait.demo.story.stage import Stage
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement
from plait.team import operations as team
from plait.team.models import Involvement
from plait.team.operations.membership import Part

EVERYDAY = ("plan", "education", "book", "report", "home_life", "photos", "voice")


def nursery_asks(stage: Stage, now: datetime) -> None:
    _ask(
        stage,
        now,
        "bramblecote",
        (*EVERYDAY, "health", "location", "involvement"),
        "So that Abena, Leon and Margaret can read what you write from home, and what "
        "others find out, and use the same words and games as you do.",
    )


def asks_for_therapist(stage: Stage, now: datetime) -> None:
    _ask(
        stage,
        now,
        "rowan",
        ("plan", "education", "book", "report", "photos", "voice", "involvement"),
        "So that Tomasz can find out what helps Rafi’s talking, and suggest games that "
        "you and nursery can both play.",
        brings_in="tomasz",
    )


def asks_for_health_visitor(stage: Stage, now: datetime) -> None:
    _ask(
        stage,
        now,
        "harrowmere-health",
        ("plan", "report", "involvement"),
        "So that Joy knows what is planned and can arrange the hearing test.",
        brings_in="joy",
    )


def council_asks(stage: Stage, now: datetime) -> None:
    _ask(
        stage,
        now,
        "harrowmere",
        ("plan",),
        "So that the council can decide on inclusion funding for Rafi’s place.",
        brings_in="daniel",
    )


def _ask(
    stage: Stage,
    now: datetime,
    agency: str,
    categories: tuple[str, ...],
    purpose: str,
    brings_in: str = "",
) -> None:
    agreements.ask(
        Wish(
            with_agency_id=stage.agencies[agency].pk,
            categories=categories,
            purpose=purpose,
            until_on=months_on(stage.today, 8),
            covers_history=True,
            brings_in_id=stage.employments[brings_in].pk if brings_in else None,
        ),
        child=stage.children["rafi"],
        viewer=stage.viewer("margaret", now),
    )


def says_yes(stage: Stage, agency: str, now: datetime) -> None:
    rafi = stage.children["rafi"]
    agreement = Agreement.objects.get(
        child=rafi, with_agency=stage.agencies[agency], state="asked"
    )
    team.agree(agreement.pk, child=rafi, viewer=stage.viewer("shirin", now))
    if agreement.brings_in_id:
        _describe_newcomer(stage, agency, now)


def lets_nani_see(stage: Stage, now: datetime) -> None:
    """Nani looks after Rafi on Fridays; she sees the plan, the games and the book."""
    agreements.share_with_person(
        stage.people["nani"].pk,
        ("plan", "book", "voice", "involvement"),
        child=stage.children["rafi"],
        until_on=months_on(stage.today, 8),
        viewer=stage.viewer("shirin", now),
    )


PARTS = {
    "rowan": (
        "tomasz",
        Part(
            does="Chooses the games that help Rafi’s talking.",
            reach="tomasz@plait.example, or the book",
            reach_when="Monday to Thursday",
            covered_by="Rowan’s duty therapist, 01632 960 180",
        ),
    ),
    "harrowmere-health": (
        "joy",
        Part(
            does="Looks after Rafi’s health and growth. Arranged his hearing test.",
            reach="01632 960 155",
            reach_when="Monday to Friday, 9am to 10am",
        ),
    ),
}


def _describe_newcomer(stage: Stage, agency: str, now: datetime) -> None:
    """A newcomer says in their own words what they do."""
    key, part = PARTS[agency]
    rafi, viewer = stage.children["rafi"], stage.viewer(key, now)
    involvement = (
        Involvement.objects.visible_to(viewer.hat, now)
        .select_related("record", "tie")
        .get(tie__person=stage.people[key], tie__child=rafi)
    )
    team.describe_part(
        involvement,
        part,
        child=rafi,
        viewer=viewer,
        seen_version=involvement.record.version,
    )
