"""What a restore must not lose: legal holds, and that a disposal was stopped (D28), or
a request taken back (D74)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plait.access.models import Person
from plait.agencies.models import Agency, Employment
from plait.agencies.roles import PRIVACY_LEAD
from plait.ledger import closing_rows as rows
from plait.ledger.closings import CHILD, Closing
from plait.privacy.models import AccessRequest, Disposal, LegalHold, RequestItem

WORDS = ("reason", "why_ended")  # the journal keeps none


def _hold_facts(child_id: UUID) -> list[dict[str, Any]]:
    """Whole holds: one that is newer than the backup has to be placed again."""
    fields = LegalHold._meta.concrete_fields
    names = [field.attname for field in fields if field.name not in WORDS]
    live = LegalHold.objects.filter(child=child_id, ended_at=None).order_by("pk")
    return [{name: rows.plain(getattr(one, name)) for name in names} for one in live]


def _place_again(child_id: UUID, kept: list[Mapping[str, Any]]) -> int:
    there = {str(one.pk) for one in LegalHold.objects.filter(child=child_id)}
    placed = 0
    for told in kept:
        agency = Agency.objects.filter(pk=told["agency_id"]).exists()
        if told["id"] in there or not agency:
            continue
        values = rows.values_of(LegalHold, told)
        values["reason"] = rows.PUT_BACK
        values["placed_by_id"] = _known(values["placed_by_id"])
        LegalHold.objects.create(**values)
        placed += 1
    return placed


def _known(person_id: UUID) -> UUID:
    """Whoever placed it; if the backup is older than they are, a privacy lead.

    Raises Employment.DoesNotExist where there is none: a hold is never dropped.
    """
    if Person.objects.filter(pk=person_id).exists():
        return person_id
    leads = Employment.objects.filter(role=PRIVACY_LEAD).order_by("from_at", "pk")
    found = leads.first()
    if found is None:
        raise Employment.DoesNotExist("Nobody can hold what was held.")
    return found.person_id


def _stopped_facts(child_id: UUID) -> dict[str, list[Any]]:
    over = Disposal.objects.filter(child=child_id).exclude(stopped_at=None)
    return {
        str(one.pk): [rows.plain(one.stopped_at), str(one.stopped_by_id)]
        for one in over
    }


def _stop_again(child_id: UUID, kept: Mapping[str, list[Any]]) -> int:
    """In the name of whoever had proposed it, if who stopped it has no account here."""
    running = Disposal.objects.filter(
        child=child_id, pk__in=list(kept), stopped_at=None, done_at=None
    )
    for one in running:
        at, by = kept[str(one.pk)]
        known = Person.objects.filter(pk=by).exists()
        one.stopped_at = at
        one.stopped_by_id = UUID(by) if known else one.proposed_by_id
        one.why_stopped = rows.PUT_BACK
        one.save(update_fields=["stopped_at", "stopped_by", "why_stopped"])
    return len(running)


def _taken_back_facts(child_id: UUID) -> dict[str, list[Any]]:
    over = AccessRequest.objects.filter(
        child=child_id, state=AccessRequest.State.WITHDRAWN
    )
    return {
        str(one.pk): [
            rows.plain(one.withdrawn_at), str(one.withdrawn_by_id), one.withdrawn_came
        ]
        for one in over
    }  # fmt: skip


def _take_back_again(child_id: UUID, kept: Mapping[str, list[Any]]) -> int:
    """Also what was prepared since; the ties that read for it are closed as ties."""
    waiting = AccessRequest.objects.filter(
        child=child_id, pk__in=list(kept), state__in=AccessRequest.WAITING
    )
    found = list(waiting)
    for one in found:
        at, by, came = kept[str(one.pk)]
        known = Person.objects.filter(pk=by).exists()
        one.state, one.withdrawn_came = AccessRequest.State.WITHDRAWN, came
        one.withdrawn_at = at
        one.withdrawn_by_id = UUID(by) if known else one.asked_by_id
        one.save()
        one.items.update(**RequestItem.WORDS_OF_RECORD)
    return len(found)


CLOSINGS = (
    Closing(CHILD, "legal holds", _hold_facts, _place_again),
    Closing(CHILD, "stopped disposals", _stopped_facts, _stop_again),
    Closing(CHILD, "requests taken back", _taken_back_facts, _take_back_again),
)
