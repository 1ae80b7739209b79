"""What services of the area agreed with each other, and what was shared under it."""

from datetime import datetime, timedelta
from functools import partial

from plait.clocks.arithmetic import months_on
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.sharing import area_agreements
from plait.sharing.area_agreements import Terms
from plait.sharing.lawful import Choice
from plait.sharing.models import AreaAgreement
from plait.team.operations import lawful

TITLE = "Early help in Harrowmere"


def acts(stage: Stage) -> list[Act]:
    """Written, signed by two services, and relied on once."""
    return [
        (stage.ago(120, 9), partial(write, stage)),
        (stage.ago(119, 11), partial(sign, stage, "margaret")),
        (stage.ago(118, 15), partial(sign, stage, "joy")),
        (stage.ago(20, 16), partial(share, stage)),
    ]


def write(stage: Stage, now: datetime) -> None:
    area_agreements.write(
        Terms(
            title=TITLE,
            purpose="So that a child who needs help early gets it before problems grow.",
            categories=("plan", "report", "health"),
            ground="public_task",
            law="Children Act 2004 s.10 and s.11",
            from_on=now.date(),
            until_on=months_on(now.date(), 24),
        ),
        viewer=stage.viewer("ayesha", now),
    )


def sign(stage: Stage, who: str, now: datetime) -> None:
    area_agreements.sign(
        AreaAgreement.objects.get(title=TITLE).pk, viewer=stage.viewer(who, now)
    )


def share(stage: Stage, now: datetime) -> None:
    """Yusuf’s family could not be reached for weeks, and the eye test was waiting."""
    lawful.share_without_asking(
        Choice(
            to_agency_id=stage.agencies["harrowmere-health"].pk,
            categories=("plan",),
            reason="Yusuf’s eye test has been waiting for six weeks. We rang and wrote to "
            "his family four times. The health visitors need to see what he can read "
            "from the board before they can book it.",
            until_on=now.date() + timedelta(days=120),
            under_id=AreaAgreement.objects.get(title=TITLE).pk,
        ),
        child=stage.children["yusuf"],
        viewer=stage.viewer("margaret", now),
    )
