"""What must be kept whatever its age, and what two people let go of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def _somebody(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+"
    )


class LegalHold(models.Model):
    """Nothing of one child's at one agency is disposed of while this lasts (D21)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500)
    review_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = _somebody()
    ended_at = models.DateTimeField(null=True)
    ended_by = _somebody(null=True)
    why_ended = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="privacy_legalhold_ends_at_and_by_together",
            ),
        ]


class Disposal(models.Model):
    """One list of records, named by one person, agreed to by another (D22 to D26).

    `listed` holds each record's id and the hash of its newest version: what the second
    person agreed to, and nothing else, is erased.
    """

    class Ground(models.TextChoices):
        OLD = "old", "It has been kept for as long as the schedule says"
        MISTAKE = "mistake", "It should never have been written down here"
        ASKED = "asked", "Somebody asked for it, and the law gives them that right"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(max_length=8, choices=Ground)
    words = models.CharField(max_length=500)
    listed = models.JSONField()
    listed_hash = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    proposed_by = _somebody()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = _somebody(null=True)
    not_before = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = _somebody(null=True)
    why_stopped = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    erased = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None, not_before=None)
                | Q(
                    agreed_at__isnull=False,
                    agreed_by__isnull=False,
                    not_before__isnull=False,
                ),
                name="privacy_disposal_agreed_whole",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")),
                name="privacy_disposal_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(agreed_at__isnull=False, stopped_at=None),
                name="privacy_disposal_done_was_agreed_and_not_stopped",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="privacy_disposal_stopped_at_and_by_together",
            ),
        ]
