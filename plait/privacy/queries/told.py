"""What the family may know of, so that a privacy lead may be told it (D3)."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.children.hats import live
from plait.sharing.models import Record, Restriction
from plait.team.models import Involvement

# What was shared without telling.
UNTOLD = Q(disclosure__isnull=False, disclosure__told_at=None)


def told_parts(at: datetime) -> QuerySet[Involvement]:
    """Parts in teams that the family may know of."""
    return Involvement.unfiltered(
        "who takes part is told to a lead when the family may know it"
    ).filter(
        ~Exists(_sealed(at)),
        record__state=Record.State.LIVE,
        record__release=Record.Release.FAMILY,
        record__sensitivity__lt=3,
    )


def _sealed(at: datetime) -> QuerySet[Restriction]:
    """Seals on somebody's part itself; or on all of them, closed to the family."""
    on_part = Q(record=OuterRef("record_id")) | Q(
        record=None,
        category=Involvement.CATEGORY,
        aim__in=(Restriction.Aim.FAMILY, Restriction.Aim.EVERYONE),
    )
    return Restriction.objects.filter(
        on_part, live(at), child_id=OuterRef("record__child_id")
    )
