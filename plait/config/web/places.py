"""Where a page about a child belongs: its tab, its place for a family, the way back."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.book import queries as book
from plait.children.models import Child
from plait.design_system.chrome import Link

OVERVIEW, ABOUT, FAMILY = "today:child", "today:about", "family:today"
PLAN, GAMES, OUTCOME = "plans:plan", "plans:games", "plans:outcome"
REPORTS, BOOK, TEAM = "evidence:reports", "book:book", "team:team"
REPORT = "evidence:report"
SHARING = "sharing:sharing"
SAFETY = "safeguarding:case"  # a tab for those who work on the case
GROWING_UP, ABOUT_ME = "family:growing-up", "family:about-me"
REPRESENTATIVES = "team:representatives"

# Pages that do not belong to the first page of their app.
BELONGS = {
    "today:child": OVERVIEW,
    "evidence:add-note": OVERVIEW,
    "evidence:note": OVERVIEW,
    "evidence:correct-note": OVERVIEW,
    "evidence:add-concern": OVERVIEW,
    "evidence:concern": OVERVIEW,
    "sharing:left": OVERVIEW,
    "today:about": ABOUT,
    "evidence:story": ABOUT,
    "evidence:add-home": ABOUT,
    "evidence:add-attendance": ABOUT,
    "team:card": ABOUT,
    GROWING_UP: FAMILY,
    ABOUT_ME: FAMILY,
    "family:choose-for-person": GROWING_UP,
    "family:choose-for-service": GROWING_UP,
    "family:keep": ABOUT_ME,
    "family:write-about-me": ABOUT_ME,
    "family:answer-wish": OVERVIEW,
    "team:represent": REPRESENTATIVES,
    "team:end-representative": REPRESENTATIVES,
    "exchange:entry": ABOUT,
    "today:preview-who": SHARING,
    "today:preview": SHARING,
    "today:preview-service": SHARING,
    "emergency:more": SHARING,
    "safeguarding:raise": OVERVIEW,
    "plans:games": GAMES,
    "plans:end-activity": GAMES,
}
FIRST = {
    "plans": PLAN,
    "evidence": REPORTS,
    "book": BOOK,
    "team": TEAM,
    "sharing": SHARING,
    "safeguarding": SAFETY,
    "privacy": SHARING,
}
WORDS = {
    OVERVIEW: "what has happened",
    ABOUT: "the page about {child}",
    PLAN: "{child}’s plan",
    GAMES: "{child}’s games",
    REPORTS: "the reports",
    REPORT: "the report",
    BOOK: "{child}’s book",
    TEAM: "{child}’s team",
    SHARING: "who can see what",
    OUTCOME: "the outcome",
    SAFETY: "keeping {child} safe",
    FAMILY: "{child}’s page",
    GROWING_UP: "what changes",
    ABOUT_ME: "what is written about me",
    REPRESENTATIVES: "who acts for {child}",
}
FAMILY_PLACES = frozenset({BOOK, PLAN, TEAM, SHARING})


def tab(here: str) -> str:
    """The tab that a page belongs to."""
    return BELONGS.get(here) or FIRST.get(here.split(":")[0], "")


def family_place(here: str) -> str:
    """The place of the family's bar: what is in none of them belongs to today."""
    found = tab(here)
    return found if found in FAMILY_PLACES else FAMILY


def unread(request: HttpRequest, child: Child) -> int:
    """How much is new in the child's book, for the one who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return book.count_unread([child.pk], viewer=viewer).get(child.pk, 0)


def back(here: str, child: Child, of: dict[str, UUID]) -> Link | None:
    """From a page within a tab to where it belongs; nothing on the tab itself."""
    name, keys = tab(here), {"child_id": child.pk}
    if "outcome_id" in of:
        name, keys = OUTCOME, keys | {"outcome_id": of["outcome_id"]}
    if "report_id" in of and here != REPORT:
        name, keys = REPORT, keys | {"report_id": of["report_id"]}
    if not name or name == here:
        return None
    return Link(
        f"Back to {WORDS[name].format(child=child.called)}", reverse(name, kwargs=keys)
    )
