"""What the switch date does to what was agreed, and what the young person chooses.

Nothing waits for midnight: what is chosen before the date is written at once, to begin
or to end at the instant of the switch (rule Y1). Whatever parents allowed to a person
ends there; what they agreed with a service stands for a while longer, in which the
young person is asked (docs/decisions/0013).
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from plait.access.decisions import Decision, TooLate
from plait.access.viewer import Viewer
from plait.children.hats import live
from plait.children.models import Child, Tie
from plait.clocks import arithmetic, growing_up
from plait.ledger import operations as ledger
from plait.sharing import queries, representatives, standing
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import Agreement, Basis, Choice
from plait.sharing.standing import Standing

A_YEAR = 12


def agreed_until(until_on: date, child: Child, now: datetime) -> datetime:
    """When an agreement with a service ends that is given now."""
    end = max(arithmetic.start_of(until_on), now)
    if now >= child.switch_at:
        return end
    return min(end, growing_up.grace_ends_at(child.switch_at))


def stands_until(
    agreement: Agreement, category: str, child: Child, now: datetime
) -> datetime:
    """When a kind of information ends that goes on, or begins, within an agreement.

    What parents agreed stands past the switch as the young person chose for it, and
    for the while of being asked where nothing was chosen (rules Y1 and A2 to A7).
    """
    end = max(arithmetic.start_of(agreement.until_on), now)
    switch_at = child.switch_at
    if agreement.answered_at is None or agreement.answered_at >= switch_at:
        return end
    choice = Choice.objects.filter(agreement=agreement).first()
    if choice is None:
        return min(end, growing_up.grace_ends_at(switch_at))
    return end if category in choice.categories else min(end, switch_at)


def allowed_until(until_on: date, child: Child, now: datetime) -> datetime:
    """When what a person is allowed now ends: a parent's yes, at the switch at last."""
    end = max(arithmetic.start_of(until_on), now)
    return end if now >= child.switch_at else min(end, child.switch_at)


def given_on_this_side(child: Child, person_id: UUID, now: datetime) -> QuerySet[Basis]:
    """What a person was allowed by those who decide now: not what is prepared."""
    switch_at = child.switch_at
    side = Q(from_at__lt=switch_at) if now < switch_at else Q(from_at__gte=switch_at)
    return _consents(child, person_id).filter(side)


def may_choose(who: Standing, child: Child, viewer: Viewer) -> Decision:
    """Rule Y1 for this viewer, on this day."""
    is_time = viewer.today >= growing_up.prepares_from(child.born_on)
    return standing.may_choose(who, is_time=is_time)


@transaction.atomic
def choose_for_person(
    person_id: UUID, categories: Collection[str], *, child: Child, viewer: Viewer
) -> None:
    """Whom to keep informed, and about what, from the switch date on (rule Y1).

    What was chosen before is replaced. Raises NotPermitted, or TooLate when the person
    is no longer one of the family.
    """
    child = _ready(child, viewer)
    family = Tie.objects.filter(live(viewer.now), child=child, kind=Tie.Kind.FAMILY)
    if not family.filter(person_id=person_id).exists():
        raise TooLate("This person is no longer one of the family here.")
    kinds = [str(kind) for kind in ASKED_ABOUT if kind in categories]
    start = max(viewer.now, child.switch_at)
    _consents(child, person_id).filter(from_at__gte=child.switch_at).update(
        withdrawn_at=viewer.now
    )
    until_on = arithmetic.months_on(arithmetic.day_of(start), A_YEAR)
    Basis.objects.bulk_create(
        Basis(
            child=child,
            to_person_id=person_id,
            category=kind,
            kind=Basis.Kind.CONSENT,
            covers_history=True,
            from_at=start,
            until_at=arithmetic.start_of(until_on),
            evidence=f"Agreed by {viewer.name}",
        )
        for kind in kinds
    )
    _keep(child, viewer, kinds, person_id=person_id)


@transaction.atomic
def choose_for_agreement(
    agreement_id: UUID, categories: Collection[str], *, child: Child, viewer: Viewer
) -> None:
    """Let a service go on seeing what parents agreed to, less of it, or nothing (Y1).

    After the switch it can only become less: more is asked for anew. Raises
    NotPermitted, or TooLate when the agreement has ended.
    """
    child = _ready(child, viewer)
    agreement = Agreement.objects.get(pk=agreement_id, child=child)
    if agreement.state != Agreement.State.AGREED:
        raise TooLate("This has ended already.")
    kinds = [kind for kind in agreement.categories if kind in categories]
    if kinds:
        kinds = list(dict.fromkeys([*kinds, Category.INVOLVEMENT.value]))
    start = max(viewer.now, child.switch_at)
    for basis in agreement.bases.filter(_goes_on(viewer.now), withdrawn_at=None):
        end = arithmetic.start_of(agreement.until_on)
        basis.until_at = max(end if basis.category in kinds else start, basis.from_at)
        basis.save(update_fields=["until_at"])
    _keep(child, viewer, kinds, agreement_id=agreement_id)


def _ready(child: Child, viewer: Viewer) -> Child:
    """The child, locked, once it is decided that this viewer may choose now."""
    locked = Child.objects.select_for_update().get(pk=child.pk)
    may_choose(queries.standing_of(viewer, locked), locked, viewer).require()
    return locked


def _consents(child: Child, person_id: UUID | None = None) -> QuerySet[Basis]:
    found = Basis.objects.filter(
        child=child, kind=Basis.Kind.CONSENT, withdrawn_at=None, to_agency=None
    )
    return found.filter(to_person_id=person_id) if person_id else found


def _goes_on(now: datetime) -> Q:
    return Q(until_at=None) | Q(until_at__gt=now)


def _keep(child: Child, viewer: Viewer, kinds: list[str], **about: UUID) -> None:
    which: dict[str, Any] = {"child": child, **about}
    Choice.objects.update_or_create(
        **which,
        defaults={
            "categories": kinds,
            "chosen_at": viewer.now,
            "chosen_by_id": viewer.person_id,
        },
    )
    ledger.record(
        "sharing.choice.made",
        viewer=viewer,
        child_id=child.pk,
        categories=sorted(kinds),
        **{name.removesuffix("_id"): value for name, value in about.items()},
    )


def keep_in_step(
    child: Child, person_id: UUID, categories: Collection[str], *, now: datetime
) -> None:
    """What is changed after the switch on another page is what was chosen, too."""
    if now >= child.switch_at:
        kinds = [str(kind) for kind in ASKED_ABOUT if kind in categories]
        Choice.objects.filter(child=child, person_id=person_id).update(categories=kinds)


@transaction.atomic
def move_switch(
    child: Child, *, before: datetime, evidence: str, viewer: Viewer
) -> None:
    """Everything that rests on the switch date moves with it, at once (YP-7).

    `child` has its new date of birth already, and is locked by whoever gave it.
    """
    after = child.switch_at
    ledger.record(
        "sharing.switch-date.moved",
        viewer=viewer,
        child_id=child.pk,
        before=before,
        after=after,
        evidence=evidence,
    )
    start = max(after, viewer.now)
    for basis in _consents(child).filter(_goes_on(viewer.now)):
        _move_of_person(basis, before=before, start=start, viewer=viewer)
    agreed = Agreement.objects.filter(child=child, state=Agreement.State.AGREED)
    for agreement in agreed.filter(answered_at__lt=before):
        _move_of_agreement(agreement, start=start, viewer=viewer)
    if after > viewer.now:
        representatives.end_all(child, viewer=viewer)


def _move_of_person(
    basis: Basis, *, before: datetime, start: datetime, viewer: Viewer
) -> None:
    """A parent's yes ends at the new date; a young person's begins there."""
    if basis.from_at < before:
        basis.until_at = min(basis.until_at or start, max(start, basis.from_at))
        basis.save(update_fields=["until_at"])
        return
    if basis.from_at <= viewer.now and start == viewer.now:
        return  # was in force, and stays so
    Basis.objects.filter(pk=basis.pk).update(withdrawn_at=viewer.now)
    until_on = arithmetic.months_on(arithmetic.day_of(start), A_YEAR)
    Basis.objects.create(
        child_id=basis.child_id,
        to_person_id=basis.to_person_id,
        category=basis.category,
        max_sensitivity=basis.max_sensitivity,
        kind=basis.kind,
        covers_history=basis.covers_history,
        from_at=start,
        until_at=arithmetic.start_of(until_on),
        evidence=basis.evidence,
    )


def _move_of_agreement(
    agreement: Agreement, *, start: datetime, viewer: Viewer
) -> None:
    """What was chosen holds; without a choice the while of being asked begins anew."""
    choice = Choice.objects.filter(agreement=agreement).first()
    end = arithmetic.start_of(agreement.until_on)
    for basis in agreement.bases.filter(_goes_on(viewer.now), withdrawn_at=None):
        if choice is None:
            until_at = min(end, growing_up.grace_ends_at(start))
        else:
            until_at = end if basis.category in choice.categories else start
        basis.until_at = max(until_at, basis.from_at)
        basis.save(update_fields=["until_at"])
