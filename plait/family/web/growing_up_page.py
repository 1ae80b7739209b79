"""The change-over in words, for the young person, the parents and the team."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, growing_up
from plait.design_system import words
from plait.sharing import queries, representatives, standing
from plait.sharing.categories import Category
from plait.sharing.models import Agreement, Choice, Representative
from plait.sharing.standing import Standing
from plait.sharing.web.presenters import IN_A_SENTENCE
from plait.team import queries as team

NOT_YET = "You have not chosen yet"


def decides_on(child: Child) -> date:
    """The first day on which the young person decides."""
    return arithmetic.day_of(child.switch_at)


def is_near(child: Child, viewer: Viewer) -> bool:
    return viewer.today >= growing_up.prepares_from(child.born_on)


def in_words(kinds: list[str]) -> str:
    """ "the plan and reports", or "nothing"."""
    said = [
        IN_A_SENTENCE[Category(kind)]
        for kind in kinds
        if kind != Category.INVOLVEMENT or len(kinds) == 1
    ]
    return words.joined(said) if said else "nothing"


@dataclass(frozen=True)
class Chosen:
    """One person or one service, and what was chosen."""

    id: UUID
    name: str
    line: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class Acts:
    """Somebody who acts for the young person."""

    who: str
    is_me: bool
    in_what: str
    under: str
    until: date


@dataclass(frozen=True)
class GrowingUpPage:
    """What changes, for this reader."""

    child: str
    from_on: date
    decides: bool  # the day has been
    is_self: bool
    is_family: bool
    is_near: bool
    choose_from: date
    people: tuple[Chosen, ...]
    services: tuple[Chosen, ...]
    acts: tuple[Acts, ...]
    may_represent: bool
    may_invite: bool
    may_close: bool

    @classmethod
    def of(cls, child: Child, viewer: Viewer, who: Standing) -> "GrowingUpPage":
        is_self = who.kind == Tie.Kind.SELF
        parts = team.list_team(child, viewer=viewer)
        has_page = any(part.tie.kind == Tie.Kind.SELF for part in parts)
        return cls(
            child=child.called,
            from_on=decides_on(child),
            decides=not who.still_a_child,
            is_self=is_self,
            is_family=who.is_family,
            is_near=is_near(child, viewer),
            choose_from=growing_up.prepares_from(child.born_on),
            people=_people(child, viewer) if is_self else (),
            services=_services(child, viewer) if is_self else (),
            acts=_acts(child, viewer, who),
            may_represent=representatives.may_record(who, child, viewer).allowed,
            may_invite=standing.may_change_team(who).allowed and not has_page,
            may_close=standing.may_close(who).allowed,
        )


def _people(child: Child, viewer: Viewer) -> tuple[Chosen, ...]:
    chosen = {
        one.person_id: one for one in Choice.objects.filter(child=child, agreement=None)
    }
    found = []
    for part in team.list_team(child, viewer=viewer):
        tie = part.tie
        if tie.kind == Tie.Kind.FAMILY:
            choice = chosen.get(tie.person_id)
            state = f"Sees {in_words(choice.categories)}" if choice else NOT_YET
            name = tie.person.name
            found.append(Chosen(tie.pk, name, tie.relation, state, choice is None))
    return tuple(found)


def _services(child: Child, viewer: Viewer) -> tuple[Chosen, ...]:
    chosen = {
        one.agreement_id: one for one in Choice.objects.filter(child=child, person=None)
    }
    agreed = [
        one
        for one in queries.list_agreements(child, viewer=viewer)
        if one.state == Agreement.State.AGREED
        and one.until_on > viewer.today
        and one.answered_at
        and one.answered_at < child.switch_at
    ]
    return tuple(_service(one, chosen.get(one.pk)) for one in agreed)


def _service(agreement: Agreement, choice: Choice | None) -> Chosen:
    by = agreement.answered_by.first_name if agreement.answered_by else "Somebody"
    line = f"{by} agreed to {in_words(agreement.categories)}"
    state = f"You said: {in_words(choice.categories)}" if choice else NOT_YET
    name = agreement.with_agency.short_name
    return Chosen(agreement.pk, name, line, state, choice is None)


def _acts(child: Child, viewer: Viewer, who: Standing) -> tuple[Acts, ...]:
    """For the young person, for whoever acts, and for those who record it."""
    sees = who.kind == Tie.Kind.SELF or who.role in standing.CAPACITY_ROLES
    return tuple(
        acts(one, viewer)
        for one in representatives.list_acting(child, viewer.now)
        if sees or one.person_id == viewer.person_id
    )


def acts(one: Representative, viewer: Viewer) -> Acts:
    return Acts(
        who=one.person.name,
        is_me=one.person_id == viewer.person_id,
        in_what=one.get_decision_display(),
        under=one.get_authority_display(),
        until=one.review_on,
    )


@dataclass(frozen=True)
class PersonAsked:
    """One of the family, and what was chosen for them before."""

    name: str
    relation: str
    kinds: tuple[str, ...]
    from_on: date
    decides: bool


def person_asked(tie: Tie, child: Child, viewer: Viewer) -> PersonAsked:
    """Nothing is ticked unless the young person ticked it themselves."""
    choice = Choice.objects.filter(child=child, person_id=tie.person_id).first()
    return PersonAsked(
        name=tie.person.first_name,
        relation=tie.relation,
        kinds=tuple(choice.categories) if choice else (),
        from_on=decides_on(child),
        decides=viewer.now >= child.switch_at,
    )


@dataclass(frozen=True)
class ServiceAsked:
    """What parents agreed to with one service."""

    name: str
    by: str
    sees: str
    purpose: str
    last_day: date
    without_answer: date
    state: str
    from_on: date
    decides: bool

    @classmethod
    def of(cls, agreement: Agreement, child: Child, viewer: Viewer) -> "ServiceAsked":
        choice = Choice.objects.filter(agreement=agreement).first()
        by = agreement.answered_by.first_name if agreement.answered_by else ""
        grace = arithmetic.day_of(growing_up.grace_ends_at(child.switch_at))
        return cls(
            name=agreement.with_agency.short_name,
            by=by,
            sees=in_words(agreement.categories),
            purpose=agreement.purpose,
            last_day=agreement.until_on - timedelta(days=1),
            without_answer=min(grace, agreement.until_on) - timedelta(days=1),
            state=in_words(choice.categories) if choice else "",
            from_on=decides_on(child),
            decides=viewer.now >= child.switch_at,
        )


@dataclass(frozen=True)
class Card:
    """The change-over on a family's first page."""

    title: str
    line: str
    action: str


def card(child: Child, viewer: Viewer, who: Standing) -> Card | None:
    """Nothing until the months of preparing; then one sentence and a way there."""
    if not is_near(child, viewer):
        return None
    day, name = words.record_day(decides_on(child)), child.called
    if who.kind == Tie.Kind.SELF:
        if who.still_a_child:
            line = "You can choose now who sees what from then on. Take your time."
            return Card(f"From {day} you decide", line, "What changes, and what I want")
        line = "You say who sees what. You can change your mind at any time."
        return Card("You decide", line, "Who sees what about me")
    if who.still_a_child:
        line = f"Until then you decide. Talk about it together: {name} can choose now."
        return Card(f"From {day} this is {name}’s to decide", line, "What changes")
    if who.represents:
        line = f"You act for {name} in who may see what, until the day it is reviewed."
        return Card(f"{name} decides, and you with {name}", line, "What that means")
    line = f"You see what {name} has chosen to share with you."
    return Card(f"{name} decides now", line, "What that means")
