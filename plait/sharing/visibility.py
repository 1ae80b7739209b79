"""Querysets that go through the sharing policy, and remember what they showed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.expressions import Func

from plait.access.viewer import Hat, Sight, Viewer
from plait.sharing import predicate

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Unfiltered(Func):
    """Always true; leaves its reason in the statement, where the guard reads it."""

    template = "1=1"
    output_field = models.BooleanField()
    conditional = True

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        return f"(/* past the sharing policy: {self.reason} */ 1=1)", ()


class VisibleQuerySet(models.QuerySet[Row]):
    """Rows that are records, or belong to one by the model's RECORD_PATH."""

    _viewer: Viewer | None = None

    @property
    def _path(self) -> str:
        path: str = self.model.RECORD_PATH  # type: ignore[attr-defined]
        return path

    def visible_to(self, hat: Hat, at: datetime) -> Self:
        """Only what this hat may see at this instant: the decision table, in SQL."""
        return self.filter(predicate.allowed(hat, at, self._path))

    def explain(self, hat: Hat, at: datetime) -> Self:  # type: ignore[override]
        """With the row of the table that decided, and the facts it may rest on.

        `predicate.rests_on` says which of them it does.
        """
        path = self._path
        return self.annotate(
            row=predicate.decision(hat, at, path), **predicate.facts(hat, at, path)
        )

    def read_by(self, viewer: Viewer) -> Self:
        """What the viewer may see, each row noted for the ledger once it is fetched."""
        path = self._path
        shown = self.visible_to(viewer.hat, viewer.now).explain(viewer.hat, viewer.now)
        shown = shown.select_related(f"{path}author", f"{path}owner_agency")
        shown._viewer = viewer
        return shown

    def unfiltered(self, reason: str) -> Self:
        """Past the policy, for a stated reason: operations and proofs, never pages."""
        return self.filter(Unfiltered(reason))

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._viewer = self._viewer
        return clone

    def _fetch_all(self) -> None:
        new = self._result_cache is None
        super()._fetch_all()
        if new and self._viewer is not None:
            self._viewer.sights.extend(map(_sight, self._result_cache or ()))

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        """Row by row; each is noted before it is handed out."""
        for row in super().iterator(chunk_size):
            if self._viewer is not None:
                self._viewer.sights.append(_sight(row))
            yield row


def _sight(row: Any) -> Sight:
    record = row
    for step in row.RECORD_PATH.split("__")[:-1]:
        record = getattr(record, step)
    rests_on = predicate.rests_on(row.row, lambda column: getattr(row, column))
    facts = tuple(f"{kind}:{fact}" for kind, fact in rests_on.items())
    return Sight(record.child_id, record.pk, record.version_hash, row.row, facts)
