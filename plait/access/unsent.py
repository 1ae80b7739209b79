"""What somebody had written when their session ended, kept sealed for an hour.

It belongs to that person alone. Files are not kept, and neither is anything long enough
to fill a disk.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from plait.access import sealing
from plait.access.models import Unsent

KEPT_FOR = timedelta(hours=1)
MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class Typed:
    """The answers of a form, in their order, and whether a file was among them."""

    fields: list[tuple[str, str]]
    had_file: bool

    @property
    def fits(self) -> bool:
        return sum(len(n) + len(a) for n, a in self.fields) <= MOST_CHARACTERS


@transaction.atomic
def keep(typed: Typed, *, person_id: UUID, now: datetime) -> UUID:
    """Keep a form that could not be saved; what is too old goes at the same time."""
    forget_old(now=now)
    return Unsent.objects.create(person_id=person_id, sealed=seal(typed), at=now).pk


def seal(typed: Typed) -> str:
    """The answers so that only this Plait can read them."""
    return sealing.seal(json.dumps(asdict(typed)))


def unseal(sealed: str) -> Typed:
    kept = json.loads(sealing.unseal(sealed))
    return Typed([(n, a) for n, a in kept["fields"]], kept["had_file"])


def find(unsent_id: UUID, *, person_id: UUID, now: datetime) -> Typed | None:
    """What this very person had written; None when it is gone or somebody else's."""
    found = Unsent.objects.filter(
        pk=unsent_id, person_id=person_id, at__gt=now - KEPT_FOR
    ).first()
    if found is None:
        return None
    return unseal(found.sealed)


def forget(unsent_id: UUID) -> None:
    """It has been saved, or is nobody's here."""
    Unsent.objects.filter(pk=unsent_id).delete()


def forget_old(*, now: datetime) -> int:
    """Forget what nobody came back for within the hour; how many."""
    forgotten, _ = Unsent.objects.filter(at__lte=now - KEPT_FOR).delete()
    return forgotten
