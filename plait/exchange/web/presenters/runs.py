"""The pages of an import: how it begins, how far it is, what it did, who waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from plait.agencies.models import Agency
from plait.children.models import Child
from plait.design_system import words
from plait.exchange.census.reasons import OUTCOMES, REASONS
from plait.exchange.census.report import ROWS_SHOWN
from plait.exchange.models import ImportRun
from plait.exchange.web.presenters.numbers import Numbers, shown_row

State = ImportRun.State
READING_STALLS_AFTER = timedelta(minutes=2)
WRITING_STALLS_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Earlier:
    """An import of before, in one line."""

    href_id: str
    when: str
    state: str
    numbers: str


@dataclass(frozen=True)
class Start:
    """The page that asks for the files."""

    council: bool
    school: str
    has_code: bool
    code: str
    earlier: tuple[Earlier, ...]

    @classmethod
    def of(cls, agency: Agency, runs: Iterable[ImportRun], now: datetime) -> "Start":
        return cls(
            council=agency.kind == Agency.Kind.COUNCIL,
            school=agency.short_name,
            has_code=agency.kind == Agency.Kind.COUNCIL or bool(agency.census_code),
            code=agency.census_code,
            earlier=tuple(_earlier(run, now) for run in runs),
        )


def _earlier(run: ImportRun, now: datetime) -> Earlier:
    outcomes = run.numbers.get("outcomes", {})
    said = [f"{outcomes[name]:,} {name}" for name in OUTCOMES if outcomes.get(name)]
    return Earlier(
        href_id=str(run.pk),
        when=words.when(run.made_at, now),
        state=State(run.state).label,
        numbers=words.joined(said),
    )


@dataclass(frozen=True)
class Run:
    """One import, whatever has become of it so far."""

    id: str
    state: str
    stopped: bool
    sentence: str
    council: bool
    school: str
    add_schools: bool
    has_senco: bool
    promise: str
    share_read: int
    rows_read: str
    began: str
    done: str
    has_list: bool
    numbers: Numbers | None
    rows_shown: int = ROWS_SHOWN

    @classmethod
    def of(cls, run: ImportRun, *, has_senco: bool, now: datetime) -> "Run":
        return cls(
            id=str(run.pk),
            state=run.state,
            stopped=_has_stopped(run, now),
            sentence=run.sentence,
            council=run.agency.kind == Agency.Kind.COUNCIL,
            school=run.agency.short_name,
            add_schools=run.add_schools,
            has_senco=has_senco,
            promise=run.promise,
            share_read=run.share_read,
            rows_read=f"{run.rows_read:,}",
            began=words.when(run.made_at, now),
            done=words.when(run.done_at, now) if run.done_at else "",
            has_list=bool(run.rows_file),
            numbers=Numbers.of(run) if run.numbers else None,
        )


def _has_stopped(run: ImportRun, now: datetime) -> bool:
    quiet = now - run.beat_at
    if run.state == State.READING:
        return quiet > READING_STALLS_AFTER
    return run.state == State.WRITING and quiet > WRITING_STALLS_AFTER


@dataclass(frozen=True)
class HeldRow:
    """A row that waits for a person to say who it is."""

    run_id: str
    line: str
    name: str
    born: str
    number: str
    why: str
    children: tuple[tuple[str, str], ...]  # id, and the child in words
    unseen: bool

    @classmethod
    def of(
        cls, run: ImportRun, row: Mapping[str, Any], children: Iterable[Child]
    ) -> "HeldRow":
        shown = shown_row(row, decidable=True)
        visible = tuple(
            (
                str(child.pk),
                f"{child.full_name}, born {words.record_day(child.born_on)}",
            )
            for child in children
        )
        return cls(
            run_id=str(run.pk),
            line=shown.line,
            name=shown.name,
            born=shown.born,
            number=shown.number,
            why=REASONS[row["reason"]].words,
            children=visible,
            unseen=len(visible) < len(row["candidates"]),
        )
