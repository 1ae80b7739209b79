"""What components are given when a few words are not enough: frozen and in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from plait.design_system.chrome import Link
from plait.design_system.words import initials


@dataclass(frozen=True)
class Person:
    """Somebody around a child: which strand, name, role and one plain sentence."""

    strand: str
    name: str
    role: str
    line: str = ""
    letters: str = ""

    @property
    def initials(self) -> str:
        return self.letters or initials(self.name)


@dataclass(frozen=True)
class ChildHead:
    """The head of every professional page about a child.

    `photo` is an address; without it the first letter of the name shows and
    `no_photo` says why. The next date stands on the right: `next_what` ("Next
    review"), its day, where it leads, and a line such as "3 of 6 views are in."
    """

    name: str
    href: str
    facts: tuple[str, ...] = ()
    photo: str = ""
    no_photo: str = "No photo yet."
    next_what: str = ""
    next_on: date | None = None
    next_link: Link | None = None
    next_line: str = ""


@dataclass(frozen=True)
class PageLink:
    """One number in a list of pages; no number where some are left out."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """Where the reader is in a long list. `things` says of what ("children")."""

    things: str
    items: tuple[PageLink, ...]
    before: str = ""
    after: str = ""

    @classmethod
    def of(
        cls, current: int, total: int, address: Callable[[int], str], *, things: str
    ) -> "Pages":
        """First, last, current and its neighbours; the rest left out."""
        shown = sorted(
            {1, total, *range(max(1, current - 1), min(total, current + 1) + 1)}
        )
        items: list[PageLink] = []
        for number in shown:
            missing = number - (items[-1].number or 0) - 1 if items else 0
            if missing == 1:
                items.append(PageLink(number - 1, address(number - 1)))
            elif missing > 1:
                items.append(PageLink(None))
            items.append(PageLink(number, address(number), current=number == current))
        return cls(
            things=things,
            items=tuple(items) if total > 1 else (),
            before=address(current - 1) if current > 1 else "",
            after=address(current + 1) if current < total else "",
        )
