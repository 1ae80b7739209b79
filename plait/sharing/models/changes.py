"""What becomes of an agreement: it is paused, or a parent sees it differently."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plait.sharing.models.facts import Basis


class Pause(models.Model):
    """All that was agreed with a service rests, until the family goes on (A4).

    The bases end when it begins, and new ones are written when it is over: so both
    periods stay as they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="pauses"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    from_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    until_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    bases = models.ManyToManyField(Basis, related_name="+")  # what rests

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "agency"],
                condition=Q(until_at=None),
                name="sharing_pause_is_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="sharing_pause_ends_after_it_starts",
            ),
        ]


class Objection(models.Model):
    """Somebody who decides sees an agreement differently from who gave it (A6).

    It changes nothing by itself: whoever leads talks with both, and writes down what
    came of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        "sharing.Agreement", on_delete=models.PROTECT, related_name="objections"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()
    at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "by"],
                condition=Q(closed_at=None),
                name="sharing_objection_is_open_once_for_each",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")
                ),
                name="sharing_objection_is_closed_with_an_outcome",
            ),
        ]
