"""A list of children with their plaits and what needs care, a page at a time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from plait.access.viewer import Viewer
from plait.book import queries as book
from plait.children.models import Child
from plait.design_system import words
from plait.design_system.parts import Pages
from plait.team import plaits
from plait.today import queries

LOOKS = ("late", "soon", "open", "done")
BY_NAME = "By last name."
BY_CARE = "What needs care comes first, then by date of review, then by last name."


@dataclass(frozen=True)
class Row:
    """A child in a list."""

    id: UUID
    name: str
    first_name: str
    age: str
    letters: plaits.Letters
    plait_words: str
    care: tuple[str, str]  # the look of a status, and its words
    review: str
    review_on: date | None
    unread: int
    href: str


@dataclass(frozen=True)
class ListPage:
    """A page of children."""

    rows: tuple[Row, ...]
    total: int
    pages: Pages
    months: tuple[str, ...]
    wanted: str
    order: str


def list_page(
    children: QuerySet[Child],
    viewer: Viewer,
    *,
    number: int,
    wanted: str = "",
    urgent_first: bool = False,
) -> ListPage:
    """One page of children: the same number of statements for one and for many.

    By last name; what needs care most comes first where all fit on one page.
    """
    total = children.count()
    last = max(1, -(-total // queries.PAGE))
    number = min(number, last)
    start = (number - 1) * queries.PAGE
    shown = list(children[start : start + queries.PAGE])
    ids = [child.pk for child in shown]
    letters = plaits.letters_of(ids, viewer=viewer)
    plans = queries.open_plans(Child.objects.filter(pk__in=ids), viewer=viewer)
    unread = book.count_unread(ids, viewer=viewer)
    rows = tuple(
        _row(
            child,
            letters.get(child.pk, plaits.NONE),
            plans[child.pk].review_on if child.pk in plans else None,
            unread.get(child.pk, 0),
            viewer.today,
        )
        for child in shown
    )
    by_care = urgent_first and last == 1
    if by_care:
        rows = tuple(sorted(rows, key=_pressing))
    return ListPage(
        rows=rows,
        total=total,
        pages=Pages.of(
            number, last, lambda page: _address(page, wanted), things="children"
        ),
        months=plaits.months_in_words(viewer.today),
        wanted=wanted,
        order=BY_CARE if by_care else BY_NAME,
    )


def _pressing(row: Row) -> tuple[int, date]:
    """What needs care most, then the next review; rows come by name already."""
    return LOOKS.index(row.care[0]), row.review_on or date.max


def _address(page: int, wanted: str) -> str:
    if wanted:
        return (
            f"{reverse('today:children')}?{urlencode({'q': wanted, 'page': str(page)})}"
        )
    return f"?page={page}"


def _row(
    child: Child,
    letters: plaits.Letters,
    review_on: date | None,
    unread: int,
    today: date,
) -> Row:
    return Row(
        id=child.pk,
        name=child.full_name,
        first_name=child.called,
        age=words.ages(child.born_on, today),
        letters=letters,
        plait_words="; ".join(
            f"{place} {plaits.in_words(letter).lower()}"
            for place, letter in zip(
                ("Home", "setting", "specialists"), letters, strict=True
            )
        ),
        care=_care(letters, review_on, unread, today),
        review=words.short_day(review_on, today) if review_on else "No plan yet",
        review_on=review_on,
        unread=unread,
        href=reverse("today:child", kwargs={"child_id": child.pk}),
    )


def _care(
    letters: plaits.Letters, review_on: date | None, unread: int, today: date
) -> tuple[str, str]:
    """The one thing that needs care, in words; never a score."""
    days = (review_on - today).days if review_on else None
    review = f"Review {words.how_far(review_on, today).lower()}" if review_on else ""
    quiet = plaits.quiet_weeks(letters[0])
    new = words.plural(unread, "new entry", "new entries")
    cares = (
        (days is not None and days < 0, "late", review),
        (quiet > 0, "soon", f"Home quiet for {quiet} weeks"),
        (days is not None and days <= 14, "soon", review),
        (unread > 0, "open", f"{new} in the book"),
        (not letters[0].strip("."), "open", "Nothing from home yet"),
        (not letters[2].strip("."), "open", "Nothing from specialists yet"),
    )
    return next(
        ((look, said) for needed, look, said in cares if needed),
        ("done", "All three in"),
    )
