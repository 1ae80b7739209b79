"""Every row accounted for: numbers that add up, the first rows of each, a list."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TextIO

from plait.exchange.census.reasons import OUTCOME_WORDS, OUTCOMES, REASONS, REMARKS
from plait.exchange.census.rows import Pupil, Unusable, needs_hash
from plait.exchange.census.survey import Survey
from plait.exchange.census.verdicts import Verdict

ROWS_SHOWN = 10
SCHOOLS_NAMED = 40
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
HEADER = (
    "Line", "School", "Pupil number", "What becomes of it", "Why", "Kept as received",
)  # fmt: skip


@dataclass
class Report:
    """Counts while rows are decided; each row has one outcome and one reason."""

    survey: Survey
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    supported: int = 0
    needs_used: int = 0
    shown: list[dict[str, Any]] = field(default_factory=list)
    _promise: Any = field(default_factory=sha256)

    def add(self, read: Pupil | Unusable, verdict: Verdict) -> None:
        """Count one row."""
        self.outcomes[verdict.outcome] += 1
        self.reasons[verdict.reason] += 1
        self.remarks.update(verdict.remarks)
        self._promise.update(f"{read.line}\x1f{verdict.reason}\x1e".encode())
        if verdict.reason == "school_unknown":
            self.unknown[read.school] += 1
        if isinstance(read, Pupil):
            self._add_pupil(read, verdict)
        if self.reasons[verdict.reason] <= ROWS_SHOWN:
            self.shown.append(as_shown(read, verdict))

    def _add_pupil(self, pupil: Pupil, verdict: Verdict) -> None:
        needs = self.survey.needs_of(pupil)
        self._promise.update(f"{pupil.row_hash}{needs_hash(needs)}".encode())
        if verdict.outcome in ("new", "changed", "unchanged"):
            self.needs_used += len(needs)
        if verdict.outcome in ("new", "changed"):
            self.supported += pupil.is_supported

    @property
    def promise(self) -> str:
        """What a confirmation confirms: these files, and this outcome for each row."""
        whole = self._promise.copy()
        whole.update(self.survey.digest.encode())
        digest: str = whole.hexdigest()
        return digest

    def numbers(self) -> dict[str, Any]:
        """All counts as plain values, in a fixed order."""
        return {
            "total": self.survey.total,
            "outcomes": {name: self.outcomes[name] for name in OUTCOMES},
            "reasons": ordered(self.reasons, REASONS),
            "remarks": ordered(self.remarks, REMARKS),
            "with_support": self.supported,
            "needs": {
                "total": self.survey.needs_total,
                "used": self.needs_used,
                "left_out": self.survey.needs_total - self.needs_used,
            }
            if self.survey.has_needs
            else None,
            "schools_unknown": dict(self.unknown.most_common(SCHOOLS_NAMED)),
            "columns_left_out": list(self.survey.left_out),
        }


def ordered(counts: Counter[str], order: Iterable[str]) -> dict[str, int]:
    return {name: counts[name] for name in order if counts[name]}


def as_shown(read: Pupil | Unusable, verdict: Verdict) -> dict[str, Any]:
    """One of the first rows of a reason, as a page shows it."""
    pupil = read if isinstance(read, Pupil) else None
    return {
        "line": read.line,
        "school": read.school,
        "number": read.number,
        "name": read.name,
        "born_on": pupil.born_on.isoformat() if pupil else "",
        "provision": pupil.provision if pupil else "",
        "year_group": pupil.year_group if pupil else "",
        "reason": verdict.reason,
        "remarks": list(verdict.remarks),
        "child": str(verdict.child_id) if verdict.child_id else "",
        "candidates": [str(candidate) for candidate in verdict.candidates],
    }


class RowList:
    """The list of every row, for a spreadsheet: no names, and nothing that can run."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(HEADER)

    def add(self, read: Pupil | Unusable, verdict: Verdict) -> None:
        words = [REMARKS[remark] for remark in verdict.remarks]
        self._writer.writerow(
            [
                read.line,
                as_text(read.school),
                as_text(read.number),
                OUTCOME_WORDS[verdict.outcome],
                REASONS[verdict.reason].words,
                " ".join(words),
            ]
        )


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and never calculates (OUT-14)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def in_words(numbers: Mapping[str, Any]) -> list[str]:
    """The counts as lines of text, for a terminal."""
    lines = [f"{numbers['total']:,} rows"]
    for outcome in OUTCOMES:
        lines.append(f"  {numbers['outcomes'][outcome]:>7,}  {OUTCOME_WORDS[outcome]}")
        lines += [
            f"           {count:>7,}  {REASONS[reason].words}"
            for reason, count in numbers["reasons"].items()
            if REASONS[reason].outcome == outcome
        ]
    if numbers["remarks"]:
        lines.append("Kept as received, and worth a look:")
    lines += [
        f"  {count:>7,}  {REMARKS[remark]}"
        for remark, count in numbers["remarks"].items()
    ]
    if numbers["schools_unknown"]:
        lines.append("Schools that are not known here (--add-schools adds them):")
    lines += [
        f"  {count:>7,}  {code}" for code, count in numbers["schools_unknown"].items()
    ]
    return lines
