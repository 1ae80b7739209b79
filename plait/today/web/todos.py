"""What needs the viewer first, over all their children."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.book import queries as book
from plait.book.models import Entry
from plait.children.models import Child
from plait.clocks import arithmetic, holidays
from plait.design_system import words
from plait.evidence.models import Concern
from plait.plans import queries as plans
from plait.plans.models import Outcome, Plan
from plait.sharing.categories import Category
from plait.sharing.models import Agreement, Content
from plait.sharing.standing import LEADERS, WRITERS
from plait.today import queries, work
from plait.today.web.reviews import Reviews, reviews_of
from plait.today.work import Todo

SHOWN = 8
SETTING_ROLES = frozenset(
    role.key for role in roles.ROLES if role.strand == roles.SETTING
)


@dataclass(frozen=True)
class Work:
    """Things to do, and four numbers that lead to their lists."""

    todos: tuple[Todo, ...]
    total: int
    stats: tuple[tuple[int, str, str, str], ...]
    reviews: Reviews
    about: frozenset[UUID]


def todos_of(children: QuerySet[Child], viewer: Viewer) -> Work:
    """Everything with a day on it, most urgent first.

    Those who lead ask families and see that the others count and say what they think;
    the others count, and say it.
    """
    leads = viewer.role in LEADERS
    promise = _promise(viewer)
    questions = _for_us(book.open_questions(children, viewer=viewer), viewer)
    due = queries.reviews_due(children, viewer=viewer)
    concerns = queries.concerns_due(children, viewer=viewer)
    asked = queries.agreements_waiting(children, viewer=viewer) if leads else []
    counts = [] if leads else _counts(children, viewer)
    views = _views(children, viewer)
    told = [one for one in due if not leads or _is_pressing(one, viewer)]
    named = _named(questions, due, concerns, counts, views)
    names = {child.pk: child for child in named}
    todos = [
        *(
            _question(one, names[one.record.child_id], promise, viewer)
            for one in questions
        ),
        *(_review(one, names[one.record.child_id], viewer) for one in told),
        *(_concern(one, names[one.record.child_id], viewer) for one in concerns),
        *(_count(one, names[one.record.child_id], viewer) for one in counts),
        *(_view(one, names[one.record.child_id], viewer) for one in views),
        *(_waiting(one, viewer) for one in asked),
    ]
    ordered = work.in_order(todos)
    reviews = reviews_of(due, viewer) if leads else Reviews()
    return Work(
        todos=tuple(ordered[:SHOWN]),
        total=len(ordered),
        stats=(
            (len(due), "Reviews in 14 days", _late(due, viewer), "#reviews"),
            (len(reviews.silent), "Views still to come", "", "#views"),
            (len(questions), "Questions waiting", "", "#first"),
            (len(asked), "Families asked", _unanswered(len(asked)), "#first"),
        ),
        reviews=reviews,
        about=frozenset(names) | {one.child_id for one in asked},
    )


def _is_pressing(plan: Plan, viewer: Viewer) -> bool:
    """Past, or within three days: what is further away stands with the reviews."""
    return (plan.review_on - viewer.today).days <= 3


def _unanswered(number: int) -> str:
    return "no answer yet" if number else ""


def _for_us(questions: list[Entry], viewer: Viewer) -> list[Entry]:
    """What a setting asks in the book it asks the family, and nobody else."""
    setting = viewer.role in SETTING_ROLES
    return [
        one
        for one in questions
        if setting
        or one.record.owner_agency is None
        or one.record.owner_agency.strand != roles.SETTING
    ]


def _counts(children: QuerySet[Child], viewer: Viewer) -> list[Outcome]:
    """What is still to be counted this month.

    A setting counts everything. Specialists see the child now and then: they are asked
    only for what they have counted before.
    """
    found = queries.outcomes_to_count(children, viewer=viewer)
    if viewer.role in SETTING_ROLES or not found:
        return found
    known = plans.counted_by_us([one.pk for one in found], viewer=viewer)
    return [one for one in found if one.pk in known]


def _views(children: QuerySet[Child], viewer: Viewer) -> list[Outcome]:
    """Outcomes that wait for the viewer's own view."""
    if viewer.role in LEADERS or viewer.role not in WRITERS[Category.PLAN]:
        return []
    return plans.outcomes_without_view(children, viewer=viewer)


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
    return words.plural(late, "past its day", "past their day") if late else ""


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
        why=_sentence(plan.review_words)
        or "Look at the plan together and decide what comes next.",
        action="Open the plan",
        href=reverse("plans:plan", kwargs={"child_id": child.pk}),
    )


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""


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


def _view(outcome: Outcome, child: Child, viewer: Viewer) -> Todo:
    asked_on = words.record_day(outcome.record.said_at)
    return work.dated(
        due_on=outcome.plan.review_on,
        today=viewer.today,
        title=f"Your view: {outcome.title}",
        why=f"Asked of everybody on {asked_on}. In your own words, before the review.",
        action="Give your view",
        href=reverse(
            "plans:view", kwargs={"child_id": child.pk, "outcome_id": outcome.pk}
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
