"""What is old enough, what a list would hold, what waits. It reads no content."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies import signing
from plait.agencies.models import Agency
from plait.agencies.roles import PRIVACY_LEAD
from plait.children.finding import Sought, only_one, told_exactly
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.ledger import chain
from plait.privacy import schedule
from plait.privacy.models import AccessRequest, Disposal, LegalHold
from plait.privacy.queries.leads import agencies_led_by
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
    return (
        Record.objects.unfiltered(WHY)
        .filter(child=child_id, owner_agency=agency_id)
        .exclude(state=Record.State.ERASED)
        .exclude(category__in=schedule.NOT_LISTED)
        .order_by("pk")
    )


def inventory(child_id: UUID, agency_id: UUID, only: UUID | None = None) -> Inventory:
    """The dry run: of everything, or of one record."""
    found = records_of(child_id, agency_id)
    return _inventory(list(found.filter(pk=only) if only else found))


def inventory_of(disposal: Disposal) -> Inventory:
    """What of a list is still there, as it is now."""
    ids = [one for one, _ in disposal.listed]
    found = records_of(disposal.child_id, disposal.agency_id)
    return _inventory(list(found.filter(pk__in=ids)))


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
    """The one child of exactly this name and birthday about whom the agency wrote.

    A child who is not there is the same as one about whom it wrote nothing.
    """
    if agency_id not in agencies_led_by(viewer):
        return None
    written = Record.objects.unfiltered(WHY).filter(
        child=OuterRef("pk"), owner_agency=agency_id
    )
    return only_one(told_exactly(sought).filter(Exists(written)))


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
        old = Record.objects.unfiltered(WHY).filter(
            owner_agency=agency, child__born_on__lte=born_by
        )
        children = (
            old.exclude(state=Record.State.ERASED)
            .exclude(category__in=schedule.NOT_LISTED)
            .exclude(child__in=live_holds().filter(agency=agency).values("child"))
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
    mine = live_holds().filter(agency__in=agencies_led_by(viewer))
    return list(mine.select_related("child", "agency").order_by("review_on", "pk"))


def get_hold(hold_id: UUID, *, viewer: Viewer) -> LegalHold:
    """One of the viewer's agencies. Raises LegalHold.DoesNotExist."""
    mine = LegalHold.objects.filter(agency__in=agencies_led_by(viewer))
    return mine.select_related("child", "agency").get(pk=hold_id)


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
    return [one for one in found.order_by("proposed_at") if is_second(one, viewer)]


def _seen_by(viewer: Viewer) -> QuerySet[Disposal]:
    if viewer.hat.is_family:
        return Disposal.objects.none()
    led = Disposal.objects.filter(agency__in=agencies_led_by(viewer))
    if not signing.may_sign_for_agency(viewer).allowed:
        return led
    return led | Disposal.objects.filter(agency=viewer.hat.agency_id)


def is_second(disposal: Disposal, viewer: Viewer) -> bool:
    """D22: another lead of that agency; where it has none, whoever signs for it."""
    if viewer.hat.agency_id != disposal.agency_id:
        return False
    leads = agencies.list_with_role(PRIVACY_LEAD, disposal.agency_id, viewer.now)
    others = {one.person_id for one in leads} - {disposal.proposed_by_id}
    if others:
        return viewer.person_id in others
    return signing.may_sign_for_agency(viewer).allowed


def due_to_be_done(today: date) -> list[Disposal]:
    """Agreed to, not stopped, and waited for long enough (D24)."""
    ready = Disposal.objects.filter(
        agreed_at__isnull=False, stopped_at=None, done_at=None, not_before__lte=today
    )
    return list(ready.order_by("agreed_at", "pk"))
