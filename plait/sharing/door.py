"""Which children there are for a hat. Anybody else's child does not exist."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.access.viewer import Hat, Viewer
from plait.children.models import Child, Tie
from plait.sharing import conditions
from plait.sharing.models import Glass, Restriction


def children_of(hat: Hat, at: datetime) -> QuerySet[Child]:
    """The children this hat may know about: a live tie, or emergency access.

    The account is open and, for an agency, the employment live; and no restriction
    covers the whole child for this hat.
    """
    ask = conditions.Question(hat, at)
    ties = Tie.objects.filter(ask.live(), hat.ties).values("child_id")
    known = ties
    if not hat.is_family:
        glasses = Glass.objects.filter(
            ask.live("opened_at", "expires_at"), hat.ties
        ).values("child_id")
        known = ties.union(glasses)
    children = Child.objects.filter(~conditions.shut_out(ask), pk__in=known)
    return children.exclude(Exists(_sealed_whole(hat, at)))


def _sealed_whole(hat: Hat, at: datetime) -> QuerySet[Restriction]:
    """Restrictions on everything about a child, unless a glass breaks them."""
    ask = conditions.Question(hat, at)
    whole = conditions.aimed(ask).filter(
        child_id=OuterRef("pk"), record__isnull=True, category=""
    )
    if hat.is_family:
        return whole
    glass = Glass.objects.filter(
        ask.live("opened_at", "expires_at"), hat.ties, child_id=OuterRef("child_id")
    )
    return whole.exclude(Q(breakable=True) & Q(Exists(glass)))


def find_child(child_id: UUID, viewer: Viewer) -> Child:
    """The child, for this viewer. Raises Child.DoesNotExist when there is none."""
    return children_of(viewer.hat, viewer.now).get(pk=child_id)
