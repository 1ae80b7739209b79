"""What the pages about keeping and erasing show. No child is named on them (D27)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.access.viewer import Viewer
from plait.clocks import arithmetic
from plait.design_system import words
from plait.privacy import policy, schedule
from plait.privacy.models import Disposal, LegalHold
from plait.privacy.queries import going, retention
from plait.privacy.queries.retention import Inventory
from plait.privacy.schedule import Keep


@dataclass(frozen=True)
class KeepLine:
    """One line of the schedule."""

    who: str
    until: str
    source: str
    sure: str

    @classmethod
    def of(cls, keep: Keep) -> "KeepLine":
        sure = "Confirmed" if keep.is_sure else "To be confirmed"
        return cls(keep.who, f"{keep.years} years after birth", keep.source, sure)


def schedule_on(day: date) -> tuple[KeepLine, ...]:
    """The schedule, as it is in force on a day."""
    return tuple(KeepLine.of(keep) for keep in schedule.in_force(day))


@dataclass(frozen=True)
class HoldLine:
    """A legal hold in a list."""

    id: UUID
    child: str
    agency: str
    reason: str
    review_on: date
    is_late: bool

    @classmethod
    def of(cls, hold: LegalHold, today: date) -> "HoldLine":
        return cls(
            hold.pk,
            hold.child.in_short,
            hold.agency.name,
            hold.reason,
            hold.review_on,
            hold.review_on < today,
        )


@dataclass(frozen=True)
class DisposalLine:
    """A list in the register."""

    id: UUID
    child: str
    agency: str
    state: str
    kind: str
    number: int
    on: date

    @classmethod
    def of(cls, disposal: Disposal) -> "DisposalLine":
        kind, state = state_of(disposal)
        return cls(
            disposal.pk,
            disposal.child.in_short,
            disposal.agency.name,
            state,
            kind,
            len(disposal.listed),
            arithmetic.day_of(disposal.proposed_at),
        )


def state_of(disposal: Disposal) -> tuple[str, str]:
    """How far it has come: the kind of its mark, and the words."""
    if disposal.stopped_at:
        return "plain", "Stopped"
    if disposal.done_at:
        return "done", "Erased"
    if disposal.not_before:
        return "plain", f"Agreed. Not before {words.record_day(disposal.not_before)}"
    return "plain", "Waits for a second person"


@dataclass(frozen=True)
class Counts:
    """What a list holds: kind, how many, from when to when."""

    rows: tuple[tuple[str, int, str], ...]
    number: int

    @classmethod
    def of(cls, found: Inventory) -> "Counts":
        rows = tuple(
            (
                one.kind,
                one.number,
                words.record_day(one.first)
                if one.first == one.last
                else f"{words.record_day(one.first)} to {words.record_day(one.last)}",
            )
            for one in found.counted
        )
        return cls(rows, len(found.listed))


@dataclass(frozen=True)
class DisposalPage:
    """One list, with everything that was decided about it."""

    id: UUID
    title: str
    kind: str
    state: str
    facts: tuple[tuple[str, str], ...]
    counts: Counts
    changed: int
    seen: str
    may_agree: bool
    may_stop: bool
    is_held: bool

    @classmethod
    def of(cls, disposal: Disposal, viewer: Viewer) -> "DisposalPage":
        kind, state = state_of(disposal)
        found = going.inventory(disposal)
        is_open = not (disposal.stopped_at or disposal.done_at)
        held = retention.is_held(disposal.child_id, disposal.agency_id)
        agrees = policy.may_agree(
            is_proposer=disposal.proposed_by_id == viewer.person_id,
            is_second=retention.is_second(disposal, viewer),
        ).allowed
        return cls(
            id=disposal.pk,
            title=f"Erase records about {disposal.child.in_short}",
            kind=kind,
            state=state,
            facts=_facts_of(disposal, viewer),
            counts=Counts.of(found),
            changed=len(disposal.listed) - len(found.listed),
            seen=disposal.listed_hash,
            may_agree=agrees and is_open and not disposal.agreed_at and not held,
            may_stop=is_open,
            is_held=held and is_open,
        )


def _facts_of(disposal: Disposal, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    def when(by: object, at: object) -> str:
        return f"{by}, {words.when(at, viewer.now)}" if at else ""  # type: ignore[arg-type]

    name = {
        key: getattr(person, "name", "")
        for key, person in (
            ("proposed", disposal.proposed_by),
            ("agreed", disposal.agreed_by),
            ("stopped", disposal.stopped_by),
        )
    }
    facts = (
        ("Service", disposal.agency.name),
        ("Why", Disposal.Ground(disposal.ground).label),
        ("In words", disposal.words),
        ("Proposed by", when(name["proposed"], disposal.proposed_at)),
        ("Agreed by", when(name["agreed"], disposal.agreed_at)),
        ("Stopped by", when(name["stopped"], disposal.stopped_at)),
        ("Why stopped", disposal.why_stopped),
        ("Erased", _became(disposal) if disposal.done_at else ""),
        ("Proof of the list", disposal.listed_hash[:16]),
    )
    return tuple((label, said) for label, said in facts if said)


def _became(disposal: Disposal) -> str:
    left = f", {disposal.left_out} left out" if disposal.left_out else ""
    return f"{disposal.erased} of {len(disposal.listed)}{left}"
