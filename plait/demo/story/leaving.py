"""Somebody left a nursery before anybody had thought of whom she was there for."""

from datetime import datetime, timedelta
from functools import partial

from plait.access.models import Person
from plait.agencies import operations as agencies
from plait.children.models import Tie
from plait.children.operations import Card
from plait.clocks.arithmetic import months_on
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.team import operations as team
from plait.team.operations.membership import Part


def acts(stage: Stage) -> list[Act]:
    """Theo starts at Larkfield with Bryony, whom the nursery then loses."""
    return [
        (stage.ago(70, 9), partial(add_theo, stage)),
        (stage.ago(50, 9), partial(gwen_leaves_it_to_bryony, stage)),
        (stage.ago(6, 17), partial(bryony_leaves, stage)),
    ]


def add_theo(stage: Stage, now: datetime) -> None:
    gwen = stage.viewer("gwen", now)
    bryony = Person.objects.create_user(
        email="bryony@plait.example", name="Bryony Clark", joined_at=now
    )
    stage.employments["bryony"] = agencies.employ(
        person_id=bryony.pk,
        agency_id=stage.agencies["larkfield"].pk,
        role="key_worker",
        viewer=gwen,
    )
    card = Card(
        given_name="Theo",
        family_name="Marsh",
        born_on=months_on(stage.today, -49) - timedelta(days=11),
        pronouns="he",
    )
    theo = team.welcome_child(card, viewer=gwen, part=Part(leads=True))
    stage.children["theo"] = theo
    team.join_team(child=theo, employment=stage.employments["bryony"], viewer=gwen)


def gwen_leaves_it_to_bryony(stage: Stage, now: datetime) -> None:
    theo = stage.children["theo"]
    own = Tie.objects.get(child=theo, person=stage.people["gwen"])
    team.leave_team(own, child=theo, viewer=stage.viewer("gwen", now))


def bryony_leaves(stage: Stage, now: datetime) -> None:
    team.leave_agency(stage.employments["bryony"], viewer=stage.viewer("gwen", now))
