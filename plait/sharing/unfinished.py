"""What was typed when a part in a team had just ended (rules HO7 and HO8, TEAM-6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import resolve

from plait.access import unsent
from plait.access.decisions import TooLate
from plait.access.unsent import Typed
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.ledger import operations as ledger
from plait.sharing import conditions
from plait.sharing import standing as rules
from plait.sharing.categories import Category
from plait.sharing.conditions import Question
from plait.sharing.models import Record, Unfinished
from plait.sharing.standing import Standing

# The forms that say something about a child, and what kind of thing. Of any other,
# such as a report with health in it, nothing is kept.
SAYS = {
    "evidence:add-note": Category.EDUCATION,
    "evidence:correct-note": Category.EDUCATION,
    "book:book": Category.BOOK,
    "book:answer": Category.BOOK,
    "plans:view": Category.PLAN,
    "plans:rate": Category.PLAN,
    "plans:change": Category.PLAN,
    "plans:add-outcome": Category.PLAN,
    "plans:change-outcome": Category.PLAN,
    "plans:add-strategy": Category.PLAN,
    "plans:change-strategy": Category.PLAN,
    "plans:add-activity": Category.PLAN,
}
# A page that was opened before the end is sent within a working day, or never.
OPEN_FOR = timedelta(hours=12)
# What was to be sealed from somebody may be about whoever leads: it is not kept.
ASKS_FOR_A_SEAL = "seal_from"
MEANWHILE = "Somebody has taken this up, or thrown it away, meanwhile."


@transaction.atomic
def keep(
    typed: Typed, *, page: str, address: str, child_id: UUID, hat: Hat, now: datetime
) -> Unfinished | None:
    """Keep it for whoever leads, if the writer's part has only just ended (HO7)."""
    if hat.agency_id is None or page not in SAYS or not typed.fits:
        return None
    if any(name == ASKS_FOR_A_SEAL and said for name, said in typed.fields):
        return None
    if not _has_just_left(child_id, hat, now):
        return None
    kept = Unfinished.objects.create(
        child_id=child_id,
        agency_id=hat.agency_id,
        author_id=hat.person_id,
        category=SAYS[page],
        address=address,
        sealed=unsent.seal(typed),
        at=now,
    )
    viewer = Viewer(hat=hat, now=now)
    ledger.record(
        "sharing.unfinished.kept", viewer=viewer, child_id=child_id, unfinished=kept.pk
    )
    return kept


def _has_just_left(child_id: UUID, hat: Hat, now: datetime) -> bool:
    """The tie has ended within hours; or the job has, and the tie was forgotten."""
    lately = Q(until_at__gt=now - OPEN_FOR, until_at__lte=now)
    ties = Tie.objects.filter(hat.ties, child_id=child_id, kind=Tie.Kind.TEAM)
    if not ties.filter(live(now)).exists():
        return ties.filter(lately).exists()
    jobs = Employment.objects.filter(hat.ties)
    return jobs.filter(lately).exists() and not jobs.filter(live(now)).exists()


def list_left(child: Child, *, viewer: Viewer, standing: Standing) -> list[Unfinished]:
    """What waits of this child for the viewer, the oldest first (HO8)."""
    waiting = _waiting(viewer).filter(child=child).select_related("author")
    return [
        one
        for one in _readable(waiting.order_by("at"), viewer)
        if rules.may_take_up(standing, one.category).allowed
    ]


def waiting_for(viewer: Viewer, children: QuerySet[Child]) -> list[Unfinished]:
    """What waits at the viewer's agency about these children, the oldest first."""
    waiting = _waiting(viewer).filter(child__in=children)
    return _readable(waiting.select_related("author", "child").order_by("at"), viewer)


def _waiting(viewer: Viewer) -> QuerySet[Unfinished]:
    return _of_colleagues(viewer).filter(settled_at=None)


def _of_colleagues(viewer: Viewer) -> QuerySet[Unfinished]:
    """Nobody is shown their own (TEAM-6), nor a kind that is sealed from them."""
    closed = conditions.aimed(Question(viewer.hat, viewer.now)).filter(
        Q(category="") | Q(category=OuterRef("category")),
        child_id=OuterRef("child_id"),
        record=None,
    )
    ours = Unfinished.objects.filter(agency=viewer.hat.agency_id)
    return ours.exclude(author_id=viewer.person_id).exclude(Exists(closed))


def _readable(found: Iterable[Unfinished], viewer: Viewer) -> list[Unfinished]:
    """Without what changes or answers a record that the viewer may not see."""
    about = {one: _records_of(one) for one in found}
    named: set[UUID] = set().union(*about.values())
    seen: set[UUID] = set()
    if named:
        visible = Record.objects.visible_to(viewer.hat, viewer.now)
        seen = set(visible.filter(pk__in=named).values_list("pk", flat=True))
    return [one for one, records in about.items() if records <= seen]


def _records_of(one: Unfinished) -> set[UUID]:
    parts = resolve(urlsplit(one.address).path).kwargs
    return {pk for part, pk in parts.items() if part != "child_id"}


@transaction.atomic
def settle(
    unfinished_id: UUID, *, child: Child, viewer: Viewer, standing: Standing, act: str
) -> tuple[Unfinished, Typed]:
    """Take it up, or throw it away: once. What was in it, for who takes it up.

    Raises Unfinished.DoesNotExist, NotPermitted or TooLate.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    found = _of_colleagues(viewer).get(child=child, pk=unfinished_id)
    if not _readable([found], viewer):
        raise Unfinished.DoesNotExist
    rules.may_take_up(standing, found.category).require()
    if found.settled_at is not None:
        raise TooLate(MEANWHILE)
    typed = unsent.unseal(found.sealed)
    found.sealed = ""
    found.settled_at, found.settled_by_id = viewer.now, viewer.person_id
    found.save(update_fields=["sealed", "settled_at", "settled_by"])
    ledger.record(
        f"sharing.unfinished.{act}",
        viewer=viewer,
        child_id=child.pk,
        unfinished=found.pk,
        author=found.author_id,
    )
    return found, typed


def is_for(viewer: Viewer) -> bool:
    """Whether anything unfinished may be the viewer's to see to."""
    return not viewer.hat.is_family and rules.sees_to_words_left(viewer.role)
