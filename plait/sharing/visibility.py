"""Querysets that go through the sharing policy, and remember what they showed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models.expressions import Func

from plait.access.viewer import Fetched, Hat, Sight, Viewer
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

    @property
    def _kind(self) -> dict[str, str]:
        """The kind that the records of this content have: an index begins with it."""
        model: Any = self.model
        for step in self._path.split("__")[:-2]:
            model = model._meta.get_field(step).related_model
        kind = getattr(model, "KIND", "")
        return {f"{self._path}kind": kind} if kind else {}

    def visible_to(self, hat: Hat, at: datetime) -> Self:
        """Only what this hat may see at this instant: the decision table, in SQL."""
        return self.filter(predicate.allowed(hat, at, self._path), **self._kind)

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
        shown = self.visible_to(viewer.hat, viewer.now)
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
            self._note(self._result_cache or [])

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        """Row by row; each is noted before it is handed out."""
        for row in super().iterator(chunk_size):
            if self._viewer is not None:
                self._note([row])
            yield row

    def _note(self, rows: Sequence[Row]) -> None:
        assert self._viewer is not None
        fetched = [_fetched(row) for row in rows]
        hat, at = self._viewer.hat, self._viewer.now
        self._viewer.sights.note(fetched, partial(reasons, hat=hat, at=at))


def _fetched(row: Any) -> Fetched:
    """The record that a row is, or belongs to. Only whole rows know which it is."""
    record = row
    for step in row.RECORD_PATH.split("__")[:-1]:
        record = getattr(record, step)
    return Fetched(record.child_id, record.pk, record.version_hash)


def reasons(fetched: Sequence[Fetched], *, hat: Hat, at: datetime) -> Iterator[Sight]:
    """Why these were let through, by the very expression that let them.

    In the snapshot in which they were fetched the answer is always there. Elsewhere
    somebody may have closed one of them meanwhile: then it is not handed out.

    Raises Record.DoesNotExist.
    """
    record = apps.get_model("sharing", "Record")
    columns = ("row", *predicate.facts(hat, at))
    ids = {one.record_id for one in fetched}
    explained = record.objects.explain(hat, at).filter(pk__in=ids)
    why = {
        pk: dict(zip(columns, found, strict=True))
        for pk, *found in explained.values_list("pk", *columns)
    }
    for one in fetched:
        found = why.get(one.record_id, {"row": ""})
        if found["row"] not in predicate.ALLOWING:
            raise record.DoesNotExist
        rests_on = predicate.rests_on(found["row"], found.__getitem__)
        facts = tuple(f"{kind}:{fact}" for kind, fact in rests_on.items())
        yield Sight(*one, found["row"], facts)
