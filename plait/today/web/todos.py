"""What needs the viewer first, over all their children."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.book import queries as book
from plait.book.models import Entry
from plait.children.models import Child
from plait.clocks import arithmetic, holidays
from plait.design_system import words
from plait.evidence.models import Concern
from plait.plans.models import Outcome, Plan
from plait.sharing.models import Agreement, Content
from plait.sharing.standing import LEADERS
from plait.today import queries, work
from plait.today.work import Todo

SHOWN = 8


@dataclass(frozen=True)
class Work:
    """Things to do, and four numbers that lead to their lists."""

    todos: tuple[Todo, ...]
    total: int
    stats: tuple[tuple[int, str, str, str], ...]
    about: frozenset[UUID]


def todos_of(children: QuerySet[Child], viewer: Viewer) -> Work:
    """Everything with a day on it, most urgent first."""
    promise = _promise(viewer)
    questions = book.open_questions(children, viewer=viewer)
    reviews = queries.reviews_due(children, viewer=viewer)
    concerns = queries.concerns_due(children, viewer=viewer)
    # Leads ask families and see that the others count; the others count.
    counting = viewer.role not in LEADERS
    asked = [] if counting else queries.agreements_waiting(children, viewer=viewer)
    counts = queries.outcomes_to_count(children, viewer=viewer)
    names = {child.pk: child for child in _named(questions, reviews, concerns, counts)}
    todos = [
        *(
            _question(one, names[one.record.child_id], promise, viewer)
            for one in questions
        ),
        *(_review(one, names[one.record.child_id], viewer) for one in reviews),
        *(_concern(one, names[one.record.child_id], viewer) for one in concerns),
        *(
            _count(one, names[one.record.child_id], viewer)
            for one in counts
            if counting
        ),
        *(_waiting(one, viewer) for one in asked),
    ]
    ordered = work.in_order(todos)
    return Work(
        todos=tuple(ordered[:SHOWN]),
        total=len(ordered),
        stats=(
            (len(reviews), "Reviews in 14 days", _late(reviews, viewer), "#children"),
            (len(questions), "Questions waiting", "", "#children"),
            (len(counts), "Outcomes to count", "this month", "#children"),
            (
                len(asked),
                "Families asked",
                "no answer yet" if asked else "",
                "#children",
            ),
        ),
        about=frozenset(names) | {one.child_id for one in asked},
    )


def _named(*lists: Sequence[Content]) -> QuerySet[Child]:
    """The children that the things on the lists are about."""
    ids = {one.record.child_id for found in lists for one in found}
    return Child.objects.filter(pk__in=ids)


def _promise(viewer: Viewer) -> int:
    """Within how many working days the viewer's agency answers."""
    found = Agency.objects.filter(pk=viewer.agency_id).values_list(
        "replies_within_days", flat=True
    )
    return found.first() or 5


def _late(reviews: Sequence[Plan], viewer: Viewer) -> str:
    late = sum(1 for plan in reviews if plan.review_on < viewer.today)
    return f"{late} past its day" if late else ""


def _question(entry: Entry, child: Child, promise: int, viewer: Viewer) -> Todo:
    asked_on = arithmetic.day_of(entry.record.made_at)
    near = holidays.bank_holidays_near(asked_on)
    due_on = arithmetic.working_days_after(asked_on, promise, near)
    return work.dated(
        due_on=due_on,
        today=viewer.today,
        title=f"A question about {child.full_name}",
        why=f"“{entry.question}” Asked by {entry.record.author.first_name} on "
        f"{words.short_day(asked_on, viewer.today)}.",
        action="Answer",
        href=reverse(
            "book:answer", kwargs={"child_id": child.pk, "entry_id": entry.pk}
        ),
    )


def _review(plan: Plan, child: Child, viewer: Viewer) -> Todo:
    return work.dated(
        due_on=plan.review_on,
        today=viewer.today,
        title=f"{child.full_name}’s review",
        why=plan.review_words
        or "Look at the plan together and decide what comes next.",
        action="Open the plan",
        href=reverse("plans:plan", kwargs={"child_id": child.pk}),
    )


def _concern(concern: Concern, child: Child, viewer: Viewer) -> Todo:
    return work.dated(
        due_on=concern.look_again_on or viewer.today,
        today=viewer.today,
        title=f"Look again at a concern about {child.full_name}",
        why="A plan has not been started yet.",
        action="Open the concern",
        href=reverse(
            "evidence:concern", kwargs={"child_id": child.pk, "concern_id": concern.pk}
        ),
    )


def _count(outcome: Outcome, child: Child, viewer: Viewer) -> Todo:
    return work.dated(
        due_on=work.count_is_due(viewer.today),
        today=viewer.today,
        title=outcome.title
        if outcome.title.startswith(child.called)
        else f"{child.called}: {outcome.title}",
        why=f"This month’s count from you: {outcome.measure}.",
        action="Count",
        href=reverse(
            "plans:rate", kwargs={"child_id": child.pk, "outcome_id": outcome.pk}
        ),
    )


def _waiting(agreement: Agreement, viewer: Viewer) -> Todo:
    asked_on = arithmetic.day_of(agreement.asked_at)
    day: date = asked_on + timedelta(days=14)
    return Todo(
        due_on=day,
        kind="soon" if day <= viewer.today else "open",
        state=f"Asked {words.short_day(asked_on, viewer.today)[4:]}",
        title=f"{agreement.child.full_name}’s family: sharing with "
        f"{agreement.with_agency.short_name}",
        why="No answer yet. There may be a good reason. A short call usually helps "
        "more than a reminder.",
        action="See what was asked",
        href=reverse("sharing:sharing", kwargs={"child_id": agreement.child_id}),
    )
