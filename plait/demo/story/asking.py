"""Tilda asks her college for everything it keeps; its SENCO has begun to answer.

Grace's mum rang the school, and Margaret wrote that down.
"""

from datetime import datetime, timedelta
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.privacy.models import AccessRequest
from plait.privacy.operations import answers, letters, requests
from plait.privacy.operations.answers import Verdict
from plait.privacy.operations.letters import Letter
from plait.privacy.queries.letters import Named


def acts(stage: Stage) -> list[Act]:
    """Hers: asked nine days ago, taken on a few days later, and half decided."""
    return [
        (stage.ago(9, 20), partial(ask, stage)),
        (stage.ago(6, 10), partial(begin, stage)),
        (stage.ago(2, 12), partial(rang, stage)),
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
    request = AccessRequest.objects.get(child=stage.children["tilda"])
    requests.take_on(request.pk, viewer=priya)
    items = list(request.items.filter(held=False).order_by("number"))
    for item in items[: len(items) // 2]:
        answers.decide(item.pk, Verdict("whole"), request_id=request.pk, viewer=priya)


def rang(stage: Stage, now: datetime) -> None:
    letters.enter(
        Named(stage.children["grace"], stage.people["thandi"]),
        Letter(
            AccessRequest.Came.PHONE,
            now.date() - timedelta(days=1),
            "She rang the office. She would like to have it before the meeting about next year.",
        ),
        viewer=stage.viewer("margaret", now),
    )
