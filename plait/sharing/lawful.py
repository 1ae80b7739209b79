"""Sharing without asking the family, for a reason in law; and looking at it again."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.sharing import area_agreements, grounds, queries, standing
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import AreaAgreement, Basis, Disclosure

# Our own choice: nothing is shared without the family for longer before it is decided
# anew, or kept from the family for longer before somebody looks again.
LONGEST = timedelta(days=366)
LOOK_AGAIN_WITHIN = timedelta(days=92)


@dataclass(frozen=True)
class Choice:
    """What is to be shared, with whom, why, and whether the family may know.

    `ground` is the kind of a basis, or empty under an agreement between services.
    """

    to_agency_id: UUID
    categories: tuple[str, ...]
    reason: str
    until_on: date
    ground: str = ""
    under_id: UUID | None = None
    covers_history: bool = False
    brings_in_id: UUID | None = None
    not_told_because: str = ""
    look_again_on: date | None = None


@transaction.atomic
def share_without_asking(choice: Choice, *, child: Child, viewer: Viewer) -> Disclosure:
    """Open some kinds to a service, for a reason in law (rule W20): from now on.

    Raises NotPermitted when the reason is not one that the viewer may give.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    may = standing.may_share_without_asking(queries.standing_of(viewer, child))
    may.require()
    under, ground = _reason_in_law(choice, viewer)
    kinds = [kind for kind in ASKED_ABOUT if kind in choice.categories]
    if not choice.reason.strip() or not kinds:
        raise NotPermitted("Say what is shared, and why it is needed.")
    _insist_on_days(choice, viewer)
    unsafe = bool(choice.not_told_because)
    disclosure = Disclosure.objects.create(
        child=child,
        to_agency_id=choice.to_agency_id,
        categories=[str(kind) for kind in kinds],
        ground=ground,
        under=under,
        reason=choice.reason,
        covers_history=choice.covers_history,
        until_on=choice.until_on,
        brings_in_id=choice.brings_in_id,
        decided_by_id=viewer.person_id,
        decided_for_agency_id=viewer.agency_id,
        decided_at=viewer.now,
        told_at=None if unsafe else viewer.now,
        not_told_because=choice.not_told_because,
        look_again_on=choice.look_again_on if unsafe else None,
    )
    _write_bases(disclosure, viewer)
    ledger.record(
        "sharing.disclosure.decided",
        viewer=viewer,
        child_id=child.pk,
        disclosure=disclosure.pk,
        agency=choice.to_agency_id,
        ground=ground,
        told=not unsafe,
    )
    return disclosure


def _reason_in_law(choice: Choice, viewer: Viewer) -> tuple[AreaAgreement | None, str]:
    """The agreement between services that is relied on, if any, and the ground."""
    if choice.under_id:
        under = area_agreements.in_force_between(
            viewer.agency_id, choice.to_agency_id, on=viewer.today
        ).get(pk=choice.under_id)
        if not set(choice.categories) <= set(under.categories):
            raise NotPermitted("The agreement between services does not cover that.")
        return under, under.ground
    own = Agency.objects.get(pk=viewer.agency_id)
    if choice.ground not in {
        ground.kind for ground in grounds.offered(own.kind, viewer.today)
    }:
        raise NotPermitted("Choose a reason in law.")
    return None, choice.ground


def _insist_on_days(choice: Choice, viewer: Viewer) -> None:
    if not viewer.today < choice.until_on <= viewer.today + LONGEST:
        raise NotPermitted("Choose a day within a year, then decide again.")
    if choice.not_told_because:
        _insist_on_looking_again(choice.look_again_on, viewer)


def _insist_on_looking_again(day: date | None, viewer: Viewer) -> None:
    if day is None or not viewer.today < day <= viewer.today + LOOK_AGAIN_WITHIN:
        raise NotPermitted("Say on which day, within three months, you look again.")


def _write_bases(disclosure: Disclosure, viewer: Viewer) -> None:
    """One basis for each kind. Whoever joins in has to know whom they work with."""
    kinds = dict.fromkeys([*disclosure.categories, Category.INVOLVEMENT.value])
    Basis.objects.bulk_create(
        Basis(
            child_id=disclosure.child_id,
            to_agency_id=disclosure.to_agency_id,
            category=kind,
            kind=disclosure.ground,
            covers_history=disclosure.covers_history or kind == Category.INVOLVEMENT,
            from_at=viewer.now,
            until_at=arithmetic.start_of(disclosure.until_on),
            disclosure=disclosure,
        )
        for kind in kinds
    )


@transaction.atomic
def tell_family(disclosure_id: UUID, *, child: Child, viewer: Viewer) -> Disclosure:
    """It is safe now: the family may know (rule W21). Telling twice changes nothing."""
    disclosure = _decided(disclosure_id, child=child, viewer=viewer)
    if disclosure.told_at:
        return disclosure
    disclosure.told_at, disclosure.look_again_on = viewer.now, None
    disclosure.save(update_fields=["told_at", "look_again_on"])
    ledger.record(
        "sharing.disclosure.told",
        viewer=viewer,
        child_id=child.pk,
        disclosure=disclosure.pk,
    )
    return disclosure


@transaction.atomic
def keep_from_family(
    disclosure_id: UUID,
    because: str,
    look_again_on: date,
    *,
    child: Child,
    viewer: Viewer,
) -> Disclosure:
    """Still not safe: say why, and when it is looked at again (rule W21).

    Raises TooLate once the family knows.
    """
    disclosure = _decided(disclosure_id, child=child, viewer=viewer)
    if disclosure.told_at:
        raise TooLate("The family knows of this already.")
    _insist_on_looking_again(look_again_on, viewer)
    disclosure.not_told_because = because
    disclosure.look_again_on = look_again_on
    disclosure.save(update_fields=["not_told_because", "look_again_on"])
    ledger.record(
        "sharing.disclosure.kept-from-family",
        viewer=viewer,
        child_id=child.pk,
        disclosure=disclosure.pk,
        until=look_again_on,
    )
    return disclosure


@transaction.atomic
def stop(disclosure_id: UUID, *, child: Child, viewer: Viewer) -> Disclosure:
    """End it before its day (rule W20): every request from now on is refused."""
    disclosure = _decided(disclosure_id, child=child, viewer=viewer)
    if disclosure.ended_at:
        return disclosure
    disclosure.ended_at, disclosure.ended_by_id = viewer.now, viewer.person_id
    disclosure.save(update_fields=["ended_at", "ended_by"])
    disclosure.bases.filter(withdrawn_at=None).update(withdrawn_at=viewer.now)
    ledger.record(
        "sharing.disclosure.ended",
        viewer=viewer,
        child_id=child.pk,
        disclosure=disclosure.pk,
    )
    return disclosure


def _decided(disclosure_id: UUID, *, child: Child, viewer: Viewer) -> Disclosure:
    """One of the viewer's own agency, behind the child's lock, to be changed."""
    Child.objects.select_for_update().get(pk=child.pk)
    may = standing.may_share_without_asking(queries.standing_of(viewer, child))
    may.require()
    return Disclosure.objects.get(
        pk=disclosure_id, child=child, decided_for_agency_id=viewer.agency_id
    )


def list_disclosures(child: Child, *, viewer: Viewer) -> list[Disclosure]:
    """What was shared without asking, newest first, as far as the viewer may know."""
    return list(_known_to(viewer, child).order_by("-decided_at"))


def get_disclosure(disclosure_id: UUID, *, child: Child, viewer: Viewer) -> Disclosure:
    """One decision. Raises DoesNotExist for whom it does not concern."""
    return _known_to(viewer, child).get(pk=disclosure_id)


def _known_to(viewer: Viewer, child: Child) -> QuerySet[Disclosure]:
    """Rule W21: whoever may decide so at both services; the family once told."""
    found = Disclosure.objects.filter(child=child).select_related(
        "to_agency", "decided_by", "decided_for_agency", "under"
    )
    who = queries.standing_of(viewer, child)
    if who.decides_for_child or who.kind == "self":
        return found.exclude(told_at=None)
    if standing.may_share_without_asking(who).allowed:
        ours = Q(decided_for_agency_id=viewer.hat.agency_id)
        return found.filter(ours | Q(to_agency_id=viewer.hat.agency_id))
    return found.none()


def to_look_at_again(child_ids: QuerySet[Child], *, viewer: Viewer) -> list[Disclosure]:
    """What the family does not know yet and the viewer's agency decided, by its day."""
    return list(
        Disclosure.objects.filter(
            child__in=child_ids,
            told_at=None,
            ended_at=None,
            decided_for_agency_id=viewer.hat.agency_id,
        )
        .select_related("child")
        .order_by("look_again_on")
    )
