"""The adults around the child, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.design_system import words
from plait.sharing import standing as rules
from plait.sharing.categories import Category
from plait.sharing.standing import Standing
from plait.sharing.web.presenters import IN_A_SENTENCE
from plait.team.adults import Then
from plait.team.models import ContactArrangement, CourtOrder

IN_FORCE = "In force"
SAY = {
    "pr": "Has parental responsibility.",
    "carer": "Looks after {child}. Has no parental responsibility by law.",
    "relative": "Family or friend. Sees what the parents share.",
}


@dataclass(frozen=True)
class Adult:
    """One adult of the family, and what they may decide."""

    name: str
    relation: str
    says: str


@dataclass(frozen=True)
class OrderShown:
    """A court order, to somebody who may read it."""

    id: UUID
    person: str
    says: str
    court: str
    made_on: date
    closes: str
    from_on: date
    last_day: date | None
    state: str  # "In force", "Begins later" or "Over"


@dataclass(frozen=True)
class AdultsPage:
    """Everybody of the family, who meets the child how, and the orders."""

    adults: tuple[Adult, ...]
    orders: tuple[OrderShown, ...]
    contact: str
    may_record: bool
    may_describe: bool
    contact_is_new: bool

    @classmethod
    def of(
        cls,
        family: Iterable[Tie],
        orders: Iterable[CourtOrder],
        contact: ContactArrangement | None,
        *,
        child: Child,
        standing: Standing,
        viewer: Viewer,
    ) -> "AdultsPage":
        shown = [(one.person_id, _order(one, viewer.today)) for one in orders]
        limited = {person for person, one in shown if one.state == IN_FORCE}
        return cls(
            adults=tuple(_adult(tie, child, limited) for tie in family),
            orders=tuple(one for _, one in shown),
            contact=contact.says if contact else "",
            may_record=rules.may_record_orders(standing).allowed,
            may_describe=_may_describe(contact, standing, viewer),
            contact_is_new=contact is None,
        )


def _adult(tie: Tie, child: Child, limited: set[UUID]) -> Adult:
    says = SAY.get(tie.role, "").format(child=child.called)
    if tie.person_id in limited:
        says += " A court order limits what they may know."
    return Adult(tie.person.name, tie.relation, says)


def _may_describe(
    contact: ContactArrangement | None, standing: Standing, viewer: Viewer
) -> bool:
    if not rules.may_write(standing, Category.HOME_LIFE).allowed:
        return False
    if contact is None:
        return True
    mine = contact.record.author_id == viewer.person_id
    ours = contact.record.owner_agency_id == viewer.hat.agency_id
    return rules.may_change(standing, mine=mine, ours=ours).allowed


def _order(one: CourtOrder, today: date) -> OrderShown:
    return OrderShown(
        id=one.pk,
        person=one.person.name,
        says=one.says,
        court=one.court,
        made_on=one.made_on,
        closes=_closes(one.closes),
        from_on=one.from_on,
        last_day=one.last_day,
        state=_state(one, today),
    )


def _closes(kinds: Iterable[str]) -> str:
    named = [IN_A_SENTENCE[Category(kind)] for kind in kinds]
    return words.joined(named) if named else "everything"


def _state(one: CourtOrder, today: date) -> str:
    if one.from_on > today:
        return "Begins later"
    return "Over" if one.last_day and one.last_day < today else IN_FORCE


@dataclass(frozen=True)
class ThenPage:
    """What was in force on a day, and by when it had been written down."""

    asked: bool
    on: date | None
    known_on: date | None
    orders: tuple[tuple[Then, str], ...]

    @classmethod
    def of(cls, found: list[Then] | None, asked: dict[str, Any]) -> "ThenPage":
        return cls(
            asked=found is not None,
            on=asked.get("on"),
            known_on=asked.get("known_on"),
            orders=tuple((one, _closes(one.closes)) for one in found or ()),
        )
