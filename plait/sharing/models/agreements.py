"""What a family was asked, and what it answered. An agreement writes bases."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Agreement(models.Model):
    """A request to share, in plain words: what kinds, with whom, until when, why."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Said no"
        WITHDRAWN = "withdrawn", "Withdrawn"

    MOVES = {
        State.ASKED: {State.AGREED, State.DECLINED},
        State.AGREED: {State.WITHDRAWN},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="agreements"
    )
    with_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    categories = models.JSONField(default=list)
    covers_history = models.BooleanField(default=False)
    purpose = models.TextField()
    until_on = models.DateField()  # the first day on which it no longer holds
    # Who joins the team once the family has agreed.
    brings_in = models.ForeignKey(
        "agencies.Employment", null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_for_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True)
    # When the family last changed what came of it, and who did: the others are told.
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["child", "state"], name="sharing_agreement_of_child")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="sharing_agreement_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="sharing_agreement_withdrawn_at_and_by_together",
            ),
        ]
