"""Planning an import, and carrying out exactly what was planned, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, TextIO, cast
from uuid import UUID

from django.db import transaction

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.exchange import policy, queries
from plait.exchange.census import survey as surveys
from plait.exchange.census.facts import Facts
from plait.exchange.census.files import FileRefused
from plait.exchange.census.report import Report, RowList
from plait.exchange.census.rows import Pupil, Unusable, read_row
from plait.exchange.census.survey import Progress, Survey, UnusableFile
from plait.exchange.census.verdicts import Act, Verdict, decide
from plait.exchange.operations.writing import Writer
from plait.ledger import operations as ledger
from plait.sharing import snapshot

CHANGED = "It has changed since it was looked at."


class PlanChanged(Exception):
    """What was confirmed is no longer what would happen; so nothing happened."""


@dataclass(frozen=True)
class CensusFiles:
    """The two files, each opened anew for every time it is read."""

    pupils: Callable[[], BinaryIO]
    needs: Callable[[], BinaryIO] | None = None

    def survey(self, today: date, progress: Progress) -> Survey:
        with self.pupils() as pupils:
            if self.needs is None:
                return surveys.survey_files(
                    pupils, None, today=today, progress=progress
                )
            with self.needs() as needs:
                return surveys.survey_files(
                    pupils, needs, today=today, progress=progress
                )


@dataclass(frozen=True)
class Wish:
    """Who wants what imported: the importing agency, and what was chosen or decided."""

    importer: Agency
    add_schools: bool = False
    decisions: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Plan:
    """What would happen, to be looked at and confirmed."""

    report: Report

    @property
    def promise(self) -> str:
        return self.report.promise


def plan_census(
    files: CensusFiles,
    wish: Wish,
    *,
    viewer: Viewer,
    progress: Progress = lambda rows, size: None,
    rows_to: TextIO | None = None,
) -> Plan:
    """What would become of each row (rule X2). Writes nothing. Raises UnusableFile."""
    policy.can_import_census(viewer.role, wish.importer.kind).require()
    survey = files.survey(viewer.today, progress)
    with snapshot.reading():
        facts = _facts(wish, survey, viewer)
    report = Report(survey)
    row_list = RowList(rows_to) if rows_to else None
    for read, verdict in _decided(files, survey, facts, viewer.today):
        report.add(read, verdict)
        if row_list:
            row_list.add(read, verdict)
    return Plan(report)


def import_census(
    files: CensusFiles, wish: Wish, *, promise: str, run_id: UUID, viewer: Viewer
) -> Report:
    """Do what was promised, whole, or nothing (rule X3, IMP-4, IMP-11).

    Raises PlanChanged when the files or what is known have changed since, and
    UnusableFile.
    """
    policy.can_import_census(viewer.role, wish.importer.kind).require()
    survey = files.survey(viewer.today, lambda rows, size: None)
    with transaction.atomic():
        _queue_at_schools(wish, survey)
        facts = _facts(wish, survey, viewer)
        report = Report(survey)
        writer = Writer(facts, survey, viewer=viewer, run_id=run_id)
        for read, verdict in _decided(files, survey, facts, viewer.today):
            report.add(read, verdict)
            if isinstance(read, Pupil):
                writer.add(read, verdict)
        if report.promise != promise:
            raise PlanChanged
        writer.finish()
        ledger.record(
            "exchange.census.imported",
            viewer=viewer,
            run=run_id,
            file=survey.digest,
            **report.numbers()["outcomes"],
        )
    return report


def _facts(wish: Wish, survey: Survey, viewer: Viewer) -> Facts:
    return queries.load_facts(
        wish.importer,
        list(survey.schools),
        viewer=viewer,
        add_schools=wish.add_schools,
        decisions=wish.decisions,
    )


def _queue_at_schools(wish: Wish, survey: Survey) -> None:
    """Two imports for one school go one after the other."""
    codes = [code for code in survey.schools if code][:1_000]
    schools = Agency.objects.filter(census_code__in=codes) | Agency.objects.filter(
        pk=wish.importer.pk
    )
    list(schools.order_by("pk").select_for_update().values_list("pk"))


def _decided(
    files: CensusFiles, survey: Survey, facts: Facts, today: date
) -> Iterator[tuple[Pupil | Unusable, Verdict]]:
    """Every row with its verdict. Raises UnusableFile when the file is another one."""
    taken: set[UUID] = set()
    total = 0
    with files.pupils() as file:
        try:
            counted = cast(BinaryIO, surveys.Counted(file))
            table = surveys.pupil_table(counted, with_needs=survey.has_needs)
            for row in table.rows:
                total += 1
                read = read_row(row, today)
                yield read, _once_each(decide(read, survey, facts), taken)
        except FileRefused as refusal:
            raise UnusableFile("pupils", str(refusal)) from None
    if total != survey.total:
        raise UnusableFile("pupils", CHANGED)


def _once_each(verdict: Verdict, taken: set[UUID]) -> Verdict:
    """No child is written twice in one import, whatever somebody decided."""
    if verdict.act in (Act.NOTHING, Act.ADD_CHILD) or verdict.child_id is None:
        return verdict
    if verdict.child_id in taken:
        return Verdict("child_twice", remarks=verdict.remarks)
    taken.add(verdict.child_id)
    return verdict
