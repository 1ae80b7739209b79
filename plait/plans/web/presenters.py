"""Page objects of the plan: decided, and in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.design_system import words
from plait.design_system.drawings import Chart, Line
from plait.evidence import areas
from plait.plans import progress, queries
from plait.plans.models import Outcome, Rating
from plait.plans.progress import Aim, Count
from plait.sharing.bylines import Byline, Bylines
from plait.sharing.models import Record


def strand_of(record: Record) -> str:
    agency: Agency | None = record.owner_agency
    return agency.strand if agency else roles.HOME


def place_words(records: Iterable[Record], own: str = "") -> dict[str, str]:
    """The word for each strand: the setting's is the real place."""
    setting = next(
        (
            record.owner_agency.place_word
            for record in records
            if record.owner_agency and record.owner_agency.strand == roles.SETTING
        ),
        own or "Setting",
    )
    return {"home": "Home", "setting": setting, "specialists": "Specialists"}


@dataclass(frozen=True)
class Latest:
    """The newest count of a strand."""

    strand: str
    word: str
    value: str
    by: Byline
    on: str


@dataclass(frozen=True)
class RatePage:
    """What is counted, and what a new count of this month takes the place of."""

    title: str
    measure: str
    counted: str

    @classmethod
    def of(cls, outcome: Outcome, before: Rating | None, viewer: Viewer) -> "RatePage":
        return cls(
            title=outcome.title,
            measure=f"{outcome.measure[:1].upper()}{outcome.measure[1:]}",
            counted=_counted(before, viewer) if before else "",
        )


def _counted(before: Rating, viewer: Viewer) -> str:
    """ "You counted 4 on 13 November. “Mornings are better.”" """
    saved_by = queries.who_saved(before.record, viewer=viewer)
    who = "You" if saved_by.pk == viewer.person_id else saved_by.name
    on = _in_text(before.counted_on, viewer.today)
    note = f" “{before.note}”" if before.note else ""
    return f"{who} counted {progress.plain(before.value)} on {on}.{note}"


@dataclass(frozen=True)
class OutcomeCard:
    """An outcome on the plan page: from, now, to."""

    id: UUID
    title: str
    wording: str
    area: str
    state: str
    due_on: date
    span: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]


def counts_of(ratings: Sequence[Rating]) -> list[Count]:
    return [Count(strand_of(one.record), one.counted_on, one.value) for one in ratings]


def aim_of(outcome: Outcome) -> Aim:
    return Aim(outcome.measure, outcome.baseline, outcome.target, outcome.due_on)


def card(
    outcome: Outcome, ratings: Sequence[Rating], by: Bylines, viewer: Viewer
) -> OutcomeCard:
    return OutcomeCard(
        id=outcome.pk,
        title=outcome.title,
        wording=outcome.wording,
        area=areas.AREAS.get(outcome.area, outcome.area),
        state=Outcome.State(outcome.state).label,
        due_on=outcome.due_on,
        span=span(outcome, ratings, by, viewer),
        missing=progress.what_is_missing(
            wording=outcome.wording,
            measure=outcome.measure,
            baseline=outcome.baseline,
            target=outcome.target,
            due_on=outcome.due_on,
            today=viewer.today,
        ),
    )


def span(
    outcome: Outcome, ratings: Sequence[Rating], by: Bylines, viewer: Viewer
) -> tuple[tuple[str, str, str], ...]:
    """Where it started, where each strand is now, and the target."""
    items = []
    if outcome.baseline is not None:
        since = f", {words.month(outcome.baseline_on)}" if outcome.baseline_on else ""
        items.append(
            (
                f"Where we started{since}",
                progress.plain(outcome.baseline),
                outcome.measure,
            )
        )
    items += [
        (f"Now at {one.word}, {one.on}", one.value, one.by.called)
        for one in latest(ratings, by, viewer)
        if one.strand != roles.SPECIALISTS
    ]
    if outcome.target is not None:
        due = words.day(outcome.due_on, viewer.today)
        items.append(
            (f"Target, by {due}", progress.plain(outcome.target), outcome.measure)
        )
    return tuple(items)


def latest(ratings: Sequence[Rating], by: Bylines, viewer: Viewer) -> list[Latest]:
    """Each strand's newest count, home first."""
    newest: dict[str, Rating] = {strand_of(one.record): one for one in ratings}
    return [
        Latest(
            strand=strand,
            word=by.of(newest[strand].record).place.lower()
            if strand != roles.SPECIALISTS
            else by.of(newest[strand].record).place,
            value=progress.plain(newest[strand].value),
            by=by.of(newest[strand].record),
            on=_in_text(newest[strand].counted_on, viewer.today),
        )
        for strand in (roles.HOME, roles.SETTING, roles.SPECIALISTS)
        if strand in newest
    ]


def _in_text(day: date, today: date) -> str:
    """ "13 November": a day without its weekday."""
    return words.day(day, today).split(" ", 1)[1]


def chart(
    outcome: Outcome, ratings: Sequence[Rating], child: str, today: date
) -> Chart:
    """The counts by month, with the target; and their twin as a table."""
    counts = counts_of(ratings)
    months = progress.months_until(today, counts)
    named = place_words(one.record for one in ratings)
    by_strand = {
        strand: progress.by_month(counts, strand, months)
        for strand in (roles.HOME, roles.SETTING, roles.SPECIALISTS)
    }
    lines = tuple(
        Line(strand, named[strand], tuple(map(_number, values)))
        for strand, values in by_strand.items()
        if any(value is not None for value in values)
    )
    title = f"{outcome.measure[:1].upper()}{outcome.measure[1:]}"
    return Chart(
        title=title,
        months=tuple(words.short_month(month) for month in months),
        lines=lines,
        target=_number(outcome.target),
        label=_finding(outcome, counts, named),
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _finding(outcome: Outcome, counts: Sequence[Count], named: dict[str, str]) -> str:
    said = []
    for strand, word in named.items():
        own = [count for count in counts if count.strand == strand]
        if own:
            first, last = progress.plain(own[0].value), progress.plain(own[-1].value)
            said.append(f"{word} went from {first} to {last}.")
    target = (
        f" Target {progress.plain(outcome.target)}."
        if outcome.target is not None
        else ""
    )
    return (
        f"Counts by month.{target} {' '.join(said)} The table below has every number."
    )
