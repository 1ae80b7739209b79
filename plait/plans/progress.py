"""What the counts of an outcome say. Values in, sentences and months out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plait.clocks import arithmetic
from plait.design_system import words

MONTHS_SHOWN = 7
COUNTED_BY = 20  # the day of the month
BEFORE_A_COUNT = timedelta(days=14)  # so long something is done before it is counted


@dataclass(frozen=True)
class Count:
    """One count: which strand, which day, how many."""

    strand: str
    on: date
    value: Decimal


@dataclass(frozen=True)
class Aim:
    """What is counted, where it started, and where it should get to."""

    measure: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date


def count_is_due(today: date) -> date:
    """The day by which this month's count is asked for."""
    return today.replace(day=COUNTED_BY)


def is_counted_this_month(since: date, today: date) -> bool:
    """Whether something agreed on a day was there long enough to be counted by now.

    Otherwise its first count is next month's, which cannot be late before it began.
    """
    return since <= last_start_for_a_count(today)


def last_start_for_a_count(today: date) -> date:
    """What was agreed after this day is not counted this month."""
    return count_is_due(today) - BEFORE_A_COUNT


def months_until(today: date, counts: Sequence[Count]) -> tuple[date, ...]:
    """The first days of the months to show: up to seven, the last one this month."""
    this = today.replace(day=1)
    first = min((count.on.replace(day=1) for count in counts), default=this)
    earliest = max(first, arithmetic.months_on(this, 1 - MONTHS_SHOWN))
    months = [earliest]
    while months[-1] < this:
        months.append(arithmetic.months_on(months[-1], 1))
    return tuple(months)


def by_month(
    counts: Sequence[Count], strand: str, months: Sequence[date]
) -> tuple[Decimal | None, ...]:
    """A strand's last count of each month; nothing where nobody counted."""
    last: dict[date, Decimal] = {}
    for count in sorted(counts, key=lambda one: one.on):
        if count.strand == strand:
            last[count.on.replace(day=1)] = count.value
    return tuple(last.get(month) for month in months)


def plain(value: Decimal) -> str:
    """5, not 5.00; 2.5 as it is."""
    return format(value.normalize(), "f")


def counted(value: Decimal, measure: str) -> str:
    """ "5 times in 20 minutes of play", and "1 time in 20 minutes of play"."""
    if value == 1:
        first, _, rest = measure.partition(" ")
        if first.endswith("s") and not first.endswith("ss"):
            measure = f"{first[:-1]} {rest}".rstrip()
    return f"{plain(value)} {measure}"


def change_in_a_sentence(
    counts: Sequence[Count], aim: Aim, *, place: str, strand: str
) -> str:
    """ "In May it was 1 at home. Now it is 5 times in …" for one strand.

    Empty when there are fewer than two counts: one number is not a change.
    """
    own = sorted(
        (one for one in counts if one.strand == strand), key=lambda one: one.on
    )
    if len(own) < 2:
        return ""
    first, last = own[0], own[-1]
    month, before = words.MONTHS[first.on.month - 1], plain(first.value)
    return (
        f"In {month} it was {before} {place}. "
        f"Now it is {counted(last.value, aim.measure)}."
    )


def where_it_stands(
    latest: dict[str, Decimal], aim: Aim, words_of: dict[str, str]
) -> str:
    """Where home and setting are against the target, without a ranking."""
    if aim.target is None or not latest:
        return ""
    said = [
        f"{_distance(value, aim.target)} {words_of[strand]}"
        for strand, value in latest.items()
    ]
    joined = words.joined(said)
    return joined[:1].upper() + joined[1:] + "."


def _distance(value: Decimal, target: Decimal) -> str:
    missing = target - value
    if missing <= 0:
        return "at the target"
    return f"{plain(missing)} short of the target"


def what_is_missing(
    *,
    wording: str,
    measure: str,
    baseline: Decimal | None,
    target: Decimal | None,
    due_on: date | None,
    today: date,
) -> tuple[str, ...]:
    """What would make an outcome specific, measurable and timed; only prompts."""
    gaps = []
    if len(wording.split()) < 8:
        gaps.append("Say what will be seen or heard, and where.")
    if not measure:
        gaps.append("Say what is counted, for example “times in 20 minutes of play”.")
    if baseline is None:
        gaps.append("Count once now, so that the change can be seen.")
    if target is None:
        gaps.append("Say which number would be good enough.")
    elif baseline is not None and target == baseline:
        gaps.append("The target is where things are now.")
    if due_on and due_on > arithmetic.months_on(today, 12):
        gaps.append("The day is more than a year away. A nearer step helps.")
    return tuple(gaps)
