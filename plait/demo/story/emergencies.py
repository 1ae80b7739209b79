"""Two emergencies: one that has been reviewed and told, and one that waits."""

from datetime import datetime, timedelta
from functools import partial

from plait.children.finding import Sought
from plait.children.models import Child
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.evidence.models import Home, Observation
from plait.ledger import operations as ledger
from plait.sharing.emergency import operations, reviewing
from plait.sharing.emergency.operations import Need
from plait.sharing.emergency.reviewing import Verdict
from plait.sharing.models import Emergency

RANG = (
    "The hospital rang: a girl was brought in by a neighbour after a fall. They need to "
    "know how she tells people that something hurts."
)
TOOK_OVER = (
    "I took over these families from a colleague on Monday, and his check is "
    "this afternoon."
)


def acts(stage: Stage) -> list[Act]:
    return [
        (stage.ago(10, 18, 20), partial(sofia_looks, stage)),
        (stage.ago(7, 9, 15), partial(ayesha_reviews, stage)),
        (stage.ago(1, 11, 5), partial(joy_looks, stage)),
    ]


def sofia_looks(stage: Stage, now: datetime) -> None:
    """On duty in the evening, for a child she has never met."""
    _looks(stage, "sofia", stage.children["noor"], Need("urgent_care", RANG, 1), now)


def ayesha_reviews(stage: Stage, now: datetime) -> None:
    waiting = Emergency.objects.get(person=stage.people["sofia"])
    reviewing.review(
        waiting.pk,
        Verdict(
            "justified",
            "The hospital had rung the duty line, and Sofia read only what they asked "
            "for.",
        ),
        viewer=stage.viewer("ayesha", now),
    )


def joy_looks(stage: Stage, now: datetime) -> None:
    """She says that she works with him, and that nobody has added her yet."""
    _looks(stage, "joy", stage.children["yusuf"], Need("not_added", TOOK_OVER, 1), now)


def _looks(stage: Stage, key: str, child: Child, need: Need, now: datetime) -> None:
    """Opens it, reads for a few minutes, and ends it."""
    sought = Sought(child.given_name, child.family_name, child.born_on)
    operations.open_by_name(sought, need, viewer=stage.viewer(key, now))
    reading = stage.viewer(key, now + timedelta(minutes=1))
    for model in (Observation, Home):
        list(model.objects.read_by(reading).filter(record__child=child))
    ledger.record_reading(viewer=reading, surface="overview", child_ids=[child.pk])
    ending = stage.viewer(key, now + timedelta(minutes=4))
    operations.end(child, viewer=ending)
