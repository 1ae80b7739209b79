"""Telling those who decide for a child that somebody is to decide with them."""

from plait.access.viewer import Hat, Viewer
from plait.children.models import Child
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
    readers = [
        (person, hat)
        for person, hat in telling.those_who_decide(child, viewer.now)
        if hat != because_of and queries.knows_of(hat, because_of, child, viewer.now)
    ]
    telling.send(message, child, readers, viewer=viewer)
