"""Opening emergency access, ending it, and answering what a reviewer asks."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Viewer
from plait.children.finding import Sought
from plait.children.models import Child
from plait.design_system import words
from plait.ledger import operations as ledger
from plait.sharing.emergency import messages, queries, rules
from plait.sharing.models import Emergency, Glass
from plait.sharing.queries import may_be_opened


@dataclass(frozen=True)
class Need:
    """Why somebody needs to see it now, in their words, and for how long."""

    reason: str
    words: str
    hours: int


@transaction.atomic
def open_by_name(sought: Sought, need: Need, *, viewer: Viewer) -> Emergency:
    """Open a child's records in an emergency, whoever's team it is (E1 to E4).

    What is written, and who is told, is the same when nobody is found: then the
    emergency has no glass. Raises NotPermitted, or TooLate while it is open already.
    """
    rules.may_open(viewer.hat, viewer.role).require()
    _insist_on(need, viewer)
    child = queries.find(sought, viewer=viewer)
    return _ask(child, need, viewer=viewer)


@transaction.atomic
def open_more(child: Child, need: Need, *, viewer: Viewer) -> Emergency:
    """See more of a child whose team one is in (E1 to E4).

    Raises Child.DoesNotExist where it may not be opened, and otherwise the same.
    """
    rules.may_open(viewer.hat, viewer.role).require()
    _insist_on(need, viewer)
    same = Child.objects.select_for_update(of=("self",)).filter(pk=child.pk)
    return _ask(may_be_opened(same, viewer).get(), need, viewer=viewer)


def _insist_on(need: Need, viewer: Viewer) -> None:
    if need.reason not in Emergency.Reason.values:
        raise NotPermitted("Choose why you need to know now.")
    if len(need.words.strip()) < rules.FEWEST_LETTERS:
        raise NotPermitted(f"Say why in at least {rules.FEWEST_LETTERS} letters.")
    if not 1 <= need.hours <= rules.terms_on(viewer.today).longest_hours:
        raise NotPermitted("Emergency access is open for one to four hours.")


def _ask(child: Child | None, need: Need, *, viewer: Viewer) -> Emergency:
    glass = _open(child, need, viewer=viewer) if child else None
    emergency = Emergency.objects.create(
        person_id=viewer.person_id,
        agency_id=viewer.agency_id,
        role=viewer.role,
        glass=glass,
        reason=need.reason,
        words=need.words.strip(),
        asked_at=viewer.now,
        due_on=rules.review_due_on(viewer.now),
        tell_at=rules.told_at_the_latest(viewer.now),
    )
    ledger.record(
        "sharing.emergency.opened" if glass else "sharing.emergency.found-nobody",
        viewer=viewer,
        child_id=child.pk if child else None,
        emergency=emergency.pk,
        reason=need.reason,
        **({"glass": glass.pk, "until": glass.expires_at} if glass else {}),
    )
    leads = queries.list_leads(viewer.now)
    messages.alert(rules.reviewers(emergency, leads), emergency, now=viewer.now)
    return emergency


def _open(child: Child, need: Need, *, viewer: Viewer) -> Glass:
    if already := queries.open_glass(child, viewer=viewer):
        raise TooLate(
            "You have opened this already. It is open until "
            f"{words.clock_time(already.expires_at)}."
        )
    _insist_the_last_claim_was_reviewed(child, need, viewer)
    return Glass.objects.create(
        person_id=viewer.person_id,
        agency_id=viewer.agency_id,
        child=child,
        reason=need.words.strip(),
        opened_at=viewer.now,
        expires_at=viewer.now + timedelta(hours=need.hours),
    )


def _insist_the_last_claim_was_reviewed(
    child: Child, need: Need, viewer: Viewer
) -> None:
    """E8: to say that one works with a child holds once, until somebody confirms it."""
    if need.reason != Emergency.Reason.NOT_ADDED:
        return
    unconfirmed = Emergency.objects.filter(
        viewer.hat.ties, glass__child=child, reason=Emergency.Reason.NOT_ADDED
    ).exclude(outcome=Emergency.Outcome.JUSTIFIED)
    if unconfirmed.exists():
        raise TooLate(
            "You have said so before, and nobody has confirmed it. Ask whoever leads "
            "the team to add you. In an emergency, choose what the emergency is."
        )


@transaction.atomic
def end(child: Child, *, viewer: Viewer) -> None:
    """End one's own emergency access to a child now. Ending twice changes nothing."""
    glass = queries.open_glass(child, viewer=viewer)
    if glass is None:
        return
    Child.objects.select_for_update().get(pk=child.pk)
    close(glass, viewer=viewer)


def close(glass: Glass, *, viewer: Viewer) -> None:
    """Nothing is shown through it from this instant on; the ledger says by whom."""
    glass.expires_at = max(viewer.now, glass.opened_at)
    glass.save(update_fields=["expires_at"])
    emergency = Emergency.objects.filter(glass=glass).first()
    if emergency:
        emergency.ended_at = glass.expires_at
        emergency.save(update_fields=["ended_at"])
    ledger.record(
        "sharing.emergency.ended",
        viewer=viewer,
        child_id=glass.child_id,
        glass=glass.pk,
        emergency=emergency.pk if emergency else None,
        ended=glass.expires_at,
    )


@transaction.atomic
def answer(emergency_id: UUID, said: str, *, viewer: Viewer) -> Emergency:
    """Answer what the reviewer asked, of one's own.

    Raises DoesNotExist, or TooLate when nothing is asked any more.
    """
    own = Emergency.objects.select_for_update(of=("self",)).filter(viewer.hat.ties)
    emergency = own.get(pk=emergency_id)
    if not emergency.question or emergency.answer or emergency.is_reviewed:
        raise TooLate("Nobody waits for an answer to this any more.")
    emergency.answer, emergency.answered_at = said.strip(), viewer.now
    emergency.save(update_fields=["answer", "answered_at"])
    ledger.record(
        "sharing.emergency.answered",
        viewer=viewer,
        child_id=emergency.glass.child_id if emergency.glass else None,
        emergency=emergency.pk,
    )
    leads = queries.list_leads(viewer.now)
    messages.answered(rules.reviewers(emergency, leads), now=viewer.now)
    return emergency
