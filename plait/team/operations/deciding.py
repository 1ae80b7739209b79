"""Telling those who decide for a child that somebody is to decide with them."""

from uuid import UUID

from plait.access.viewer import Hat, Viewer
from plait.children.models import Child
from plait.notices import operations as notices
from plait.sharing import queries as sharing
from plait.sharing import telling
from plait.team import queries

MORE = "Sign in to read who it is, who invited them, and what to do if that is wrong."
INVITED = (
    "Plait: somebody is invited to decide with you",
    f"Somebody has been invited to decide together with you. {MORE}",
)
JOINED = (
    "Plait: somebody now decides with you",
    f"Somebody has joined who decides together with you. {MORE}",
)
YOUNG_PERSON_INVITED = (
    "Plait: a young person is invited to their own page",
    "A young person you decide for has been invited to their own page. Sign in to read "
    "who invited them, and whom to ask.",
)
SWITCH_MOVED = (
    "Plait: a day that matters to you has been corrected",
    "A date of birth has been corrected. With it the day moves from which a young "
    "person decides for themselves. Sign in to read what holds now.",
)


def tell_those_who_decide(
    message: tuple[str, str], child: Child, *, because_of: Hat, viewer: Viewer
) -> None:
    """Queue a message to each who may know of this part in the team. No child in it.

    An invitation shows that whoever sent it is involved: of a part that is kept from
    somebody, they hear nothing this way either.
    """
    subject, words = message
    for person in sharing.who_decide(child, viewer.now):
        hat = Hat(person.pk, None)
        if hat != because_of and queries.knows_of(hat, because_of, child, viewer.now):
            notices.queue(
                address=person.email,
                subject=subject,
                words=words,
                now=viewer.now,
                person_id=person.pk,
                reason=telling.STILL_INVOLVED,
                about=telling.about(child, hat),
            )


def tell(
    message: tuple[str, str],
    child: Child,
    *,
    viewer: Viewer,
    but: frozenset[UUID] = frozenset(),
) -> frozenset[UUID]:
    """Queue a message to each who decides now and has not had it; who has it then."""
    subject, words = message
    people = [one for one in sharing.who_decide(child, viewer.now) if one.pk not in but]
    for person in people:
        notices.queue(
            address=person.email,
            subject=subject,
            words=words,
            now=viewer.now,
            person_id=person.pk,
        )
    return but | {person.pk for person in people}
