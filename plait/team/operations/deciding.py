"""Telling those who decide for a child that somebody is to decide with them."""

from collections.abc import Iterator

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.notices import operations as notices
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


def tell_those_who_decide(
    message: tuple[str, str], child: Child, *, because_of: Hat, viewer: Viewer
) -> None:
    """Queue a message to each who may know of this part in the team. No child in it.

    An invitation shows that whoever sent it is involved: of a part that is kept from
    somebody, they hear nothing this way either.
    """
    subject, words = message
    for person in _who_decide(child, viewer):
        hat = Hat(person.pk, None)
        if hat != because_of and queries.knows_of(hat, because_of, child, viewer.now):
            notices.queue(
                address=person.email,
                subject=subject,
                words=words,
                now=viewer.now,
                person_id=person.pk,
            )


def _who_decide(child: Child, viewer: Viewer) -> Iterator[Person]:
    """The parents before the switch, the young person after it."""
    ties = Tie.objects.filter(live(viewer.now), child=child)
    if viewer.now < child.switch_at:
        ties = ties.filter(kind=Tie.Kind.FAMILY, role=Tie.PARENTAL_RESPONSIBILITY)
    else:
        ties = ties.filter(kind=Tie.Kind.SELF)
    yield from Person.objects.filter(pk__in=ties.values("person")).order_by("pk")
