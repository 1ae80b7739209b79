"""An open page asks whether what it shows may still be seen (rule A9, CON-8).

The page carries the moment at which it was made, signed for its reader and child. The
ledger knows what it showed then. The answer is yes; or, to somebody for whom the child
is still there, that something on the page has gone; or that there is nothing here: the
same as for somebody who has never had to do with the child.
"""

import json
from datetime import datetime

from django.http import HttpResponse

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger.models import Line
from plait.sharing.models import Record
from plait.sharing.web import marks
from plait.sharing.web.door import GONE, Asking, child_page


def may_still_see(child: Child, moment: datetime, *, viewer: Viewer) -> bool:
    """Whether everything that was shown at that moment may be seen now."""
    line = Line.objects.filter(
        person_id=viewer.person_id,
        hat=viewer.hat.key,
        child_id=child.pk,
        act="record.read",
        at=moment,
    ).order_by("-seq")
    found = line.values_list("details", flat=True).first()
    if found is None:
        return False
    shown = set(json.loads(found)["records"])
    seen = Record.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=shown)
    return seen.count() == len(shown)


@child_page("still", watches=True)
def still(request: Asking, child: Child) -> HttpResponse:
    """Yes, or that something has gone, in answers that hold nothing."""
    moment = marks.read(request.GET.get("shown", ""), request.viewer, child)
    if moment is None:
        raise Record.DoesNotExist
    still_all = may_still_see(child, moment, viewer=request.viewer)
    return HttpResponse(status=204 if still_all else GONE)
