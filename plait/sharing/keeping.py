"""Keeping something apart while it is written: held back from the family, or sealed.

The acts on what is written already are in `holding` and `sealing`; both begin here, so
that a record is born as it is to be kept, in one transaction (sharing policy, part 6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.apps import apps
from django.db.models import Q

from plait.access.decisions import NotPermitted
from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, holidays, limits
from plait.design_system import words
from plait.ledger import operations as ledger
from plait.sharing import conditions
from plait.sharing import setting_apart as rules
from plait.sharing.categories import Category
from plait.sharing.models import (
    Content,
    Exemption,
    HeldBack,
    Record,
    Restriction,
    Seal,
)
from plait.sharing.standing import Standing

Aim = Restriction.Aim


@dataclass(frozen=True)
class Hold:
    """Not for the family now: why, and until when; perhaps for the young person."""

    reason: str
    review_on: date
    words: str = ""
    release: int = Record.Release.NOBODY


@dataclass(frozen=True)
class SealWish:
    """What is to be closed for whom, why, and from when to when.

    Without a record and a category it is everything about the child. Without `from_at`
    it begins at once.
    """

    aim: str
    ground: str
    words: str
    target_id: UUID | None = None  # the person or the agency it is aimed at
    category: str = ""
    exempt: tuple[UUID, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True)
class Apart:
    """How a new record is kept apart from the first moment. Usually not at all."""

    hold: Hold | None = None
    seal: SealWish | None = None

    def envelope(self) -> dict[str, int]:
        """What it changes on the record itself."""
        return {"release": self.hold.release} if self.hold else {}


USUAL = Apart()


def may_keep(apart: Apart, who: Standing, *, viewer: Viewer) -> None:
    """Rules H1 and SL1, for something that the viewer is writing for their agency."""
    if apart.hold:
        rules.may_hold_back(who, ours=not viewer.hat.is_family).require()
    if apart.seal:
        rules.may_seal(who, apart.seal.aim, ours=True).require()


def keep(record: Record, apart: Apart, *, child: Child, viewer: Viewer) -> None:
    """Keep a record apart that is being written, within its own transaction."""
    if apart.hold:
        begin_hold(record, apart.hold, viewer=viewer)
    if apart.seal:
        set_seal(apart.seal, child=child, viewer=viewer, records=[record])


# --- Held back ---


def latest_review(today: date) -> date:
    """The last day that may be chosen for looking again (rule H1, R-WK)."""
    return arithmetic.weeks_on(today, limits.in_force(limits.HOLD_BACK_WEEKS, today))


def begin_hold(record: Record, hold: Hold, *, viewer: Viewer) -> HeldBack:
    """Write down why a record is held back; the record says for whom (rule H1).

    Raises NotPermitted for a day that is further away than the limit.
    """
    latest = latest_review(viewer.today)
    if hold.review_on > latest:
        day = words.record_day(latest)
        raise NotPermitted(f"Choose a day up to {day}, then look again.")
    held = HeldBack.objects.create(
        record=record,
        reason=hold.reason,
        words=hold.words,
        review_on=hold.review_on,
        by_id=viewer.person_id,
        at=viewer.now,
    )
    ledger.record(
        "sharing.record.held-back",
        viewer=viewer,
        child_id=record.child_id,
        record=record.pk,
        hold=held.pk,
    )
    return held


def end_hold(record: Record, how: str, *, viewer: Viewer) -> bool:
    """End the hold of a record, if it has one. Says whether it had."""
    running = HeldBack.objects.unfiltered("the hold of a record that is changed")
    return bool(
        running.filter(record=record, ended_at=None).update(
            ended_at=viewer.now, ended_by_id=viewer.person_id, how=how
        )
    )


def released(record: Record, *, viewer: Viewer) -> None:
    """What the family reads from now on, by whichever act, is not held back."""
    if end_hold(record, HeldBack.How.RELEASED, viewer=viewer):
        ledger.record(
            "sharing.record.released",
            viewer=viewer,
            child_id=record.child_id,
            record=record.pk,
        )


# --- Sealed ---


def refuse_sealed(child: Child, category: str, *, viewer: Viewer) -> None:
    """What is sealed from somebody, they do not write into: it is not there for them.

    Raises Record.DoesNotExist.
    """
    ask = conditions.Question(viewer.hat, viewer.now)
    covering = Q(category="") | Q(category=category)
    if conditions.aimed(ask).filter(covering, child=child, record=None).exists():
        raise Record.DoesNotExist


def belongs_with(record: Record) -> list[Record]:
    """The records that belong to this one, as its photos do: kept as it is kept."""
    found: list[UUID] = []
    for kind in kinds():
        if kind.BELONGS_TO:
            rows = kind.unfiltered("what belongs to a record that is kept apart")
            theirs = rows.filter(**{kind.BELONGS_TO: record})
            found += theirs.values_list("record_id", flat=True)
    every = Record.objects.unfiltered("what belongs to a record that is kept apart")
    return list(every.filter(pk__in=found))


def kinds() -> Iterator[type[Content]]:
    """Every kind of content that there is."""
    return (model for model in apps.get_models() if issubclass(model, Content))


def owner_of(content: Content, child: Child) -> Record | None:
    """The record that new content belongs to, locked so that it stays as it is kept.

    Behind the child's own lock, as whoever seals it does: two who lock the same things
    in another order would wait for each other.
    """
    if not content.BELONGS_TO:
        return None
    Child.objects.select_for_update().get(pk=child.pk)
    every = Record.objects.unfiltered("the record to which a new one belongs")
    owner_id = getattr(content, f"{content.BELONGS_TO}_id")
    return every.select_for_update(of=("self",)).get(pk=owner_id)


def seal_like(record: Record, owner: Record) -> None:
    """A new record that belongs to a sealed one is inside the same seals (CONC-6)."""
    for restriction in Restriction.objects.filter(record=owner):
        exempt = list(restriction.exemptions.values_list("person_id", flat=True))
        restriction.pk, restriction.record = uuid4(), record
        restriction.save(force_insert=True)
        Exemption.objects.bulk_create(
            Exemption(restriction=restriction, person_id=person_id)
            for person_id in exempt
        )


def set_seal(
    wish: SealWish, *, child: Child, viewer: Viewer, records: Sequence[Record] = ()
) -> Seal:
    """Close something, from now or a later moment; nothing is decided here any more.

    One that holds against emergency access too needs a second person: until then it
    does so for a few working days only, and beside it stands one that gives way
    (rule SL2).
    """
    unbreakable = wish.ground in Seal.UNBREAKABLE
    start = max(wish.from_at or viewer.now, viewer.now)
    seal = Seal.objects.create(
        child=child,
        ground=wish.ground,
        words=wish.words,
        set_by_id=viewer.person_id,
        set_for_id=viewer.agency_id,
        set_at=viewer.now,
        confirm_by=second_person_by(start) if unbreakable else None,
    )
    close(seal, wish, records, start=start, until=wish.until_at, breakable=True)
    if seal.confirm_by:
        until = min(filter(None, (seal.confirm_by, wish.until_at)))
        close(seal, wish, records, start=start, until=until, breakable=False)
    exempt_everybody(seal, {*wish.exempt, viewer.person_id})
    ledger.record(
        "sharing.seal.set",
        viewer=viewer,
        child_id=child.pk,
        seal=seal.pk,
        records=[record.pk for record in records],
    )
    return seal


def second_person_by(start: datetime) -> datetime:
    """The end of the last working day on which a second person can confirm (R-WDA)."""
    day = arithmetic.day_of(start)
    days = limits.in_force(limits.SECOND_PERSON_DAYS, day)
    near = holidays.bank_holidays_near(day)
    last = arithmetic.working_days_after(day, days, near)
    return arithmetic.start_of(last + timedelta(days=1))


def close(
    seal: Seal,
    wish: SealWish,
    records: Sequence[Record],
    *,
    start: datetime,
    until: datetime | None,
    breakable: bool,
) -> None:
    """The restrictions of a seal: for each record, or for a kind or everything."""
    for record in records or (None,):
        Restriction.objects.create(
            seal=seal,
            child_id=seal.child_id,
            record=record,
            category=wish.category,
            aim=wish.aim,
            aimed_person_id=wish.target_id if wish.aim == Aim.PERSON else None,
            aimed_agency_id=wish.target_id if wish.aim == Aim.AGENCY else None,
            breakable=breakable,
            ground=Seal.Ground(wish.ground).label,
            from_at=start,
            until_at=None if until is None else max(until, start),
        )


def exempt_everybody(seal: Seal, person_ids: set[UUID]) -> None:
    """Those whom a seal does not stop: named ones, and always whoever set it."""
    Exemption.objects.bulk_create(
        Exemption(restriction=restriction, person_id=person_id)
        for restriction in seal.restrictions.all()
        for person_id in sorted(person_ids)
    )


def has_self(child: Child, at: datetime) -> bool:
    """Whether the young person uses Plait themselves now."""
    ask = Q(from_at__lte=at) & (Q(until_at=None) | Q(until_at__gt=at))
    return Tie.objects.filter(ask, child=child, kind=Tie.Kind.SELF).exists()


# Kinds that the family never reads anyway: there is nothing to hold back.
NEVER_FOR_FAMILY = frozenset({Category.SAFEGUARDING.value})
