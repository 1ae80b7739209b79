"""What a service holds back from families, for those who look at it again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plait.access.decisions import deny
from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import holding, sealing
from plait.sharing.models import HeldBack, Seal
from plait.sharing.standing import LEADERS
from plait.sharing.web import places
from plait.sharing.web.door import Asking, person_page
from plait.today import queries, work
from plait.today.work import Todo

SHOWN = 50
ENOUGH = 20  # no share of fewer than this


@dataclass(frozen=True)
class Row:
    """One thing that is held back."""

    child: str
    what: str
    href: str
    reason: str
    words: str
    by: str
    since: date
    kind: str
    when: str


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    total: int
    written: int
    held: int
    share: str
    days: str
    waited: int


def looks_again(viewer: Viewer) -> bool:
    """Rule H3: those who lead for a setting; elsewhere, everybody of the service."""
    if viewer.hat.is_family:
        return False
    if viewer.role in LEADERS:
        return True
    kind = Agency.objects.filter(pk=viewer.agency_id).values_list("kind", flat=True)
    return kind.first() not in Agency.SETTINGS


@person_page("held-back")
def held_back(request: Asking) -> HttpResponse:
    """The list, and how often and how long."""
    viewer = request.viewer
    if not looks_again(viewer):
        deny("The SENCO looks at what is held back from families.").require()
    children = queries.children_of(viewer)
    page, about = _page(children, viewer)
    request.children_shown.update(about)
    return render(
        request,
        "today/held_back.jinja",
        {"page": page, "agency": request.hat.agency_called},
    )


def _page(children: QuerySet[Child], viewer: Viewer) -> tuple[Page, set[UUID]]:
    found: list[Any] = list(
        holding.held_now(children, viewer).annotate(in_all=Window(Count("pk")))[:SHOWN]
    )
    figures = holding.figures(children, viewer)
    days = "" if figures.days is None else _days(figures.days)
    page = Page(
        rows=tuple(_row(one, viewer) for one in found),
        total=found[0].in_all if found else 0,
        written=figures.written,
        held=figures.held,
        share=f"{figures.share:.0f}" if figures.written >= ENOUGH else "",
        days=days,
        waited=figures.waited,
    )
    return page, {one.record.child_id for one in found}


def _days(days: float) -> str:
    return words.plural(round(days), "day", "days") if days >= 1 else "less than a day"


def _row(held: HeldBack, viewer: Viewer) -> Row:
    record = held.record
    todo = todo_of(held, viewer)
    return Row(
        child=record.child.full_name,
        what=places.called(record),
        href=places.apart(record.pk, record.child_id, "held"),
        reason=HeldBack.Reason(held.reason).label,
        words=held.words,
        by=held.by.name,
        since=arithmetic.day_of(held.at),
        kind="plain" if todo.kind == "open" else todo.kind,
        when=todo.state,
    )


def due(children: QuerySet[Child], viewer: Viewer) -> QuerySet[HeldBack]:
    """What is to be looked at again now, for whoever does that."""
    if not looks_again(viewer):
        return HeldBack.objects.visible_to(viewer.hat, viewer.now).none()
    return holding.held_now(children, viewer).filter(
        review_on__lte=viewer.today + work.SOON / 2
    )


def todo_of(held: HeldBack, viewer: Viewer) -> Todo:
    """One thing to look at again."""
    record = held.record
    since = words.record_day(held.at)
    return work.dated(
        due_on=held.review_on,
        today=viewer.today,
        title=f"Held back from {record.child.full_name}’s family",
        why=f"{places.called(record)}, held back by {held.by.first_name} on {since}. "
        "Let the family read it, or hold it on.",
        action="Look at it again",
        href=places.apart(record.pk, record.child_id, "held"),
    )


def todos_of(
    children: QuerySet[Child], viewer: Viewer, number: int
) -> tuple[list[Todo], int, set[UUID]]:
    """The first few of what is due and what waits; how many, and about which children.

    Of seals, those that wait for a second person who could be the viewer (SL2, SL3).
    """
    in_all = Window(Count("pk"))
    holds: list[Any] = list(due(children, viewer).annotate(in_all=in_all)[:number])
    waiting = sealing.waiting_for(children, viewer).annotate(in_all=in_all)
    seals: list[Any] = list(waiting[:number])
    todos = [todo_of(one, viewer) for one in holds]
    todos += [_seal(one, viewer) for one in seals]
    total = sum(found[0].in_all for found in (holds, seals) if found)
    about = {one.record.child_id for one in holds} | {one.child_id for one in seals}
    return todos, total, about


def _seal(seal: Seal, viewer: Viewer) -> Todo:
    child = seal.child
    lifting = seal.lift_asked_at is not None
    day = arithmetic.day_of(seal.confirm_by or viewer.now) - timedelta(days=1)
    waits = "is to be lifted" if lifting else "waits for a second person"
    return work.dated(
        due_on=viewer.today if lifting else day,
        today=viewer.today,
        title=f"A seal for {child.full_name} {waits}",
        why="It takes two people. Look at it and decide whether you stand behind it.",
        action="Look at the seal",
        href=reverse("sharing:seal", kwargs={"child_id": child.pk, "seal_id": seal.pk}),
    )
