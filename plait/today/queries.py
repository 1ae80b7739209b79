"""What the first pages are made of: a handful of statements, whatever the caseload."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.book import queries as book
from plait.book.models import Entry
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.evidence.models import Concern
from plait.plans import progress
from plait.plans import queries as plans
from plait.plans.models import Outcome, Plan, Rating
from plait.sharing import door
from plait.sharing.emergency.rules import may_open
from plait.sharing.models import Agreement, Content, Record
from plait.sharing.standing import LEADERS
from plait.team import queries as team
from plait.today.work import SOON

Said = TypeVar("Said", bound=Content)
SETTING_KINDS = tuple(Agency.SETTINGS)
SETTING_ROLES = frozenset(
    role.key for role in roles.ROLES if role.strand == roles.SETTING
)
PAGE = 25
NEW = timedelta(days=14)  # so long a concern is new to whoever leads
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


def with_work(children: QuerySet[Child], viewer: Viewer) -> QuerySet[Child]:
    """Those in whose team the viewer is: emergency access asks for no work (E4)."""
    if not may_open(viewer.hat, viewer.role).allowed:
        return children
    team = Tie.objects.filter(live(viewer.now), viewer.hat.ties)
    return children.filter(pk__in=team.values("child"))


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
    """The plan of each child, for its review day: the earliest that is open."""
    found = Plan.objects.read_by(viewer).filter(
        record__child__in=children, state=Plan.State.OPEN
    )
    latest_first = found.order_by("-record__made_at", "-pk")
    return {plan.record.child_id: plan for plan in latest_first}


def first_of(rows: QuerySet[Said], number: int) -> tuple[list[Said], int]:
    """The first few with their children, and how many there are, in one statement.

    Only those few are fetched, so only they are said to have been read.
    """
    counted = rows.select_related("record__child").annotate(in_all=Window(Count("pk")))
    found = list(counted[:number])
    return found, found[0].in_all if found else 0  # type: ignore[attr-defined]


def questions_for(children: QuerySet[Child], *, viewer: Viewer) -> QuerySet[Entry]:
    """Open questions for this viewer, the oldest first.

    What a setting asks in the book it asks the family, and nobody else.
    """
    questions = book.open_questions(children, viewer=viewer)
    if viewer.role in SETTING_ROLES:
        return questions
    return questions.exclude(record__owner_agency__kind__in=SETTING_KINDS)


def reviews_due(children: QuerySet[Child], *, viewer: Viewer) -> QuerySet[Plan]:
    """Plans whose review is near or past, the most pressing first."""
    return (
        Plan.objects.read_by(viewer)
        .filter(record__child__in=children, state=Plan.State.OPEN)
        .filter(review_on__lte=viewer.today + SOON)
        .order_by("review_on", "pk")
    )


def concerns_due(children: QuerySet[Child], *, viewer: Viewer) -> QuerySet[Concern]:
    """Concerns that no plan has taken up: none was started or changed since.

    Whoever leads has all of them: new ones at once, then again on the day that was
    chosen to look at them. The others have those whose day is near or past.
    """
    raised_at = OuterRef("record__made_at")
    since = Q(record__made_at__gt=raised_at) | Q(record__changed_at__gt=raised_at)
    taken_up = Plan.objects.visible_to(viewer.hat, viewer.now).filter(
        since, state=Plan.State.OPEN, record__child=OuterRef("record__child")
    )
    concerns = (
        Concern.objects.read_by(viewer)
        .filter(record__child__in=children)
        .exclude(Exists(taken_up))
    )
    today = Value(viewer.today, output_field=DateField())
    if viewer.role not in LEADERS:
        near = concerns.filter(look_again_on__lte=viewer.today + SOON)
        return near.annotate(due_on=F("look_again_on")).order_by("due_on", "pk")
    is_new = Q(record__made_at__gt=viewer.now - NEW)
    chosen = When(look_again_on__lt=today, then="look_again_on")
    due_on = Case(chosen, When(is_new, then=today), default="look_again_on")
    return concerns.annotate(due_on=Coalesce(due_on, today)).order_by("due_on", "pk")


def agreements_waiting(children: QuerySet[Child], *, viewer: Viewer) -> list[Agreement]:
    """What the viewer's agency asked families and has no answer to."""
    return list(
        Agreement.objects.filter(child__in=children, state=Agreement.State.ASKED)
        .filter(asked_for_agency_id=viewer.hat.agency_id)
        .select_related("child", "with_agency")
        .order_by("asked_at")
    )


def outcomes_to_count(
    children: QuerySet[Child], *, viewer: Viewer
) -> QuerySet[Outcome]:
    """Open outcomes that the viewer's service should still count this month.

    Those that were agreed too late for it wait for the next one. A setting counts
    everything. Specialists see the child now and then: they are asked only for what
    they have counted before.
    """
    ours = Rating.objects.visible_to(viewer.hat, viewer.now).filter(
        outcome=OuterRef("pk"), record__owner_agency_id=viewer.hat.agency_id
    )
    too_new = progress.last_start_for_a_count(viewer.today) + timedelta(days=1)
    this_month = ours.filter(counted_on__gte=viewer.today.replace(day=1))
    outcomes = (
        Outcome.objects.read_by(viewer)
        .filter(record__child__in=children, state=Outcome.State.OPEN)
        .filter(record__made_at__lt=arithmetic.start_of(too_new))
        .exclude(Exists(this_month))
        .order_by("record__made_at", "pk")
    )
    return outcomes if viewer.role in SETTING_ROLES else outcomes.filter(Exists(ours))


def views_to_give(children: QuerySet[Child], *, viewer: Viewer) -> QuerySet[Outcome]:
    """Outcomes that wait for the viewer's own view, the next review first.

    Each with the moment since when the viewer has been in the child's team.
    """
    mine = Tie.objects.filter(
        live(viewer.now),
        person_id=viewer.person_id,
        agency=viewer.hat.agency_id,
        child_id=OuterRef("record__child_id"),
    )
    return (
        plans.outcomes_without_view(children, viewer=viewer)
        .annotate(
            in_team_since=Subquery(mine.order_by("from_at").values("from_at")[:1])
        )
        .order_by("plan__review_on", "record__made_at", "pk")
    )


def views_due(children: QuerySet[Child], *, viewer: Viewer) -> QuerySet[Outcome]:
    """Of these, the ones whose review is near or past: for those who lead."""
    return views_to_give(children, viewer=viewer).filter(
        plan__review_on__lte=viewer.today + SOON
    )


def without_lead(
    children: QuerySet[Child], *, viewer: Viewer, number: int
) -> tuple[list[Child], int]:
    """The first few whose team nobody leads, by name, and how many there are."""
    leading = team.leading(viewer).filter(record__child=OuterRef("pk"))
    alone = children.exclude(Exists(leading)).annotate(in_all=Window(Count("pk")))
    found = list(alone.order_by("family_name", "given_name", "pk")[:number])
    return list[Child](found), found[0].in_all if found else 0


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
