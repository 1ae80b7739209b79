"""The reviews that are near, and whose views are still to come: for those who lead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from plait.access.viewer import Viewer
from plait.design_system import words
from plait.design_system.parts import Person
from plait.plans import partners
from plait.plans import queries as plans
from plait.plans.models import Outcome, Plan, View
from plait.plans.partners import Partner
from plait.sharing.categories import Category
from plait.sharing.standing import WRITERS
from plait.team import queries as team
from plait.team.models import Involvement


@dataclass(frozen=True)
class Review:
    """One row of the reviews due."""

    when: str
    child: str
    href: str
    kind: str  # "Termly review"
    views: tuple[str, str]  # the look of a status, and "3 of 4"


@dataclass(frozen=True)
class Silent:
    """Somebody else whose view has not come in yet."""

    person: Person
    line: str
    href: str


@dataclass(frozen=True)
class Reviews:
    """What stands under "Reviews due" and "Views still to come"."""

    rows: tuple[Review, ...] = ()
    silent: tuple[Silent, ...] = ()


def reviews_of(due: Sequence[Plan], viewer: Viewer) -> Reviews:
    """Three statements, whether one review is due or twenty."""
    if not due:
        return Reviews()
    teams = team.list_teams([plan.record.child_id for plan in due], viewer=viewer)
    outcomes = plans.list_outcomes_of(due, viewer=viewer)
    views = plans.list_views_of([one.pk for one in outcomes], viewer=viewer)
    rows: list[Review] = []
    silent: list[Silent] = []
    for plan in due:
        asked = partners.partners(teams[plan.record.child_id])
        own = [one for one in outcomes if one.plan_id == plan.pk]
        missing = _missing(asked, own, views)
        rows.append(_row(plan, len(asked), len(missing), viewer))
        others = [one for one in missing if one.key[0] != viewer.agency_id]
        parts = teams[plan.record.child_id]
        silent += [_silent(plan, _who(one, parts), viewer) for one in others]
    return Reviews(tuple(rows), tuple(silent))


def _who(partner: Partner, team_of_child: Sequence[Involvement]) -> Person:
    """By name, also where several people of a service could answer."""
    agency_id, _ = partner.key
    ties = [
        part.tie
        for part in team_of_child
        if agency_id
        and part.tie.agency_id == agency_id
        and part.tie.role in WRITERS[Category.PLAN]
    ]
    if len(ties) < 2:
        return partner.person
    names = words.joined(tie.person.name for tie in ties)
    return Person(partner.person.strand, names, partner.person.name)


def _missing(
    asked: Sequence[Partner], outcomes: Sequence[Outcome], views: Sequence[View]
) -> list[Partner]:
    """Who has not said what they think of every outcome of the plan."""
    keys = {
        one.key
        for outcome in outcomes
        for one in partners.missing(asked, outcome, views)
    }
    return [one for one in asked if one.key in keys]


def _row(plan: Plan, asked: int, missing: int, viewer: Viewer) -> Review:
    near = (plan.review_on - viewer.today).days <= 3
    look = "done" if not missing else "late" if near else "soon"
    return Review(
        when=words.short_day(plan.review_on, viewer.today),
        child=plan.record.child.full_name,
        href=_plan_of(plan.record.child_id),
        kind=plan.review_words.split(",")[0] or "Review",
        views=(look, f"{asked - missing} of {asked}"),
    )


def _silent(plan: Plan, person: Person, viewer: Viewer) -> Silent:
    far = words.how_far(plan.review_on, viewer.today)
    far = far[:1].lower() + far[1:]
    return Silent(
        person=replace(person, role=person.role[:1].upper() + person.role[1:]),
        line=f"{plan.record.child.called}’s review, {far}",
        href=reverse("team:team", kwargs={"child_id": plan.record.child_id}),
    )


def _plan_of(child_id: UUID) -> str:
    return reverse("plans:plan", kwargs={"child_id": child_id})
