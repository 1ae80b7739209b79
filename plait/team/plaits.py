"""Who took part, month by month: the letters that a plait is drawn from."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, QuerySet, When
from django.db.models.functions import TruncMonth

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing.models import Record

MONTHS = 6
ENOUGH = 2
COUNTED = "plans.rating"  # the monthly count is what was agreed: it is enough alone
# What counts as having taken part: something written, counted, tried or found out.
TAKING_PART = (
    "evidence.observation",
    "evidence.assessment",
    "evidence.concern",
    "plans.rating",
    "plans.practice",
    "plans.strategy",
    "book.entry",
)
STRANDS = (roles.HOME, roles.SETTING, roles.SPECIALISTS)
Letters = tuple[str, str, str]
NONE: Letters = ("." * MONTHS, "." * MONTHS, "." * MONTHS)


def months_shown(today: date) -> tuple[date, ...]:
    """The first days of the last six months, oldest first."""
    this = today.replace(day=1)
    return tuple(
        arithmetic.months_on(this, back - MONTHS + 1) for back in range(MONTHS)
    )


def months_in_words(today: date) -> tuple[str, ...]:
    return tuple(words.short_month(month) for month in months_shown(today))


def letters_of(
    children: Sequence[UUID] | QuerySet[Child], *, viewer: Viewer
) -> dict[UUID, Letters]:
    """A plait for each child, from what the viewer may see, in one statement.

    i: took part; s: a little; n: nothing yet; a dot before somebody was expected. Of
    what is older than the months shown it only matters that there was something.
    """
    months = months_shown(viewer.today)
    recent = When(
        made_at__gte=arithmetic.start_of(months[0]), then=TruncMonth("made_at")
    )
    rows = (
        Record.objects.visible_to(viewer.hat, viewer.now)
        .filter(child__in=children, kind__in=TAKING_PART)
        .annotate(month=Case(recent))
        .values("child_id", "owner_agency__kind", "kind", "month")
        .annotate(number=Count("pk"))
        .order_by()
    )
    tallies: dict[UUID, dict[str, Counter[date]]] = defaultdict(
        lambda: {strand: Counter() for strand in STRANDS}
    )
    for row in rows:
        strand = _strand(row["owner_agency__kind"])
        month = arithmetic.day_of(row["month"]) if row["month"] else date.min
        weight = ENOUGH if row["kind"] == COUNTED else 1
        tallies[row["child_id"]][strand][month] += weight * row["number"]
    return {
        child_id: _letters(by_strand, months) for child_id, by_strand in tallies.items()
    }


def _strand(agency_kind: str | None) -> str:
    if agency_kind is None:
        return roles.HOME
    return roles.SETTING if agency_kind in Agency.SETTINGS else roles.SPECIALISTS


def _letters(by_strand: dict[str, Counter[date]], months: Sequence[date]) -> Letters:
    home, setting, specialists = (
        "".join(_letter(by_strand[strand], month) for month in months)
        for strand in STRANDS
    )
    return home, setting, specialists


def _letter(tally: Counter[date], month: date) -> str:
    if not tally or month < min(tally):
        return "."
    number = tally[month]
    return "i" if number >= ENOUGH else "s" if number else "n"


WORDS = {"i": "took part", "s": "a little", "n": "nothing yet"}


def in_words(letters: str) -> str:
    """ "In 5 of 6 months, a little in 1": the words that stand beside the drawing.

    They speak of what was written. Who is in the team, the team page says.
    """
    expected = [letter for letter in letters if letter != "."]
    if not expected:
        return "Nothing written yet"
    full, some, months = expected.count("i"), expected.count("s"), len(expected)
    if full == months:
        return f"In all {full} months" if full > 1 else "In this month"
    if full:
        said = f"In {full} of {months} months"
        return f"{said}, a little in {some}" if some else said
    if not some:
        return f"Nothing in {words.plural(months, 'month', 'months')}"
    return f"A little in {some} of {months} months" if months > 1 else "A little so far"


def quiet_weeks(letters: str) -> int:
    """For how many weeks, about, a strand has been quiet: whole months at the end."""
    ended = letters.rstrip("n")
    return 0 if not ended.strip(".") else (len(letters) - len(ended)) * 4


def rows(letters: Letters, setting: str) -> tuple[tuple[str, str, str], ...]:
    """The key below a plait: strand, its word, and how it took part."""
    places = ("Home", setting, "Specialists")
    return tuple(
        (strand, place, in_words(letter))
        for strand, place, letter in zip(STRANDS, places, letters, strict=True)
    )
