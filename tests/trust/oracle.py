"""The sharing policy, written a second time and as a table to be checked by eye.

This is the independent oracle of design/sharing-policy.md: written from the table in
its part 3 and the readings below it, by somebody who has not seen the product's own
predicate, and importing nothing but the standard library and the facts beside it. It
takes a world (design/world-format.md) and says, for every person in every hat, which
row of the table decides about every record.

The table itself is ``TABLE``, near the end. What stands above it gives its words their
meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.trust.oracle_facts import (
    Basis,
    Record,
    Restriction,
    Tie,
    World,
    read_world,
)

FAMILY = "family"
ENTITLED_ROLE = "pr"  # parental responsibility
KINDS_THAT_CARRY_P5 = frozenset({"consent", "representative", "court_order"})
MOST_A_GLASS_OPENS = 2
VERY_RESTRICTED = 3


@dataclass(frozen=True, slots=True)
class Case:
    """May this person, in this hat, see this record? No agency is the family hat."""

    world: World
    person: str
    agency: str | None
    record: Record

    @property
    def family_hat(self) -> bool:
        return self.agency is None

    @property
    def hat(self) -> str:
        return self.agency if self.agency is not None else FAMILY


# --- The words the table uses -----------------------------------------------------


def is_live_employee(case: Case) -> bool:
    return any(
        employment.person == case.person
        and employment.agency == case.agency
        and employment.period.holds(case.world.at)
        for employment in case.world.employments
    )


def live_ties(case: Case, kind: str) -> Iterator[Tie]:
    """The reader's live ties of this kind to the child the record is about."""
    return (
        tie
        for tie in case.world.ties
        if tie.kind == kind
        and tie.person == case.person
        and tie.child == case.record.child
        and tie.period.holds(case.world.at)
    )


def is_cleared_in_live_team(case: Case) -> bool:
    """Agency hat; a live team tie in that agency, in a role cleared for the record."""
    return not case.family_hat and any(
        tie.agency == case.agency
        and case.world.clearance.get((tie.role, case.record.category), 0)
        >= case.record.sensitivity
        for tie in live_ties(case, "team")
    )


def is_of_entitled_family(case: Case) -> bool:
    """Reading 9: only parental responsibility, and only on a family tie."""
    return case.family_hat and any(
        tie.role == ENTITLED_ROLE for tie in live_ties(case, "family")
    )


def is_of_family_in_any_role(case: Case) -> bool:
    return case.family_hat and any(live_ties(case, "family"))


def is_the_young_person(case: Case) -> bool:
    return case.family_hat and any(live_ties(case, "self"))


def glass_is_live(case: Case) -> bool:
    """Agency hat; a glass for this person, this child and this agency."""
    return not case.family_hat and any(
        glass.person == case.person
        and glass.child == case.record.child
        and glass.agency == case.agency
        and glass.period.holds(case.world.at)
        for glass in case.world.glasses
    )


def glass_opens_record(case: Case) -> bool:
    """Reading 1: a glass reaches sensitivity 2 and no further."""
    return case.record.sensitivity <= MOST_A_GLASS_OPENS and glass_is_live(case)


def live_bases(case: Case) -> Iterator[Basis]:
    """Live, unwithdrawn bases for the record's child, category and sensitivity."""
    return (
        basis
        for basis in case.world.bases
        if basis.child == case.record.child
        and basis.category == case.record.category
        and basis.max_sensitivity >= case.record.sensitivity
        and basis.period.holds(case.world.at)
        and (basis.withdrawn_at is None or case.world.at < basis.withdrawn_at)
    )


def reaches_back(basis: Basis, record: Record) -> bool:
    """Reading 4: without ``covers_history``, only what was made since the basis."""
    return basis.covers_history or record.made_at >= basis.period.start


def covers(restriction: Restriction, record: Record) -> bool:
    """Reading 6: the child and all that is named must fit."""
    return (
        restriction.child == record.child
        and restriction.record in (None, record.id)
        and restriction.category in (None, record.category)
    )


def is_aimed_at_reader(restriction: Restriction, case: Case) -> bool:
    match restriction.aimed_at:
        case ("person", identifier):
            return identifier == case.person
        case ("person_at_work", identifier):
            return identifier == case.person and not case.family_hat
        case ("agency", identifier):
            return identifier == case.agency
        case ("family", None):
            return case.family_hat
    return restriction.aimed_at == ("everyone", None)


def is_draft(case: Case) -> bool:
    return case.record.state == "draft"


def is_own_draft(case: Case) -> bool:
    return is_draft(case) and case.record.author == case.person


# --- The rows ---------------------------------------------------------------------


def account_is_not_active(case: Case) -> bool:
    """G0"""
    return not case.world.active[case.person]


def record_is_erased(case: Case) -> bool:
    """G1"""
    return case.record.state == "erased"


def agency_does_not_employ_reader(case: Case) -> bool:
    """G2"""
    return not case.family_hat and not is_live_employee(case)


def record_is_sealed(case: Case) -> bool:
    """R: each seal must be passed, by exemption or by a glass through a soft one."""
    return any(
        restriction.period.holds(case.world.at)
        and covers(restriction, case.record)
        and is_aimed_at_reader(restriction, case)
        and case.person not in restriction.exempt
        and not (restriction.breakable and glass_opens_record(case))
        for restriction in case.world.restrictions
    )


def own_draft_for_own_agency(case: Case) -> bool:
    """P1d"""
    return (
        is_own_draft(case)
        and case.record.owner == case.agency
        and is_cleared_in_live_team(case)
    )


def own_draft_for_family(case: Case) -> bool:
    """P3d"""
    return (
        is_own_draft(case)
        and case.record.owner == FAMILY
        and (is_of_entitled_family(case) or is_the_young_person(case))
    )


def record_is_draft(case: Case) -> bool:
    """Z1"""
    return is_draft(case)


def record_of_own_agency(case: Case) -> bool:
    """P1"""
    return case.record.owner == case.agency and is_cleared_in_live_team(case)


def record_shared_with_agency(case: Case) -> bool:
    """P2: a basis to this agency; whoever else owns the record, the family included."""
    return is_cleared_in_live_team(case) and any(
        basis.to_agency == case.agency and reaches_back(basis, case.record)
        for basis in live_bases(case)
    )


def emergency_access(case: Case) -> bool:
    """P6: no tie and no clearance needed; row G2 has asked for live employment."""
    return glass_opens_record(case)


def never_for_family(case: Case) -> bool:
    """F0"""
    return case.family_hat and (
        case.record.category == "safeguarding"
        or case.record.sensitivity >= VERY_RESTRICTED
    )


def concerns_somebody_else(case: Case) -> bool:
    """F1"""
    return case.family_hat and case.record.about_person not in (None, case.person)


def released_to_young_person(case: Case) -> bool:
    """P4"""
    return case.record.release in (1, 2) and is_the_young_person(case)


def released_to_entitled_family(case: Case) -> bool:
    """P3: until the very instant of the switch."""
    return (
        case.record.release == 2
        and case.world.at < case.world.switch_at[case.record.child]
        and is_of_entitled_family(case)
    )


def released_and_agreed_for_reader(case: Case) -> bool:
    """P5: any family role, either side of the switch, by a basis in their own name."""
    return (
        case.record.release == 2
        and is_of_family_in_any_role(case)
        and any(
            basis.to_person == case.person and basis.kind in KINDS_THAT_CARRY_P5
            for basis in live_bases(case)
        )
    )


def nothing_allows_it(_case: Case) -> bool:
    """Z"""
    return True


ALLOW, DENY = True, False

# Evaluated top to bottom; the first row whose condition holds decides.
TABLE: tuple[tuple[str, bool, Callable[[Case], bool]], ...] = (
    ("G0", DENY, account_is_not_active),
    ("G1", DENY, record_is_erased),
    ("G2", DENY, agency_does_not_employ_reader),
    ("R", DENY, record_is_sealed),
    ("P1d", ALLOW, own_draft_for_own_agency),
    ("P3d", ALLOW, own_draft_for_family),
    ("Z1", DENY, record_is_draft),
    ("P1", ALLOW, record_of_own_agency),
    ("P2", ALLOW, record_shared_with_agency),
    ("P6", ALLOW, emergency_access),
    ("F0", DENY, never_for_family),
    ("F1", DENY, concerns_somebody_else),
    ("P4", ALLOW, released_to_young_person),
    ("P3", ALLOW, released_to_entitled_family),
    ("P5", ALLOW, released_and_agreed_for_reader),
    ("Z", DENY, nothing_allows_it),
)

# --- Deciding ---------------------------------------------------------------------


def hats_of(world: World, person: str) -> list[str | None]:
    """Reading 7: every agency an employment ever named, then family (None)."""
    employers = {job.agency for job in world.employments if job.person == person}
    hats: list[str | None] = [name for name in world.agencies if name in employers]
    if any(tie.person == person and tie.kind != "team" for tie in world.ties):
        hats.append(None)
    return hats


def answer(case: Case) -> dict:
    """The first row that matches, as a line of world-format.md's output."""
    row, allowed = next(
        (name, allowed) for name, allowed, condition in TABLE if condition(case)
    )
    return {
        "world": case.world.id,
        "person": case.person,
        "hat": case.hat,
        "record": case.record.id,
        "allowed": allowed,
        "row": row,
    }


def decide(world: dict) -> list[dict]:
    """Every decision in a world.

    In the order of the world's own lists: persons; for each, their hats (agencies as
    listed, family last); for each, records.
    """
    facts = read_world(world)
    return [
        answer(Case(facts, person, agency, record))
        for person in facts.active
        for agency in hats_of(facts, person)
        for record in facts.records
    ]


def decide_one(world: dict, *, person: str, hat: str, record: str) -> dict:
    """One decision of ``decide``; KeyError if there is no such person, hat or record.

    A hat of "family" is the family's.
    """
    facts = read_world(world)
    agency = None if hat == FAMILY else hat
    records = {entry.id: entry for entry in facts.records}
    if person not in facts.active or agency not in hats_of(facts, person):
        raise KeyError((person, hat))
    return answer(Case(facts, person, agency, records[record]))
