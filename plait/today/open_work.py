"""What is open of somebody's children, to be handed over with their part (rule HO1)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.design_system import words
from plait.plans.models import Plan
from plait.sharing.categories import Category
from plait.sharing.models import Agreement, Record
from plait.sharing.standing import WRITERS
from plait.team.models import Invitation, Involvement
from plait.team.queries import waiting
from plait.today import queries

Lines = dict[UUID, list[str]]


def list_held(person_id: UUID, *, viewer: Viewer) -> list[Tie]:
    """The parts somebody holds at the viewer's agency, of children the viewer knows.

    Parts that have an end already pass by themselves. Ties whose part the viewer may
    not see, such as quiet ones, are not there.
    """
    parts = Involvement.objects.visible_to(viewer.hat, viewer.now)
    return list(
        Tie.objects.filter(
            pk__in=parts.order_by().values("tie"),
            person_id=person_id,
            agency_id=viewer.agency_id,
            kind=Tie.Kind.TEAM,
            until_at=None,
            child__in=queries.children_of(viewer).order_by(),
        )
        .select_related("child", "person")
        .order_by("child__family_name", "child__given_name", "child_id")
    )


def open_work(ties: Sequence[Tie], *, viewer: Viewer) -> Lines:
    """For each child what waits, in words; as far as the viewer may see it."""
    children = Child.objects.filter(pk__in={tie.child_id for tie in ties})
    found: Lines = defaultdict(list)
    asked = queries.questions_for(children, viewer=viewer)
    _tell(found, asked, viewer, "question waits", "questions wait", " for an answer")
    concerns = queries.concerns_due(children, viewer=viewer)
    _tell(found, concerns, viewer, "concern", "concerns", " to look at again")
    due = queries.outcomes_to_count(children, viewer=viewer)
    _tell(found, due, viewer, "count", "counts", " due this month")
    if viewer.role in WRITERS[Category.PLAN]:
        views = queries.views_to_give(children, viewer=viewer)
        _tell(found, views, viewer, "view", "views", " to give")
    _tell_reviews(found, ties, children, viewer)
    if ties and ties[0].person_id == viewer.person_id:
        _tell_drafts(found, children, viewer)
    _tell_asked(found, ties, viewer)
    return found


def _tell(
    found: Lines, rows: QuerySet[Any], viewer: Viewer, one: str, many: str, after: str
) -> None:  # fmt: skip
    seen = rows.model.objects.visible_to(viewer.hat, viewer.now)
    here = seen.filter(pk__in=rows.order_by().values("pk"))
    for child_id, number in (
        here.order_by().values_list("record__child").annotate(number=Count("pk"))
    ):
        found[child_id].append(f"{words.plural(number, one, many)}{after}")


def _tell_reviews(
    found: Lines, ties: Sequence[Tie], children: QuerySet[Child], viewer: Viewer
) -> None:
    """Where they lead the team: that, and the day of the next review."""
    parts = Involvement.objects.visible_to(viewer.hat, viewer.now)
    leads = parts.filter(tie__in=[tie.pk for tie in ties], leads=True)
    plans = Plan.objects.visible_to(viewer.hat, viewer.now).filter(
        record__child__in=children, state=Plan.State.OPEN
    )
    days = dict(plans.values_list("record__child", "review_on"))
    for child_id in leads.values_list("tie__child", flat=True):
        day = days.get(child_id)
        on = f", with the review on {words.record_day(day)}" if day else ""
        found[child_id].append(f"leads the team{on}")


def _tell_drafts(found: Lines, children: QuerySet[Child], viewer: Viewer) -> None:
    """One's own drafts; of anybody else's nobody is told that there is one (HO9)."""
    drafts = Record.objects.visible_to(viewer.hat, viewer.now).filter(
        child__in=children, state=Record.State.DRAFT, author_id=viewer.person_id
    )
    for child_id, number in drafts.values_list("child").annotate(number=Count("pk")):
        drafted = words.plural(number, "draft", "drafts")
        found[child_id].append(f"{drafted} that nobody else sees: finish it first")


def _tell_asked(found: Lines, ties: Sequence[Tie], viewer: Viewer) -> None:
    """Invitations, which end with a job, and requests, which go on without."""
    if not ties:
        return
    mine = {"child__in": [tie.child_id for tie in ties]}
    person_id, agency_id = ties[0].person_id, viewer.hat.agency_id
    sent = Invitation.objects.filter(
        waiting(viewer.now), invited_by=person_id, invited_for=agency_id, **mine
    )
    asked = Agreement.objects.filter(
        asked_by=person_id, asked_for_agency=agency_id, state="asked", **mine
    )
    for rows, one, many, after in (
        (sent, "invitation", "invitations", " not taken up: it ends with the job"),
        (asked, "request", "requests", " to the family without an answer"),
    ):
        for child_id, number in rows.values_list("child").annotate(n=Count("pk")):
            found[child_id].append(f"{words.plural(number, one, many)}{after}")
