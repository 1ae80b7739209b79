"""Who hears of a request for everything kept: by messages that name nobody (OUT-12)."""

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.notices import operations as notices
from plait.privacy.models import AccessRequest
from plait.privacy.queries import requests

RECEIVED = "We have what you asked for. You can see when to expect an answer."
ENTERED = (
    "It was written down that you asked for something. Sign in to read when you get an "
    "answer, and what to do if it was not you who asked."
)
LONGER = (
    "An answer that you wait for takes longer. Sign in to read why, and until when."
)
QUESTION = "There is a question about something you asked for. Sign in to read it."
READY = "An answer is ready for you. Sign in to read it. We never send it by e-mail."

OVER = (
    "Something you asked for is not being put together any more. Sign in to read why."
)


def tell_asker(request: AccessRequest, words: str, viewer: Viewer) -> None:
    """By a message that names nobody (OUT-12)."""
    person = Person.objects.get(pk=request.asked_by_id)
    tell(person, "Plait: about something you asked for", words, viewer)


def tell_second_person(request: AccessRequest, viewer: Viewer) -> None:
    """That something waits to be looked at by somebody else."""
    others = requests.desk_of(viewer).release - {viewer.person_id, request.asked_by_id}
    for person in Person.objects.filter(pk__in=others):
        tell(
            person,
            "Plait: something waits for a second person",
            "Something waits for a second person. Sign in to read it.",
            viewer,
        )


def tell_desk(request: AccessRequest, viewer: Viewer) -> None:
    """That a request waits."""
    for person in _people_of(request, viewer):
        tell(person, "Plait: a request is waiting for you",
              "Somebody asks for information. The law gives a month to answer. "
              "Sign in to read it.", viewer)  # fmt: skip


def tell_desk_it_is_over(request: AccessRequest, viewer: Viewer) -> None:
    """That nothing waits any more: to them, and to whoever has begun (D73)."""
    begun = {request.taken_by_id, request.prepared_by_id} - {None}
    people = {one.pk: one for one in _people_of(request, viewer)}
    people |= Person.objects.in_bulk(begun - people.keys())
    for person in people.values():
        tell(person, "Plait: a request was taken back",
              "Somebody has taken back what they asked for. Nothing is to do. "
              "Sign in to read it.", viewer)  # fmt: skip


def _people_of(request: AccessRequest, viewer: Viewer) -> list[Person]:
    """The privacy leads of the service; without one, those who answer (D41)."""
    desk = requests.desk_for(request.agency_id, viewer)
    leads = agencies.list_privacy_leads(viewer.now)
    own = [one.person for one in leads if one.agency_id == request.agency_id]
    return own or list(Person.objects.filter(pk__in=desk.answer))


def tell(person: Person, subject: str, words: str, viewer: Viewer) -> None:
    notices.queue(
        address=person.email,
        person_id=person.pk,
        subject=subject,
        words=words,
        now=viewer.now,
    )
