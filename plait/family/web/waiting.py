"""What waits for the family, and whose turn it is."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.book import queries as book
from plait.book.models import Entry
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.plans import progress
from plait.plans import queries as plans
from plait.plans.models import Outcome, Rating, View
from plait.plans.web import presenters
from plait.sharing import lately, queries
from plait.sharing import standing as rules
from plait.sharing.bylines import Bylines
from plait.sharing.models import Agreement
from plait.sharing.standing import Standing
from plait.sharing.web.presenters import Asked

ASKED_FROM = 10  # the day of the month from which a family is asked to count


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the family, answerable from here."""

    strand: str
    who: str
    title: str
    line: str
    action: str
    href: str


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and what for. With an action when it is the reader's."""

    head: str
    kind: str  # a strand, "all", or "you"
    title: str
    text: str
    calm: str = ""
    action: str = ""
    href: str = ""


def list_waiting(
    child: Child,
    viewer: Viewer,
    standing: Standing,
    outcomes: list[Outcome],
    ratings: list[Rating],
) -> list[Waiting]:
    """Questions and requests that wait for an answer of this family."""
    by = Bylines(child, viewer)
    found = []
    if standing.decides_for_child:
        asked = (Asked.of(one) for one in queries.waiting_for_family([child.pk]))
        found += [_asked(one, child) for one in asked]
        found += [
            _ending(one, child, viewer)
            for one in lately.list_ending([child], viewer=viewer)
        ]
    if rules.may_write(standing, Entry.CATEGORY).allowed:
        questions = book.open_questions([child.pk], viewer=viewer)
        found += [_question(one, child, by) for one in questions]
    if rules.may_write(standing, View.CATEGORY).allowed:
        views = plans.outcomes_without_view([child.pk], viewer=viewer)
        found += [_view(one, child, by) for one in views]
        found += _counts(child, outcomes, ratings, viewer)
    return found


def _asked(one: Asked, child: Child) -> Waiting:
    parts = {"child_id": child.pk, "agreement_id": one.id}
    return Waiting(
        strand="setting",
        who=f"{one.asked_by} asks",
        title=f"May {one.whom} see {one.in_short}?",
        line=one.purpose,
        action="Read and answer",
        href=reverse("sharing:answer", kwargs=parts),
    )


def _ending(one: Agreement, child: Child, viewer: Viewer) -> Waiting:
    last, name = one.until_on - timedelta(days=1), one.with_agency.short_name
    keys = {"child_id": child.pk, "agency_id": one.with_agency_id}
    return Waiting(
        strand=one.with_agency.strand,
        who=name,
        title=f"Sharing with {name} ends after {words.day(last, viewer.today)}",
        line="Let it go on for another year, or let it end.",
        action="Read and choose",
        href=reverse("sharing:service", kwargs=keys),
    )


def _question(entry: Entry, child: Child, by: Bylines) -> Waiting:
    who = by.of(entry.record)
    parts = {"child_id": child.pk, "entry_id": entry.pk}
    return Waiting(
        strand=who.strand,
        who=who.called,
        title=entry.question,
        line="From the book.",
        action=f"Answer {who.answered}",
        href=reverse("book:answer", kwargs=parts),
    )


def _view(outcome: Outcome, child: Child, by: Bylines) -> Waiting:
    who = by.of(outcome.record)
    return Waiting(
        strand=who.strand,
        who=who.called,
        title=f"What do you think? {outcome.title}",
        line="Agree, agree in part, or see it differently: in your own words.",
        action="Say what you think",
        href=_to("plans:view", outcome, child),
    )


def _counts(
    child: Child, outcomes: list[Outcome], ratings: list[Rating], viewer: Viewer
) -> list[Waiting]:
    """This month's count from home, of what home has counted or does something for."""
    if viewer.today.day < ASKED_FROM:
        return []
    this_month = viewer.today.replace(day=1)
    from_home = [one for one in ratings if one.record.is_from_home]
    counted = {one.outcome_id for one in from_home if one.counted_on >= this_month}
    ids = [one.pk for one in outcomes]
    ours = {one.outcome_id for one in from_home}
    ours |= plans.outcomes_used_in(ids, "home", viewer=viewer)
    return [
        Waiting(
            strand="home",
            who="From you, once a month",
            title=f"How often this month? {one.title}",
            line=f"Count {one.measure}, on a day that suits you.",
            action="Write the number",
            href=_to("plans:rate", one, child),
        )
        for one in outcomes
        if one.pk in ours - counted
        and progress.is_counted_this_month(
            arithmetic.day_of(one.record.made_at), viewer.today
        )
    ]


def _to(name: str, outcome: Outcome, child: Child) -> str:
    return reverse(name, kwargs={"child_id": child.pk, "outcome_id": outcome.pk})


def whose_turn(
    child: Child, viewer: Viewer, waiting: list[Waiting], ratings: list[Rating],
    place: str,
) -> Turn:  # fmt: skip
    """The one thing that matters most to the reader now."""
    if waiting:
        one = waiting[0]
        head = "Right now: your turn"
        return Turn(head, "you", one.title, one.line, "", one.action, one.href)
    head = f"Right now: {place.lower()}’s turn"
    calm = "There is nothing you need to do about this."
    if asked := book.unanswered(child, viewer=viewer):
        title = f"{place} is answering your question"
        text = f"“{asked[0].question}” Asked {_asked_on(asked[0], viewer)}."
        return Turn(head, "setting", title, text, calm)
    this_month = viewer.today.replace(day=1)
    counted = {
        presenters.strand_of(one.record)
        for one in ratings
        if one.counted_on >= this_month
    }
    if ratings and "setting" not in counted:
        title = f"{place} is counting for {child.called}’s plan this month"
        text = "You will see the number in the plan as soon as it is there."
        return Turn(head, "setting", title, text, calm)
    text = "Everybody is doing what was agreed."
    calm = "There is nothing you need to do."
    return Turn("Right now: nobody’s turn", "all", "Nothing is waiting", text, calm)


def _asked_on(entry: Entry, viewer: Viewer) -> str:
    when = words.when(entry.record.made_at, viewer.now)
    return when[:1].lower() + when[1:] if when.startswith(("T", "Y")) else when
