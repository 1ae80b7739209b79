"""What is old enough, what a list would hold, what waits. It reads no content."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.viewer import Hat, Viewer
from plait.agencies import queries as agencies
from plait.agencies import signing
from plait.agencies.models import Agency
from plait.agencies.roles import PRIVACY_LEAD
from plait.children.finding import Sought, only_one, told_exactly
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger import chain
from plait.privacy import schedule
from plait.privacy.models import AccessRequest, Disposal, LegalHold
from plait.privacy.queries import reach
from plait.privacy.queries.leads import agencies_led_by
from plait.sharing import conditions, keeping
from plait.sharing.categories import Category
from plait.sharing.models import Record

WHY = "what may be disposed of: ids, kinds and days, no content"
SHOWN = 50


@dataclass(frozen=True)
class Counted:
    """How many records of one kind, from which day to which."""

    kind: str
    number: int
    first: date
    last: date


@dataclass(frozen=True)
class Inventory:
    """Exactly what would go: each record, with the hash of its newest version."""

    listed: tuple[tuple[str, str], ...]
    counted: tuple[Counted, ...]

    @property
    def hash(self) -> str:
        """Changes with every record that comes, goes or is written anew."""
        return hash_of(self.listed)


def hash_of(listed: Iterable[Sequence[str]]) -> str:
    """What two people agree to, in 64 letters."""
    return chain.content_hash({"listed": [list(one) for one in listed]})


def records_of(child_id: UUID, agency_id: UUID) -> QuerySet[Record]:
    """What one agency has written about a child and a lead may list (D23)."""
    return _listable().filter(child=child_id, owner_agency=agency_id).order_by("pk")


def _listable() -> QuerySet[Record]:
    """Nobody's draft, nothing that has gone, and nothing that keeps a child safe."""
    live = Record.objects.unfiltered(WHY).filter(state=Record.State.LIVE)
    return live.exclude(category__in=schedule.NOT_LISTED)


def inventory(child_id: UUID, agency_id: UUID, only: UUID | None = None) -> Inventory:
    """The dry run: of everything, or of one record with what belongs to it (D32)."""
    found = records_of(child_id, agency_id)
    if only is None:
        return _inventory(list(found))
    ids = {
        one.pk
        for asked in found.filter(pk=only)
        for one in (asked, *keeping.belongs_with(asked))
    }
    return _inventory(list(found.filter(pk__in=ids)))


def inventory_of(disposal: Disposal, record_ids: Collection[UUID]) -> Inventory:
    """Some of what is on a list, as it is now."""
    found = records_of(disposal.child_id, disposal.agency_id)
    return _inventory(list(found.filter(pk__in=record_ids)))


def _inventory(records: Sequence[Record]) -> Inventory:
    days: dict[str, list[date]] = {}
    for one in records:
        days.setdefault(one.category, []).append(arithmetic.day_of(one.made_at))
    counted = tuple(
        Counted(Category(kind).label, len(on), min(on), max(on))
        for kind, on in sorted(days.items())
    )
    return Inventory(tuple((str(one.pk), one.version_hash) for one in records), counted)


def find(sought: Sought, agency_id: UUID, *, viewer: Viewer) -> Child | None:
    """The one child of exactly this name and birthday of whom there is a list (D23).

    A child who is not there, one of whom there is nothing to list and one who is closed
    to the viewer are the same.
    """
    if agency_id not in agencies_led_by(viewer):
        return None
    return only_one(_open_children(viewer).filter(_wrote(agency_id), _told(sought)))


def find_to_hold(sought: Sought, agency_id: UUID, *, viewer: Viewer) -> Child | None:
    """The same for a legal hold; also one with whom the agency only works or worked."""
    if agency_id not in agencies_led_by(viewer):
        return None
    worked = Tie.objects.filter(
        child=OuterRef("pk"), kind=Tie.Kind.TEAM, agency=agency_id
    )
    near = _wrote(agency_id) | Q(Exists(worked))
    return only_one(_open_children(viewer).filter(near, _told(sought)))


def _wrote(agency_id: UUID) -> Q:
    of_child = _listable().filter(child=OuterRef("pk"), owner_agency=agency_id)
    return Q(Exists(of_child))


def _told(sought: Sought) -> Q:
    return Q(pk__in=told_exactly(sought))


def _open_children(viewer: Viewer) -> QuerySet[Child]:
    """Not closed to the viewer as a whole, nor of their own family."""
    ask = conditions.Question(viewer.hat, viewer.now)
    return reach.open_to(Child.objects.all(), ask)


def insist_open(child: Child, *, viewer: Viewer) -> None:
    """Raises Child.DoesNotExist for one who is closed to the viewer."""
    _open_children(viewer).get(pk=child.pk)


def list_agencies(viewer: Viewer) -> list[Agency]:
    """Those for which the viewer answers as a privacy lead."""
    return list(Agency.objects.filter(pk__in=agencies_led_by(viewer)).order_by("name"))


@dataclass(frozen=True)
class Due:
    """Children about whom an agency wrote, and need not keep it any more."""

    agency: str
    number: int


def list_due(viewer: Viewer) -> list[Due]:
    """About how many children there is something older than the schedule asks."""
    counted: Counter[str] = Counter()
    for agency in list_agencies(viewer):
        keep = schedule.for_kind(agency.kind, viewer.today)
        born_by = arithmetic.months_on(viewer.today, -keep.years * schedule.A_YEAR)
        old = _listable().filter(
            owner_agency=agency,
            child__born_on__lte=born_by,
            child__in=_open_children(viewer),
        )
        children = old.exclude(
            child__in=live_holds().filter(agency=agency).values("child")
        )
        counted[agency.name] = children.values("child").distinct().count()
    return [Due(name, number) for name, number in counted.items() if number]


def live_holds() -> QuerySet[LegalHold]:
    """Every legal hold that has not been ended."""
    return LegalHold.objects.filter(ended_at=None)


def is_held(child_id: UUID, agency_id: UUID) -> bool:
    """D21: whether nothing of this child's at this agency may go.

    Also while somebody waits for everything kept: to erase what was asked for would be
    an offence (DPA 2018 s.173).
    """
    theirs = {"child": child_id, "agency": agency_id}
    asked = AccessRequest.objects.filter(state__in=AccessRequest.WAITING)
    held = live_holds().filter(**theirs).exists()
    return held or asked.filter(**theirs).exists()


def list_holds(viewer: Viewer) -> list[LegalHold]:
    """Those that last, the first to be looked at again first."""
    mine = _holds_of(viewer).filter(ended_at=None)
    return list(mine.order_by("review_on", "pk"))


def get_hold(hold_id: UUID, *, viewer: Viewer) -> LegalHold:
    """One of the viewer's agencies. Raises LegalHold.DoesNotExist."""
    return _holds_of(viewer).get(pk=hold_id)


def _holds_of(viewer: Viewer) -> QuerySet[LegalHold]:
    """About children who are open to the viewer, as every list here."""
    mine = LegalHold.objects.filter(
        agency__in=agencies_led_by(viewer), child__in=_open_children(viewer)
    )
    return mine.select_related("child", "agency")


def list_disposals(viewer: Viewer) -> list[Disposal]:
    """The newest of those that the viewer may see, newest first."""
    found = _seen_by(viewer).select_related("child", "agency")
    return list(found.order_by("-proposed_at", "pk")[:SHOWN])


def get_disposal(disposal_id: UUID, *, viewer: Viewer) -> Disposal:
    """One that the viewer may see. Raises Disposal.DoesNotExist."""
    people = ("proposed_by", "agreed_by", "stopped_by")
    found = _seen_by(viewer).select_related("child", "agency", *people)
    return found.get(pk=disposal_id)


def list_waiting(viewer: Viewer) -> list[Disposal]:
    """What waits for the viewer as the second person, oldest first."""
    ours = Disposal.objects.filter(agency=viewer.hat.agency_id)
    found = (
        ours.filter(agreed_at=None, stopped_at=None)
        .exclude(proposed_by=viewer.person_id)
        .select_related("agency")
    )
    return _as_second(list(found.order_by("proposed_at")), viewer)


def _seen_by(viewer: Viewer) -> QuerySet[Disposal]:
    if viewer.hat.is_family:
        return Disposal.objects.none()
    near = Q(agency__in=agencies_led_by(viewer))
    if signing.may_sign_for_agency(viewer).allowed:
        near |= Q(agency=viewer.hat.agency_id)
    return Disposal.objects.filter(near, child__in=_open_children(viewer))


def is_second(disposal: Disposal, viewer: Viewer) -> bool:
    """D22: another lead of that agency; where it has none, whoever signs for it."""
    if viewer.hat.agency_id != disposal.agency_id:
        return False
    return bool(_as_second([disposal], viewer))


def _as_second(ours: list[Disposal], viewer: Viewer) -> list[Disposal]:
    """Of lists of the viewer's agency, those to which the viewer may agree.

    A lead to whom the child is closed is none for this child (D29).
    """
    if not ours:
        return []
    ids = {one.child_id for one in ours}
    leads = agencies.list_with_role(PRIVACY_LEAD, ours[0].agency_id, viewer.now)
    hats = {lead.person_id: Hat(lead.person_id, lead.agency_id) for lead in leads}
    near = {person: _open_to(hat, ids, viewer) for person, hat in hats.items()}
    open_to_me = _open_to(viewer.hat, ids, viewer)
    signs = signing.may_sign_for_agency(viewer).allowed
    found = []
    for one in ours:
        others = {who for who, children in near.items() if one.child_id in children}
        others -= {one.proposed_by_id}
        is_mine = viewer.person_id in others if others else signs
        if is_mine and one.child_id in open_to_me:
            found.append(one)
    return found


def _open_to(hat: Hat, child_ids: set[UUID], viewer: Viewer) -> set[UUID]:
    """Which of these children are open to a colleague, or to the viewer."""
    ask = conditions.Question(hat, viewer.now)
    some = reach.open_to(Child.objects.filter(pk__in=child_ids), ask)
    return set(some.values_list("pk", flat=True))


def due_to_be_done(today: date) -> list[Disposal]:
    """Agreed to, not stopped, and waited for long enough (D24)."""
    ready = Disposal.objects.filter(
        agreed_at__isnull=False, stopped_at=None, done_at=None, not_before__lte=today
    )
    return list(ready.order_by("agreed_at", "pk"))
