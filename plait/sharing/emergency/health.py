"""How often emergency access is used, for those who answer for it (E9, INS-6)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from plait.agencies.models import Agency
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.sharing.emergency import queries, rules
from plait.sharing.models import Emergency, Glass

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Use:
    """Reads of the last 30 days, and how many of them by emergency access."""

    name: str
    reads: int
    by_emergency: int
    limit: int  # in a thousand

    @property
    def is_red(self) -> bool:
        """More than the limit: the share itself, never a rounded one."""
        return self.by_emergency * 1000 > self.limit * self.reads

    @property
    def in_1000(self) -> float:
        return self.by_emergency * 1000 / self.reads if self.reads else 0.0


@dataclass(frozen=True)
class Month:
    """How often an agency's people asked in one month."""

    agency_id: UUID
    name: str
    first_day: date
    times: int


def limit_on(day: date) -> int:
    """How many reads in a thousand may be by emergency access."""
    return rules.terms_on(day).reads_in_1000


@dataclass(frozen=True)
class Uses:
    """Of each agency in whose hat anything was read, and of the area as a whole."""

    by_agency: dict[UUID, Use]
    all: Use  # families' own reads with them


def uses(now: datetime) -> Uses:
    """What the ledger says about the last 30 days."""
    reads, urgent = _counted(now)
    limit = limit_on(arithmetic.day_of(now))
    by_agency = {
        one.pk: Use(one.name, reads[str(one.pk)], urgent[str(one.pk)], limit)
        for one in Agency.objects.order_by("name")
        if reads[str(one.pk)]
    }
    return Uses(by_agency, Use("All together", reads.total(), urgent.total(), limit))


def _counted(now: datetime) -> tuple[Counter[str], Counter[str]]:
    """Reads by hat, and those of them that emergency access opened."""
    since = now - LATELY
    lines = Line.objects.filter(act="record.read", at__gte=since, at__lt=now)
    by_hat = lines.values_list("hat").annotate(Count("seq")).order_by("hat")
    glasses = Glass.objects.filter(expires_at__gte=since, opened_at__lt=now)
    through = queries.lines_through(glasses)
    urgent = Counter(line.hat for line in through if since <= line.at < now)
    return Counter(dict(by_hat)), urgent


def openings_by_month(now: datetime, *, months: int = 6) -> list[Month]:
    """How often each agency's people asked, month by month, newest first."""
    first = arithmetic.months_on(arithmetic.day_of(now).replace(day=1), 1 - months)
    asked = Emergency.objects.filter(asked_at__gte=arithmetic.start_of(first))
    counted = Counter(
        (arithmetic.day_of(at).replace(day=1), name, pk)
        for at, name, pk in asked.values_list("asked_at", "agency__name", "agency")
    )
    newest_first = sorted(counted, key=lambda one: (-one[0].toordinal(), one[1]))
    return [
        Month(pk, name, day, counted[day, name, pk]) for day, name, pk in newest_first
    ]
