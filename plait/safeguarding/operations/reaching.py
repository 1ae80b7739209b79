"""Who comes to reach a case, without anybody's learning of it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.children import operations as children
from plait.children.models import Child, Tie
from plait.notices import operations as notices

SUBJECT = "Something waits for you in Plait"
WORDS = (
    "Something waits for you in Plait and should not wait long. "
    "Please sign in and look at your first page:\n\n{address}"
)
AT_ONCE = (
    "Something waits for you in Plait and cannot wait. "
    "Please sign in now and look at your first page:\n\n{address}"
)


def tie_quietly(
    readers: Iterable[Employment],
    *,
    child: Child,
    viewer: Viewer,
    until_at: datetime | None = None,
) -> None:
    """Tie people to the child, with no part in the team that anybody could see.

    No tie, no record; but an involvement record would tell the family and the team that
    there is a worry (docs/decisions/0012).
    """
    for one in readers:
        still = Q(until_at=None) | Q(until_at__gt=viewer.now)
        ties = Tie.objects.filter(still, child=child, person_id=one.person_id)
        if ties.filter(agency_id=one.agency_id, role=one.role, until_at=None).exists():
            continue
        tie = children.tie_person(
            child=child,
            person_id=one.person_id,
            kind=Tie.Kind.TEAM,
            role=one.role,
            agency_id=one.agency_id,
            viewer=viewer,
        )
        if until_at:
            children.end_tie(tie, until_at=until_at, viewer=viewer)


def tell(people: Iterable[Employment], *, now: datetime, at_once: bool = False) -> None:
    """A message that says that something waits, and nothing of what."""
    words = AT_ONCE if at_once else WORDS
    for one in people:
        notices.queue(
            address=one.person.email,
            subject=SUBJECT,
            words=words.format(address=settings.PUBLIC_ADDRESS),
            now=now,
            person_id=one.person_id,
        )
