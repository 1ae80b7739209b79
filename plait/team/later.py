"""Which looks are told later, for those who may decide that (rule L3), and of whom.

The pages know a child by name and birthday, told exactly, and a colleague by the
address that they sign in with: whoever decides this need not be in the child's team.
Whom the rule does not reach is as absent as somebody who is not there.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plait.access.decisions import Decision
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.finding import Sought, only_one, told_exactly
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.sharing import looks_delay
from plait.sharing.models import Glass, LookDelay
from plait.sharing.queries import may_be_opened


def may_use(viewer: Viewer) -> Decision:
    """L3: whether this is somebody who decides such things at all."""
    return looks_delay.decides_for_an_agency(viewer)


def list_running(viewer: Viewer) -> list[LookDelay]:
    """What people of the viewer's own job decided at their agency, the next day first.

    The last word on each hat and child: an earlier day does not count beside it. A
    privacy lead does not read from it that a safeguarding lead has begun something, and
    nobody what is kept from their own family.
    """
    last = {
        (one.child_id, one.person_id, one.agency_id): one
        for one in _running(viewer).order_by("until_at", "pk")
    }
    return sorted(last.values(), key=lambda one: (one.until_at, str(one.pk)))


def get_running(delay_id: UUID, *, viewer: Viewer) -> LookDelay:
    """One of them, or an earlier word. Raises LookDelay.DoesNotExist."""
    return _running(viewer).get(pk=delay_id)


def _running(viewer: Viewer) -> QuerySet[LookDelay]:
    open_to_viewer = may_be_opened(Child.objects.all(), viewer)
    found = LookDelay.objects.filter(
        looks_delay.decided_alike(viewer), live(viewer.now), child__in=open_to_viewer
    )
    return found.select_related("child", "person", "agency", "decided_by")


def find(sought: Sought, email: str, *, viewer: Viewer) -> tuple[Child, list[Hat]]:
    """The child, and the hats in which a colleague has to do with the child.

    Only those about which the viewer may decide. Raises Child.DoesNotExist.
    """
    child = only_one(may_be_opened(told_exactly(sought), viewer))
    if child is None:
        raise Child.DoesNotExist
    near = _near(child).filter(person__email=email.strip().lower())
    hats = [Hat(one.person_id, one.agency_id) for one in near.order_by("from_at")]
    found = [
        hat
        for hat in dict.fromkeys(hats)
        if looks_delay.may_delay(viewer, hat, child).allowed
    ]
    if not found:
        raise Child.DoesNotExist
    return child, found


def _near(child: Child) -> QuerySet[Employment]:
    """Jobs of people who are or were in the child's team, or opened an emergency."""
    same = {"person": OuterRef("person_id"), "agency": OuterRef("agency_id")}
    ties = Tie.objects.filter(child=child, kind=Tie.Kind.TEAM, **same)
    glasses = Glass.objects.filter(child=child, **same)
    return Employment.objects.filter(Exists(ties) | Exists(glasses))
