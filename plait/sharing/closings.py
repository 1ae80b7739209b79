"""What stays closed of records, bases, agreements, seals and emergency access when a
backup is put back (`ledger.closings`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.ledger import closing_rows as rows
from plait.ledger.closings import CHILD, Closing
from plait.sharing import erasing
from plait.sharing.models import (
    Agreement,
    Basis,
    Exemption,
    Glass,
    Record,
    Representative,
    Restriction,
)

WHY = "keeping closed what was closed, when a backup is put back"


def _records(child_id: UUID) -> QuerySet[Record]:
    return Record.objects.unfiltered(WHY).filter(child_id=child_id)


def _record_facts(child_id: UUID) -> dict[str, Any]:
    """Of records that are less open than records usually are."""
    return {
        str(record.pk): [
            record.state == Record.State.ERASED,
            record.release,
            record.sensitivity,
            record.about_person_id is not None,
        ]
        for record in _records(child_id)
        if record.state == Record.State.ERASED
        or record.release < Record.Release.FAMILY
        or record.sensitivity > 1
        or record.about_person_id
    }


def _close_records(child_id: UUID, kept: Mapping[str, Sequence[Any]]) -> int:
    changed = 0
    for record in _records(child_id).filter(pk__in=list(kept)):
        erased, release, sensitivity, about_somebody = kept[str(record.pk)]
        if erased and record.state != Record.State.ERASED:
            erasing.empty(record)
            changed += 1
            continue
        before = (record.release, record.sensitivity)
        record.release = min(record.release, release)
        record.sensitivity = max(record.sensitivity, sensitivity)
        if about_somebody and record.about_person_id is None:
            record.release = Record.Release.NOBODY  # until it is said again whom
        if before != (record.release, record.sensitivity):
            record.save(update_fields=["release", "sensitivity"])
            changed += 1
    return changed


def _agreement_facts(child_id: UUID) -> dict[str, Any]:
    over = Agreement.objects.filter(child_id=child_id, state=Agreement.State.WITHDRAWN)
    return {str(one.pk): rows.plain(one.withdrawn_at) for one in over}


def _close_agreements(child_id: UUID, kept: Mapping[str, Any]) -> int:
    """In the name of whoever had agreed: who withdrew may have no account here yet."""
    agreed = Agreement.objects.filter(
        child_id=child_id, pk__in=list(kept), state=Agreement.State.AGREED
    )
    for one in agreed:
        one.state = Agreement.State.WITHDRAWN
        one.withdrawn_at = kept[str(one.pk)]
        one.withdrawn_by_id = one.answered_by_id
        one.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    return len(agreed)


def _acting_facts(child_id: UUID) -> dict[str, Any]:
    """Until when each who acts for a young person does: the earlier of two ends."""
    return {
        str(one.pk): rows.plain(min(one.until_at, one.ended_at or one.until_at))
        for one in Representative.objects.filter(child_id=child_id)
    }


def _close_acting(child_id: UUID, kept: Mapping[str, Any]) -> int:
    changed = 0
    for one in Representative.objects.filter(child_id=child_id, pk__in=list(kept)):
        ends = max(datetime.fromisoformat(kept[str(one.pk)]), one.from_at)
        if ends < one.until_at:
            one.until_at = ends
            one.save(update_fields=["until_at"])
            changed += 1
    return changed


def _seal_facts(child_id: UUID) -> list[dict[str, Any]]:
    """Whole seals: one that is newer than the backup has to be made again."""
    names = [field.attname for field in Restriction._meta.concrete_fields]
    seals = Restriction.objects.filter(child_id=child_id).order_by("from_at", "pk")
    return [
        {name: rows.plain(getattr(seal, name)) for name in names}
        | {"exempt": sorted(str(one.person_id) for one in seal.exemptions.all())}
        for seal in seals.prefetch_related("exemptions")
    ]


def _close_seals(child_id: UUID, kept: Sequence[Mapping[str, Any]]) -> int:
    there = {
        str(seal.pk): seal for seal in Restriction.objects.filter(child_id=child_id)
    }
    changed = 0
    for told in kept:
        seal = there.get(str(told["id"]))
        if seal is None:
            changed += _make_seal_again(told)
        elif seal.breakable and not told["breakable"]:
            seal.breakable = False
            seal.save(update_fields=["breakable"])
            changed += 1
    return changed


def _make_seal_again(told: Mapping[str, Any]) -> int:
    """Unless what it is about, or whom it is aimed at, is not here either."""
    values = {name: value for name, value in told.items() if name != "exempt"}
    here = {
        "record_id": Record.objects.unfiltered(WHY),
        "aimed_person_id": Person.objects.all(),
        "aimed_agency_id": Agency.objects.all(),
    }
    for name, found in here.items():
        if values.get(name) and not found.filter(pk=values[name]).exists():
            return 0
    known = {field.attname for field in Restriction._meta.concrete_fields}
    seal = Restriction.objects.create(
        **{name: value for name, value in values.items() if name in known}
    )
    exempt = Person.objects.filter(pk__in=told["exempt"])
    Exemption.objects.bulk_create(
        Exemption(restriction=seal, person=person) for person in exempt
    )
    return 1


CLOSINGS: tuple[Closing, ...] = (
    rows.of_rows(
        CHILD,
        "bases",
        lambda child_id: Basis.objects.filter(child_id=child_id),
        until_at=rows.earlier,
        withdrawn_at=rows.earlier,
        max_sensitivity=rows.lower,
        covers_history=rows.only_if_both,
    ),
    rows.of_rows(
        CHILD,
        "glasses",
        lambda child_id: Glass.objects.filter(child_id=child_id),
        expires_at=rows.earlier,
    ),
    Closing(CHILD, "representatives", _acting_facts, _close_acting),
    Closing(CHILD, "agreements", _agreement_facts, _close_agreements),
    Closing(CHILD, "seals", _seal_facts, _close_seals),
    Closing(CHILD, "records", _record_facts, _close_records),
)
