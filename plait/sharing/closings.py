"""What stays closed of records, bases, agreements, seals and emergency access when a
backup is put back (`ledger.closings`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from plait.access.models import Person
from plait.agencies.models import Agency
from plait.children.models import Child
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
    Seal,
)

WHY = "keeping closed what was closed, when a backup is put back"


OF_A_RESTRICTION: Mapping[str, type[Model]] = {
    "child_id": Child,
    "record_id": Record,
    "aimed_person_id": Person,
    "aimed_agency_id": Agency,
}
PEOPLE_OF_A_SEAL: Mapping[str, type[Model]] = {
    "set_by_id": Person,
    "set_for_id": Agency,
    "confirmed_by_id": Person,
    "lift_asked_by_id": Person,
    "lifted_by_id": Person,
}


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
        | {"paper": _paper_of(seal.seal) if seal.seal else None}
        for seal in seals.select_related("seal").prefetch_related("exemptions")
    ]


def _paper_of(seal: Seal) -> dict[str, Any]:
    """Who set a seal, who stands behind it, who lifted it; none of its words."""
    return {
        field.attname: rows.plain(getattr(seal, field.attname))
        for field in Seal._meta.concrete_fields
        if field.name not in ("words", "lift_words")
    }


def _close_seals(child_id: UUID, kept: Sequence[Mapping[str, Any]]) -> int:
    there = {
        str(seal.pk): seal for seal in Restriction.objects.filter(child_id=child_id)
    }
    changed = 0
    for told in kept:
        seal = there.get(str(told["id"]))
        changed += _make_seal_again(told) if seal is None else _hold_as_told(seal, told)
        changed += _stand_behind_again(told.get("paper"))
    return changed


def _hold_as_told(seal: Restriction, told: Mapping[str, Any]) -> bool:
    """For as long as was told, where that is longer: somebody had confirmed it."""
    before = (seal.breakable, seal.until_at)
    seal.breakable = seal.breakable and told["breakable"]
    if seal.until_at and told["until_at"] is None:
        seal.until_at = None
    elif seal.until_at:
        seal.until_at = max(seal.until_at, datetime.fromisoformat(told["until_at"]))
    if before == (seal.breakable, seal.until_at):
        return False
    seal.save(update_fields=["breakable", "until_at"])
    return True


def _stand_behind_again(paper: Mapping[str, Any] | None) -> int:
    """A second person had confirmed it: so two have to lift it."""
    if not (paper and paper["confirmed_at"] and _all_here(paper, PEOPLE_OF_A_SEAL)):
        return 0
    return Seal.objects.filter(pk=paper["id"], confirmed_at=None).update(
        confirmed_at=paper["confirmed_at"], confirmed_by=paper["confirmed_by_id"]
    )


def _all_here(values: Mapping[str, Any], models: Mapping[str, type[Model]]) -> bool:
    """Whether the rows that some values name are in this database."""
    return all(
        model._base_manager.filter(pk=values[name]).exists()
        for name, model in models.items()
        if values.get(name)
    )


def _make_seal_again(told: Mapping[str, Any]) -> int:
    """Unless what it is about, or whom it is aimed at, is not here either."""
    if not _all_here(told, OF_A_RESTRICTION):
        return 0
    values = rows.values_of(Restriction, told) | {
        "seal_id": _seal_again(told.get("paper"))
    }
    seal = Restriction.objects.create(**values)
    exempt = Person.objects.filter(pk__in=told["exempt"])
    Exemption.objects.bulk_create(
        Exemption(restriction=seal, person=person) for person in exempt
    )
    return 1


def _seal_again(paper: Mapping[str, Any] | None) -> Any:
    """The seal that it belongs to, so that it can be lifted; none, if nobody could."""
    if not paper or not _all_here(paper, PEOPLE_OF_A_SEAL):
        return None
    Seal.objects.get_or_create(
        pk=paper["id"], defaults=rows.values_of(Seal, paper) | {"words": ""}
    )
    return paper["id"]


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
