"""Rows of many tables that are saved together, what others point at first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.exchange.models import CensusEntry, CensusPupil, CensusReceipt
from plait.ledger import chain
from plait.sharing.models import Basis, Content, Record, RecordVersion
from plait.team.models import Involvement


@dataclass
class Batch:
    """What is waiting to be saved, new and changed."""

    viewer: Viewer
    children: list[Child] = field(default_factory=list)
    children_changed: list[Child] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    records_changed: list[Record] = field(default_factory=list)
    entries: list[CensusEntry] = field(default_factory=list)
    entries_changed: list[CensusEntry] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    versions: list[RecordVersion] = field(default_factory=list)
    pupils: list[CensusPupil] = field(default_factory=list)
    pupils_changed: list[CensusPupil] = field(default_factory=list)
    receipts: list[CensusReceipt] = field(default_factory=list)
    receipts_changed: list[CensusReceipt] = field(default_factory=list)

    def add_record(
        self, content: CensusEntry | Involvement, *, child_id: UUID, owner_id: UUID
    ) -> Record:
        """Envelope and first version of new content: live, and for the family too."""
        record = Record(
            child_id=child_id,
            owner_agency_id=owner_id,
            author_id=self.viewer.person_id,
            category=content.CATEGORY,
            kind=content.KIND,
            made_at=self.viewer.now,
        )
        content.record = record
        self._keep_version(content, record)
        self.records.append(record)
        if isinstance(content, CensusEntry):
            self.entries.append(content)
        else:
            self.involvements.append(content)
        return record

    def revise_record(self, entry: CensusEntry) -> Record:
        """A new version; the one before stays in the history."""
        record: Record = entry.record
        record.version += 1
        self._keep_version(entry, record)
        self.records_changed.append(record)
        self.entries_changed.append(entry)
        return record

    def _keep_version(self, content: Content, record: Record) -> None:
        words = content.snapshot() | {"parts": []}
        record.version_hash = chain.content_hash(words)
        self.versions.append(
            RecordVersion(
                record=record,
                number=record.version,
                content=chain.canonical(words),
                content_hash=record.version_hash,
                author_id=self.viewer.person_id,
                at=self.viewer.now,
            )
        )

    def save(self) -> None:
        """Save everything, what others point at first."""
        for rows in (self.children, self.ties, self.bases, self.records):
            _insert(rows)
        _update(self.children_changed, "given_name", "family_name", "known_as", "upn",
                "version")  # fmt: skip
        _update(self.records_changed, "version", "version_hash")
        for more in (self.entries, self.involvements, self.versions, self.pupils):
            _insert(more)
        _update(self.entries_changed, *_fields_of(CensusEntry, "record"))
        _update(self.pupils_changed, "reference", "born_on", "row_hash", "needs_hash",
                "sent_by")  # fmt: skip
        _insert(self.receipts)
        _update(self.receipts_changed, "born_on", "row_hash", "needs_hash")


def _fields_of(model: type[models.Model], key: str) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if one.name != key]


def _insert(rows: Sequence[models.Model]) -> None:
    if rows:
        _manager(rows).bulk_create(rows)


def _update(rows: Sequence[models.Model], *fields: str) -> None:
    """Write fields of rows that are there: one statement for many rows."""
    if rows:
        key = rows[0]._meta.pk.name
        _manager(rows).bulk_create(
            rows, update_conflicts=True, unique_fields=[key], update_fields=fields
        )


def _manager(rows: Sequence[models.Model]) -> "models.Manager[Any]":
    manager: models.Manager[Any] = type(rows[0])._default_manager
    return manager
