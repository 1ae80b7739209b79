"""A letter in the wrong envelope, what came of it; and a report on who has looked."""

from datetime import datetime, timedelta
from functools import partial

from plait.children.finding import Sought
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.privacy.models import Breach
from plait.privacy.operations import breaches, reporting
from plait.privacy.operations.breaches import Weighed
from plait.privacy.operations.reporting import Wish


def acts(stage: Stage) -> list[Act]:
    return [
        (stage.ago(12, 10), partial(say_it, stage)),
        (stage.ago(12, 15), partial(weigh_it, stage)),
        (stage.ago(12, 16), partial(tell_the_ico, stage)),
        (stage.ago(4, 11), partial(ask_who_has_looked, stage)),
        (stage.ago(1, 15), partial(say_the_phone_is_lost, stage)),
    ]


def say_it(stage: Stage, now: datetime) -> None:
    """Abena notices at once, and says so."""
    breaches.report(
        "A printed plan went home in the wrong book bag. The other family rang, and "
        "brings it back this afternoon.",
        viewer=stage.viewer("abena", now),
    )


def weigh_it(stage: Stage, now: datetime) -> None:
    found = Weighed(
        aware_at=now - timedelta(hours=5),
        kinds="the plan and progress",
        people=3,
        risk=Breach.Risk.RISK,
        done="The plan is back. The other family has kept no copy.",
    )
    breaches.weigh(_first().pk, found, viewer=stage.viewer("ayesha", now))


def tell_the_ico(stage: Stage, now: datetime) -> None:
    lead = stage.viewer("ayesha", now)
    breaches.tell_ico(
        _first().pk, now - timedelta(hours=1), "IC-204817-K3", "", viewer=lead
    )
    breaches.tell_people(_first().pk, now, "", viewer=lead)
    breaches.close(
        _first().pk, "What is printed is checked by two before it goes.", viewer=lead
    )


def _first() -> Breach:
    return Breach.objects.earliest("reported_at")


def ask_who_has_looked(stage: Stage, now: datetime) -> None:
    """Ayesha looks over one child’s record, as she does now and then."""
    rafi = stage.children["rafi"]
    lead = stage.viewer("ayesha", now)
    wish = Wish(
        "Looking over one record, as we do each term.",
        lead.today - timedelta(days=30),
        lead.today,
    )
    sought = Sought(rafi.given_name, rafi.family_name, rafi.born_on)
    reporting.ask_by_name(sought, wish, viewer=lead)


def say_the_phone_is_lost(stage: Stage, now: datetime) -> None:
    """It waits for Ayesha."""
    breaches.report(
        "My work phone is lost since this morning. It is locked, and I was signed in.",
        viewer=stage.viewer("margaret", now),
    )
