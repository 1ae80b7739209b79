"""Asking to see a child in an emergency: what came of it, and who reviewed it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plait.sharing.models.facts import Glass


class Emergency(models.Model):
    """Somebody asked for emergency access, and what became of that.

    It is written whether or not a child was found: without a glass, nobody was, and
    nothing was shown. What opens records is the glass alone.
    """

    class Reason(models.TextChoices):
        """As the one who asks would say it."""

        DANGER = "danger", "Somebody is in immediate danger"
        URGENT_CARE = "urgent_care", "The child needs urgent medical care"
        MISSING = "missing", "The child is missing"
        POLICE_OR_COURT = "police_or_court", "The police or a court asked for it now"
        NOT_ADDED = (
            "not_added",
            "I am working with this child and nobody has added me yet",
        )

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "It was right to look"
        NOT_JUSTIFIED = "not_justified", "It was not right to look"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=40)
    glass = models.OneToOneField(
        Glass, null=True, on_delete=models.PROTECT, related_name="emergency"
    )
    reason = models.CharField(max_length=20, choices=Reason)
    words = models.TextField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # when the ledger was told of the end
    # The review.
    due_on = models.DateField()
    escalated_at = models.DateTimeField(null=True)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    review_words = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True)
    # From when the family may know, and when the message about it went.
    tell_at = models.DateTimeField()
    withheld_because = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "emergencies"
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(reviewed_at=None),
                name="sharing_emergency_to_review",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("person")),
                name="sharing_emergency_is_reviewed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False))
                & ~Q(outcome=""),
                name="sharing_emergency_has_an_outcome_when_reviewed",
            ),
        ]

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None
