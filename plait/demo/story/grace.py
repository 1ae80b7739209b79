"""Grace has two homes, and a court has closed one of them to her dad."""

from datetime import datetime, timedelta
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.evidence import operations as evidence
from plait.evidence.models import Attendance, Home
from plait.sharing import agreements
from plait.sharing.agreements import Wish
from plait.sharing.models import Agreement
from plait.team import operations as team
from plait.team.operations import orders
from plait.team.operations.membership import Part
from plait.team.operations.orders import Order

ADDRESS = "14 Swallow Rise\nHarrowmere\nZZ99 7XZ"


def acts(stage: Stage) -> list[Act]:
    """Both parents join; a court orders; her mum moves and writes down where to."""
    return [
        (stage.ago(96, 9), partial(parents_join, stage)),
        (stage.ago(95, 10), partial(ask, stage)),
        (stage.ago(95, 19), partial(agree, stage)),
        (stage.ago(90, 15), partial(attends, stage)),
        (stage.ago(61, 11), partial(order, stage)),
        (stage.ago(60, 20), partial(new_home, stage)),
        (stage.ago(59, 9), partial(contact, stage)),
    ]


def parents_join(stage: Stage, now: datetime) -> None:
    for key, relation in (("thandi", "mum"), ("robert", "dad")):
        team.record_family(
            child=stage.children["grace"],
            person_id=stage.people[key].pk,
            relation=relation,
            role="pr",
            viewer=stage.viewer("margaret", now),
            part=Part(does="Decides for Grace."),
        )


def ask(stage: Stage, now: datetime) -> None:
    agreements.ask(
        Wish(
            with_agency_id=stage.agencies["bramblecote"].pk,
            categories=("plan", "education", "book", "home_life", "location"),
            purpose="So that Leon and Margaret know what helps at home, and whom to ring.",
            until_on=stage.today + timedelta(days=240),
            covers_history=True,
        ),
        child=stage.children["grace"],
        viewer=stage.viewer("margaret", now),
    )


def agree(stage: Stage, now: datetime) -> None:
    grace = stage.children["grace"]
    asked = Agreement.objects.get(child=grace, state=Agreement.State.ASKED)
    agreements.agree(asked.pk, child=grace, viewer=stage.viewer("thandi", now))


def attends(stage: Stage, now: datetime) -> None:
    evidence.record_attendance(
        Attendance(
            agency=stage.agencies["bramblecote"],
            group="Year 3",
            days=["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
            from_on=now.date(),
        ),
        child=stage.children["grace"],
        viewer=stage.viewer("margaret", now),
    )


def order(stage: Stage, now: datetime) -> None:
    orders.record_order(
        Order(
            person_id=stage.people["robert"].pk,
            court="Family Court at Harrowmere, HM26P00417",
            made_on=now.date(),
            says="Robert must not be told where Grace and her mum live, or how things "
            "are at home. He sees Grace every second Saturday at the family centre.",
            from_on=now.date(),
            closes=("location", "home_life"),
        ),
        child=stage.children["grace"],
        viewer=stage.viewer("margaret", now),
    )


def new_home(stage: Stage, now: datetime) -> None:
    evidence.record_home(
        Home(
            called="Home",
            address=ADDRESS,
            phone="07700 900 871",
            nights="Every night",
        ),
        child=stage.children["grace"],
        viewer=stage.viewer("thandi", now),
    )


def contact(stage: Stage, now: datetime) -> None:
    orders.describe_contact(
        "Grace lives with her mum. She sees her dad every second Saturday, ten to two, "
        "at the family centre. Only her mum or her aunt collect her.",
        child=stage.children["grace"],
        viewer=stage.viewer("thandi", now),
    )
