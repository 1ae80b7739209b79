"""Erasing takes two people, a list, a time to think, and no legal hold (D22 to D26)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from plait.access.decisions import TooLate
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Agency
from plait.children.models import Child
from plait.clocks import arithmetic, limits
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.privacy import policy, schedule
from plait.privacy.models import Disposal
from plait.privacy.queries import going, retention
from plait.privacy.queries.leads import agencies_led_by
from plait.sharing import copies, erasing

AGREED = "privacy.disposal.agreed"
CHANGED = "Something on the list has changed since you looked. Please look again."
HELD = "A legal hold, or a request that is being answered, keeps this for now."


class NotDisposed(Exception):
    """Nothing was proposed or agreed to; the sentence says why."""


@dataclass(frozen=True)
class Proposal:
    """What should go, on which ground, as whoever proposes it saw it listed."""

    agency_id: UUID
    ground: str
    words: str
    seen_hash: str
    only: UUID | None = None


@transaction.atomic
def propose(proposal: Proposal, *, child: Child, viewer: Viewer) -> Disposal:
    """Put a list up for a second person.

    Raises NotPermitted, NotDisposed, or Child.DoesNotExist (D29).
    """
    policy.may_use_desk(viewer.role).require()
    policy.may_answer_for(proposal.agency_id in agencies_led_by(viewer)).require()
    Child.objects.select_for_update().get(pk=child.pk)
    retention.insist_open(child, viewer=viewer)
    found = retention.inventory(child.pk, proposal.agency_id, proposal.only)
    if not found.listed or found.hash != proposal.seen_hash:
        raise NotDisposed(CHANGED)
    _insist_it_may_go(child, proposal, viewer)
    made = Disposal.objects.create(
        child=child,
        agency_id=proposal.agency_id,
        ground=proposal.ground,
        words=proposal.words,
        listed=[list(one) for one in found.listed],
        listed_hash=found.hash,
        proposed_at=viewer.now,
        proposed_by_id=viewer.person_id,
    )
    _tell_ledger("privacy.disposal.proposed", made, viewer)
    return made


def _insist_it_may_go(child: Child, proposal: Proposal, viewer: Viewer) -> None:
    if retention.is_held(child.pk, proposal.agency_id):
        raise NotDisposed(HELD)
    if proposal.ground == Disposal.Ground.OLD:
        kind = Agency.objects.get(pk=proposal.agency_id).kind
        until = schedule.for_kind(kind, viewer.today).until(child.born_on)
        if viewer.today < until:
            raise NotDisposed("The schedule says that this is kept for longer.")


@transaction.atomic
def agree(disposal_id: UUID, *, seen_hash: str, viewer: Viewer) -> Disposal:
    """Agree as the second person, to exactly this list; the wait begins (D24).

    Raises DoesNotExist, NotPermitted, NotDisposed, or TooLate.
    """
    disposal = _locked(disposal_id, viewer)
    policy.may_agree(
        is_proposer=disposal.proposed_by_id == viewer.person_id,
        is_second=retention.is_second(disposal, viewer),
    ).require()
    if disposal.agreed_at:
        raise TooLate("Somebody has agreed to this meanwhile.")
    if retention.is_held(disposal.child_id, disposal.agency_id):
        raise NotDisposed(HELD)
    if not seen_hash == disposal.listed_hash == retention.hash_of(disposal.listed):
        raise NotDisposed(CHANGED)
    days = limits.in_force(limits.DISPOSAL_DAYS, viewer.today)
    disposal.agreed_at, disposal.agreed_by_id = viewer.now, viewer.person_id
    disposal.not_before = viewer.today + timedelta(days=days)
    disposal.save()
    _tell_ledger(AGREED, disposal, viewer)
    return disposal


@transaction.atomic
def stop(disposal_id: UUID, *, why: str, viewer: Viewer) -> Disposal:
    """Whoever may see it stops it, until it is done. Raises DoesNotExist, TooLate."""
    disposal = _locked(disposal_id, viewer)
    disposal.stopped_at, disposal.stopped_by_id = viewer.now, viewer.person_id
    disposal.why_stopped = why
    disposal.save()
    _tell_ledger("privacy.disposal.stopped", disposal, viewer)
    return disposal


def _locked(disposal_id: UUID, viewer: Viewer) -> Disposal:
    """One that is still open. Locks the child, as everything does that counts here."""
    found = retention.get_disposal(disposal_id, viewer=viewer)
    Child.objects.select_for_update().get(pk=found.child_id)
    disposal = retention.get_disposal(disposal_id, viewer=viewer)
    if disposal.stopped_at or disposal.done_at:
        raise TooLate("This is over: it has been stopped, or done.")
    return disposal


@dataclass(frozen=True)
class Done:
    """What became of one list."""

    disposal: Disposal
    erased: int
    left_out: int
    held: bool = False
    forged: bool = False


def carry_out(now: datetime) -> list[Done]:
    """Erase everything that is agreed to and due: for a command, as the owner."""
    ready = retention.due_to_be_done(arithmetic.day_of(now))
    return [_carry_out(one.pk, now) for one in ready]


@transaction.atomic
def _carry_out(disposal_id: UUID, now: datetime) -> Done:
    """In the name of the second person. A legal hold wins even now (D21).

    Only what was listed, and reads as it did then: what has been written anew, or has
    gone, is left out (D25). Drafts that go with it are in no number (D31).
    """
    found = Disposal.objects.get(pk=disposal_id)
    Child.objects.select_for_update().get(pk=found.child_id)
    disposal = Disposal.objects.select_for_update().get(pk=disposal_id)
    if disposal.stopped_at or disposal.done_at:
        return Done(disposal, 0, 0)
    if retention.is_held(disposal.child_id, disposal.agency_id):
        return Done(disposal, 0, 0, held=True)
    if not _is_what_was_agreed_to(disposal):
        return Done(disposal, 0, 0, forged=True)
    viewer = _second_person(disposal, now)
    same = going.still_as_listed(disposal)
    for record_id in same:
        erasing.erase(record_id, viewer=viewer)
    for record_id in going.drafts_that_go_with(disposal, same):
        erasing.erase(record_id, viewer=viewer)
    copies.recall_erased(same, viewer=viewer)
    disposal.done_at = now
    disposal.erased, disposal.left_out = len(same), len(disposal.listed) - len(same)
    disposal.save()
    _tell_ledger("privacy.disposal.erased", disposal, viewer)
    return Done(disposal, disposal.erased, disposal.left_out)


def _is_what_was_agreed_to(disposal: Disposal) -> bool:
    """Whether the list still is the one that the ledger says was agreed to."""
    now = retention.hash_of(disposal.listed)
    lines = Line.objects.filter(act=AGREED, child_id=disposal.child_id)
    told = [json.loads(one) for one in lines.values_list("details", flat=True)]
    then = {one["list"] for one in told if one["disposal"] == str(disposal.pk)}
    return then == {now}


def _second_person(disposal: Disposal, now: datetime) -> Viewer:
    """In whose name it is done. No role: a command does it, whatever they do today."""
    assert disposal.agreed_by_id is not None
    hat = Hat(disposal.agreed_by_id, disposal.agency_id)
    return Viewer(hat=hat, now=now, role="", name="")


def _tell_ledger(act: str, disposal: Disposal, viewer: Viewer) -> None:
    by = [disposal.proposed_by_id, disposal.agreed_by_id]
    ledger.record(
        act,
        viewer=viewer,
        child_id=disposal.child_id,
        disposal=disposal.pk,
        list=disposal.listed_hash,
        by=[one for one in by if one],
    )
