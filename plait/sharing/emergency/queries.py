"""Reading about emergency access: one's own, those to review, and what was read."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.agencies.roles import PRIVACY_LEAD
from plait.children.finding import Sought, only_one, told_exactly
from plait.children.hats import live
from plait.children.models import Child
from plait.ledger.models import Line
from plait.sharing import conditions
from plait.sharing.categories import Category
from plait.sharing.emergency import rules
from plait.sharing.models import Emergency, Glass, Record
from plait.sharing.queries import may_be_opened

KEPT_ON_LIST = timedelta(days=30)
AT_ONCE = 100  # as many glasses as one statement asks about


def find(sought: Sought, *, viewer: Viewer) -> Child | None:
    """The one child of exactly this name and birthday, locked; none, if not just one.

    A child who is closed to the viewer, and one who does not exist, are told apart by
    nothing: it is one statement that finds neither (EXI-8).
    """
    may_be = may_be_opened(told_exactly(sought), viewer)
    return only_one(may_be.select_for_update(of=("self",)))


def open_glass(child: Child, *, viewer: Viewer) -> Glass | None:
    """The viewer's emergency access to a child, while it is open."""
    ask = conditions.Question(viewer.hat, viewer.now)
    return (
        Glass.objects.filter(
            ask.live("opened_at", "expires_at"), viewer.hat.ties, child=child
        )
        .select_related("person", "agency")
        .order_by("-expires_at")
        .first()
    )


def _own(viewer: Viewer) -> QuerySet[Emergency]:
    """In this hat only: another hat's are another's."""
    return Emergency.objects.filter(viewer.hat.ties).select_related(
        "glass__child", "agency"
    )


def list_own(viewer: Viewer) -> list[Emergency]:
    """What the viewer asked for in the last weeks, newest first."""
    lately = _own(viewer).filter(asked_at__gt=viewer.now - KEPT_ON_LIST)
    return list(lately.order_by("-asked_at")[:20])


def get_own(emergency_id: UUID, *, viewer: Viewer) -> Emergency:
    """One of them. Raises DoesNotExist for everybody else's."""
    return _own(viewer).get(pk=emergency_id)


# --- Reviewing ---


def list_leads(at: datetime) -> list[Employment]:
    """Everybody who could have one to review: privacy leads, heads of settings."""
    return list(
        Employment.objects.filter(
            live(at), role__in=(PRIVACY_LEAD, "setting_lead"), person__is_active=True
        )
        .select_related("person", "agency")
        .order_by("agency__code", "from_at", "pk")
    )


def to_review(viewer: Viewer) -> list[Emergency]:
    """What waits for the viewer's review, most urgent first; nothing of their own."""
    if viewer.hat.agency_id is None:
        return []
    leads = list_leads(viewer.now)
    waiting = Emergency.objects.filter(reviewed_at=None).exclude(
        person_id=viewer.person_id
    )
    return [
        one
        for one in waiting.select_related("agency", "glass").order_by(
            "due_on", "asked_at"
        )
        if rules.is_reviewer(viewer.person_id, viewer.agency_id, one, leads)
    ]


def get_for_review(
    emergency_id: UUID, *, viewer: Viewer, locked: bool = False
) -> Emergency:
    """One that is the viewer's to review. Raises DoesNotExist for all others."""
    found = Emergency.objects.select_related("person", "agency", "glass__child")
    if locked:
        found = Emergency.objects.select_for_update(of=("self",))
    one = found.get(pk=emergency_id)
    agency_id, leads = viewer.hat.agency_id, list_leads(viewer.now)
    if not agency_id or not rules.is_reviewer(viewer.person_id, agency_id, one, leads):
        raise Emergency.DoesNotExist
    return one


# --- What was read ---


def lines_through(glasses: Iterable[Glass]) -> list[Line]:
    """The ledger's lines of what was read through glasses, oldest first.

    Those that name the glass; and those that name no other ground, for a page may hold
    nothing about a child but the name. A page that a member of the team would have been
    shown anyway is not one of them.
    """
    every = list(glasses)
    found = [
        line
        for start in range(0, len(every), AT_ONCE)
        for line in _lines_within(every[start : start + AT_ONCE])
        if _is_through_glass(line)
    ]
    return sorted(found, key=lambda line: line.seq)


def _lines_within(glasses: Iterable[Glass]) -> QuerySet[Line]:
    within = Q(pk=None)
    for glass in glasses:
        within |= Q(
            child_id=glass.child_id,
            person_id=glass.person_id,
            hat=str(glass.agency_id),
            at__gte=glass.opened_at,
            at__lt=glass.expires_at,
        )
    return Line.objects.filter(within, act="record.read")


def _is_through_glass(line: Line) -> bool:
    reasons = json.loads(line.details).get("reasons", [])
    through = [any(fact.startswith("glass:") for fact in one) for one in reasons]
    return any(through) or not reasons


@dataclass(frozen=True)
class WasRead:
    """What was read by emergency access: pages, and kinds of information, counted."""

    surfaces: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]


def what_was_read(glass: Glass) -> WasRead:
    """For the one who reviews: which parts and kinds, how often, and no content."""
    lines = lines_through([glass])
    ids = records_named(lines)
    records = Record.objects.unfiltered("counting kinds for a review").filter(
        pk__in=ids
    )
    counted = Counter(records.values_list("category", flat=True))
    kinds = [(Category(name).label, number) for name, number in counted.items()]
    surfaces = Counter(line.surface for line in lines)
    return WasRead(tuple(surfaces.items()), tuple(sorted(kinds)))


def kinds_seen(glass: Glass, *, viewer: Viewer) -> list[Category]:
    """For a family: the kinds of what was read, of records that the reader may see.

    Anything else would say that there is something they may not (EXI-9).
    """
    ids = records_named(lines_through([glass]))
    shown = Record.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=ids)
    names = set(shown.values_list("category", flat=True))
    return [one for one in Category if one.value in names]


def records_named(lines: Sequence[Line]) -> set[str]:
    """The records that lines name as read through a glass."""
    found: set[str] = set()
    for line in lines:
        details = json.loads(line.details)
        through = {
            number
            for number, reason in enumerate(details.get("reasons", []))
            if any(fact.startswith("glass:") for fact in reason)
        }
        records = details.get("records", {})
        found |= {pk for pk, (_, number) in records.items() if number in through}
    return found


# --- For the family ---


def told_to_family(child: Child, *, at: datetime) -> list[Emergency]:
    """The emergencies of a child that the family may know of, newest first."""
    return list(
        Emergency.objects.filter(glass__child=child, tell_at__lte=at)
        .select_related("glass", "person", "agency", "reviewed_by")
        .order_by("-asked_at")
    )
