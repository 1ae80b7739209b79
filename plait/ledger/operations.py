"""Writing to the ledger: the only way in."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from plait.access.viewer import Sight, Viewer
from plait.ledger import chain, closings, journal
from plait.ledger.models import Head, Line, Link


class LedgerUnavailable(Exception):
    """No line could be written, so there is no answer (AUD-2)."""


@dataclass(frozen=True)
class Entry:
    """What one line will say."""

    act: str
    at: datetime
    person_id: UUID | None = None
    hat: str = ""
    role: str = ""
    child_id: UUID | None = None
    surface: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


HASHED = (
    "seq", "at", "act", "person_id", "hat", "role", "child_id", "surface", "details",
)  # fmt: skip


def hashed_part(line: Line) -> dict[str, Any]:
    """The part of a line that its digest covers: everything but the salt."""
    return {name: getattr(line, name) for name in HASHED}


def write(entries: Sequence[Entry]) -> None:
    """Add lines to the end of the chain, in the caller's transaction if there is one.

    Raises LedgerUnavailable when the database will not take them, when what they close
    cannot be written to the journal, and when the journal knows more than the database.
    """
    try:
        with transaction.atomic():
            _append(entries)
    except (DatabaseError, journal.Unwritable, journal.NotWhole) as error:
        raise LedgerUnavailable from error


def _append(entries: Sequence[Entry]) -> None:
    head = Head.objects.select_for_update().get(pk=1)
    if closings.is_behind(head):
        raise LedgerUnavailable
    lines, links = [], []
    for entry in entries:
        head.seq += 1
        line = Line(
            seq=head.seq,
            salt=secrets.token_hex(16),
            details=chain.canonical(entry.details),
            **{name: getattr(entry, name) for name in HASHED[1:-1]},
        )
        digest = chain.digest_of(hashed_part(line), line.salt)
        head.chain = chain.next_chain(head.chain, digest, head.seq)
        lines.append(line)
        links.append(Link(seq=head.seq, digest=digest, chain=head.chain))
    Line.objects.bulk_create(lines, batch_size=500)
    Link.objects.bulk_create(links, batch_size=500)
    head.journal = closings.note(entries) or head.journal
    head.save(update_fields=["seq", "chain", "journal"])


def record(
    act: str, *, viewer: Viewer, child_id: UUID | None = None, **details: Any
) -> None:
    """Record one act of somebody: `app.thing.past-tense`, ids only, never words."""
    entry = Entry(
        act=act,
        at=viewer.now,
        person_id=viewer.person_id,
        hat=viewer.hat.key,
        role=viewer.role,
        child_id=child_id,
        details=details,
    )
    write([entry])


def record_reading(
    *,
    viewer: Viewer,
    surface: str,
    child_ids: Iterable[UUID] = (),
    also: Mapping[str, str] | None = None,
) -> None:
    """One line for each child whose data an answer held, naming each record shown.

    Every record that the policy let through while the answer was made is named, with
    the version that was seen, the row of the decision table that allowed it, and the
    facts (tie, basis, glass) it rested on. `also` holds what else there is to say of
    the page, by ids.
    """
    by_child: dict[UUID, list[Sight]] = {child_id: [] for child_id in child_ids}
    ordered = sorted(viewer.sights, key=lambda sight: str(sight.child_id))
    for child_id, sights in groupby(ordered, key=lambda sight: sight.child_id):
        by_child[child_id] = list(sights)
    entries = [
        Entry(
            act="record.read",
            at=viewer.now,
            person_id=viewer.person_id,
            hat=viewer.hat.key,
            role=viewer.role,
            child_id=child_id,
            surface=surface,
            details=told(sights) | dict(also or {}),
        )
        for child_id, sights in by_child.items()
    ]
    if entries:
        write(entries)


def told(sights: Sequence[Sight]) -> dict[str, Any]:
    """Sights as a line holds them: each set of reasons once, each record naming one."""
    reasons: dict[tuple[str, ...], int] = {}
    records: dict[str, list[Any]] = {}
    for sight in sights:
        reason = reasons.setdefault((sight.row, *sight.facts), len(reasons))
        records[str(sight.record_id)] = [sight.version_hash, reason]
    return {"records": records, "reasons": [list(reason) for reason in reasons]}
