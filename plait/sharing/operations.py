"""Writing records: the one way in for everything that is said about a child."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from plait.access.decisions import Decision, NotPermitted
from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger import chain
from plait.ledger import operations as ledger
from plait.sharing import keeping, predicate, queries, standing
from plait.sharing.keeping import USUAL, Apart
from plait.sharing.models import Content, Part, Record, RecordVersion

Kind = TypeVar("Kind", bound=Content)


class ChangedMeanwhile(Exception):
    """Somebody saved a newer version while this one was being written (CONC-1)."""

    def __init__(self, current: Content, by: str) -> None:
        super().__init__("Somebody changed this while you were writing.")
        self.current, self.by = current, by


def _whole(content: Content, parts: Sequence[Part]) -> dict[str, Any]:
    return content.snapshot() | {"parts": [part.snapshot() for part in parts]}


@transaction.atomic
def write(  # noqa: PLR0913 - what a record is made of
    content: Kind,
    *,
    viewer: Viewer,
    child: Child,
    act: str,
    parts: Sequence[Part] = (),
    writing: Decision | None = None,
    apart: Apart = USUAL,
    **envelope: Any,
) -> Kind:
    """Add a record about a child (rules W1 and W9): envelope, content, first version.

    `writing` is the caller's own answer where another rule than W1 says who writes, and
    whether they read it afterwards.

    `envelope` may set category, sensitivity, state, release, about_person_id and
    owner_agency_id; what it leaves out is normal, live, released to the family, and
    owned by the agency of the hat. Parts are saved with it. `apart` holds it back from
    the family (H1) or seals it (SL1) from the first moment.

    Raises NotPermitted, or Record.DoesNotExist when the kind is sealed from the viewer.
    """
    category = envelope.setdefault("category", content.CATEGORY)
    envelope.setdefault("owner_agency_id", viewer.hat.agency_id)
    envelope |= apart.envelope()
    who = queries.standing_of(viewer, child)
    (writing or standing.may_write(who, category)).require()
    keeping.refuse_sealed(child, category, viewer=viewer)
    keeping.may_keep(apart, who, viewer=viewer)
    if owner := keeping.owner_of(content, child):
        envelope["release"] = min(envelope.get("release", owner.release), owner.release)

    words = _whole(content, parts)
    record = Record(
        child=child,
        author_id=viewer.person_id,
        kind=content.KIND,
        made_at=viewer.now,
        version_hash=chain.content_hash(words),
        **envelope,
    )
    record.save(force_insert=True)
    content.record = record
    content.save(force_insert=True)
    _save_parts(content, parts)
    _keep_version(record, words, viewer)
    if writing is None:
        _insist_on_reading(record, viewer)
    ledger.record(act, viewer=viewer, child_id=child.pk, record=record.pk)
    if owner:
        keeping.seal_like(record, owner)
    keeping.keep(record, apart, child=child, viewer=viewer)
    return content


def _insist_on_reading(record: Record, viewer: Viewer) -> None:
    """W9: nobody writes what they could not read. Raises NotPermitted.

    What one writes for one's own agency one can read (P1), whatever else has ended,
    unless it is sealed or beyond what one's role is cleared for.
    """
    if (
        not Record.objects.visible_to(viewer.hat, viewer.now)
        .filter(pk=record.pk)
        .exists()
    ):
        raise NotPermitted("You could not read this yourself once it was saved.")


@transaction.atomic
def revise(  # noqa: PLR0913 - what a new version is made of
    content: Kind,
    *,
    viewer: Viewer,
    child: Child,
    act: str,
    seen_version: int,
    parts: Sequence[Part] | None = None,
    right: Decision | None = None,
    writing: Decision | None = None,
    **envelope: Any,
) -> Kind:
    """Save a new version of a record; the old one stays in the history.

    Rules W1 and W2 say who may, unless the caller has decided that by a rule of its
    own: `writing` for the kind of information, `right` for this record.

    Raises NotPermitted, or ChangedMeanwhile with the newer version when somebody saved
    one after `seen_version` was opened.
    """
    record = lock(content.record_id, viewer=viewer)
    who = queries.standing_of(viewer, child)
    (writing or standing.may_write(who, record.category)).require()
    mine = record.author_id == viewer.person_id
    ours = record.owner_agency_id == viewer.hat.agency_id
    (right or standing.may_change(who, mine=mine, ours=ours)).require()
    if record.version != seen_version:
        raise _newer_version_of(content, viewer=viewer)
    kept = parts if parts is not None else content.parts()
    words = _whole(content, kept)
    record.version += 1
    record.changed_at = viewer.now
    record.version_hash = chain.content_hash(words)
    for name, value in envelope.items():
        setattr(record, name, value)
    record.save()
    if envelope.get("release") == Record.Release.FAMILY:
        keeping.released(record, viewer=viewer)
    content.record = record
    content.save(force_update=True)
    if parts is not None:
        _replace_parts(content, parts)
    _keep_version(record, words, viewer)
    ledger.record(
        act, viewer=viewer, child_id=child.pk, record=record.pk, version=record.version
    )
    return content


def _newer_version_of(content: Content, *, viewer: Viewer) -> ChangedMeanwhile:
    """What stands there now, and who saved it: not always who wrote it first."""
    newer = type(content).objects.visible_to(viewer.hat, viewer.now)
    current = newer.select_related("record").get(pk=content.record_id)
    version = RecordVersion.objects.visible_to(viewer.hat, viewer.now).select_related(
        "author"
    )
    saved = version.get(record=current.record, number=current.record.version)
    return ChangedMeanwhile(current, saved.author.name)


def lock(record_id: UUID, *, viewer: Viewer) -> Record:
    """The envelope, locked for a change, if the viewer may see it.

    Raises Record.DoesNotExist, or NotPermitted when only emergency access shows it
    (E4).
    """
    hat, at = viewer.hat, viewer.now
    visible = Record.objects.visible_to(hat, at).explain(hat, at)
    record = visible.select_for_update(of=("self",)).get(pk=record_id)
    row: str = record.row  # type: ignore[attr-defined]
    if "glass" in predicate.rests_on(row, partial(getattr, record)):
        raise NotPermitted("Emergency access is for reading only.")
    return record


def _save_parts(content: Content, parts: Sequence[Part]) -> None:
    for position, part in enumerate(parts):
        part.position = position
        setattr(part, part.PARENT, content)
        part.save(force_insert=True)


def _replace_parts(content: Content, parts: Sequence[Part]) -> None:
    """Parts that are known keep their id, so that what points at them still does."""
    known = {part.pk: part for part in content.parts()}
    kept = {part.pk for part in parts}
    for gone in known.keys() - kept:
        known[gone].delete()
    for position, part in enumerate(parts):
        part.position = position
        setattr(part, part.PARENT, content)
        is_new = part.pk not in known
        part.save(force_insert=is_new, force_update=not is_new)


def _keep_version(record: Record, words: dict[str, Any], viewer: Viewer) -> None:
    RecordVersion(
        record=record,
        number=record.version,
        content=chain.canonical(words),
        content_hash=record.version_hash,
        author_id=viewer.person_id,
        at=viewer.now,
    ).save(force_insert=True)
