"""Taking away what a line of the ledger meant; the proof that it was there stays.

Two people decide it, on a stated ground. Done by the owner of the tables (on
PostgreSQL): the role that serves pages can remove nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plait.ledger import operations
from plait.ledger.models import Erasure, Line

ACT = "ledger.line.erased"


class NotErased(Exception):
    """Nothing has been erased; the sentence says why."""


@transaction.atomic
def erase_lines(
    seqs: Collection[int], *, ground: str, by: Sequence[UUID], now: datetime
) -> None:
    """Remove lines, and say in the ledger that two people did. Raises NotErased."""
    first, second = _two(by)
    if not ground.strip():
        raise NotErased("Say on which ground.")
    lines = Line.objects.filter(seq__in=seqs)
    if lines.count() != len(set(seqs)):
        raise NotErased("Not all of these lines are there.")
    if lines.filter(act=ACT).exists():
        raise NotErased("That something was erased is never erased.")
    Erasure.objects.bulk_create(
        Erasure(
            seq=seq, at=now, decided_by=first, also_decided_by=second, ground=ground
        )
        for seq in sorted(set(seqs))
    )
    lines.delete()
    details = {"lines": sorted(set(seqs)), "by": [first, second], "ground": ground}
    operations.write([operations.Entry(act=ACT, at=now, details=details)])


def _two(people: Sequence[UUID]) -> tuple[UUID, UUID]:
    if len(set(people)) != 2:
        raise NotErased("Two people have to decide this.")
    return people[0], people[1]
