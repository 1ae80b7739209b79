"""Asking a family to agree to sharing, and what its answer does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.agencies import signing
from plait.agencies.models import Agency, Employment
from plait.children.models import Child
from plait.design_system import words
from plait.ledger import operations as ledger
from plait.sharing import (
    change_over,
    changing,
    conflict_lock,
    copies,
    queries,
    standing,
    telling,
)
from plait.sharing.categories import ASKED_ABOUT, Category
from plait.sharing.models import Agreement, Basis


@dataclass(frozen=True)
class Wish:
    """What is asked for: these kinds of information, for this, until that day."""

    with_agency_id: UUID
    categories: tuple[str, ...]
    purpose: str
    until_on: date
    covers_history: bool = False
    brings_in_id: UUID | None = None


@transaction.atomic
def ask(wish: Wish, *, child: Child, viewer: Viewer) -> Agreement:
    """Ask those who decide for the child to agree (rule W3).

    Whoever joins in has to know whom they work with, so that every wish holds who is
    in the team. Raises NotPermitted, or TooLate when the same is waiting already.
    """
    standing.may_ask_for_agreement(queries.standing_of(viewer, child)).require()
    if wish.brings_in_id:  # before the family is asked for nothing (rule K3)
        with_agency = Agency.objects.get(pk=wish.with_agency_id)
        signing.may_take_part(with_agency, viewer.now).require()
    waiting = queries.same_question(
        child,
        with_agency_id=wish.with_agency_id,
        brings_in_id=wish.brings_in_id,
        viewer=viewer,
    )
    if waiting:
        day = words.record_day(waiting.asked_at)
        raise TooLate(f"The family was asked on {day}, and has not answered yet.")
    if unknown := set(wish.categories) - set(ASKED_ABOUT):
        raise NotPermitted(f"Nobody can agree to share {', '.join(sorted(unknown))}.")
    if wish.brings_in_id:
        guest = Employment.objects.get(pk=wish.brings_in_id)
        conflict_lock.refuse_to_join(guest.person_id, child=child, viewer=viewer)
    agreement = Agreement.objects.create(
        child=child,
        asked_by_id=viewer.person_id,
        asked_for_agency_id=viewer.agency_id,
        asked_at=viewer.now,
        **{**vars(wish), "categories": _with_involvement(wish.categories)},
    )
    ledger.record(
        "sharing.agreement.asked",
        viewer=viewer,
        child_id=child.pk,
        agreement=agreement.pk,
        agency=wish.with_agency_id,
    )
    return agreement


@transaction.atomic
def agree(
    agreement_id: UUID,
    *,
    child: Child,
    viewer: Viewer,
    categories: Collection[str] | None = None,
) -> Agreement:
    """Agree, to all that was asked or to some of it (rule W4): the bases begin now.

    Raises NotPermitted, or TooLate when it has been answered already.
    """
    agreement = _locked(agreement_id, child=child)
    standing.may_agree(queries.standing_of(viewer, child)).require()
    _move(agreement, Agreement.State.AGREED)
    if categories is not None:
        agreement.categories = [
            name for name in agreement.categories if name in categories
        ]
    agreement.answered_at, agreement.answered_by_id = viewer.now, viewer.person_id
    agreement.save()
    Basis.objects.bulk_create(
        Basis(
            child=child,
            to_agency_id=agreement.with_agency_id,
            category=category,
            max_sensitivity=1,
            kind=Basis.Kind.CONSENT,
            # Who is in the team now, whenever they joined.
            covers_history=agreement.covers_history or category == Category.INVOLVEMENT,
            from_at=viewer.now,
            until_at=change_over.agreed_until(agreement.until_on, child, viewer.now),
            agreement=agreement,
        )
        for category in agreement.categories
    )
    # Whoever says yes to something new does not mean that it should rest.
    paused = changing.open_pause(agreement.with_agency_id, child)
    changing.end_pause(paused, viewer)
    ledger.record(
        "sharing.agreement.given",
        viewer=viewer,
        child_id=child.pk,
        agreement=agreement.pk,
        categories=agreement.categories,
    )
    return agreement


@transaction.atomic
def decline(agreement_id: UUID, *, child: Child, viewer: Viewer) -> Agreement:
    """Say no (rule W4). Nothing changes for the child."""
    agreement = _locked(agreement_id, child=child)
    standing.may_answer(queries.standing_of(viewer, child)).require()
    _move(agreement, Agreement.State.DECLINED)
    agreement.answered_at, agreement.answered_by_id = viewer.now, viewer.person_id
    agreement.save()
    ledger.record(
        "sharing.agreement.declined",
        viewer=viewer,
        child_id=child.pk,
        agreement=agreement.pk,
    )
    return agreement


@transaction.atomic
def withdraw(agreement_id: UUID, *, child: Child, viewer: Viewer) -> Agreement:
    """Take an agreement back (rule W4): every request from now on is refused.

    Withdrawing twice changes nothing the second time (CON-4).
    """
    agreement = _locked(agreement_id, child=child)
    standing.may_answer(queries.standing_of(viewer, child)).require()
    if _take_back(agreement, viewer):
        copies.recall(agreement.with_agency_id, child=child, viewer=viewer)
        telling.of_change(child, agreement.with_agency_id, [agreement], viewer=viewer)
    return agreement


@transaction.atomic
def stop_sharing(agency_id: UUID, *, child: Child, viewer: Viewer) -> None:
    """Take back everything that was ever agreed with a service (rule W4)."""
    Child.objects.select_for_update().get(pk=child.pk)
    standing.may_answer(queries.standing_of(viewer, child)).require()
    agreed = Agreement.objects.filter(
        child=child, with_agency_id=agency_id, state=Agreement.State.AGREED
    )
    stopped = [one for one in agreed if _take_back(one, viewer)]
    changing.end_pause(changing.open_pause(agency_id, child), viewer)
    if stopped:
        copies.recall(agency_id, child=child, viewer=viewer)
        telling.of_change(child, agency_id, stopped, viewer=viewer)


def _take_back(agreement: Agreement, viewer: Viewer) -> bool:
    """End an agreement and what rests on it, once; whether this ended it."""
    if agreement.state == Agreement.State.WITHDRAWN:
        return False
    _move(agreement, Agreement.State.WITHDRAWN)
    agreement.withdrawn_at, agreement.withdrawn_by_id = viewer.now, viewer.person_id
    agreement.changed_at, agreement.changed_by_id = viewer.now, viewer.person_id
    agreement.save()
    agreement.bases.filter(withdrawn_at=None).update(withdrawn_at=viewer.now)
    ledger.record(
        "sharing.agreement.withdrawn",
        viewer=viewer,
        child_id=agreement.child_id,
        agreement=agreement.pk,
    )
    return True


def _with_involvement(categories: Collection[str]) -> list[str]:
    return list(dict.fromkeys([*categories, Category.INVOLVEMENT.value]))


def _locked(agreement_id: UUID, *, child: Child) -> Agreement:
    """The agreement, behind the child's own lock, so that answers cannot interleave."""
    Child.objects.select_for_update().get(pk=child.pk)
    return Agreement.objects.get(pk=agreement_id, child=child)


def _move(agreement: Agreement, state: str) -> None:
    now = Agreement.State(agreement.state)
    if state not in Agreement.MOVES.get(now, set()):
        raise TooLate(f"This has been answered meanwhile: {now.label.lower()}.")
    agreement.state = state


@transaction.atomic
def share_with_person(
    person_id: UUID,
    categories: Collection[str],
    *,
    child: Child,
    until_on: date,
    viewer: Viewer,
) -> None:
    """Let one member of the family see some kinds of information (rule W4, row P5).

    What they could see before by agreement is replaced by this; nothing ticked means
    that it ends. What parents allow ends at the switch date.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    standing.may_answer(queries.standing_of(viewer, child)).require()
    change_over.given_on_this_side(child, person_id, viewer.now).update(
        withdrawn_at=viewer.now
    )
    Basis.objects.bulk_create(
        Basis(
            child=child,
            to_person_id=person_id,
            category=category,
            kind=Basis.Kind.CONSENT,
            covers_history=True,
            from_at=viewer.now,
            until_at=change_over.allowed_until(until_on, child, viewer.now),
            evidence=f"Agreed by {viewer.name}",
        )
        for category in categories
        if category in ASKED_ABOUT
    )
    change_over.keep_in_step(child, person_id, categories, now=viewer.now)
    ledger.record(
        "sharing.person.allowed",
        viewer=viewer,
        child_id=child.pk,
        person=person_id,
        categories=sorted(categories),
    )
