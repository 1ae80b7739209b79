"""After a restore: what a family is told later is still told later (rule L3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.ledger import closing_rows as rows
from plait.ledger.closings import CHILD, Closing
from plait.sharing.models import LookDelay


def _facts(child_id: UUID) -> list[dict[str, Any]]:
    """Whole delays: one that is newer than the backup has to be made again."""
    names = [one.attname for one in LookDelay._meta.concrete_fields]
    delays = LookDelay.objects.filter(child_id=child_id).order_by("from_at", "pk")
    return [
        {name: rows.plain(getattr(one, name)) for name in names if name != "reason"}
        for one in delays
    ]


def _close(child_id: UUID, kept: Sequence[Mapping[str, Any]]) -> int:
    delays = LookDelay.objects.filter(child_id=child_id)
    there = {str(one.pk): one for one in delays}
    return sum(
        _make_again(told)
        if told["id"] not in there
        else _as_long(there[told["id"]], told)
        for told in kept
    )


def _as_long(one: LookDelay, told: Mapping[str, Any]) -> int:
    """For as long as was told, where that is longer; never for less."""
    until = datetime.fromisoformat(told["until_at"])
    if until <= one.until_at:
        return 0
    one.until_at = until
    one.save(update_fields=["until_at"])
    return 1


def _make_again(told: Mapping[str, Any]) -> int:
    """Unless whose looks they are is not here either.

    Whoever decided it may be newer than the backup: then the colleague stands for them,
    so that the looks are not told.
    """
    person, agency = told["person_id"], told["agency_id"]
    here = Person.objects.filter(pk=person).exists()
    if not (here and Agency.objects.filter(pk=agency).exists()):
        return 0
    values = rows.values_of(LookDelay, told)
    if not Person.objects.filter(pk=told["decided_by_id"]).exists():
        values["decided_by_id"] = values["person_id"]
    if not Agency.objects.filter(pk=told["decided_for_id"]).exists():
        values["decided_for_id"] = values["agency_id"]
    LookDelay.objects.create(**values, reason=rows.PUT_BACK)
    return 1


LATER = Closing(CHILD, "looks told later", _facts, _close)
