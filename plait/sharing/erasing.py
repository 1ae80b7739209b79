"""Erasing what a record says, so that only the proof is left that there was one.

The envelope stays, erased, and so do the hashes of its versions: the ledger names them.
Who may have something erased, and how two people decide it, is not decided here.
"""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.ledger import operations as ledger
from plait.sharing.models import Content, Part, Record, RecordVersion

WHY = "erasing what a record says"
ERASED = "(erased)"


@transaction.atomic
def erase(record_id: UUID, *, viewer: Viewer) -> Record:
    """Erase a record that has been decided upon, by whoever carries it out."""
    record = Record.objects.unfiltered(WHY).select_for_update().get(pk=record_id)
    Child.objects.select_for_update().get(pk=record.child_id)
    empty(record)
    ledger.record(
        "sharing.record.erased",
        viewer=viewer,
        child_id=record.child_id,
        record=record.pk,
    )
    return record


def empty(record: Record) -> None:
    """Take away every word of a record, in all its versions, and its file.

    Also where a model beside it holds its words: one that says so by `WORDS_OF_RECORD`,
    its fields and what they are emptied to.
    """
    record.state = Record.State.ERASED
    record.save(update_fields=["state"])
    versions = RecordVersion.objects.unfiltered(WHY).filter(record=record)
    versions.update(content="{}")
    for kind in _kinds_of(record):
        for content in kind.unfiltered(WHY).filter(record=record):
            for part in content.parts():
                _blank(part)
            _blank(content)
    for holder in apps.get_models():
        if words := getattr(holder, "WORDS_OF_RECORD", None):
            holder._default_manager.filter(record=record).update(**words)


def _kinds_of(record: Record) -> list[type[Content]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Content) and record.kind == model.KIND
    ]


def _blank(row: Content | Part) -> None:
    """Words are replaced; days and numbers, which constraints may tie, are left.

    Fields with a fixed list of words keep theirs: they say what kind of thing it was.
    """
    names = []
    for field in row._meta.concrete_fields:
        if field.primary_key or field.is_relation or field.choices:
            continue
        said = getattr(row, field.attname)
        if field.name == "file":
            _remove_file(row, said)
        if said and (without := _without_words(field)) is not None:
            setattr(row, field.attname, without)
            names.append(field.name)
    if names:
        row.save(update_fields=names)


def _without_words(field: Any) -> Any:
    """What stands in place of words; a constraint may ask for some."""
    if isinstance(field, models.JSONField):
        return []
    if isinstance(field, models.CharField | models.TextField):
        return ERASED[: field.max_length]
    return None


def _remove_file(row: Content | Part, name: str) -> None:
    """The picture goes with the last record that shows it."""
    if not isinstance(row, Content):
        return
    same = {"file": name}
    if type(row).unfiltered(WHY).filter(**same).exclude(pk=row.pk).exists():
        return
    file = settings.FILES_ROOT / name[:2] / name
    transaction.on_commit(lambda: file.unlink(missing_ok=True))
