"""Writing what a census says, many children at a time.

The same envelopes, versions, hashes, ties and ledger lines as if each had been written
by itself; only the statements are fewer.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child
from plait.exchange.census.facts import Facts, KnownPupil, SchoolFacts
from plait.exchange.census.rows import Need, Pupil, needs_hash
from plait.exchange.census.survey import Survey
from plait.exchange.census.verdicts import Act, Verdict
from plait.exchange.models import CensusEntry, CensusPupil, CensusReceipt
from plait.exchange.operations import teams
from plait.exchange.operations.batch import Batch
from plait.exchange.operations.schools import add_school
from plait.ledger import operations as ledger
from plait.ledger.operations import Entry
from plait.sharing.models import Record

ROWS_AT_ONCE = 500
LINES_AT_ONCE = 2_000
NAMES = ("given_name", "family_name", "known_as")
CODES = ("provision", "year_group", "language", "entered_on", "unit", "resourced")


@dataclass
class Doing:
    """One row on its way into the database."""

    pupil: Pupil
    verdict: Verdict
    school: SchoolFacts
    needs: tuple[Need, ...]


@dataclass
class Writer:
    """Takes rows one by one and writes them by the hundred, inside one transaction."""

    facts: Facts
    survey: Survey
    viewer: Viewer
    run_id: UUID
    waiting: list[Doing] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)

    def add(self, pupil: Pupil, verdict: Verdict) -> None:
        """One row. Nothing is done about those that are held, refused or unchanged."""
        if verdict.outcome not in ("new", "changed"):
            return
        school = self.facts.schools[pupil.school]
        if school.agency_id is None:
            school.agency_id = add_school(school)
            self._tell("agencies.agency.added", None, {"agency": school.agency_id})
        needs = self.survey.needs_of(pupil)
        self.waiting.append(Doing(pupil, verdict, school, needs))
        if len(self.waiting) >= ROWS_AT_ONCE:
            self._flush()

    def finish(self) -> None:
        """Write what is left, and the ledger last: others queue at its end."""
        self._flush()
        for start in range(0, len(self.lines), LINES_AT_ONCE):
            ledger.write(self.lines[start : start + LINES_AT_ONCE])

    def _flush(self) -> None:
        doing, self.waiting = self.waiting, []
        batch = Batch(self.viewer)
        current = _current_entries(doing)
        for one in doing:
            self._prepare(one, batch, current)
        if self.facts.is_council:
            self._keep_receipts(doing, batch)
        teams.give_reason(batch, viewer=self.viewer)
        batch.save()

    def _prepare(
        self, one: Doing, batch: Batch, current: dict[UUID, CensusEntry]
    ) -> None:
        act, verdict = one.verdict.act, one.verdict
        if act is Act.NOTHING:
            return
        told: dict[str, Any] = {"run": self.run_id}
        if act is Act.ADD_CHILD:
            child = self._add_child(one.pupil, batch)
            told |= self._add_entry(one, child.pk, batch)
        elif act is Act.ADD_ENTRY:
            child = Child(pk=verdict.child_id)
            told |= self._add_entry(one, child.pk, batch)
        elif known := verdict.known:
            entry = current[known.record_id]
            child = entry.record.child
            if act is Act.REVISE:
                told |= self._revise(one, known, entry, batch)
        ties = [
            teams.bring_in(
                senco,
                child=child,
                school=one.school,
                leads=act is Act.ADD_CHILD and place == 0,
                batch=batch,
                viewer=self.viewer,
            )
            for place, senco in enumerate(verdict.joining)
        ]
        added = act in (Act.ADD_CHILD, Act.ADD_ENTRY)
        word = "exchange.pupil.added" if added else "exchange.pupil.changed"
        self._tell(word, child.pk, told | {"ties": ties})

    def _add_child(self, pupil: Pupil, batch: Batch) -> Child:
        child = Child(
            given_name=pupil.given_name,
            family_name=pupil.family_name,
            known_as=pupil.known_as,
            born_on=pupil.born_on,
            upn=pupil.upn,
            added_at=self.viewer.now,
        )
        batch.children.append(child)
        return child

    def _add_entry(self, one: Doing, child_id: UUID, batch: Batch) -> dict[str, Any]:
        entry = CensusEntry(needs=[list(need) for need in one.needs])
        _say(entry, one.pupil)
        record = batch.add_record(entry, child_id=child_id, owner_id=one.school.id)
        batch.pupils.append(
            CensusPupil(
                school_id=one.school.id,
                child_id=child_id,
                record=record,
                **self._mark(one, ""),
                sent_by_id=self.facts.agency_id,
            )
        )
        return {"record": record.pk, "version": 1}

    def _revise(
        self, one: Doing, known: KnownPupil, entry: CensusEntry, batch: Batch
    ) -> dict[str, Any]:
        pupil = one.pupil
        corrected = _correct_card(entry, pupil, batch)
        _say(entry, pupil)
        if self.survey.has_needs:
            entry.needs = [list(need) for need in one.needs]
        record = batch.revise_record(entry)
        batch.pupils_changed.append(
            CensusPupil(
                pk=known.pk,
                school_id=one.school.id,
                child_id=known.child_id,
                record=record,
                **self._mark(one, known.needs_hash),
                sent_by_id=self.facts.agency_id,
            )
        )
        return {"record": record.pk, "version": record.version, "card": corrected}

    def _mark(self, one: Doing, needs_before: str) -> dict[str, Any]:
        """What the next import compares with; without a needs file, needs stay."""
        said = needs_hash(one.needs) if self.survey.has_needs else needs_before
        return {
            "reference": one.pupil.number,
            "born_on": one.pupil.born_on,
            "row_hash": one.pupil.row_hash,
            "needs_hash": said,
        }

    def _keep_receipts(self, doing: list[Doing], batch: Batch) -> None:
        for one in doing:
            before = one.school.receipts.get(one.pupil.plain_number)
            receipt = CensusReceipt(
                council_id=self.facts.agency_id,
                school_id=one.school.id,
                **self._mark(one, before.needs_hash if before else ""),
            )
            if before:
                receipt.pk = before.pk
                batch.receipts_changed.append(receipt)
            else:
                batch.receipts.append(receipt)

    def _tell(self, act: str, child_id: UUID | None, told: dict[str, Any]) -> None:
        self.lines.append(
            Entry(
                act=act,
                at=self.viewer.now,
                person_id=self.viewer.person_id,
                hat=self.viewer.hat.key,
                role=self.viewer.role,
                child_id=child_id,
                details=told,
            )
        )


def _say(entry: CensusEntry, pupil: Pupil) -> None:
    for name in (*NAMES, *CODES):
        setattr(entry, name, getattr(pupil, name))


def _correct_card(entry: CensusEntry, pupil: Pupil, batch: Batch) -> list[str]:
    """A name on the card follows the census until somebody changes it by hand."""
    child = entry.record.child
    wanted = {
        name: getattr(pupil, name)
        for name in NAMES
        if getattr(child, name) == getattr(entry, name) != getattr(pupil, name)
    }
    if pupil.upn and not child.upn:
        wanted["upn"] = pupil.upn
    if not wanted:
        return []
    for name, value in wanted.items():
        setattr(child, name, value)
    child.version += 1
    batch.children_changed.append(child)
    return sorted(wanted)


def _current_entries(doing: list[Doing]) -> dict[UUID, CensusEntry]:
    """The entries that rows change, with their envelopes locked."""
    ids = [one.verdict.known.record_id for one in doing if one.verdict.known]
    if not ids:
        return {}
    why = "entries that a census file changes"
    locked = Record.objects.unfiltered(why).select_for_update().filter(pk__in=ids)
    list(locked.values_list("pk"))
    entries = CensusEntry.objects.unfiltered(why).select_related("record__child")
    return {entry.record_id: entry for entry in entries.filter(pk__in=ids)}
