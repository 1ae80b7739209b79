"""A young person keeps something to themselves, or asks for it (rule Y3)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.models import Person
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.clocks import growing_up
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.family import queries
from plait.ledger import operations as ledger
from plait.notices import operations as notices
from plait.sharing import keeping, standing
from plait.sharing import operations as sharing
from plait.sharing import queries as sharing_queries
from plait.sharing.models import PrivacyWish, Record

Release = Record.Release
ASKED = (
    "Plait: a young person has asked you something",
    "A young person has asked you something about what you wrote. Sign in to read it.",
)
ANSWERED = (
    "Plait: there is an answer for you",
    "You asked for something, and there is an answer. Sign in to read it.",
)


@transaction.atomic
def write_for_myself(
    words: str, *, only_me: bool, child: Child, viewer: Viewer
) -> Observation:
    """A young person writes in their own words, and says whether parents read it (Y3).

    Born as it is to be: there is no moment at which somebody else could read it first.
    Raises AlreadySaved.
    """
    who = sharing_queries.standing_of(viewer, child)
    standing.may_ask_for_privacy(who).require()
    note = Observation(saw=words, seen_at=viewer.now, areas=[])
    evidence.refuse_repeat(note, child=child, viewer=viewer)
    return sharing.write(
        note,
        viewer=viewer,
        child=child,
        act="evidence.observation.noted",
        release=Release.YOUNG_PERSON if only_me else Release.FAMILY,
    )


@transaction.atomic
def keep_to_myself(
    record_id: UUID, *, only_me: bool, child: Child, viewer: Viewer
) -> None:
    """Keep one's own words from one's parents, or let them read them again (Y3)."""
    record = _lock(record_id, child=child, viewer=viewer)
    if not record.is_from_home or record.author_id != viewer.person_id:
        raise NotPermitted("Somebody else wrote this. You can ask them.")
    _release(record, only_me=only_me, viewer=viewer)


@transaction.atomic
def ask_for_privacy(
    record_id: UUID, words: str, *, child: Child, viewer: Viewer
) -> PrivacyWish:
    """Ask a service to keep one thing that it wrote from one's parents (Y3).

    Raises TooLate when that is asked already, or it is kept already.
    """
    record = _lock(record_id, child=child, viewer=viewer)
    if record.is_from_home:
        raise NotPermitted("Your family wrote this. It stays with whoever wrote it.")
    if record.release != Release.FAMILY:
        raise TooLate("This is kept from your family already.")
    if PrivacyWish.objects.filter(record=record, answered_at=None).exists():
        raise TooLate("You have asked for this already. You see the answer here.")
    wish = PrivacyWish.objects.create(
        child=child,
        record=record,
        words=words,
        asked_by_id=viewer.person_id,
        asked_at=viewer.now,
    )
    _note("sharing.privacy.asked", record, viewer, wish=wish.pk)
    _tell(record.author, ASKED, viewer)
    return wish


@dataclass(frozen=True)
class Answer:
    """Yes or no, what it rests on (kept by the service), and words for the young."""

    granted: bool
    understanding: str
    words: str = ""


@transaction.atomic
def answer_privacy(
    wish_id: UUID, answer: Answer, *, child: Child, viewer: Viewer
) -> None:
    """Decide what a young person asked about one's own record (rule Y3, Gillick).

    Before the 16th birthday a yes says what shows that they understand. Raises TooLate
    when it has been answered.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    who = sharing_queries.standing_of(viewer, child)
    wish = queries.get_wish(wish_id, child=child, viewer=viewer, standing=who)
    if wish.answered_at:
        raise TooLate("This has been answered already.")
    record = sharing.lock(wish.record_id, viewer=viewer)
    standing.may_answer_privacy(
        who,
        mine=record.author_id == viewer.person_id,
        ours=record.owner_agency_id == viewer.hat.agency_id,
    ).require()
    if not answer.understanding.strip():
        raise NotPermitted("Write down what you decide this on.")
    wish.granted, wish.answer = answer.granted, answer.words
    wish.understanding = answer.understanding
    wish.answered_at, wish.answered_by_id = viewer.now, viewer.person_id
    wish.save()
    _note(
        "sharing.privacy.answered",
        record,
        viewer,
        wish=wish.pk,
        granted=answer.granted,
        under_16=viewer.today
        < growing_up.reaches(child.born_on, growing_up.DECIDES_FROM),
    )
    if answer.granted:
        _release(record, only_me=True, viewer=viewer)
    _tell(wish.asked_by, ANSWERED, viewer)


def _lock(record_id: UUID, *, child: Child, viewer: Viewer) -> Record:
    """The record, for the young person it is about, behind the child's own lock."""
    Child.objects.select_for_update().get(pk=child.pk)
    who = sharing_queries.standing_of(viewer, child)
    standing.may_ask_for_privacy(who).require()
    record = sharing.lock(record_id, viewer=viewer)
    if record.child_id != child.pk or record.kind not in queries.PRIVATE_KINDS:
        raise Record.DoesNotExist
    return record


def _release(record: Record, *, only_me: bool, viewer: Viewer) -> None:
    """To the young person only, or to the family: the record and what belongs to it."""
    was, now = Release.FAMILY, Release.YOUNG_PERSON
    if not only_me:
        was, now = now, was
    together = [record.pk, *(one.pk for one in keeping.belongs_with(record))]
    moved = Record.objects.unfiltered("released together, or kept together").filter(
        pk__in=together, release=was
    )
    moved.update(release=now)
    act = "sharing.record.kept-private" if only_me else "sharing.record.opened"
    _note(act, record, viewer)


def _note(act: str, record: Record, viewer: Viewer, **more: object) -> None:
    ledger.record(
        act, viewer=viewer, child_id=record.child_id, record=record.pk, **more
    )


def _tell(person: Person, message: tuple[str, str], viewer: Viewer) -> None:
    subject, words = message
    notices.queue(
        address=person.email,
        subject=subject,
        words=words,
        now=viewer.now,
        person_id=person.pk,
    )
