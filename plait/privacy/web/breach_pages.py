"""What stands in the register of what went wrong, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.design_system import words
from plait.privacy import policy
from plait.privacy.models import Breach, BreachChange
from plait.privacy.operations.breaches import moment


@dataclass(frozen=True)
class Listed:
    """One of them, in the list."""

    id: UUID
    reference: str
    agency: str
    reported: str
    kind: str  # late, soon, open or done
    state: str

    @classmethod
    def of(cls, one: Breach, viewer: Viewer) -> "Listed":
        kind, state = _state(one, viewer.now)
        return cls(
            id=one.pk,
            reference=one.reference,
            agency=one.agency.short_name,
            reported=words.when(one.reported_at, viewer.now),
            kind=kind,
            state=state,
        )


@dataclass(frozen=True)
class Written:
    """One line of the history."""

    what: str
    said: str
    who: str


@dataclass(frozen=True)
class BreachPage:
    """One of them, and what can still be written."""

    id: UUID
    reference: str
    happened: str
    kind: str
    state: str
    facts: tuple[tuple[str, str], ...]
    history: tuple[Written, ...]
    is_open: bool
    not_yet: str  # why it cannot be closed

    @classmethod
    def of(
        cls, one: Breach, changes: Iterable[BreachChange], viewer: Viewer
    ) -> "BreachPage":
        kind, state = _state(one, viewer.now)
        closing = policy.may_close_breach(
            one.risk, ico_settled=one.ico_settled, people_settled=one.people_settled
        )
        return cls(
            id=one.pk,
            reference=one.reference,
            happened=one.happened,
            kind=kind,
            state=state,
            facts=tuple((what, said) for what, said in _facts(one) if said),
            history=tuple(
                Written(each.what, each.said, f"{each.by.name}, {moment(each.at)}")
                for each in changes
            ),
            is_open=one.closed_at is None,
            not_yet=closing.reason,
        )


def _state(one: Breach, now: datetime) -> tuple[str, str]:
    if one.closed_at:
        return "done", "Closed"
    if one.ico_settled:
        return "open", "Still to be closed"
    by = moment(one.due_at)
    if now > one.due_at:
        return "late", f"Past its time, {by}"
    return ("soon" if now >= one.remind_at else "open"), f"By {by}"


def _facts(one: Breach) -> Iterable[tuple[str, str]]:
    yield "Service", one.agency.name
    yield "Said by", f"{one.reported_by.name}, {moment(one.reported_at)}"
    yield "Known since", moment(one.aware_at)
    yield "72 hours end", moment(one.due_at)
    yield "Kinds of information", one.kinds
    yield "About how many people", f"{one.people:,}" if one.people else ""
    yield "How likely is harm", Breach.Risk(one.risk).label if one.risk else ""
    yield "What was done", one.done
    yield "The ICO was told", moment(one.ico_told_at) if one.ico_told_at else ""
    yield "Reference of the ICO", one.ico_reference
    yield "Late, because", one.late_because
    yield "The ICO is not told, because", one.ico_not_because
    yield (
        "The people were told",
        moment(one.people_told_at) if one.people_told_at else "",
    )
    yield "The people are not told, because", one.people_not_because
    yield "What will be different", one.lessons


def start_of(one: Breach) -> dict[str, Any]:
    """What a lead finds filled in: what stands there now."""
    known = words.in_london(one.aware_at)
    return {
        "day": known.date(),
        "at": words.clock_time(known),
        "people": one.people,
        "risk": one.risk,
        "done": one.done,
    }


@dataclass(frozen=True)
class Receipt:
    """What whoever said it keeps."""

    reference: str
    said: str
    when: str
    who: str


def receipt(one: Breach, viewer: Viewer) -> Receipt:
    leads = agencies.privacy_leads_for(one.agency_id, viewer.now)
    return Receipt(
        reference=one.reference,
        said=one.happened,
        when=moment(one.reported_at),
        who=words.joined(lead.person.name for lead in leads),
    )
