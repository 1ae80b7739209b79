"""Tilda asks her college for everything it keeps; its SENCO has begun to answer."""

from datetime import datetime
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.privacy.models import AccessRequest
from plait.privacy.operations import answers, requests
from plait.privacy.operations.answers import Verdict


def acts(stage: Stage) -> list[Act]:
    """Asked nine days ago, taken on a few days later, and half decided."""
    return [
        (stage.ago(9, 20), partial(ask, stage)),
        (stage.ago(6, 10), partial(begin, stage)),
    ]


def ask(stage: Stage, now: datetime) -> None:
    requests.ask(
        stage.children["tilda"],
        stage.agencies["thornbridge"].pk,
        "Most of all what was said when I came.",
        viewer=stage.viewer("tilda", now),
    )


def begin(stage: Stage, now: datetime) -> None:
    priya = stage.viewer("priya", now)
    request = AccessRequest.objects.get(state=AccessRequest.State.ASKED)
    requests.take_on(request.pk, viewer=priya)
    items = list(request.items.filter(held=False).order_by("number"))
    for item in items[: len(items) // 2]:
        answers.decide(item.pk, Verdict("whole"), request_id=request.pk, viewer=priya)
