"""The plan page and the outcome page, put together from what the viewer may see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.design_system import words
from plait.design_system.drawings import Chart
from plait.design_system.parts import Person
from plait.evidence import areas
from plait.plans import partners, progress, queries
from plait.plans.models import (
    Outcome,
    Plan,
    Practice,
    Rating,
    Strategy,
    StrategyPlace,
    View,
)
from plait.plans.web import presenters, strategy_shown
from plait.plans.web.presenters import OutcomeCard
from plait.plans.web.strategy_shown import Delivery, StrategyShown
from plait.plans.web.view_shown import ViewShown
from plait.sharing import standing as rules
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.standing import Standing
from plait.team import queries as team
from plait.team.models import Involvement
from plait.team.web.presenters import setting_word


@dataclass(frozen=True)
class PlanPage:
    """The plan as a whole."""

    id: UUID | None
    title: str
    version: int
    starts: str
    review: str
    by: Byline | None
    needs: tuple[tuple[str, str], ...]
    outcomes: tuple[OutcomeCard, ...]
    may_write: bool
    may_change: bool = False


def plan_page(child: Child, viewer: Viewer, standing: Standing) -> PlanPage:
    may_write = (
        rules.may_write(standing, Plan.CATEGORY).allowed and not standing.is_family
    )
    plan = queries.current_plan(child, viewer=viewer)
    if plan is None:
        return PlanPage(None, "", 0, "", "", None, (), (), may_write)
    by = Bylines(child, viewer)
    outcomes = queries.list_outcomes(plan, viewer=viewer)
    ratings = queries.list_ratings([one.pk for one in outcomes], viewer=viewer)
    return PlanPage(
        id=plan.pk,
        title=plan.title,
        version=plan.record.version,
        starts=words.record_day(plan.starts_on),
        review=_review(plan, viewer.today),
        by=by.of(plan.record),
        needs=tuple(
            (areas.AREAS.get(need.area, need.area), need.words)
            for need in queries.list_needs(plan, viewer=viewer)
        ),
        outcomes=tuple(
            presenters.card(
                one,
                [rating for rating in ratings if rating.outcome_id == one.pk],
                by,
                viewer,
            )
            for one in outcomes
        ),
        may_write=may_write,
        may_change=may_write and plan.record.owner_agency_id == viewer.hat.agency_id,
    )


def _review(plan: Plan, today: date) -> str:
    """When everybody looks at it together: "…, in 8 days. 2pm, at nursery"."""
    day, far = words.day(plan.review_on, today), words.how_far(plan.review_on, today)
    verb = "We look at it together on" if plan.review_on >= today else "Its review was"
    said = f"{verb} {day}, {far.lower()}."
    return f"{said} {plan.review_words.rstrip('.')}." if plan.review_words else said


@dataclass(frozen=True)
class OutcomePage:
    """One outcome, with everything that belongs to it."""

    id: UUID
    title: str
    wording: str
    area: str
    state: str
    span: tuple[tuple[str, str, str], ...]
    strategies: tuple[StrategyShown, ...]
    chart: Chart
    counted: bool
    sentences: tuple[str, ...]
    deliveries: tuple[tuple[str, tuple[Delivery, ...]], ...]
    since: str
    views: tuple[ViewShown, ...]
    not_in: tuple[Person, ...]
    asked_on: str
    differing: tuple[ViewShown, ...]
    my_view: ViewShown | None
    missing: tuple[str, ...]
    may_write: bool
    may_change: bool
    may_view: bool


def outcome_page(
    outcome: Outcome, child: Child, viewer: Viewer, standing: Standing
) -> OutcomePage:
    by = Bylines(child, viewer)
    strategies = queries.list_strategies(outcome, viewer=viewer)
    places = queries.list_places([one.pk for one in strategies], viewer=viewer)
    practice = queries.list_practice([one.pk for one in strategies], viewer=viewer)
    ratings = queries.list_ratings([outcome.pk], viewer=viewer)
    views = queries.list_views(outcome, viewer=viewer)
    shown = [ViewShown.of(one, outcome, by) for one in views]
    parts = team.list_team(child, viewer=viewer)
    named = _named(parts)
    since = strategy_shown.since_of(strategies, viewer.today)
    may_write = rules.may_write(standing, Plan.CATEGORY).allowed
    card = presenters.card(outcome, ratings, by, viewer)
    return OutcomePage(
        id=outcome.pk,
        title=outcome.title,
        wording=outcome.wording,
        area=card.area,
        state=card.state,
        span=card.span,
        strategies=tuple(
            StrategyShown.of(
                one,
                places.get(one.pk, []),
                named,
                may_change=_ours(one, viewer) and may_write,
            )
            for one in strategies
        ),
        chart=presenters.chart(outcome, ratings, child.called, viewer.today),
        counted=bool(ratings),
        sentences=_sentences(outcome, ratings, child, named),
        deliveries=_deliveries(strategies, places, practice, named, since, viewer),
        since=words.day(since, viewer.today),
        views=tuple(shown),
        not_in=_not_in(outcome, views, parts),
        asked_on=words.record_day(outcome.record.said_at),
        differing=_differing(shown, queries.differ_since(views, viewer=viewer)),
        my_view=next((one for one in shown if one.by.is_me), None),
        missing=card.missing,
        may_write=may_write and not standing.is_family,
        may_change=may_write
        and not standing.is_family
        and outcome.record.owner_agency_id == viewer.hat.agency_id,
        may_view=rules.may_write(standing, View.CATEGORY).allowed,
    )


def _ours(strategy: Strategy, viewer: Viewer) -> bool:
    ours = strategy.record.owner_agency_id == viewer.hat.agency_id
    return ours and not viewer.hat.is_family


def _not_in(
    outcome: Outcome, views: list[View], parts: list[Involvement]
) -> tuple[Person, ...]:
    """Whose view nobody has heard yet; an older view stands with its own line."""
    asked = partners.partners(parts)
    silent = partners.missing(asked, outcome, views, of_any_wording=True)
    return tuple(one.person for one in silent)


def _differing(shown: list[ViewShown], since: datetime | None) -> tuple[ViewShown, ...]:
    """Who sees it differently, then what was said to it since they do."""
    if since is None:
        return ()
    said = [one for one in shown if one.words and one.said_at >= since]
    return tuple(sorted(said, key=lambda one: (one.status == "done", one.said_at)))


def _sentences(
    outcome: Outcome, ratings: list[Rating], child: Child, named: dict[str, str]
) -> tuple[str, ...]:
    """Where things stand, and the change over the months, in a sentence each."""
    counts = presenters.counts_of(ratings)
    aim = presenters.aim_of(outcome)
    places = {"home": "at home", "setting": f"at {named['setting'].lower()}"}
    latest = {
        strand: own[-1].value
        for strand in places
        if (own := [one for one in counts if one.strand == strand])
    }
    changes = [
        progress.change_in_a_sentence(counts, aim, place=place, strand=strand)
        for strand, place in places.items()
    ]
    stands = progress.where_it_stands(latest, aim, places)
    return tuple(sentence for sentence in (stands, *changes) if sentence)


def _deliveries(
    strategies: list[Strategy],
    places: dict[UUID, list[StrategyPlace]],
    practice: list[Practice],
    named: dict[str, str],
    since: date,
    viewer: Viewer,
) -> tuple[tuple[str, tuple[Delivery, ...]], ...]:
    """Planned and done, for each strategy that has something to show."""
    found = []
    for strategy in strategies:
        own = [one for one in practice if one.strategy_id == strategy.pk]
        rows = strategy_shown.deliveries(
            places.get(strategy.pk, []), own, named, since=since, today=viewer.today
        )
        if rows:
            found.append((strategy.title, tuple(rows)))
    return tuple(found)


def words_for(child: Child, viewer: Viewer) -> dict[str, str]:
    """The words of the three places for this child."""
    return _named(team.list_team(child, viewer=viewer))


def _named(parts: list[Involvement]) -> dict[str, str]:
    setting = setting_word(parts)
    return {"home": "Home", "setting": setting, "specialists": "Specialists"}
