"""What families change later: hidden, paused, seen differently, and near its end."""

from datetime import datetime
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.sharing import changing, objections
from plait.sharing.models import Agreement


def acts(stage: Stage) -> list[Act]:
    """Rafi's mum hides photos from the therapist. Noor's dads pause one service, and
    one of them sees the other agreement, which ends soon, differently.
    """
    return [
        (stage.ago(20, 20), partial(hide_photos, stage)),
        (stage.ago(6, 19), partial(pause_therapist, stage)),
        (stage.ago(2, 20), partial(see_differently, stage)),
    ]


def hide_photos(stage: Stage, now: datetime) -> None:
    changing.hide(
        stage.agencies["rowan"].pk,
        "photos",
        child=stage.children["rafi"],
        viewer=stage.viewer("shirin", now),
    )


def pause_therapist(stage: Stage, now: datetime) -> None:
    changing.pause(
        stage.agencies["rowan"].pk,
        child=stage.children["noor"],
        viewer=stage.viewer("idris", now),
    )


def see_differently(stage: Stage, now: datetime) -> None:
    noor = stage.children["noor"]
    agreement = Agreement.objects.get(
        child=noor, with_agency=stage.agencies["larkfield"], state="agreed"
    )
    objections.see_differently(
        agreement.pk,
        "I would rather that reports from before she came to Larkfield stay with us.",
        child=noor,
        viewer=stage.viewer("daniel", now, family=True),
    )
