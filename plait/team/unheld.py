"""Children whom nobody of an agency holds any more (rules HO4 to HO6).

Derived from ties, jobs and accounts at the instant of the question: an end in the past,
one that was forgotten and one that lay in the future all show, without any job.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from plait.access.viewer import Hat, Viewer
from plait.agencies import roles
from plait.agencies.models import Agency, Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.sharing import door
from plait.team.models import Involvement, Unheld

IS_COUNCIL = Q(agency__kind=Agency.Kind.COUNCIL)
LEADS = Q(role__in=(roles.SETTING_LEAD, roles.SENCO))
OFFICERS = Q(IS_COUNCIL, role=roles.LA_OFFICER)


@dataclass(frozen=True)
class Gap:
    """One child whom nobody of one agency holds, since when."""

    child_id: UUID
    agency_id: UUID
    since_at: datetime
    child: Child | None = None  # only for those who may know who it is
    agency: Agency | None = None  # only where it is another than the viewer's

    @property
    def is_for_oneself(self) -> bool:
        """HO11: whether a job opens it; accounts alone bring nobody to a child."""
        return self.child is not None or self.agency is not None

    @property
    def key(self) -> str:
        """What names it in an address: it says nothing of the child."""
        value = f"{self.child_id} {self.agency_id} {self.since_at.isoformat()}"
        return salted_hmac("plait.unheld", value, algorithm="sha256").hexdigest()[:32]

    @property
    def since_on(self) -> date:
        return arithmetic.day_of(self.since_at)


def list_gaps(viewer: Viewer) -> list[Gap]:
    """What this viewer is to see to, the oldest first (rule HO5).

    The head of the setting, or else its SENCO, sees who it is; where there is neither,
    whoever looks after people sees that there is one. Where nobody is left to see to
    it, the council's officers do.
    """
    if viewer.hat.is_family:
        return []
    found = _of_own_agency(viewer)
    if viewer.role == roles.LA_OFFICER:
        found += _of_abandoned_agencies(viewer)
    return sorted(found, key=lambda gap: (gap.since_at, gap.key))


def _of_own_agency(viewer: Viewer) -> list[Gap]:
    gaps = _gaps(Agency.objects.filter(pk=viewer.agency_id), viewer.now)
    if not gaps:
        return []
    own = _working(viewer.now).filter(agency=viewer.agency_id)
    duty = _on_duty(own.select_related("agency").order_by("from_at"))
    if viewer.person_id not in {one.person_id for one in duty}:
        return []
    return _named(gaps, viewer) if _knows_children(duty[0]) else gaps


def get_gap(key: str, *, viewer: Viewer) -> Gap:
    """One of them. Raises Child.DoesNotExist when it is none of the viewer's."""
    for gap in list_gaps(viewer):
        if gap.key == key:
            return gap
    raise Child.DoesNotExist


def _working(at: datetime) -> QuerySet[Employment]:
    return Employment.objects.filter(live(at), person__is_active=True)


def _on_duty(people: Iterable[Employment]) -> list[Employment]:
    """Who sees to it at an agency: the first kind of which there is anybody."""
    everybody = list(people)
    for kind in (
        [one for one in everybody if one.role == roles.SETTING_LEAD],
        [one for one in everybody if one.role == roles.SENCO],
        [one for one in everybody if _is_officer(one)],
        [one for one in everybody if one.manages_people],
    ):
        if kind:
            return kind
    return []


def _is_officer(one: Employment) -> bool:
    return one.agency.kind == Agency.Kind.COUNCIL and one.role == roles.LA_OFFICER


def _knows_children(one: Employment) -> bool:
    return one.role in (roles.SETTING_LEAD, roles.SENCO) or _is_officer(one)


def _named(gaps: list[Gap], viewer: Viewer) -> list[Gap]:
    """With the child; without those who are closed to the viewer as a whole."""
    ids = [gap.child_id for gap in gaps]
    open_to_me = door.not_sealed(Hat(viewer.person_id, viewer.agency_id), viewer.now)
    children = {child.pk: child for child in open_to_me.filter(pk__in=ids)}
    return [
        Gap(gap.child_id, gap.agency_id, gap.since_at, child=children[gap.child_id])
        for gap in gaps
        if gap.child_id in children
    ]


def _of_abandoned_agencies(viewer: Viewer) -> list[Gap]:
    """HO6: agencies in which nobody is left who could see to it.

    Somebody alone who looks after accounts cannot: they would bring themself (HO11).
    """
    officers = _working(viewer.now).filter(OFFICERS, viewer.hat.ties)
    if not officers.exists():
        return []
    colleague = _working(viewer.now).filter(agency=OuterRef("agency_id"))
    not_alone = Exists(colleague.exclude(person=OuterRef("person_id")))
    gives = Q(not_alone, manages_people=True)
    anybody = _working(viewer.now).filter(LEADS | OFFICERS | gives)
    left = Agency.objects.exclude(Exists(anybody.filter(agency=OuterRef("pk"))))
    gaps = _gaps(left, viewer.now)
    names = Agency.objects.in_bulk({gap.agency_id for gap in gaps})
    return [
        Gap(gap.child_id, gap.agency_id, gap.since_at, agency=names[gap.agency_id])
        for gap in gaps
    ]


def _gaps(agencies: QuerySet[Agency], at: datetime) -> list[Gap]:
    """Each child whom an agency has held and holds no more, since the last one left.

    Who has no part in the team, like a safeguarding lead who is tied quietly, neither
    holds a child nor leaves one: that there was such a tie would tell of a worry.
    """
    parts = Involvement.objects.unfiltered("which ties have a part in the team")
    in_team = Tie.objects.filter(
        Exists(parts.filter(tie=OuterRef("pk"))), kind=Tie.Kind.TEAM
    )
    works = _working(at).filter(
        person=OuterRef("person_id"), agency=OuterRef("agency_id")
    )
    held = in_team.filter(
        live(at),
        Exists(works),
        child=OuterRef("child_id"),
        agency=OuterRef("agency_id"),
    )
    job = Employment.objects.filter(
        person=OuterRef("person_id"), agency=OuterRef("agency_id")
    )
    job_ends = job.values("person").annotate(end=Max("until_at")).values("end")
    once = in_team.filter(agency__in=agencies, from_at__lte=at)
    rows = (
        once.exclude(Exists(held))
        .annotate(job_until=Subquery(job_ends, output_field=DateTimeField(null=True)))
        .values_list("child_id", "agency_id", "from_at", "until_at", "job_until")
    )
    since: dict[tuple[UUID, UUID], datetime] = {}
    for child_id, agency_id, *times in rows:
        pair = child_id, agency_id
        ended = _end_of(*times, at=at)
        since[pair] = max(since.get(pair, ended), ended)
    return _not_seen_to(since)


def _end_of(
    from_at: datetime, until_at: datetime | None, job_until: datetime | None, *,
    at: datetime,
) -> datetime:  # fmt: skip
    """When a part really ended; with an account that was closed, when it had begun."""
    ends = [end for end in (until_at, job_until) if end and end <= at]
    return max(min(ends, default=from_at), from_at)


def _not_seen_to(since: dict[tuple[UUID, UUID], datetime]) -> list[Gap]:
    if not since:
        return []
    rows = Unheld.objects.filter(child_id__in={child_id for child_id, _ in since})
    seen: dict[tuple[UUID, UUID], datetime] = {}
    for row in rows.order_by("taken_at"):
        seen[row.child_id, row.agency_id] = row.taken_at
    return [
        Gap(*pair, since_at=at)
        for pair, at in since.items()
        if pair not in seen or seen[pair] < at
    ]
