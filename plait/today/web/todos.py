"""What needs the viewer first, over all their children."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.book.models import Entry
from plait.children.models import Child
from plait.clocks import arithmetic, holidays
from plait.design_system import words
from plait.evidence.models import Concern
from plait.plans import progress
from plait.plans.models import Outcome, Plan
from plait.sharing.categories import Category
from plait.sharing.models import Agreement
from plait.sharing.standing import LEADERS, WRITERS
from plait.today import queries, work
from plait.today.queries import Said
from plait.today.web import growing_up, held, sharing
from plait.today.web.emergencies import reviews_waiting
from plait.today.web.reviews import Reviews, reviews_of
from plait.today.work import Todo

SHOWN = 8


@dataclass(frozen=True)
class Work:
    """Things to do, and four numbers that lead to their lists."""

    todos: tuple[Todo, ...]
    total: int
    about: frozenset[UUID]
    stats: tuple[tuple[int, str, str, str], ...] = ()
    reviews: Reviews = Reviews()


class Heap:
    """Things to do of several kinds, of which only so many are fetched as are shown.

    Each kind comes with what is most urgent first, so nothing that is left out could
    have come before what is there.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.todos: list[Todo] = []
        self.total = 0
        self.about: set[UUID] = set()

    def add(self, rows: QuerySet[Said], tell: Callable[[Said, Viewer], Todo]) -> int:
        """What these rows ask for. Says how many there are."""
        found, number = queries.first_of(rows, SHOWN)
        self.todos += [tell(one, self.viewer) for one in found]
        self.about |= {one.record.child_id for one in found}
        self.total += number
        return number

    def add_unled(self, children: QuerySet[Child]) -> None:
        """The teams that nobody leads."""
        found, number = queries.without_lead(children, viewer=self.viewer, number=SHOWN)
        self.todos += [_unled(one, self.viewer) for one in found]
        self.about |= {one.pk for one in found}
        self.total += number

    def add_apart(self, children: QuerySet[Child]) -> None:
        """What is held back and due, and seals that wait for a second person."""
        todos, total, about = held.todos_of(children, self.viewer, SHOWN)
        self.todos += todos
        self.total += total
        self.about |= about

    def add_told(self, told: Sequence[tuple[UUID, Todo]]) -> None:
        """Things to do that are few, each with the child it is about."""
        self.todos += [todo for _, todo in told]
        self.about |= {child_id for child_id, _ in told}
        self.total += len(told)

    def add_sharing(self, children: QuerySet[Child]) -> None:
        """What families say about sharing, and what of it ends."""
        for child, todo in sharing.todos_of(children, self.viewer):
            self.todos.append(todo)
            self.about.add(child.pk)
            self.total += 1

    def in_order(self) -> tuple[Todo, ...]:
        """The most urgent, as many as are shown."""
        return tuple(work.in_order(self.todos)[:SHOWN])


def todos_of(children: QuerySet[Child], viewer: Viewer) -> Work:
    """Everything with a day on it, most urgent first.

    Those who lead ask families and see that the others count and say what they think;
    the others count, and say it.
    """
    heap = Heap(viewer)
    question = partial(_question, promise=_promise(viewer))
    questions = heap.add(queries.questions_for(children, viewer=viewer), question)
    heap.add(queries.concerns_due(children, viewer=viewer), _concern)
    heap.add_apart(children)
    heap.add_told(growing_up.wishes(children, viewer))
    heap.add_sharing(children)
    if viewer.role in LEADERS:
        heap.add_told(growing_up.for_leaders(children, viewer))
        return _leading(heap, questions, children)
    heap.add(queries.reviews_due(children, viewer=viewer), _review)
    heap.add(queries.outcomes_to_count(children, viewer=viewer), _count)
    if viewer.role in WRITERS[Category.PLAN]:
        heap.add(queries.views_to_give(children, viewer=viewer), _view)
    return Work(heap.in_order(), heap.total, frozenset(heap.about))


def _leading(heap: Heap, questions: int, children: QuerySet[Child]) -> Work:
    """With all reviews that are near, and the numbers that lead to the lists."""
    viewer = heap.viewer
    due = list(
        queries.reviews_due(children, viewer=viewer).select_related("record__child")
    )
    asked = queries.agreements_waiting(children, viewer=viewer)
    reviews = reviews_of(due, viewer)
    told = [_review(one, viewer) for one in due if _is_pressing(one, viewer)]
    told += [_waiting(one, viewer) for one in asked]
    if viewer.role == "setting_lead":  # what nobody has reviewed by its day (E6)
        told += reviews_waiting(viewer)
    heap.todos += told
    heap.add_unled(children)
    if viewer.role in WRITERS[Category.PLAN]:
        heap.add(queries.views_due(children, viewer=viewer), _view)
    about = {one.record.child_id for one in due} | {one.child_id for one in asked}
    return Work(
        todos=heap.in_order(),
        total=heap.total + len(told),
        about=frozenset(heap.about | about),
        stats=(
            (len(due), "Reviews in 14 days", _late(due, viewer), "#reviews"),
            (len(reviews.silent), "Views still to come", "", "#views"),
            (questions, "Questions waiting", "", "#first"),
            (len(asked), "Families asked", _unanswered(len(asked)), "#first"),
        ),
        reviews=reviews,
    )


def _is_pressing(plan: Plan, viewer: Viewer) -> bool:
    """Past, or within three days: what is further away stands with the reviews."""
    return (plan.review_on - viewer.today).days <= 3


def _unanswered(number: int) -> str:
    return "no answer yet" if number else ""


def _promise(viewer: Viewer) -> int:
    """Within how many working days the viewer's agency answers."""
    found = Agency.objects.filter(pk=viewer.agency_id).values_list(
        "replies_within_days", flat=True
    )
    return found.first() or 5


def _late(reviews: Sequence[Plan], viewer: Viewer) -> str:
    late = sum(1 for plan in reviews if plan.review_on < viewer.today)
    return words.plural(late, "past its day", "past their day") if late else ""


def _question(entry: Entry, viewer: Viewer, *, promise: int) -> Todo:
    child = entry.record.child
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


def _review(plan: Plan, viewer: Viewer) -> Todo:
    child = plan.record.child
    return work.dated(
        due_on=plan.review_on,
        today=viewer.today,
        title=f"{child.full_name}’s review",
        why=_sentence(plan.review_words)
        or "Look at the plan together and decide what comes next.",
        action="Open the plan",
        href=reverse("plans:plan", kwargs={"child_id": child.pk}),
    )


def _unled(child: Child, viewer: Viewer) -> Todo:
    return Todo(
        due_on=viewer.today,
        kind="soon",
        state="No lead",
        title=f"Nobody leads {child.full_name}’s team",
        why="The family and everybody else should know whom to ask first.",
        action="Choose who leads",
        href=reverse("team:team", kwargs={"child_id": child.pk}),
    )


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""


def _concern(concern: Concern, viewer: Viewer) -> Todo:
    child, by = concern.record.child, concern.record.author
    raised_on = words.record_day(concern.record.made_at)
    leads = viewer.role in LEADERS
    is_new = leads and concern.record.made_at > viewer.now - queries.NEW
    return work.dated(
        due_on=concern.due_on,  # type: ignore[attr-defined]
        today=viewer.today,
        title=f"A new concern about {child.full_name}"
        if is_new
        else f"Look again at a concern about {child.full_name}",
        why=f"Raised by {by.first_name} on {raised_on}. "
        "It stands here until a plan is started or changed.",
        action="Open the concern",
        href=reverse(
            "evidence:concern", kwargs={"child_id": child.pk, "concern_id": concern.pk}
        ),
    )


def _count(outcome: Outcome, viewer: Viewer) -> Todo:
    child = outcome.record.child
    return work.dated(
        due_on=progress.count_is_due(viewer.today),
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


def _view(outcome: Outcome, viewer: Viewer) -> Todo:
    child = outcome.record.child
    return work.dated(
        due_on=outcome.plan.review_on,
        today=viewer.today,
        title=f"Your view: {outcome.title}",
        why=f"{_asked_on(outcome)}. In your own words, before the review.",
        action="Give your view",
        href=reverse(
            "plans:view", kwargs={"child_id": child.pk, "outcome_id": outcome.pk}
        ),
    )


def _asked_on(outcome: Outcome) -> str:
    """When everybody was asked; to whoever joined later, since when they could say."""
    asked_at = outcome.record.said_at
    said = f"Asked of everybody on {words.record_day(asked_at)}"
    since = outcome.in_team_since  # type: ignore[attr-defined]
    if since is None or arithmetic.day_of(since) <= arithmetic.day_of(asked_at):
        return said
    return f"{said}; you have been in the team since {words.record_day(since)}"


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
