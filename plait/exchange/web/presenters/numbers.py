"""Every row of a file accounted for, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plait.agencies.models import Agency
from plait.design_system import words
from plait.exchange.census.reasons import (
    DECIDABLE,
    OUTCOME_WORDS,
    OUTCOMES,
    REASONS,
    REMARKS,
)
from plait.exchange.models import ImportRun

State = ImportRun.State


@dataclass(frozen=True)
class ShownRow:
    """One row of the file."""

    line: str
    name: str
    born: str
    school: str
    number: str
    provision: str
    year_group: str
    decidable: int  # its line, when somebody may decide about it; else 0


@dataclass(frozen=True)
class ShownReason:
    """One reason, how many rows have it, and the first of them."""

    key: str
    words: str
    count: int
    rows: tuple[ShownRow, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class ShownOutcome:
    """One outcome with its reasons."""

    key: str
    words: str
    count: int
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class Numbers:
    """Every row accounted for."""

    total: int
    outcomes: tuple[ShownOutcome, ...]
    remarks: tuple[tuple[str, int], ...]
    schools_unknown: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    needs: str
    new: int
    changed: int
    waiting: int
    with_support: int

    @property
    def anything_to_write(self) -> bool:
        return bool(self.new or self.changed)

    @classmethod
    def of(cls, run: ImportRun) -> "Numbers":
        numbers, council = run.numbers, run.agency.kind == Agency.Kind.COUNCIL
        decidable = run.state == State.READ and not council
        rows: dict[str, list[ShownRow]] = {}
        for row in run.shown:
            shown = shown_row(row, decidable=decidable)
            rows.setdefault(row["reason"], []).append(shown)
        return cls(
            total=numbers["total"],
            outcomes=tuple(
                _shown_outcome(outcome, numbers, rows) for outcome in OUTCOMES
            ),
            remarks=tuple(
                (REMARKS[name], count) for name, count in numbers["remarks"].items()
            ),
            schools_unknown=tuple(numbers["schools_unknown"].items()),
            left_out=tuple(numbers["columns_left_out"]),
            needs=_needs_in_words(numbers["needs"]),
            new=numbers["outcomes"]["new"],
            changed=numbers["outcomes"]["changed"],
            waiting=numbers["outcomes"]["held"] + numbers["outcomes"]["refused"],
            with_support=numbers["with_support"],
        )


def _shown_outcome(
    outcome: str, numbers: Mapping[str, Any], rows: Mapping[str, list[ShownRow]]
) -> ShownOutcome:
    reasons = tuple(
        ShownReason(key, REASONS[key].words, count, tuple(rows.get(key, ())))
        for key, count in numbers["reasons"].items()
        if REASONS[key].outcome == outcome
    )
    return ShownOutcome(
        outcome, OUTCOME_WORDS[outcome], numbers["outcomes"][outcome], reasons
    )


def shown_row(row: Mapping[str, Any], *, decidable: bool) -> ShownRow:
    born_on = row["born_on"]
    return ShownRow(
        line=f"{row['line']:,}",
        name=row["name"] or "No name",
        born=words.record_day(date.fromisoformat(born_on)) if born_on else "",
        school=row["school"],
        number=row["number"],
        provision=row["provision"],
        year_group=row["year_group"],
        decidable=row["line"] if decidable and row["reason"] in DECIDABLE else 0,
    )


def _needs_in_words(needs: Mapping[str, int] | None) -> str:
    if needs is None:
        return "No file with needs came with it. Needs that are here already stay."
    used, total = needs["used"], needs["total"]
    if used == total:
        return f"All {total:,} needs of the second file belong to usable rows."
    return (
        f"{used:,} of the {total:,} needs of the second file belong to usable rows. "
        "The rest is left out."
    )
