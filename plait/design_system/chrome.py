"""What stands around every page: navigation, who is signed in and as what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    word: str
    href: str


@dataclass(frozen=True)
class NavItem:
    """One place in a navigation bar; `count` is how many things need you there.

    `counted` says so for whoever hears it.
    """

    word: str
    icon: str
    href: str
    current: bool = False
    count: int = 0
    counted: str = "need you"


FOOT = (
    Link("Help", "/help"),
    Link("Words explained", "/words"),
    Link("Language and reading aloud", "/language"),
    Link("Privacy", "/privacy"),
    Link("Accessibility", "/accessibility"),
)


@dataclass(frozen=True)
class Chrome:
    """The frame of a page. Nothing in it depends on a database being there.

    `hat` is the capacity the person acts in ("SENCO, Bramblecote Nursery") and
    `change_hat` the address where they choose another. `find` is the address of the
    search for a child: when it is set, the search box shows. `emergency` is where
    those whose job it is open emergency access; `worry` where anybody passes on that a
    child may not be safe.
    """

    nav: tuple[NavItem, ...] = ()
    me: Link | None = None
    hat: str = ""
    change_hat: str = ""
    find: str = ""
    emergency: str = ""
    worry: str = ""
    home: str = "/"
    signed_in: bool = False
    demo: bool = False
    foot: tuple[Link, ...] = FOOT
    foot_line: str = "Home, setting and specialists, plaited into one plan."
