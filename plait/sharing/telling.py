"""Telling those concerned that a family has changed what can be seen (rule A5).

The others who decide, the service's people in the team, and whoever asked. A message
says that something changed, never what, about whom or for whom; and it goes out only if
its reader still has to do with the child when it is sent (CON-6).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.notices import operations as notices
from plait.notices import reasons
from plait.notices.models import Notice
from plait.sharing import door, queries
from plait.sharing.categories import Category
from plait.sharing.models import Agreement, Basis

STILL_INVOLVED, STILL_SEES = "sharing.involved", "sharing.sees"

Message = tuple[str, str]
TO_FAMILY: Message = (
    "Plait: sharing was changed",
    "Somebody who decides together with you has changed who can see what. Sign in to "
    "read what it was. If you see it differently, you can say so there.",
)
TO_SERVICE: Message = (
    "Plait: a family changed what you can see",
    "A family has changed what your service can see. Sign in to see what is there for "
    "you now. There is nothing you need to do about this.",
)
OPENED: Message = (
    "Plait: a family shares more with you",
    "A family has agreed that your service can see more. Sign in to see it.",
)
DIFFERENT: Message = (
    "Plait: somebody sees sharing differently",
    "Two people who decide for a child see sharing differently. Nothing has changed. "
    "Sign in to read what was said and what comes next.",
)
SETTLED: Message = (
    "Plait: what came of talking about sharing",
    "What came of it has been written down. Sign in to read it.",
)
GIVE_BACK: Message = (
    "Plait: please delete a copy",
    "A family has ended what it agreed to. Your service holds a copy that was made "
    "before. Please delete it, then sign in and say so.",
)


def register() -> None:
    """What the outbox asks before it sends one of these."""
    reasons.register(STILL_INVOLVED, _is_involved)
    reasons.register(STILL_SEES, _sees)


def about(child: Child, hat: Hat) -> dict[str, str]:
    """Ids for the check. They stay in the outbox, and in no message."""
    return {"child": str(child.pk), "hat": hat.key}


def _is_involved(notice: Notice, now: datetime) -> bool:
    """Whether whoever it is for still has to do with the child, in that hat."""
    if notice.person_id is None:
        return False
    key = notice.about["hat"]
    hat = Hat(notice.person_id, None if key == FAMILY else UUID(key))
    return door.children_of(hat, now).filter(pk=notice.about["child"]).exists()


def _sees(notice: Notice, now: datetime) -> bool:
    """And whether the service can still see anything that a family shares."""
    bases = Basis.objects.filter(
        queries.in_force(now),
        child=notice.about["child"],
        to_agency=notice.about["hat"],
    ).exclude(category=Category.INVOLVEMENT)
    return _is_involved(notice, now) and bases.exists()


def send(
    message: Message,
    child: Child,
    readers: Iterable[tuple[Person, Hat]],
    *,
    viewer: Viewer,
    reason: str = STILL_INVOLVED,
) -> None:
    """Queue a message to each, once, but not to whoever did it."""
    subject, words = message
    for person, hat in dict(readers).items():
        if person.pk == viewer.person_id:
            continue
        notices.queue(
            address=person.email,
            subject=subject,
            words=words,
            now=viewer.now,
            person_id=person.pk,
            reason=reason,
            about=about(child, hat),
        )


def those_who_decide(child: Child, at: datetime) -> Iterator[tuple[Person, Hat]]:
    for person in queries.who_decide(child, at):
        yield person, Hat(person.pk, None)


def those_of(
    agency_id: UUID, child: Child, at: datetime
) -> Iterator[tuple[Person, Hat]]:
    """A service's people in the team."""
    ties = Tie.objects.filter(live(at), child=child, agency=agency_id)
    for tie in ties.select_related("person").order_by("from_at"):
        yield tie.person, Hat(tie.person_id, agency_id)


def those_who_asked(
    agreements: Iterable[Agreement],
) -> Iterator[tuple[Person, Hat]]:
    for one in agreements:
        yield one.asked_by, Hat(one.asked_by_id, one.asked_for_agency_id)


def of_change(
    child: Child, agency_id: UUID, agreed: Iterable[Agreement], *, viewer: Viewer
) -> None:
    """Both sides hear that less can be seen, or all of it again."""
    send(TO_FAMILY, child, those_who_decide(child, viewer.now), viewer=viewer)
    concerned = [*those_of(agency_id, child, viewer.now), *those_who_asked(agreed)]
    send(TO_SERVICE, child, concerned, viewer=viewer)


def of_more(child: Child, agency_id: UUID, *, viewer: Viewer) -> None:
    """Both sides hear that more can be seen; the service, only while that is so."""
    send(TO_FAMILY, child, those_who_decide(child, viewer.now), viewer=viewer)
    people = those_of(agency_id, child, viewer.now)
    send(OPENED, child, people, viewer=viewer, reason=STILL_SEES)
