"""Page objects of safeguarding: decided, in words, and covered until asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.safeguarding import numbers, telling
from plait.safeguarding.models import Alert, Disclosure, Receipt, Step, Transfer
from plait.safeguarding.numbers import Number
from plait.safeguarding.queries import Case
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.models import Content, Record


@dataclass(frozen=True)
class RaisePage:
    """What stands beside the form: whom to ring, and who will read it."""

    readers: tuple[str, ...]  # agencies whose lead may read it
    emergency: Number
    area: tuple[Number, ...]
    everywhere: tuple[Number, ...]

    @classmethod
    def of(cls, readers: Iterable[str]) -> "RaisePage":
        return cls(
            tuple(readers), numbers.EMERGENCY, numbers.of_area(), numbers.EVERYWHERE
        )


@dataclass(frozen=True)
class Waits:
    """That something waits, for whoever was told because nobody has taken it on."""

    reference: str
    place: str
    when: str
    in_danger: bool
    leads: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptShown:
    """A receipt: nothing in it says what was passed on, or about whom."""

    reference: str
    when: str
    reader: str
    by: str
    taken: str
    in_danger: bool

    @classmethod
    def of(cls, receipt: Receipt, viewer: Viewer) -> "ReceiptShown":
        taken = receipt.taken_at
        return cls(
            reference=receipt.reference,
            when=words.when(receipt.at, viewer.now),
            reader=f"The safeguarding lead of {receipt.for_agency.name}",
            by="At once"
            if receipt.in_danger
            else words.when(receipt.due_at, viewer.now),
            taken=words.when(taken, viewer.now) if taken else "",
            in_danger=receipt.in_danger,
        )


@dataclass(frozen=True)
class CaseRow:
    """A case in the list: whose, and when something was last written."""

    child: str
    href: str
    newest: str
    is_open: bool
    look_again: str

    @classmethod
    def of(cls, case: Case, viewer: Viewer) -> "CaseRow":
        again = case.look_again_on
        return cls(
            child=case.child.full_name,
            href=reverse("safeguarding:case", kwargs={"child_id": case.child.pk}),
            newest=words.when(case.newest_at, viewer.now),
            is_open=case.is_open,
            look_again=words.day(again, viewer.today) if again else "",
        )


@dataclass(frozen=True)
class Covered:
    """A note in the chronology: when, what kind and who; what it says stays covered."""

    href: str
    title: str
    when: str
    by: Byline
    state: tuple[str, str]  # look and words of a status, or nothing


@dataclass(frozen=True)
class WaitsHere:
    """A worry of this child that nobody has taken on."""

    reference: str
    when: str
    by: str
    in_danger: bool
    href: str


@dataclass(frozen=True)
class CasePage:
    """A child's safeguarding notes, each covered."""

    child: str
    is_open: bool
    waits: tuple[WaitsHere, ...]
    notes: tuple[Covered, ...]
    may_share: bool

    @classmethod
    def of(  # noqa: PLR0913 - a page that puts this much together
        cls,
        notes: Sequence[Record],
        *,
        child: Child,
        viewer: Viewer,
        alerts: Iterable[Alert],
        steps: Mapping[UUID, Step],
        is_open: bool,
        may_share: bool,
    ) -> "CasePage":
        by = Bylines(child, viewer)
        here = {note.pk for note in notes}
        return cls(
            child=child.called,
            is_open=is_open,
            waits=tuple(
                WaitsHere(
                    reference=one.reference,
                    when=words.when(one.raised_at, viewer.now),
                    by=words.when(one.due_at, viewer.now),
                    in_danger=one.in_danger,
                    href=_note(child, one.record_id),
                )
                for one in alerts
                if one.record_id in here
            ),
            notes=tuple(
                Covered(
                    href=_note(child, note.pk),
                    title=telling.TITLES[note.kind],
                    when=words.when(note.made_at, viewer.now),
                    by=by.of(note),
                    state=_state(steps.get(note.pk), viewer.today),
                )
                for note in notes
            ),
            may_share=may_share,
        )


def _note(child: Child, record_id: UUID) -> str:
    to = {"child_id": child.pk, "item_id": record_id}
    return reverse("safeguarding:note", kwargs=to)


def _state(step: Step | None, today: date) -> tuple[str, str]:
    if step is None:
        return ("", "")
    if step.done_on:
        return ("done", "Done")
    look = "late" if step.due_on < today else "soon"
    return (look, words.how_far(step.due_on, today))


@dataclass(frozen=True)
class NotePage:
    """One note, uncovered."""

    title: str
    by: Byline
    when: str
    rows: tuple[tuple[str, str], ...]
    waits: bool
    finish: str  # where a step is finished, or nothing
    may_end: bool
    may_tell: bool

    @classmethod
    def of(
        cls, note: Content, *, child: Child, viewer: Viewer, waits: bool
    ) -> "NotePage":
        ours = note.record.owner_agency_id == viewer.hat.agency_id
        finish = ""
        if isinstance(note, Step) and ours and not note.done_on:
            to = {"child_id": child.pk, "step_id": note.pk}
            finish = reverse("safeguarding:finish", kwargs=to)
        disclosure = note if isinstance(note, Disclosure) and ours else None
        shared = bool(disclosure and disclosure.shared)
        return cls(
            title=telling.TITLES[note.KIND],
            by=Bylines(child, viewer).of(note.record),
            when=words.when(note.record.made_at, viewer.now),
            rows=telling.rows_of(note),
            waits=waits,
            finish=finish,
            may_end=bool(shared and disclosure and not disclosure.ended_on),
            may_tell=bool(shared and disclosure and not disclosure.family_told),
        )


@dataclass(frozen=True)
class FileRow:
    """A safeguarding file on its way, or one that has arrived."""

    child: str
    place: str
    due: str
    state: tuple[str, str]
    sent: str
    received: str
    send: str  # where it is sent, or nothing
    receive: str

    @classmethod
    def of(cls, one: Transfer, viewer: Viewer) -> "FileRow":
        goes = one.from_agency_id == viewer.hat.agency_id
        to = {"transfer_id": one.pk}
        send = goes and not one.sent_at
        receive = not goes and not one.received_at
        return cls(
            child=one.child.full_name,
            place=one.to_agency.name if goes else one.from_agency.name,
            due=words.day(one.due_on, viewer.today),
            state=_transfer_state(one, viewer.today),
            sent=words.day(one.sent_at, viewer.today) if one.sent_at else "",
            received=words.day(one.received_at, viewer.today)
            if one.received_at
            else "",
            send=reverse("safeguarding:send-file", kwargs=to) if send else "",
            receive=reverse("safeguarding:receive-file", kwargs=to) if receive else "",
        )


def _transfer_state(one: Transfer, today: date) -> tuple[str, str]:
    if one.received_at:
        return ("done", "Received")
    if one.due_on < today:
        return ("late", words.how_far(one.due_on, today))
    return ("soon" if one.sent_at else "open", words.how_far(one.due_on, today))
