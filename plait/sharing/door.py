"""Which children there are for a hat. Anybody else's child does not exist."""

from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet

from plait.access.viewer import Hat, Viewer
from plait.children.models import Child, Tie
from plait.sharing import compiled, conditions
from plait.sharing.categories import FOR_REQUESTS
from plait.sharing.compiled import Compiled
from plait.sharing.conditions import Question
from plait.sharing.models import Basis, Glass, Record, Restriction

# Whoever answers a request reads on the pages of that request only (D43).
_elsewhere = Q(role__in=FOR_REQUESTS)


def children_of(hat: Hat, at: datetime) -> QuerySet[Child]:
    """The children this hat may know about: a live tie, or emergency access.

    The account is open and, for an agency, the employment live; and no restriction
    covers the whole child for this hat.
    """
    known = Compiled(_known, Question(hat, at), BooleanField(), about=compiled.CHILD)
    return Child.objects.filter(known)


def _known(ask: Question) -> Q:
    ties = Tie.objects.filter(ask.live(), ask.hat.ties).exclude(_elsewhere)
    near = ties.values("child_id")
    if not ask.hat.is_family:
        near = near.union(_open_glasses(ask).values("child_id"))
    shut = conditions.shut_out(ask) | Q(Exists(_sealed_whole(ask)))
    return Q(pk__in=near) & ~shut


def _open_glasses(ask: Question) -> QuerySet[Glass]:
    return Glass.objects.filter(ask.live("opened_at", "expires_at"), ask.hat.ties)


def _sealed_whole(ask: Question) -> QuerySet[Restriction]:
    """Restrictions on everything about a child, unless a glass breaks them."""
    whole = conditions.sealed_whole(ask, "pk")
    if ask.hat.is_family:
        return whole
    glass = _open_glasses(ask).filter(child_id=OuterRef("child_id"))
    return whole.exclude(Q(breakable=True) & Q(Exists(glass)))


def not_sealed(hat: Hat, at: datetime) -> QuerySet[Child]:
    """Children that are not closed as a whole to this hat: no more than their name."""
    return Child.objects.exclude(Exists(_sealed_whole(Question(hat, at))))


def opened_to_agency(hat: Hat, at: datetime) -> Compiled:
    """Children of whom a basis or emergency access opens anything to an agency's hat.

    Of the others it sees at most what the agency wrote itself.
    """
    return Compiled(_opened, Question(hat, at), BooleanField(), about=compiled.CHILD)


def _opened(ask: Question) -> Q:
    bases = Basis.objects.filter(
        ask.live(),
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=ask.at),
        to_agency_id=ask.agency_id,
        child_id=OuterRef("pk"),
    )
    return Q(Exists(bases)) | Q(
        Exists(_open_glasses(ask).filter(child_id=OuterRef("pk")))
    )


def find_child(child_id: UUID, viewer: Viewer) -> Child:
    """The child, for this viewer. Raises Child.DoesNotExist when there is none.

    Whoever has nothing to do with a child is answered before the child is looked for,
    so that the answer takes no longer when there is one.
    """
    if not _has_to_do_with(child_id, Question(viewer.hat, viewer.now)):
        raise Child.DoesNotExist
    return children_of(viewer.hat, viewer.now).get(pk=child_id)


def _has_to_do_with(child_id: UUID, ask: Question) -> bool:
    ties = Tie.objects.filter(ask.live(), ask.hat.ties, child_id=child_id)
    ties = ties.exclude(_elsewhere)
    if ask.hat.is_family:
        return ties.exists()
    return ties.exists() or _open_glasses(ask).filter(child_id=child_id).exists()


def insist_still_allowed(viewer: Viewer, at: datetime) -> None:
    """Refuse, as absent, to show what was fetched if it may not be seen any more.

    For answers that are made outside a snapshot, while a form is being sent: their
    statements see what others have committed meanwhile, and are decided at the instant
    the form came. What ended in between is noticed here, at a later instant.

    Raises Record.DoesNotExist.
    """
    fetched = {sight.record_id for sight in viewer.sights}
    allowed = Record.objects.visible_to(viewer.hat, at).filter(pk__in=fetched)
    if allowed.count() < len(fetched):
        raise Record.DoesNotExist
