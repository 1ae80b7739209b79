"""What any record says, as questions and answers: for a person to read, all kinds."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.book.facts import FACTS
from plait.design_system import words
from plait.evidence.areas import AREAS
from plait.exchange.census.codes import NEEDS, PROVISION_WORDS
from plait.privacy import field_words
from plait.privacy.redaction import Pairs
from plait.sharing.categories import Category
from plait.sharing.models import Content, Part, RecordVersion

# Ids and hashes point at something else, and say nothing of the child.
POINTER = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{64}")


class Told(NamedTuple):
    """One version in words."""

    who: str
    when: str
    pairs: Pairs


def kind_words(kind: str) -> str:
    """What kind of record it is, in words."""
    known = field_words.KINDS.get(kind)
    return known.name if known else "A record"


def tell(version: RecordVersion, kind: str) -> Told:
    """A version of any kind of record."""
    return Told(
        version.author.name,
        words.record_day(version.at),
        tuple(_pairs(json.loads(version.content), kind)),
    )


def picture_of(version: RecordVersion) -> str:
    """The name of the picture that it holds, when it holds one."""
    content = json.loads(version.content)
    file = content.get("file", "") if "width" in content else ""
    return str(file)


def _pairs(content: dict[str, Any], kind: str) -> Iterable[tuple[str, str]]:
    known = field_words.KINDS.get(kind, field_words.Kind("", {}))
    whole, part = _fields(kind)
    for name, value in content.items():
        if name != "parts":
            yield from _pair(name, value, known.fields, whole)
            continue
        for one in value:
            for inner, said in one.items():
                yield from _pair(inner, said, known.parts, part)


Fields = Mapping[str, "models.Field[Any, Any]"]


def _pair(
    name: str, value: Any, asked: Mapping[str, str], fields: Fields
) -> Iterable[tuple[str, str]]:
    """A field that this product no longer has keeps its name: nothing is lost (D47)."""
    if name in field_words.SILENT:
        return
    if said := _said(name, value, fields.get(name)):
        yield asked.get(name) or name.replace("_", " ").capitalize(), said


@cache
def _fields(kind: str) -> tuple[Fields, Fields]:
    """The fields of a kind of record, and of its parts."""
    whole, part = {}, {}
    for model in apps.get_models():
        if issubclass(model, Content) and kind == model.KIND:
            whole = _by_name(model)
        elif issubclass(model, Part):
            parent = model._meta.get_field(model.PARENT).related_model
            if getattr(parent, "KIND", "") == kind:
                part = _by_name(model)
    return whole, part


def _by_name(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    return {field.name: field for field in model._meta.concrete_fields}


def _said(name: str, value: Any, field: "models.Field[Any, Any] | None") -> str:
    """A value in words; nothing for what says nothing."""
    if name in BY_NAME and not isinstance(value, bool):
        return BY_NAME[name](value)
    if value is None or value == "":
        return ""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    for kind, tell_it in BY_KIND:
        if isinstance(field, kind):
            return tell_it(value)
    return _plain(value)


def _plain(value: Any) -> str:
    """A value of which only its own form is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(filter(None, map(_plain, value)))
    if isinstance(value, dict):
        return "; ".join(filter(None, map(_plain, value.values())))
    text = str(value)
    return "" if POINTER.fullmatch(text) else text


def _agency(pk: str) -> str:
    """Taken out of an answer again where whoever asked may not know of it (D48)."""
    return str(
        Agency.objects.filter(pk=pk).values_list("name", flat=True).first() or ""
    )


def _adult(pk: str) -> str:
    """Whom a passage is about: whoever decides on it has to know (PA1, D72)."""
    return str(
        Person.objects.filter(pk=pk).values_list("name", flat=True).first() or ""
    )


def _areas(keys: Iterable[str]) -> str:
    return "; ".join(AREAS.get(key, key) for key in keys)


def _closed(keys: Iterable[str]) -> str:
    labels = dict(Category.choices)
    return "; ".join(str(labels.get(key, key)) for key in keys) or "Everything"


def _facts(tapped: Mapping[str, str]) -> str:
    known = {fact.key: fact for fact in FACTS}
    return "; ".join(
        known[key].answers.get(said, said) if key in known else said
        for key, said in tapped.items()
    )


def _needs(ranked: Iterable[list[Any]]) -> str:
    return "; ".join(NEEDS.get(str(code), str(code)) for _, code in ranked)


def _provision(code: str) -> str:
    return PROVISION_WORDS.get(code, code)


def _file(notes: Iterable[list[Any]]) -> str:
    """A handed file: each note with its day, its kind and whoever wrote it."""
    told = []
    for when, kind, who, pairs in notes:
        said = " ".join(f"{ask}: {answer}" for ask, answer in pairs)
        told.append(f"{_day(when)}. {kind}, {who}. {said}")
    return "\n".join(told)


def _day(written: str) -> str:
    """A day or a moment, as JSON keeps it; what is neither, as it is."""
    try:
        if len(written) == len("2026-09-03"):
            return words.record_day(date.fromisoformat(written))
        return words.record_day(datetime.fromisoformat(written))
    except ValueError:
        return written


def _moment(written: str) -> str:
    moment = datetime.fromisoformat(written)
    return f"{words.record_day(moment)}, {words.clock_time(moment)}"


def _number(written: str) -> str:
    return format(Decimal(written).normalize(), "f")


# A moment is a day to Python, so that it comes first.
BY_KIND: tuple[tuple[type["models.Field[Any, Any]"], Callable[[Any], str]], ...] = (
    (models.ForeignKey, _agency),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.DecimalField, _number),
)
BY_NAME: dict[str, Callable[[Any], str]] = {
    "about": _adult,
    "areas": _areas,
    "closes": _closed,
    "facts": _facts,
    "needs": _needs,
    "notes": _file,
    "provision": _provision,
}
