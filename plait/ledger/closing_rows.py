"""Rows that can be closed field by field: which value of two lets less through."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from plait.ledger import chain
from plait.ledger.closings import Closing

Rule = Callable[[Any, Any], Any]  # what stands there, what the journal says
# The journal keeps no words: what stands where a row had some.
PUT_BACK = "A backup was put back; the words are lost. Ask whoever decided it."


def earlier(now: Any, kept: Any) -> Any:
    """The first of two ends; none is never."""
    ends = [end for end in (now, kept) if end is not None]
    return min(ends) if ends else None


def only_if_both(now: bool, kept: bool) -> bool:
    return now and kept


def lower(now: int, kept: int) -> int:
    return min(now, kept)


def higher(now: int, kept: int) -> int:
    return max(now, kept)


def of_rows(
    subject: str,
    name: str,
    rows: Callable[[UUID], QuerySet[Any]],
    **rules: Rule,
) -> Closing:
    """A closing for every row about a child or a person, by one rule a field."""

    def facts(key: UUID) -> dict[str, dict[str, Any]]:
        return {str(row.pk): fields_of(row, rules) for row in rows(key)}

    def close(key: UUID, kept: Mapping[str, Mapping[str, Any]]) -> int:
        named = rows(key).filter(pk__in=list(kept))
        return sum(close_row(row, kept[str(row.pk)], rules) for row in named)

    return Closing(subject, name, facts, close)


def fields_of(row: Model, names: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as the journal keeps them."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """A value that JSON can hold; times, days and ids as their text."""
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return chain.canonical(value).strip('"')


def values_of(model: type[Model], told: Mapping[str, Any]) -> dict[str, Any]:
    """A whole row as the journal kept it, as far as this version has columns for it."""
    return {
        field.attname: field.to_python(told[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in told
    }


def close_row(row: Model, kept: Mapping[str, Any], rules: Mapping[str, Rule]) -> bool:
    """Apply the rules to one row; whether that changed it."""
    changed = []
    for name, rule in rules.items():
        if name not in kept:
            continue  # the journal is older than the field
        now = getattr(row, name)
        then = row._meta.get_field(name).to_python(kept[name])  # type: ignore[union-attr]
        closed = rule(now, then)
        if closed != now:
            setattr(row, name, closed)
            changed.append(name)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)
