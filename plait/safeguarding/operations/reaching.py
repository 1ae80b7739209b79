"""Who comes to reach a case, without anybody's learning of it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.agencies.roles import SAFEGUARDING_LEAD
from plait.children import operations as children
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.notices import operations as notices
from plait.sharing.categories import Category
from plait.sharing.models import Record, Restriction
from plait.team.models import Involvement

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
        if _is_tied_quietly(one, child):
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


def _is_tied_quietly(one: Employment, child: Child) -> bool:
    """A part in the team does not count: it may end while the case goes on."""
    parts = Involvement.objects.unfiltered("which ties have no part")
    ties = Tie.objects.filter(
        child=child,
        person_id=one.person_id,
        agency_id=one.agency_id,
        role=one.role,
        until_at=None,
    )
    return ties.exclude(pk__in=parts.values("tie")).exists()


def let_new_leads_in(*, now: datetime) -> int:
    """Tie leads to the cases that their agency has had since before them.

    Leads come and go; a case must not be out of reach because whoever had it has left.
    Nobody is tied to a child whose every note is closed to them. How many ties began.
    """
    leads = Employment.objects.filter(live(now), role=SAFEGUARDING_LEAD)
    return sum(_let_in(lead, now) for lead in leads.filter(person__is_active=True))


@transaction.atomic
def _let_in(lead: Employment, now: datetime) -> int:
    sealed = Restriction.objects.filter(live(now), aimed_person=lead.person_id)
    notes = (
        Record.objects.unfiltered("the cases of an agency, for a lead of it")
        .filter(owner_agency=lead.agency_id, category=Category.SAFEGUARDING)
        .exclude(pk__in=sealed.filter(record__isnull=False).values("record"))
    )
    children_of_cases = Child.objects.filter(pk__in=notes.values("child"))
    viewer = Viewer(Hat(lead.person_id, lead.agency_id), now, lead.role)
    begun = 0
    for child in children_of_cases:
        if not _is_tied_quietly(lead, child):
            tie_quietly([lead], child=child, viewer=viewer)
            begun += 1
    return begun


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
