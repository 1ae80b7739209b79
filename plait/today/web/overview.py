"""The overview of a child, and the page about the child, for whoever looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.design_system.parts import Person
from plait.evidence import queries as evidence
from plait.evidence.models import Story
from plait.exchange import queries as exchange
from plait.family.web.growing_up_page import is_near
from plait.sharing import queries as sharing
from plait.sharing import standing as rules
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.standing import Standing
from plait.team import plaits
from plait.team import queries as team
from plait.team.web.presenters import Member, in_strand_order, setting_word
from plait.today.web import todos
from plait.today.web.happened import Happened, what_happened
from plait.today.web.reviews import Silent
from plait.today.work import Todo

NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class OverviewPage:
    """A child's overview."""

    child: str
    story: str
    story_by: str
    happened: Happened
    letters: plaits.Letters
    plait_months: tuple[str, ...]
    plait_rows: tuple[tuple[str, str, str], ...]
    turn: Todo | None
    open_things: tuple[Todo, ...]
    people: tuple[Person, ...]
    lead: str
    silent: tuple[Silent, ...]


def overview_page(
    child: Child,
    viewer: Viewer,
    standing: Standing,
    *,
    strands: list[str],
    before: datetime | None,
) -> OverviewPage:
    story = evidence.get_story(child, viewer=viewer)
    letters = plaits.letters_of([child.pk], viewer=viewer).get(child.pk, plaits.NONE)
    parts = team.list_team(child, viewer=viewer)
    members = [Member.of(part, viewer, may_lead=False) for part in parts]
    this = Child.objects.filter(pk=child.pk)
    work = todos.todos_of(this, viewer) if standing.kind else todos.Work((), 0, NOBODY)
    word = setting_word(parts)
    return OverviewPage(
        child=child.called,
        story=story.words if story else "",
        story_by=_story_line(story, child, viewer),
        happened=what_happened(
            child, viewer, standing, strands=strands, before=before, place_word=word
        ),
        letters=letters,
        plait_months=plaits.months_in_words(viewer.today),
        plait_rows=plaits.rows(letters, word),
        turn=work.todos[0] if work.todos else None,
        open_things=work.todos[1:5],
        people=tuple(member.person for member in in_strand_order(members)[:8]),
        lead=words.joined([member.name for member in members if member.leads]),
        silent=work.reviews.silent[:5],
    )


def _story_line(story: Story | None, child: Child, viewer: Viewer) -> str:
    if not story:
        return ""
    by = Bylines(child, viewer).of(story.record)
    day = words.record_day(story.record.made_at)
    return f"What {by.first_name} would like you to know first, {day}"


@dataclass(frozen=True)
class PlaceShown:
    name: str
    lines: tuple[str, ...]
    by: Byline


@dataclass(frozen=True)
class AboutPage:
    """Who the child is."""

    child: str
    facts: tuple[tuple[str, str], ...]
    story: str
    story_by: str
    story_href: str
    whole: bool  # nothing of the story can be hidden from the reader
    homes: tuple[PlaceShown, ...]
    settings: tuple[PlaceShown, ...]
    card_href: str
    census_href: str
    growing_up_href: str
    may_add_home: bool
    may_add_setting: bool


# Numbers of other systems are shown to those who work with those systems.
SEES_UPN = frozenset({"senco", "setting_lead", "la_officer"})
SEES_NHS_NUMBER = frozenset({"health_visitor"})


def about_page(child: Child, viewer: Viewer, standing: Standing) -> AboutPage:
    places = evidence.list_places(child, viewer=viewer)
    story = evidence.get_story(child, viewer=viewer)
    by = Bylines(child, viewer)
    may_story = rules.may_write(standing, "voice").allowed and standing.is_family
    if story and story.record.is_from_home:  # changed by whoever told it (W2)
        may_story = may_story and story.record.author_id == viewer.person_id
    to = {"child_id": child.pk}
    return AboutPage(
        child=child.called,
        facts=tuple(_facts(child, viewer, standing)),
        story=story.words if story else "",
        story_by=_story_line(story, child, viewer),
        story_href=reverse("evidence:story", kwargs=to) if may_story else "",
        whole=story is not None or sharing.is_open_to(viewer, standing, "voice"),
        homes=tuple(
            PlaceShown(
                home.called,
                tuple(
                    filter(None, (*home.address.splitlines(), home.phone, home.nights))
                ),
                by.of(home.record),
            )
            for home in places.homes
        ),
        settings=tuple(
            PlaceShown(
                one.agency.name,
                tuple(filter(None, (one.group, words.joined(one.days)))),
                by.of(one.record),
            )
            for one in places.attendances
        ),
        card_href=reverse("team:card", kwargs=to)
        if rules.may_correct_card(standing).allowed
        else "",
        census_href=reverse("exchange:entry", kwargs=to)
        if exchange.has_census_entry(child, viewer=viewer)
        else "",
        growing_up_href=reverse("family:growing-up", kwargs=to)
        if is_near(child, viewer)
        else "",
        may_add_home=rules.may_write(standing, "location").allowed
        and standing.is_family,
        may_add_setting=standing.leads_setting,
    )


def _facts(
    child: Child, viewer: Viewer, standing: Standing
) -> Iterator[tuple[str, str]]:
    yield "Name", f"{child.given_name} {child.family_name}".strip()
    if child.known_as:
        yield "Answers to", child.known_as
    yield "Born", words.record_day(child.born_on)
    yield "Age", words.ages(child.born_on, viewer.today)
    yield "Words to use", Child.Pronouns(child.pronouns).label
    yield "Languages at home", child.languages or "Not written down yet"
    yield "Interpreter", child.interpreter or "Not needed, as far as we know"
    yield "How they communicate", child.communicates or "Not written down yet"
    if child.upn and (viewer.role in SEES_UPN or standing.decides_for_child):
        yield "Unique pupil number", child.upn
    if child.nhs_number and (
        viewer.role in SEES_NHS_NUMBER or standing.decides_for_child
    ):
        yield "NHS number", child.nhs_number
