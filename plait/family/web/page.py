"""What stands on the family's page, put together from what the reader may see."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.book import queries as book
from plait.book.models import Entry
from plait.book.web.presenters import BookPage, EntryShown
from plait.children.models import Child
from plait.design_system import words
from plait.design_system.parts import Person
from plait.evidence import queries as evidence
from plait.plans import progress
from plait.plans import queries as plans
from plait.plans.models import Outcome, Plan, Rating
from plait.plans.web import cards, presenters
from plait.plans.web.cards import GameCard
from plait.sharing import looks, queries
from plait.sharing import standing as rules
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.looks import Look
from plait.sharing.standing import Standing
from plait.sharing.web.presenters import Asked
from plait.team import plaits
from plait.team import queries as team
from plait.team.web.presenters import Member, in_strand_order


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the family, answerable from here."""

    by: Byline | None
    strand: str
    who: str
    title: str
    line: str
    action: str
    href: str


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and what for."""

    head: str
    kind: str  # a strand, "all", or "you"
    title: str
    text: str
    calm: str


@dataclass(frozen=True)
class Next:
    """The next fixed date."""

    on: date
    title: str
    line: str


@dataclass(frozen=True)
class FamilyPage:
    """The family's page."""

    child: str
    today: date
    waiting: tuple[Waiting, ...]
    turn: Turn
    next: Next | None
    game: GameCard | None
    entry: EntryShown | None
    letters: plaits.Letters
    months: tuple[str, ...]
    plait_rows: tuple[tuple[str, str, str], ...]
    letters_words: tuple[str, ...]
    team: tuple[Person, ...]
    looks: tuple[Look, ...]
    sees_looks: bool
    may_write: bool


def family_page(child: Child, viewer: Viewer, standing: Standing) -> FamilyPage:
    by = Bylines(child, viewer)
    plan = plans.current_plan(child, viewer=viewer)
    outcomes = plans.list_outcomes(plan, viewer=viewer) if plan else []
    ratings = plans.list_ratings([one.pk for one in outcomes], viewer=viewer)
    waiting = _waiting(child, viewer, standing, by, outcomes, ratings)
    games = cards.cards_for(child, viewer, standing)
    members = [
        Member.of(part, viewer, may_lead=False)
        for part in team.list_team(child, viewer=viewer)
    ]
    sees_looks = rules.may_see_looks(standing).allowed
    may_write = rules.may_write(standing, "book").allowed
    letters = plaits.letters_of([child.pk], viewer=viewer).get(child.pk, plaits.NONE)
    setting = next(
        (one.service for one in members if one.strand == "setting"), "Setting"
    )
    return FamilyPage(
        child=child.called,
        today=viewer.today,
        waiting=tuple(waiting),
        turn=_turn(child, waiting, ratings, outcomes, viewer),
        next=_next(plan, child, viewer),
        game=games[0] if games else None,
        entry=_newest_entry(child, viewer, may_write=may_write),
        letters=letters,
        months=plaits.months_in_words(viewer.today),
        plait_rows=plaits.rows(letters, setting),
        letters_words=_change(outcomes, ratings, child),
        team=tuple(_person(member) for member in in_strand_order(members)),
        looks=tuple(looks.list_looks(child, viewer=viewer)[:3]) if sees_looks else (),
        sees_looks=sees_looks,
        may_write=may_write,
    )


def _person(member: Member) -> Person:
    role = f"You: {member.job}" if member.is_me else member.person.role
    return Person(member.strand, member.name, role, member.does)


def _waiting(
    child: Child,
    viewer: Viewer,
    standing: Standing,
    by: Bylines,
    outcomes: list[Outcome],
    ratings: list[Rating],
) -> list[Waiting]:
    """Questions and requests that wait for an answer of this family."""
    found = []
    if standing.decides_for_child:
        asked = (Asked.of(one) for one in queries.waiting_for_family([child.pk]))
        found += [_asked(one, child) for one in asked]
    if rules.may_write(standing, "book").allowed:
        questions = book.open_questions([child.pk], viewer=viewer)
        found += [_question(one, child, by) for one in questions]
        found += _counts(child, outcomes, ratings, viewer)
    return found


def _asked(one: Asked, child: Child) -> Waiting:
    return Waiting(
        by=None,
        strand="setting",
        who=f"{one.asked_by} asks",
        title=f"May {one.who} see {'; '.join(one.kinds)}?",
        line=one.purpose,
        action="Read and answer",
        href=reverse(
            "sharing:answer", kwargs={"child_id": child.pk, "agreement_id": one.id}
        ),
    )


def _question(entry: Entry, child: Child, by: Bylines) -> Waiting:
    who = by.of(entry.record)
    return Waiting(
        by=who,
        strand=who.strand,
        who=who.called,
        title=entry.question,
        line="From the book.",
        action=f"Answer {who.first_name}",
        href=reverse(
            "book:answer", kwargs={"child_id": child.pk, "entry_id": entry.pk}
        ),
    )


def _counts(
    child: Child, outcomes: list[Outcome], ratings: list[Rating], viewer: Viewer
) -> list[Waiting]:
    """This month's count from home, asked for from the tenth of the month on."""
    if viewer.today.day < 10:
        return []
    this_month = viewer.today.replace(day=1)
    counted = {
        one.outcome_id
        for one in ratings
        if one.record.is_from_home and one.counted_on >= this_month
    }
    before = {one.outcome_id for one in ratings if one.record.is_from_home}
    return [
        Waiting(
            by=None,
            strand="home",
            who="From you, once a month",
            title=f"How often this month? {one.title}",
            line=f"Count {one.measure}, on a day that suits you.",
            action="Write the number",
            href=reverse(
                "plans:rate", kwargs={"child_id": child.pk, "outcome_id": one.pk}
            ),
        )
        for one in outcomes
        if one.pk in before and one.pk not in counted
    ]


def _turn(
    child: Child,
    waiting: list[Waiting],
    ratings: list[Rating],
    outcomes: list[Outcome],
    viewer: Viewer,
) -> Turn:
    """The one thing that matters most to the reader now."""
    if waiting:
        first = waiting[0]
        return Turn("Right now: your turn", "you", first.title, first.line, "")
    this_month = viewer.today.replace(day=1)
    counted = {
        presenters.strand_of(one.record)
        for one in ratings
        if one.counted_on >= this_month
    }
    if outcomes and "setting" not in counted and ratings:
        return Turn(
            "Right now: the setting’s turn",
            "setting",
            f"The setting is counting for {child.called}’s plan this month",
            "You will see the number on the plan as soon as it is there.",
            "There is nothing you need to do about this.",
        )
    return Turn(
        "Right now: nobody’s turn",
        "all",
        "Nothing is waiting",
        "Everybody is doing what was agreed.",
        "There is nothing you need to do.",
    )


def _next(plan: Plan | None, child: Child, viewer: Viewer) -> Next | None:
    if plan is None:
        return None
    far = words.how_far(plan.review_on, viewer.today)
    line = f"{plan.review_words}. {far}." if plan.review_words else f"{far}."
    return Next(plan.review_on, f"Next: {child.called}’s review", line)


def _newest_entry(
    child: Child, viewer: Viewer, *, may_write: bool
) -> EntryShown | None:
    entries = book.list_entries(child, viewer=viewer)[:1]
    if not entries:
        return None
    page = BookPage.of(
        entries,
        evidence.photos_of([entries[0].pk], viewer=viewer),
        {},
        child=child,
        viewer=viewer,
        may_write=may_write,
        last_read=viewer.now,
        more=False,
    )
    return page.days[0][1][0]


def _change(
    outcomes: list[Outcome], ratings: list[Rating], child: Child
) -> tuple[str, ...]:
    """The change over the months, in a sentence for each outcome that was counted."""
    said = []
    for outcome in outcomes:
        own = [one for one in ratings if one.outcome_id == outcome.pk]
        sentence = progress.change_in_a_sentence(
            presenters.counts_of(own),
            presenters.aim_of(outcome),
            place="at home",
            strand="home",
        )
        if sentence:
            said.append(f"{outcome.title}. {sentence}")
    return tuple(said)
