"""Reading the register of what went wrong with information."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from plait.access.viewer import Viewer
from plait.clocks import arithmetic, limits
from plait.privacy.models import Breach, BreachChange
from plait.privacy.queries.leads import agencies_led_by


def list_breaches(viewer: Viewer, most: int = 200) -> list[Breach]:
    """Of the agencies the viewer answers for: what is open first, then newest first."""
    is_closed = ExpressionWrapper(Q(closed_at__isnull=False), BooleanField())
    own = _of_lead(viewer).order_by(is_closed, "-reported_at", "pk")
    return list(own[:most])


def list_open(viewer: Viewer) -> list[Breach]:
    """What waits for the viewer, whose time is up first."""
    return list(_of_lead(viewer).filter(closed_at=None).order_by("aware_at", "pk"))


def get_breach(breach_id: UUID, *, viewer: Viewer) -> Breach:
    """Raises Breach.DoesNotExist for whoever does not answer for it."""
    return _of_lead(viewer).get(pk=breach_id)


def get_reported(breach_id: UUID, *, viewer: Viewer) -> Breach:
    """What the viewer has reported in this hat. Raises Breach.DoesNotExist."""
    return Breach.objects.get(
        pk=breach_id, reported_by=viewer.person_id, agency=viewer.hat.agency_id
    )


def list_reported(viewer: Viewer, most: int = 20) -> list[Breach]:
    """What the viewer has said in this hat, newest first."""
    own = Breach.objects.filter(
        reported_by=viewer.person_id, agency=viewer.hat.agency_id
    )
    return list(own.select_related("agency").order_by("-reported_at", "pk")[:most])


def list_changes(breach: Breach) -> list[BreachChange]:
    """What was written, in its order."""
    return list(breach.changes.select_related("by").order_by("at", "pk"))


def to_remind(now: datetime) -> QuerySet[Breach]:
    """Open ones of which the ICO is neither told nor not, in their last 24 hours."""
    hours = limits.in_force(limits.TELL_ICO_HOURS, arithmetic.day_of(now))
    return Breach.objects.filter(
        Q(ico_told_at=None, ico_not_because="", closed_at=None, reminded_at=None),
        aware_at__lte=now - timedelta(hours=hours - 24),
    )


def _of_lead(viewer: Viewer) -> QuerySet[Breach]:
    led = agencies_led_by(viewer)
    return Breach.objects.filter(agency__in=led).select_related("agency", "reported_by")
