"""What families have lately changed about sharing, and what ends soon (A5, A7)."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.sharing import changing
from plait.sharing.models import Agreement

LATELY = timedelta(days=14)


def list_changed(children: Iterable[Child], *, viewer: Viewer) -> list[Agreement]:
    """The newest change for each child and service, as far as it concerns the viewer.

    In a service's hat: what it can see itself, and what the viewer asked for. In the
    family's hat: what somebody else changed; the caller knows that the viewer decides.
    """
    concerns = ~Q(changed_by=viewer.person_id)
    if own := viewer.hat.agency_id:
        asked = Q(asked_by=viewer.person_id, asked_for_agency=own)
        concerns = asked | Q(with_agency=own)
    found = (
        Agreement.objects.filter(concerns, child__in=children)
        .filter(changed_at__gt=viewer.now - LATELY)
        .select_related("child", "with_agency", "changed_by")
        .order_by("changed_at")
    )
    newest = {(one.child_id, one.with_agency_id): one for one in found}
    return list(newest.values())


def list_ending(children: Iterable[Child], *, viewer: Viewer) -> list[Agreement]:
    """Agreements that end within 30 days, and that nothing newer takes over.

    In an agency's hat those that it asked for; in the family's, all: the caller knows
    that the viewer decides.
    """
    newer = Agreement.objects.filter(
        child=OuterRef("child"),
        with_agency=OuterRef("with_agency"),
        state__in=[Agreement.State.ASKED, Agreement.State.AGREED],
        until_on__gt=OuterRef("until_on"),
    )
    soon = Agreement.objects.filter(
        ~Exists(newer),
        child__in=children,
        state=Agreement.State.AGREED,
        until_on__gt=viewer.today,
        until_on__lte=viewer.today + changing.ENDS_SOON,
    )
    if viewer.hat.agency_id:
        soon = soon.filter(asked_for_agency=viewer.hat.agency_id)
    return list(soon.select_related("child", "with_agency").order_by("until_on", "pk"))
