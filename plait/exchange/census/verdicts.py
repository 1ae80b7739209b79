"""What becomes of each row. Values in, a verdict out: no database, no clock.

A pupil number says who is meant only in the school that sent it and together with the
date of birth. A name never does: where only names meet, the row waits for a person.

What a council is told rests on nothing but its file and its own earlier imports. What
is done for a school may be less than what its council is told is new: where the school
has sent the same pupil itself, or has a child whom it has to recognise first, nothing
is done (EXI-5).
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from plait.children import numbers
from plait.exchange.census.facts import Facts, KnownPupil, SchoolFacts
from plait.exchange.census.reasons import REASONS
from plait.exchange.census.rows import (
    Need,
    Pupil,
    Unusable,
    compared,
    needs_hash,
    needs_remarks,
)
from plait.exchange.census.survey import Survey, person_key

DIFFERENT = "different"


class Act(Enum):
    """What is done about a row once the import is confirmed."""

    NOTHING = "nothing"
    ADD_CHILD = "add child"
    ADD_ENTRY = "add entry"  # to a child who is here already
    REVISE = "revise"
    JOIN = "join"  # the SENCO joins the team


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one row, and why."""

    reason: str
    act: Act = Act.NOTHING
    child_id: UUID | None = None
    known: KnownPupil | None = None
    joining: tuple[UUID, ...] = ()
    remarks: tuple[str, ...] = ()
    candidates: tuple[UUID, ...] = ()

    @property
    def outcome(self) -> str:
        return REASONS[self.reason].outcome


def decide(read: Pupil | Unusable, survey: Survey, facts: Facts) -> Verdict:
    """The verdict on one row (rule X2)."""
    if isinstance(read, Unusable) and read.reason in ("ragged", "no_school"):
        return Verdict(read.reason)  # whose row this is, nobody can tell
    school = facts.schools.get(read.school)
    if school is None:
        return Verdict("school_unknown" if facts.is_council else "other_school")
    if isinstance(read, Unusable):
        return Verdict(read.reason)
    needs = survey.needs_of(read)
    remarks = (*read.remarks, *needs_remarks(read, needs))
    if reason := _trouble_in_file(read, survey):
        return Verdict(reason, remarks=remarks)
    said = Said(read, needs if survey.has_needs else None, survey, remarks)
    if facts.is_council:
        return _for_council(said, school)
    return _for_school(said, school, facts.decisions.get(str(read.line), ""))


@dataclass(frozen=True, slots=True)
class Said:
    """A usable row, its needs if there is a needs file, and what is odd about them."""

    pupil: Pupil
    needs: tuple[Need, ...] | None
    survey: Survey
    remarks: tuple[str, ...]

    def is_new_to(self, row_hash: str, known_needs: str) -> bool:
        """Whether this differs from before; without a needs file, needs say nothing."""
        if row_hash != self.pupil.row_hash:
            return True
        return self.needs is not None and known_needs != needs_hash(self.needs)


def _trouble_in_file(pupil: Pupil, survey: Survey) -> str:
    if not pupil.number:
        return "no_number"
    if survey.numbers[pupil.plain_number] > 1:
        return "number_twice"
    if pupil.key and survey.keys[pupil.school, pupil.key] > 1:
        return "key_twice"
    return ""


def _name_twice(said: Said) -> bool:
    return said.survey.people[person_key(said.pupil)] > 1


def _for_school(said: Said, school: SchoolFacts, decision: str) -> Verdict:
    """By number and date of birth; then by whoever decided; a name only asks."""
    pupil = said.pupil
    if known := school.pupils.get(pupil.plain_number):
        return _known(said, school, known)
    if by_number := school.by_upn.get(pupil.upn, []):
        return _by_number(said, school, by_number)
    candidates = tuple(sorted(namesakes(pupil, school), key=str))
    if decision in map(str, candidates):
        return _recognised(said, school, UUID(decision), "same_child")
    if candidates and decision != DIFFERENT:
        return Verdict("sent_for_matching", remarks=said.remarks, candidates=candidates)
    if _name_twice(said) and decision != DIFFERENT:
        return Verdict("name_twice", remarks=said.remarks)
    reason = "different_child" if decision == DIFFERENT else "new_pupil"
    return Verdict(
        reason,
        Act.ADD_CHILD,
        joining=school.sencos if pupil.is_supported else (),
        remarks=said.remarks,
    )


def _known(said: Said, school: SchoolFacts, known: KnownPupil) -> Verdict:
    """A pupil number that the school has sent before."""
    pupil = said.pupil
    if pupil.born_on not in (known.born_on, known.card_born_on):
        return Verdict("other_birth_date", remarks=said.remarks)
    joining = school.missing_sencos(known.child_id) if pupil.is_supported else ()
    corrected = pupil.born_on != known.born_on
    if corrected or said.is_new_to(known.row_hash, known.needs_hash):
        reason, act = "says_something_new", Act.REVISE
    elif joining:
        reason, act = "senco_joins", Act.JOIN
    else:
        reason, act = "same_as_before", Act.NOTHING
    return Verdict(
        reason,
        act,
        child_id=known.child_id,
        known=known,
        joining=joining,
        remarks=said.remarks,
    )


def _by_number(
    said: Said, school: SchoolFacts, found: list[tuple[UUID, date]]
) -> Verdict:
    """A checked pupil number that stands on the card of a child of the school."""
    born = said.pupil.born_on
    same_day = [child_id for child_id, born_on in found if born_on == born]
    if len(same_day) != 1 or len(found) > 1:
        return Verdict("other_birth_date", remarks=said.remarks)
    return _recognised(said, school, same_day[0], "known_by_number")


def _recognised(
    said: Said, school: SchoolFacts, child_id: UUID, reason: str
) -> Verdict:
    """A child who is here already gets an entry, or a new number for the one it has."""
    before = school.pupil_of_child.get(child_id)
    if before and said.survey.numbers[numbers.plain(before.number)]:
        return Verdict("child_twice", remarks=said.remarks)
    return Verdict(
        reason,
        Act.REVISE if before else Act.ADD_ENTRY,
        child_id=child_id,
        known=before,
        joining=school.missing_sencos(child_id) if said.pupil.is_supported else (),
        remarks=said.remarks,
    )


def _for_council(said: Said, school: SchoolFacts) -> Verdict:
    """Told from the council's own receipts; done as the school's own state allows."""
    pupil = said.pupil
    receipt = school.receipts.get(pupil.plain_number)
    if receipt and receipt.born_on != pupil.born_on:
        return Verdict("other_birth_date", remarks=said.remarks)
    if receipt and not said.is_new_to(receipt.row_hash, receipt.needs_hash):
        return Verdict("same_as_before", remarks=said.remarks)
    if not receipt and _name_twice(said):
        return Verdict("name_twice", remarks=said.remarks)
    return _quietly(said, school, "says_something_new" if receipt else "new_pupil")


def _quietly(said: Said, school: SchoolFacts, told: str) -> Verdict:
    """What is done for the school, whatever the council is told."""
    own = _for_school(said, school, "")
    spoken = own.known is not None and own.known.sent_by == school.agency_id
    acts = own.outcome in ("new", "changed") and not spoken
    if not acts:
        return Verdict(told, remarks=said.remarks)
    return Verdict(
        told,
        own.act,
        child_id=own.child_id,
        known=own.known,
        joining=own.joining,
        remarks=said.remarks,
    )


def namesakes(pupil: Pupil, school: SchoolFacts) -> set[UUID]:
    """Children of the school with the same name and birthday: a question, no answer."""
    found: set[UUID] = set()
    for given in {pupil.given_name, pupil.known_as} - {""}:
        for family in {pupil.family_name, pupil.surname}:
            key = compared(given), compared(family), pupil.born_on
            found |= school.by_name.get(key, set())
    return found
