"""The beginnings of Noor: a second family, in another nursery, that never meets Rafi's."""

from datetime import datetime, timedelta
from functools import partial

from plait.book import operations as book
from plait.book.models import Entry
from plait.children.operations import Card
from plait.clocks.arithmetic import months_on
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement
from plait.team import operations as team
from plait.team.operations.membership import Part


def acts(stage: Stage) -> list[Act]:
    """Noor starts at Larkfield; her dads agree to two things."""
    return [
        (stage.ago(60, 9), partial(add_noor, stage)),
        (stage.ago(58, 10), partial(ask, stage, "larkfield", "")),
        (stage.ago(58, 19), partial(yes, stage, "larkfield")),
        (stage.ago(40, 10), partial(ask, stage, "rowan", "tomasz")),
        (stage.ago(39, 19), partial(yes, stage, "rowan")),
        (stage.ago(30, 11), partial(first_note, stage)),
        (stage.ago(4, 8), partial(book_entry, stage)),
    ]


def add_noor(stage: Stage, now: datetime) -> None:
    gwen = stage.viewer("gwen", now)
    noor = team.welcome_child(
        Card(
            given_name="Noor",
            family_name="Aziz-Tran",
            born_on=months_on(stage.today, -52) - timedelta(days=3),
            pronouns="she",
            languages="English and Vietnamese",
            communicates="Talks in short sentences. Prefers to show you on paper.",
        ),
        viewer=gwen,
        part=Part(
            does="Keeps everyone around Noor together.",
            reach="01632 960 133",
            reach_when="Mornings",
            leads=True,
        ),
    )
    stage.children["noor"] = noor
    for key in ("idris", "daniel"):
        team.record_family(
            child=noor,
            person_id=stage.people[key].pk,
            relation="dad",
            role="pr",
            viewer=gwen,
            part=Part(does="Knows Noor best."),
        )


def ask(stage: Stage, agency: str, brings_in: str, now: datetime) -> None:
    agreements.ask(
        Wish(
            with_agency_id=stage.agencies[agency].pk,
            categories=("plan", "education", "book", "report", "involvement"),
            purpose="So that everybody helps Noor’s talking in the same way.",
            until_on=stage.today + timedelta(days=24)
            if agency == "larkfield"
            else months_on(stage.today, 6),
            covers_history=True,
            brings_in_id=stage.employments[brings_in].pk if brings_in else None,
        ),
        child=stage.children["noor"],
        viewer=stage.viewer("gwen", now),
    )


def yes(stage: Stage, agency: str, now: datetime) -> None:
    noor = stage.children["noor"]
    agreement = Agreement.objects.get(
        child=noor, with_agency=stage.agencies[agency], state="asked"
    )
    team.agree(agreement.pk, child=noor, viewer=stage.viewer("idris", now))


def first_note(stage: Stage, now: datetime) -> None:
    evidence.note_observation(
        Observation(
            saw="Drew the whole story of the lost kite and told it to me picture by "
            "picture, in sentences of four words.",
            seen_at=now,
            areas=["communication"],
        ),
        child=stage.children["noor"],
        viewer=stage.viewer("gwen", now),
    )


def book_entry(stage: Stage, now: datetime) -> None:
    book.write_entry(
        Entry(
            words="She practised her kite story at breakfast.", facts={"night": "well"}
        ),
        child=stage.children["noor"],
        viewer=stage.viewer("daniel", now, family=True),
    )
