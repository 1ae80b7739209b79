"""What the first pages are made of: a handful of statements, whatever the caseload."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.evidence.models import Concern
from plait.plans.models import Outcome, Plan, Rating
from plait.sharing import door
from plait.sharing.models import Agreement, Record
from plait.today.work import SOON

PAGE = 25
TIMELINE = (
    "evidence.observation",
    "evidence.concern",
    "evidence.assessment",
    "plans.plan",
    "plans.outcome",
    "plans.strategy",
    "plans.rating",
    "plans.view",
    "book.entry",
)


def children_of(viewer: Viewer) -> QuerySet[Child]:
    """The viewer's children, by name."""
    return door.children_of(viewer.hat, viewer.now).order_by(
        "family_name", "given_name", "pk"
    )


def find_children(viewer: Viewer, wanted: str) -> QuerySet[Child]:
    """Of the viewer's own children, those whose names begin like the words typed."""
    found = children_of(viewer)
    for word in wanted.split()[:5]:
        found = found.filter(
            Q(given_name__istartswith=word)
            | Q(family_name__istartswith=word)
            | Q(known_as__istartswith=word)
            | Q(family_name__icontains=f"-{word}")
        )
    return found


def open_plans(children: QuerySet[Child], *, viewer: Viewer) -> dict[UUID, Plan]:
    """The open plan of each child, for its review day."""
    plans = Plan.objects.read_by(viewer).filter(
        record__child__in=children, state=Plan.State.OPEN
    )
    return {plan.record.child_id: plan for plan in plans.order_by("starts_on")}


def reviews_due(children: QuerySet[Child], *, viewer: Viewer) -> list[Plan]:
    """Plans whose review is near or past."""
    plans = (
        Plan.objects.read_by(viewer)
        .filter(record__child__in=children, state=Plan.State.OPEN)
        .filter(review_on__lte=viewer.today + SOON)
        .select_related("record__child")
    )
    return list(plans.order_by("review_on"))


def concerns_due(children: QuerySet[Child], *, viewer: Viewer) -> list[Concern]:
    """Concerns that should be looked at again by now or soon, and have no plan yet."""
    plans = Plan.objects.visible_to(viewer.hat, viewer.now).filter(
        state=Plan.State.OPEN, record__child=OuterRef("record__child")
    )
    concerns = (
        Concern.objects.read_by(viewer)
        .filter(record__child__in=children)
        .filter(look_again_on__lte=viewer.today + SOON)
        .exclude(Exists(plans))
        .select_related("record__child")
    )
    return list(concerns.order_by("look_again_on"))


def agreements_waiting(children: QuerySet[Child], *, viewer: Viewer) -> list[Agreement]:
    """What the viewer's agency asked families and has no answer to."""
    return list(
        Agreement.objects.filter(child__in=children, state=Agreement.State.ASKED)
        .filter(asked_for_agency_id=viewer.hat.agency_id)
        .select_related("child", "with_agency")
        .order_by("asked_at")
    )


def outcomes_to_count(children: QuerySet[Child], *, viewer: Viewer) -> list[Outcome]:
    """Open outcomes that the viewer's strand has not counted this month."""
    counted = Rating.objects.visible_to(viewer.hat, viewer.now).filter(
        outcome=OuterRef("pk"),
        counted_on__gte=viewer.today.replace(day=1),
        record__owner_agency_id=viewer.hat.agency_id,
    )
    return list(
        Outcome.objects.read_by(viewer)
        .filter(record__child__in=children, state=Outcome.State.OPEN)
        .exclude(Exists(counted))
        .select_related("record__child")
        .order_by("record__made_at")
    )


SETTING_KINDS = tuple(Agency.SETTINGS)
OF_STRAND = {
    "home": Q(owner_agency=None),
    "setting": Q(owner_agency__kind__in=SETTING_KINDS),
    "specialists": Q(owner_agency__isnull=False)
    & ~Q(owner_agency__kind__in=SETTING_KINDS),
}


def timeline(
    child: Child, *, viewer: Viewer, strands: Sequence[str], before: datetime | None
) -> list[Record]:
    """The newest records of a child, envelope only, a page at a time."""
    records = Record.objects.read_by(viewer).filter(child=child, kind__in=TIMELINE)
    if strands:
        wanted = Q()
        for strand in strands:
            wanted |= OF_STRAND[strand]
        records = records.filter(wanted)
    if before:
        records = records.filter(made_at__lt=before)
    return list(records.order_by("-made_at", "pk")[:PAGE])
