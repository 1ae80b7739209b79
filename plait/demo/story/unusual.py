"""Something for the privacy lead to look at: addresses of children who are not theirs."""

from datetime import datetime
from functools import partial

from plait.children.models import Child
from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.ledger import operations as ledger
from plait.sharing import watch

NAMES = ("Amelia", "Grace", "Hana", "Leo", "Yusuf")


def acts(stage: Stage) -> list[Act]:
    return [(stage.ago(3, 16), partial(try_addresses, stage))]


def try_addresses(stage: Stage, now: datetime) -> None:
    """Gwen presses five old links; the door says what it says to anybody."""
    viewer = stage.viewer("gwen", now)
    for child in Child.objects.filter(given_name__in=NAMES).order_by("given_name"):
        asked = {"child_id": str(child.pk)}
        ledger.record("page.not-found", viewer=viewer, surface="overview", asked=asked)
        watch.after_refusal(viewer, str(child.pk))
