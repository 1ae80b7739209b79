"""What may close something, what is closed now, and closing it again after a restore.

Nobody has to remember the journal: an operation that writes its line in the ledger is
noted by the act of that line. Not what it did is kept, but what is closed afterwards
about that child or person, so that a new kind of act needs nothing here; a new kind of
fact needs one `Closing`, registered by the app that it belongs to.

Putting back only ever closes: the earlier of two ends, the lower of two releases. What
was given since the backup is asked for again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from plait.ledger import journal
from plait.ledger.models import Head

CHILD, PERSON, INVITATION = "child", "person", "invitation"
# Apps whose acts change who may see something.
ABOUT_RIGHTS = ("sharing", "children", "agencies", "access", "team", "family")
# Of their acts, those that only open, or change words.
ONLY_OPEN = frozenset(
    {
        "agencies.agency.added",
        "agencies.agency.described",
        "agencies.employment.begun",
        "children.child.added",
        "children.tie.begun",
        "sharing.agreement.asked",
        "sharing.agreement.declined",
        "sharing.agreement.given",
        "team.invitation.sent",
        "team.involvement.described",
        "team.involvement.recorded",
    }
)
# Last words of acts anywhere that take something back.
TAKES_BACK = frozenset(
    {
        "closed", "ended", "erased", "expired", "held-back", "narrowed", "paused",
        "restricted", "revoked", "sealed", "stopped", "taken-back", "withdrawn",
    }
)  # fmt: skip

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Closing:
    """One kind of fact that can be closed: how it is told, and how closed again.

    `facts` are plain values, as the journal keeps them; `close` makes what the database
    holds no more open than they are, and answers how many rows it changed.
    """

    subject: str
    name: str
    facts: Callable[[UUID], Any]
    close: Callable[[UUID, Any], int]


class Said(Protocol):
    """The part of an entry of the ledger that is looked at here."""

    @property
    def act(self) -> str: ...
    @property
    def child_id(self) -> UUID | None: ...
    @property
    def details(self) -> Mapping[str, Any]: ...


@dataclass
class _Registered:
    closings: list[Closing] = field(default_factory=list)


_registered = _Registered()


def register(*closings: Closing) -> None:
    """Called once by an app, when it is ready."""
    _registered.closings.extend(closings)


def may_close(act: str) -> bool:
    """Whether an act of this name can take anything from anybody."""
    app, _, rest = act.partition(".")
    if app in ABOUT_RIGHTS:
        return act not in ONLY_OPEN
    return rest.rpartition(".")[2] in TAKES_BACK


def subjects_of(entries: Iterable[Said]) -> set[tuple[str, UUID]]:
    """The children and people about whom something may have been closed."""
    found: set[tuple[str, UUID]] = set()
    for entry in entries:
        if may_close(entry.act):
            if entry.child_id:
                found.add((CHILD, entry.child_id))
            for kind in (PERSON, INVITATION):
                if entry.details.get(kind):
                    found.add((kind, UUID(str(entry.details[kind]))))
    return found


def note(entries: Iterable[Said]) -> int:
    """Before the commit: what will be closed. The number of its line, 0 for none.

    Raises journal.Unwritable, and then the act must not happen.
    """
    if not journal.is_kept():
        return 0
    entries = list(entries)
    subjects = subjects_of(entries)
    if not subjects:
        return 0
    acts = sorted({entry.act for entry in entries})
    number = journal.append(journal.MEANT, acts=acts, facts=told(subjects))
    transaction.on_commit(lambda: confirm(number, subjects))
    return number


def confirm(number: int, subjects: Iterable[tuple[str, UUID]]) -> None:
    """After the commit: it was done, and this is how things stand."""
    with journal.locked():  # the last line about somebody is then the newest
        journal.append(journal.DONE, of=number, facts=told(subjects))


def told(subjects: Iterable[tuple[str, UUID]]) -> dict[str, dict[str, Any]]:
    """Everything that is closed about some children and people."""
    return {
        f"{kind}:{key}": {
            one.name: one.facts(key)
            for one in _registered.closings
            if one.subject == kind
        }
        for kind, key in sorted(subjects, key=str)
    }


def is_behind(head: Head) -> bool:
    """Whether this database has forgotten something that the journal knows.

    Also when the journal itself has been cut or lost. What has been committed is read
    before the database's own number, which can only be higher.
    """
    if not journal.is_kept():
        return False
    try:
        here = journal.position()
    except journal.NotWhole:
        return True
    return here.done > head.journal or here.number < head.journal


def doors_are_open() -> bool:
    """Whether anything may be answered from this database."""
    if not journal.is_kept():
        return True
    try:
        done = journal.position().done
        head = Head.objects.filter(pk=1).first()
        number = journal.position().number  # may have grown since, never shrunk
    except journal.NotWhole:
        return False
    return head is None or done <= head.journal <= number


def last_of_each(lines: Iterable[Mapping[str, Any]]) -> dict[str, Facts]:
    """What the journal says last of every child and person.

    A line that was meant and never done counts: rather closed than open.
    """
    found: dict[str, Facts] = {}
    for line in lines:
        found.update(line.get("facts") or {})
    return found


def close_again(last: Mapping[str, Facts]) -> int:
    """Make the database no more open than the journal; how many rows were changed."""
    changed = 0
    for subject, facts in last.items():
        kind, _, key = subject.partition(":")
        for one in _registered.closings:
            if one.subject == kind and one.name in facts:
                with transaction.atomic():
                    changed += one.close(UUID(key), facts[one.name])
    return changed


def settle() -> int:
    """Write down how things stand with whom something was meant and never done.

    A transaction that was rolled back leaves such lines. Run before a backup.
    """
    if not journal.is_kept():
        return 0
    open_ones: dict[int, set[tuple[str, UUID]]] = {}
    for line in journal.lines():
        if line["kind"] == journal.MEANT:
            open_ones[line["n"]] = {
                (kind, UUID(key))
                for kind, _, key in (name.partition(":") for name in line["facts"])
            }
        elif line["kind"] == journal.DONE:
            open_ones.pop(line["of"], None)
    subjects = set().union(*open_ones.values()) if open_ones else set()
    mark(subjects)
    return len(open_ones)


def mark(subjects: Iterable[tuple[str, UUID]] = ()) -> int:
    """A line that the database and the journal both know of from now on."""
    subjects = list(subjects)
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        head.journal = journal.append(journal.MEANT, acts=[], facts=told(subjects))
        head.save(update_fields=["journal"])
        number = head.journal
        transaction.on_commit(lambda: confirm(number, subjects))
    return number
