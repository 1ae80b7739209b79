"""What stands on the family's page, put together from what the reader may see."""

from dataclasses import dataclass
from datetime import date, timedelta

from plait.access.viewer import Viewer
from plait.book import queries as book
from plait.book.web.presenters import BookPage, EntryShown
from plait.children.models import Child
from plait.design_system import words
from plait.design_system.parts import Person
from plait.evidence import queries as evidence
from plait.family.web.deciding import Newcomer, newcomers
from plait.family.web.growing_up_page import Card, card
from plait.family.web.waiting import Turn, Waiting, list_waiting, whose_turn
from plait.plans import progress
from plait.plans import queries as plans
from plait.plans.models import Outcome, Plan, Rating
from plait.plans.web import cards, presenters
from plait.plans.web.cards import GameCard
from plait.sharing import standing as rules
from plait.sharing.looks_told import DayTold
from plait.sharing.standing import Standing
from plait.sharing.web import changes
from plait.sharing.web.emergency_pages import Told, told_to_family
from plait.team import plaits
from plait.team import queries as team
from plait.team.web.looks_page import newest_looks
from plait.team.web.presenters import Member, in_strand_order, setting_word

NEWS_FOR = timedelta(days=14)


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
    newcomers: tuple[Newcomer, ...]
    growing_up: Card | None
    is_self: bool
    changed: tuple[str, ...]
    turn: Turn
    next: Next | None
    game: GameCard | None
    entry: EntryShown | None
    entry_day: str
    letters: plaits.Letters
    months: tuple[str, ...]
    plait_rows: tuple[tuple[str, str, str], ...]
    letters_words: tuple[str, ...]
    team: tuple[Person, ...]
    looks: tuple[DayTold, ...] | None
    emergencies: tuple[Told, ...]
    may_write: bool


def family_page(child: Child, viewer: Viewer, standing: Standing) -> FamilyPage:
    plan = plans.current_plan(child, viewer=viewer)
    outcomes = plans.list_outcomes(plan, viewer=viewer) if plan else []
    ratings = plans.list_ratings([one.pk for one in outcomes], viewer=viewer)
    parts = team.list_team(child, viewer=viewer)
    waiting = list_waiting(child, viewer, standing, outcomes, ratings)
    place = setting_word(parts)
    games = cards.cards_for(child, viewer, standing, place=place)
    members = [Member.of(part, viewer, may_lead=False) for part in parts]
    may_write = rules.may_write(standing, "book").allowed
    letters = plaits.letters_of([child.pk], viewer=viewer).get(child.pk, plaits.NONE)
    entry_day, entry = _newest_entry(child, viewer, may_write=may_write)
    return FamilyPage(
        child=child.called,
        today=viewer.today,
        waiting=tuple(waiting),
        newcomers=newcomers(child, viewer, standing, parts),
        growing_up=card(child, viewer, standing),
        is_self=standing.kind == "self",
        changed=changes.list_changes(child, viewer, standing),
        turn=whose_turn(child, viewer, waiting, ratings, place),
        next=_next(plan, child, viewer),
        game=games[0] if games else None,
        entry=entry,
        entry_day=entry_day,
        letters=letters,
        months=plaits.months_in_words(viewer.today),
        plait_rows=plaits.rows(letters, place),
        letters_words=_change(outcomes, ratings, child),
        team=tuple(_person(member) for member in in_strand_order(members)),
        looks=newest_looks(child, viewer, standing, most=3),
        emergencies=_lately_told(child, viewer)
        if rules.may_see_looks(standing).allowed
        else (),
        may_write=may_write,
    )


def _lately_told(child: Child, viewer: Viewer) -> tuple[Told, ...]:
    """Emergency access that the family came to know of in the last two weeks."""
    since = viewer.today - NEWS_FOR
    told = told_to_family(child, viewer)
    return tuple(one for one in told if one.told_on > since)


def _person(member: Member) -> Person:
    role = f"You, {member.job}" if member.is_me else member.person.role
    return Person(member.strand, member.name, role, member.does)


def _next(plan: Plan | None, child: Child, viewer: Viewer) -> Next | None:
    if plan is None:
        return None
    far = words.how_far(plan.review_on, viewer.today)
    line = f"{plan.review_words}. {far}." if plan.review_words else f"{far}."
    return Next(plan.review_on, f"Next: {child.called}’s review", line)


def _newest_entry(
    child: Child, viewer: Viewer, *, may_write: bool
) -> tuple[str, EntryShown | None]:
    entries = book.list_entries(child, viewer=viewer, number=1)
    if not entries:
        return "", None
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
    day, (entry, *_) = page.days[0]
    return day, entry


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
