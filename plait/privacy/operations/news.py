"""Who hears of a request for everything kept: by messages that name nobody (OUT-12)."""

from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.notices import operations as notices
from plait.privacy.models import AccessRequest
from plait.privacy.queries import desks, kept

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
    """That something waits to be looked at by somebody else who may (D75, D76)."""
    release = desks.desk_for(request, viewer).release - {viewer.person_id}
    others = [
        one
        for one in release
        if not kept.is_for_somebody_else(request, one, viewer=viewer)
    ]
    for person in Person.objects.filter(pk__in=others):
        tell(
            person,
            "Plait: something waits for a second person",
            "Something waits for a second person. Sign in to read it.",
            viewer,
        )


def tell_desk(request: AccessRequest, viewer: Viewer) -> None:
    """That a request waits: to those who can answer this one, and nobody else (D75)."""
    answer = desks.desk_for(request, viewer).answer
    for person in Person.objects.filter(pk__in=answer):
        tell(person, "Plait: a request is waiting for you",
              "Somebody asks for information. The law gives a month to answer. "
              "Sign in to read it.", viewer)  # fmt: skip


def tell_desk_it_is_over(request: AccessRequest, viewer: Viewer) -> None:
    """That nothing waits any more: to them, and to whoever has begun (D73)."""
    desk = desks.desk_for(request, viewer)
    begun = {request.taken_by_id, request.prepared_by_id} & desk.everybody
    for person in Person.objects.filter(pk__in=desk.answer | begun):
        tell(person, "Plait: a request was taken back",
              "Somebody has taken back what they asked for. There is nothing left to "
              "do. Sign in to read it.", viewer)  # fmt: skip


def tell(person: Person, subject: str, words: str, viewer: Viewer) -> None:
    notices.queue(
        address=person.email,
        person_id=person.pk,
        subject=subject,
        words=words,
        now=viewer.now,
    )
