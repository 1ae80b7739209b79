"""Whose views are asked for: each parent, and each service with a part in the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from plait.agencies import roles
from plait.children.models import Tie
from plait.design_system.parts import Person
from plait.plans.models import Outcome, View
from plait.sharing.categories import Category
from plait.sharing.models import Record
from plait.sharing.standing import WRITERS
from plait.team.models import Involvement

Key = tuple[UUID | None, UUID | None]  # a service, or a person of the family


@dataclass(frozen=True)
class Partner:
    """A parent, or a service: one of its people speaks for it."""

    key: Key
    person: Person


def partners(team: Iterable[Involvement]) -> list[Partner]:
    """Everybody whose view counts, in the order in which they joined."""
    found: dict[Key, Partner] = {}
    for part in team:
        tie = part.tie
        if tie.agency is None and tie.role == Tie.PARENTAL_RESPONSIBILITY:
            who = Person(roles.HOME, tie.person.name, tie.relation)
            found[None, tie.person_id] = Partner((None, tie.person_id), who)
        elif tie.agency and tie.role in WRITERS[Category.PLAN]:
            key = (tie.agency_id, None)
            who = Person(tie.agency.strand, tie.person.name, roles.words(tie.role))
            if key in found:
                who = Person(tie.agency.strand, tie.agency.short_name, "")
            found[key] = Partner(key, who)
    return list(found.values())


def missing(
    partners: Iterable[Partner],
    outcome: Outcome,
    views: Iterable[View],
    *,
    of_any_wording: bool = False,
) -> list[Partner]:
    """Who has not said yet what they think of the outcome as it is worded now."""
    now = 0 if of_any_wording else outcome.record.version
    said = {
        _key(view.record)
        for view in views
        if view.outcome_id == outcome.pk and view.of_version >= now
    }
    return [one for one in partners if one.key not in said]


def _key(record: Record) -> Key:
    if record.owner_agency_id:
        return record.owner_agency_id, None
    return None, record.author_id
