"""The frame around a page: for a family five places, for professionals theirs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from plait.access.web import once
from plait.agencies import roles
from plait.children.hats import WearableHat
from plait.children.models import Child
from plait.config.web import places
from plait.config.web.frame import frame
from plait.design_system.chrome import Chrome, Link, NavItem
from plait.safeguarding import policy
from plait.sharing.emergency.rules import OPENERS


def chrome(request: HttpRequest) -> dict[str, Any]:
    """What every template gets: what stands around it, and a fresh key for its form."""
    hat: WearableHat | None = getattr(request, "hat", None)
    user = getattr(request, "user", None)
    if hat is None or user is None or not user.is_authenticated:
        around = Chrome(
            demo=settings.DEMO, signed_in=bool(user and user.is_authenticated)
        )
    else:
        around = _signed_in(request, hat)
    return {"chrome": around, "frame": frame(request)} | {
        "once": once.new_key(user.pk if user else None),
        # Why a form already holds words, when it was not sent as it should have been.
        "kept": getattr(request, "kept", ""),
    }


def _signed_in(request: HttpRequest, hat: WearableHat) -> Chrome:
    several = len(getattr(request, "hats", ())) > 1
    return Chrome(
        nav=tuple(_places(request, hat)) if hat.has_signed else (),
        me=Link(request.user.first_name, reverse("access:me")),  # type: ignore[union-attr]
        hat=hat.words if several else "",
        change_hat=reverse("access:hats") if several else "",
        find=reverse("today:children") if _has_children(hat) else "",
        emergency=reverse("emergency:open") if _may_open(hat) else "",
        worry=_worry(request),
        signed_in=True,
        demo=settings.DEMO,
    )


def _may_open(hat: WearableHat) -> bool:
    """E1: those whose job it is to act at once."""
    return hat.agency_id is not None and hat.role in OPENERS


def _worry(request: HttpRequest) -> str:
    """Where a worry about safety is passed on: from every page, about its child."""
    match = request.resolver_match
    if match and match.view_name in ("safeguarding:raise", "safeguarding:choose"):
        return ""
    child: Child | None = getattr(request, "child", None)
    if child is None:
        return reverse("safeguarding:choose")
    return reverse("safeguarding:raise", kwargs={"child_id": child.pk})


def _has_children(hat: WearableHat) -> bool:
    """A family's children are on its first page; a privacy lead has none."""
    works = hat.agency_id is not None and hat.has_signed
    return works and hat.role != roles.PRIVACY_LEAD


def _places(request: HttpRequest, hat: WearableHat) -> list[NavItem]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    if hat.agency_id is None:
        return _family_places(request, here)
    places = [("Today", "sun", "today:today")]
    if _has_children(hat):
        places.append(("Children", "users-round", "today:children"))
    if hat.role in ("senco", "setting_lead", "la_officer"):
        places.append(("Census", "upload", "exchange:census"))
    if hat.role in policy.CLEARED:
        places.append(("Safety", "shield", "safeguarding:cases"))
    if hat.role == roles.PRIVACY_LEAD and hat.has_signed:
        places.append(("Registers", "file-text", "privacy:desk"))
    if hat.manages_people:
        places.append(("People", "user-round", "agencies:people"))
    here = "today:children" if getattr(request, "child", None) else here
    return [
        NavItem(word, icon, reverse(name), current=_same_place(here, name))
        for word, icon, name in places
    ]


def _same_place(here: str, name: str) -> bool:
    """Whether the page belongs to the place; Today and Children share an app."""
    app = name.split(":")[0]
    return here == name if app == "today" else here.split(":")[0] == app


FAMILY_PLACES = (
    ("Today", "sun", "family:today"),
    ("Book", "book-open", "book:book"),
    ("Plan", "list-checks", "plans:plan"),
    ("Team", "users-round", "team:team"),
    ("Sharing", "eye", "sharing:sharing"),
)


def _family_places(request: HttpRequest, here: str) -> list[NavItem]:
    child: Child | None = getattr(request, "child", None)
    if child is None:
        return [NavItem("Today", "sun", "/", current=here == "today:today")]
    at = places.family_place(here)
    new = places.unread(request, child)
    return [
        NavItem(
            word,
            icon,
            reverse(name, kwargs={"child_id": child.pk}),
            current=name == at,
            count=new if name == places.BOOK else 0,
            counted="new",
        )
        for word, icon, name in FAMILY_PLACES
    ]
