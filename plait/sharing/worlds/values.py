"""The single values of a world file, read strictly: what each may be, in words."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

FAMILY = "family"
FIRST_YEAR, LAST_YEAR = 100, 9900
MOMENT = re.compile(
    r"[0-9W-]+T[0-9:]+([.,](?P<fraction>[0-9]+))?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
)
DAY = re.compile(r"[0-9W-]+")


def fault(words: str, field: str = "") -> PydanticCustomError:
    """What is wrong with a value, or with a field of it, after the value's place."""
    return PydanticCustomError("fault", "{words}", {"words": words, "field": field})


def _read_moment(value: object) -> datetime:
    """ISO 8601 with an offset, in the microseconds that the product keeps."""
    shape = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if shape is None:
        raise fault("must be an ISO 8601 time with an offset, as text")
    if len(shape["fraction"] or "") > 6:
        raise fault("must not be finer than a microsecond")
    try:
        moment = datetime.fromisoformat(shape.string)
    except ValueError:
        raise fault("must be a time that exists") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise fault(f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment.astimezone(UTC)


def _read_day(value: object) -> date:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise fault("must be an ISO 8601 date, as text")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fault("must be a day that exists") from None


# A person in every hat, or in the hats of agencies only; or an agency.
AIMED_AT_ONE = ("person", "person_at_work", "agency")


class Aim(NamedTuple):
    """At whom a restriction is aimed; the family and everyone have no id."""

    kind: str
    target: str | None = None


def _read_aim(value: object) -> Aim:
    if value in ("family", "everyone"):
        return Aim(str(value))
    if isinstance(value, dict) and len(value) == 1:
        (kind, target), *_ = value.items()
        if kind in AIMED_AT_ONE and isinstance(target, str) and target:
            return Aim(kind, target)
    raise fault('must be one person, one agency, "family" or "everyone"')


def _read_whole_number(value: object) -> object:
    if type(value) is not int:
        raise fault("must be a whole number")
    return value


def whole_number(least: int, most: int) -> Any:
    """The type of a whole number between two others."""
    return Annotated[int, BeforeValidator(_read_whole_number), Field(ge=least, le=most)]


Moment = Annotated[datetime, PlainValidator(_read_moment)]
Day = Annotated[date, PlainValidator(_read_day)]
AimedAt = Annotated[Aim, PlainValidator(_read_aim)]
Id = Annotated[str, Field(min_length=1)]
