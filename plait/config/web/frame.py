"""What stands around a page about a child: its head, its tabs, why you see it."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import roles
from plait.children.hats import WearableHat
from plait.children.models import Child
from plait.config.web import because, places
from plait.design_system import words
from plait.design_system.chrome import Link, NavItem
from plait.design_system.parts import ChildHead
from plait.evidence import queries as evidence
from plait.evidence.models import Attendance
from plait.plans import queries as plans
from plait.plans.models import Plan
from plait.safeguarding import queries as safeguarding
from plait.safeguarding.policy import CLEARED
from plait.sharing import queries
from plait.sharing.emergency import queries as emergency
from plait.sharing.emergency.rules import may_open
from plait.sharing.standing import Standing
from plait.sharing.web.door import Asking
from plait.sharing.web.emergency_pages import Mark
from plait.team import queries as team

TABS = (
    ("Overview", "today:child"),
    ("Plan", "plans:plan"),
    ("Book", "book:book"),
    ("Games", "plans:games"),
    ("Reports", "evidence:reports"),
    ("Team", "team:team"),
    ("Sharing", "sharing:sharing"),
    ("About", "today:about"),
)


TOLD_AT_ONCE = "The family can see that you looked."
TOLD_LATER = "The family is told, unless that would put somebody at risk."


@dataclass(frozen=True)
class Frame:
    """The frame of a page about a child."""

    name: str
    href: str
    is_family: bool
    head: ChildHead | None
    tabs: tuple[NavItem, ...]
    why: str
    back: Link | None = None
    looked: str = ""
    more_href: str = ""
    mark: Mark | None = None


def frame(request: HttpRequest) -> Frame | None:
    """The frame for this request; none when the page is not about one child."""
    asking = cast(Asking, request)
    child: Child | None = getattr(asking, "child", None)
    if child is None or not hasattr(asking, "standing"):
        return None
    match = request.resolver_match
    here, of = (match.view_name, match.kwargs) if match else ("", {})
    back = places.back(here, child, of)
    if asking.viewer.hat.is_family:
        home = reverse("family:today", kwargs={"child_id": child.pk})
        why = because.of_family(child, asking.standing, asking.viewer)
        return Frame(
            name=child.called,
            href=home,
            is_family=True,
            head=None,
            tabs=(),
            why=why,
            back=back,
            looked=f"{child.called} can see that you looked." if why else "",
        )
    viewer = asking.viewer
    going = evidence.main_attendance(child, viewer=viewer)
    plan = plans.current_plan(child, viewer=viewer)
    glass = emergency.open_glass(child, viewer=viewer)
    on_case = viewer.role in CLEARED and safeguarding.may_open(child, viewer)
    return Frame(
        name=child.called,
        href=reverse("today:child", kwargs={"child_id": child.pk}),
        is_family=False,
        head=_head(child, going, plan, viewer),
        tabs=tuple(_tabs(here, child, on_case, places.unread(request, child))),
        why=_why(child, asking.hat, asking.standing, viewer),
        back=back,
        looked=_looked(glass is not None, on_case, child, viewer),
        more_href="" if glass else _to_see_more(child, viewer),
        mark=Mark.of(glass) if glass else None,
    )


def _looked(in_emergency: bool, on_case: bool, child: Child, viewer: Viewer) -> str:
    """Whether those who decide can read that one looked.

    Not of whoever works on a safeguarding case, and is in no team that anybody can see
    (decision 0012).
    """
    if in_emergency:
        return TOLD_LATER
    seen = not on_case or team.knows_of(viewer.hat, viewer.hat, child, viewer.now)
    return TOLD_AT_ONCE if seen else ""


def _head(
    child: Child, going: Attendance | None, plan: Plan | None, viewer: Viewer
) -> ChildHead:
    place = ""
    if going:
        place = ", ".join(filter(None, (going.group, going.agency.short_name)))
    facts = (words.ages(child.born_on, viewer.today), place, _at_home(child.languages))
    return ChildHead(
        name=child.full_name,
        href=reverse("today:child", kwargs={"child_id": child.pk}),
        facts=tuple(filter(None, facts)),
        no_photo="No photo yet. The family chooses whether to add one.",
        next_what="Next review" if plan else "",
        next_on=plan.review_on if plan else None,
        next_link=Link(
            plan.review_words or "The plan",
            reverse("plans:plan", kwargs={"child_id": child.pk}),
        )
        if plan
        else None,
        next_line=f"{words.how_far(plan.review_on, viewer.today)}." if plan else "",
    )


def _at_home(languages: str) -> str:
    return f"{languages} at home" if languages else ""


def _tabs(here: str, child: Child, on_case: bool, new: int) -> list[NavItem]:
    tabs = (*TABS, ("Safety", places.SAFETY)) if on_case else TABS
    at, to = places.tab(here), {"child_id": child.pk}
    return [
        NavItem(
            word,
            "",
            reverse(name, kwargs=to),
            current=name == at,
            count=new if name == places.BOOK else 0,
            counted="new",
        )
        for word, name in tabs
    ]


def _to_see_more(child: Child, viewer: Viewer) -> str:
    """E1: where those whose job it is open what is closed to them, if anything is."""
    if not may_open(viewer.hat, viewer.role).allowed:
        return ""
    return reverse("emergency:more", kwargs={"child_id": child.pk})


def _why(child: Child, hat: WearableHat, standing: Standing, viewer: Viewer) -> str:
    """ "you are in Rafi’s team as key worker at …, and the family agreed on 11 May" """
    if not standing.kind:
        return "you have opened emergency access. The privacy lead has been told"
    job = roles.words(standing.role)
    place = f", {hat.agency_called}" if " at " in job else f" at {hat.agency_called}"
    said = f"you are in {child.called}’s team as {job}{place}"
    agreement = queries.agreement_of_viewer(child, viewer)
    if agreement and agreement.answered_at:
        day = words.record_day(agreement.answered_at)
        return f"{said}, and the family agreed on {day} to what they have shared"
    since = words.record_day(standing.since) if standing.since else ""
    return f"{said}, since {since}" if since else said
