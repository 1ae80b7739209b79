"""What is held back from families: holding, looking again, how often (H1 to H4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from plait.access.decisions import Decision, NotPermitted, TooLate, deny
from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.sharing import keeping, operations, queries
from plait.sharing import setting_apart as rules
from plait.sharing.keeping import NEVER_FOR_FAMILY, Hold
from plait.sharing.models import HeldBack, Record
from plait.sharing.standing import Standing

A_YEAR_OF_MONTHS = 12


def may_hold_back(record: Record, standing: Standing, viewer: Viewer) -> Decision:
    """Rule H2, for one record: of one's own agency, and the family reads it now."""
    if record.release != Record.Release.FAMILY or record.category in NEVER_FOR_FAMILY:
        return deny("The family does not read this now.")
    return rules.may_hold_back(standing, ours=_is_ours(record, viewer))


def may_release(
    record: Record, held: HeldBack, standing: Standing, viewer: Viewer
) -> Decision:
    """Rule H3, for one record."""
    return rules.may_release(
        standing,
        mine=held.by_id == viewer.person_id,
        ours=_is_ours(record, viewer),
        in_setting=_in_setting(viewer),
    )


def may_hold_on(record: Record, standing: Standing, viewer: Viewer) -> Decision:
    """Rule H3, for one record."""
    return rules.may_review_hold(
        standing, ours=_is_ours(record, viewer), in_setting=_in_setting(viewer)
    )


def _is_ours(record: Record, viewer: Viewer) -> bool:
    agency_id = viewer.hat.agency_id
    return agency_id is not None and record.owner_agency_id == agency_id


def _in_setting(viewer: Viewer) -> bool:
    if viewer.hat.is_family:
        return False
    kind = Agency.objects.filter(pk=viewer.agency_id).values_list("kind", flat=True)
    return kind.first() in Agency.SETTINGS


@transaction.atomic
def hold_back(record_id: UUID, hold: Hold, *, child: Child, viewer: Viewer) -> HeldBack:
    """Hold back what the family could read until now (rule H2).

    What they have read they have read; from now on it is not there for them. Raises
    NotPermitted, or Record.DoesNotExist.
    """
    record = _locked(record_id, child=child, viewer=viewer)
    who = queries.standing_of(viewer, child)
    may_hold_back(record, who, viewer).require()
    _release_to(record, hold.release)
    return keeping.begin_hold(record, hold, viewer=viewer)


@transaction.atomic
def release(record_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """Let the family read it from now on (rule H3).

    What tells the family itself is released by saying that they have been told. Raises
    NotPermitted, TooLate when it is not held back any more, or Record.DoesNotExist.
    """
    record = _locked(record_id, child=child, viewer=viewer)
    held = running(record, viewer=viewer)
    who = queries.standing_of(viewer, child)
    may_release(record, held, who, viewer).require()
    if is_told(record):
        raise NotPermitted(
            "Talk with the family first, and say so where it is written."
        )
    _release_to(record, Record.Release.FAMILY)
    keeping.released(record, viewer=viewer)


@transaction.atomic
def hold_on(record_id: UUID, hold: Hold, *, child: Child, viewer: Viewer) -> HeldBack:
    """Look at it and hold it back for longer, with a new reason and day (rule H3)."""
    record = _locked(record_id, child=child, viewer=viewer)
    running(record, viewer=viewer)
    may_hold_on(record, queries.standing_of(viewer, child), viewer).require()
    keeping.end_hold(record, HeldBack.How.HELD_ON, viewer=viewer)
    _release_to(record, hold.release)
    return keeping.begin_hold(record, hold, viewer=viewer)


def is_told(record: Record) -> bool:
    """Whether this kind says itself that the family knows (as a first concern does)."""
    return any(kind.IS_TOLD for kind in keeping.kinds() if record.kind == kind.KIND)


def running(record: Record, *, viewer: Viewer) -> HeldBack:
    """Why it is held back now. Raises TooLate."""
    held = HeldBack.objects.read_by(viewer).filter(record=record, ended_at=None).first()
    if held is None:
        raise TooLate("The family can read this already.")
    return held


def _locked(record_id: UUID, *, child: Child, viewer: Viewer) -> Record:
    """The record, behind the child's own lock; it has to be about this child."""
    Child.objects.select_for_update().get(pk=child.pk)
    record = operations.lock(record_id, viewer=viewer)
    if record.child_id != child.pk:
        raise Record.DoesNotExist
    return record


def _release_to(record: Record, release: int) -> None:
    """For the record, and what belongs to it."""
    for one in (record, *keeping.belongs_with(record)):
        one.release = release
        one.save(update_fields=["release"])


# --- Reading ---


def get_record(record_id: UUID, *, child: Child, viewer: Viewer) -> Record:
    """One record's envelope, as far as the viewer may see it."""
    return Record.objects.read_by(viewer).get(pk=record_id, child=child)


def held_now(
    children: Iterable[Child] | QuerySet[Child], viewer: Viewer
) -> QuerySet[HeldBack]:
    """What the viewer's own agency holds back, the first to look at first (rule H4)."""
    return (
        HeldBack.objects.read_by(viewer)
        .filter(
            ended_at=None,
            record__child__in=children,
            record__owner_agency_id=viewer.agency_id,
        )
        .select_related("record__child", "by")
        .order_by("review_on", "pk")
    )


@dataclass(frozen=True)
class Figures:
    """How an agency holds back, over a year: counted over what the viewer may see."""

    written: int = 0
    held: int = 0  # of these, not released
    days: float | None = None  # from written to released, where it was held back
    waited: int = 0  # of how many that is the middle

    @property
    def share(self) -> float:
        return 100 * self.held / self.written if self.written else 0.0


def figures(children: QuerySet[Child], viewer: Viewer) -> Figures:
    """The median days from live to released, and the share never released (rule H4)."""
    since = arithmetic.start_of(arithmetic.months_on(viewer.today, -A_YEAR_OF_MONTHS))
    ours = (
        Record.objects.visible_to(viewer.hat, viewer.now)
        .filter(child__in=children, owner_agency_id=viewer.agency_id, state="live")
        .filter(made_at__gte=since, made_at__lte=viewer.now)
        .exclude(category__in=NEVER_FOR_FAMILY)
    )
    ended = HeldBack.objects.visible_to(viewer.hat, viewer.now).filter(
        record__in=ours.values("pk"), how=HeldBack.How.RELEASED
    )
    waited = [
        (ended_at - made_at).total_seconds() / 86400
        for ended_at, made_at in ended.values_list("ended_at", "record__made_at")
        if ended_at is not None
    ]
    return Figures(
        written=ours.count(),
        held=ours.exclude(release=Record.Release.FAMILY).count(),
        days=median(waited) if waited else None,
        waited=len(waited),
    )
