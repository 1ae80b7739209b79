"""Seals: closing something for somebody, a second person, and lifting it (SL1–SL6).

Who may set one stands in `setting_apart`. Whoever a seal is aimed at neither sees nor
touches it, whatever they lead: for them it is not there.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies.models import Employment
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.ledger import operations as ledger
from plait.sharing import keeping, operations, queries
from plait.sharing import setting_apart as rules
from plait.sharing.keeping import Aim, SealWish
from plait.sharing.models import Exemption, Record, Restriction, Seal

TOO_LATE = "This seal has been lifted already."


@transaction.atomic
def seal(
    wish: SealWish, *, child: Child, viewer: Viewer, record_id: UUID | None = None
) -> Seal:
    """Close one record, one kind or everything about a child for somebody (rule SL1).

    At once: what takes two people works from its proposal, and waits for the second.
    Raises NotPermitted, or Record.DoesNotExist.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    who = queries.standing_of(viewer, child)
    records = _with_what_belongs(record_id, child, viewer) if record_id else []
    ours = all(one.owner_agency_id == viewer.hat.agency_id for one in records)
    rules.may_seal(who, wish.aim, ours=ours).require()
    if wish.aim == Aim.PERSON and wish.target_id == viewer.person_id:
        raise NotPermitted("You cannot seal something from yourself.")
    return keeping.set_seal(wish, child=child, viewer=viewer, records=records)


def _with_what_belongs(record_id: UUID, child: Child, viewer: Viewer) -> list[Record]:
    record = operations.lock(record_id, viewer=viewer)
    if record.child_id != child.pk:
        raise Record.DoesNotExist
    return [record, *keeping.belongs_with(record)]


@transaction.atomic
def confirm(seal_id: UUID, *, child: Child, viewer: Viewer) -> Seal:
    """Stand behind somebody else's seal, so that it holds against all (rule SL2).

    Raises Seal.DoesNotExist to whom it is aimed at, NotPermitted, or TooLate.
    """
    found = _locked(seal_id, child=child, viewer=viewer)
    if not found.waits_for_second:
        raise TooLate("This seal does not wait for a second person any more.")
    mine = found.set_by_id == viewer.person_id
    rules.may_confirm(queries.standing_of(viewer, child), mine=mine).require()
    found.confirmed_by_id, found.confirmed_at = viewer.person_id, viewer.now
    found.save()
    _hold_against_all(found, viewer.now)
    ledger.record(
        "sharing.seal.confirmed", viewer=viewer, child_id=child.pk, seal=found.pk
    )
    return found


def _hold_against_all(found: Seal, now: datetime) -> None:
    """What held for a few days goes on, as long as the one beside it that gives way.

    Where those days are over, it begins again from now: what was, stays as it was.
    """
    for soft in found.restrictions.filter(breakable=True):
        hard = found.restrictions.filter(live(now), breakable=False, record=soft.record)
        begun = found.restrictions.filter(
            from_at__gt=now, breakable=False, record=soft.record
        )
        if (hard | begun).update(until_at=soft.until_at):
            continue
        exempt = list(soft.exemptions.values_list("person_id", flat=True))
        again = Restriction(**_values(soft) | {"breakable": False})
        again.from_at = max(now, soft.from_at)
        again.save(force_insert=True)
        Exemption.objects.bulk_create(
            Exemption(restriction=again, person_id=person_id) for person_id in exempt
        )


def _values(restriction: Restriction) -> dict[str, object]:
    fields = restriction._meta.concrete_fields
    return {
        field.attname: getattr(restriction, field.attname)
        for field in fields
        if not field.primary_key
    }


@transaction.atomic
def lift(seal_id: UUID, words: str, *, child: Child, viewer: Viewer) -> Seal:
    """Lift a seal; one that two people set is lifted by two (rule SL3).

    The first of the two asks, and nothing opens until another agrees. Raises
    Seal.DoesNotExist to whom it is aimed at, NotPermitted, or TooLate.
    """
    found = _locked(seal_id, child=child, viewer=viewer)
    if found.lifted_at:
        raise TooLate(TOO_LATE)
    asked_by_me = found.takes_two and found.lift_asked_by_id == viewer.person_id
    who = queries.standing_of(viewer, child)
    rules.may_lift(who, asked_by_me=asked_by_me).require()
    found.lift_words = "\n".join(filter(None, (found.lift_words, words)))
    if found.takes_two and found.lift_asked_by_id is None:
        found.lift_asked_by_id, found.lift_asked_at = viewer.person_id, viewer.now
        act = "sharing.seal.lift-asked"
    else:
        found.lifted_by_id, found.lifted_at = viewer.person_id, viewer.now
        _open(found, viewer.now)
        act = "sharing.seal.lifted"
    found.save()
    ledger.record(act, viewer=viewer, child_id=child.pk, seal=found.pk)
    return found


def _open(found: Seal, now: datetime) -> None:
    found.restrictions.filter(live(now)).update(until_at=now)
    for later in found.restrictions.filter(from_at__gt=now):
        later.until_at = later.from_at
        later.save(update_fields=["until_at"])


def _locked(seal_id: UUID, *, child: Child, viewer: Viewer) -> Seal:
    """The seal, behind the child's own lock, so that two people cannot interleave."""
    Child.objects.select_for_update().get(pk=child.pk)
    return get_seal(seal_id, child=child, viewer=viewer)


# --- Reading ---


def get_seal(seal_id: UUID, *, child: Child, viewer: Viewer) -> Seal:
    """One seal. Raises Seal.DoesNotExist for whom it is aimed at or hidden from."""
    return list_seals(child, viewer=viewer).get(pk=seal_id)


def list_seals(child: Child, *, viewer: Viewer) -> QuerySet[Seal]:
    """The seals of a child that the viewer may know of, newest first (rule SL4)."""
    if not rules.manages_seals(queries.standing_of(viewer, child)).allowed:
        return Seal.objects.none()
    return known_seals(Child.objects.filter(pk=child.pk), viewer=viewer)


def waiting_for(children: QuerySet[Child], viewer: Viewer) -> QuerySet[Seal]:
    """Seals that wait for a second person, who could be the viewer."""
    if viewer.role not in rules.SEALERS:
        return Seal.objects.none()
    second = Q(confirm_by__isnull=False, confirmed_at=None)
    second &= ~Q(set_by=viewer.person_id)
    lifting = Q(confirmed_at__isnull=False, lift_asked_at__isnull=False)
    lifting &= ~Q(lift_asked_by=viewer.person_id)
    known = known_seals(children, viewer=viewer)
    return known.filter(second | lifting, lifted_at=None).order_by("confirm_by", "pk")


def known_seals(children: QuerySet[Child], *, viewer: Viewer) -> QuerySet[Seal]:
    """Not those that hit the viewer in any hat, now or ever; nor what hides from them.

    A seal on a record is as hidden as its record.
    """
    seen = Record.objects.visible_to(viewer.hat, viewer.now).values("pk")
    theirs = Restriction.objects.filter(seal=OuterRef("pk"))
    hidden = theirs.filter(record__isnull=False).exclude(record__in=seen)
    return (
        Seal.objects.filter(child__in=children)
        .exclude(Exists(theirs.filter(_hits(viewer))))
        .exclude(Exists(hidden))
        .select_related("child", "set_by", "set_for", "confirmed_by", "lift_asked_by")
        .prefetch_related(
            "restrictions__aimed_person",
            "restrictions__aimed_agency",
            "restrictions__exemptions__person",
        )
        .order_by("-set_at", "pk")
    )


def records_of(
    seals: Iterable[Seal], *, viewer: Viewer
) -> dict[UUID, dict[UUID, Record]]:
    """The records that seals close, by seal, as far as the viewer may see them."""
    closed = {
        one.pk: {each.record_id for each in one.restrictions.all() if each.record_id}
        for one in seals
    }
    seen = Record.objects.read_by(viewer).in_bulk(set().union(*closed.values()))
    return {
        pk: {record_id: seen[record_id] for record_id in ids if record_id in seen}
        for pk, ids in closed.items()
    }


def _hits(viewer: Viewer) -> Q:
    """Restrictions aimed at the person, in whichever hat (rule SL4)."""
    person_id = viewer.person_id
    works_for = Employment.objects.filter(live(viewer.now), person_id=person_id)
    family = Tie.objects.filter(person_id=person_id, child=OuterRef("child")).exclude(
        kind=Tie.Kind.TEAM
    )
    exempt = Exemption.objects.filter(restriction=OuterRef("pk"), person_id=person_id)
    aimed = (
        Q(aim__in=[Aim.PERSON, Aim.AT_WORK], aimed_person=person_id)
        | Q(aim=Aim.AGENCY, aimed_agency__in=works_for.values("agency"))
        | Q(aim=Aim.FAMILY) & Q(Exists(family))
        | Q(aim=Aim.EVERYONE)
    )
    return aimed & ~Q(Exists(exempt))
