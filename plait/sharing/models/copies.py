"""Copies that left Plait: on paper, in a file, in another system."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Copy(models.Model):
    """One copy of one version of a record, and who holds it (A8).

    A copy cannot be taken back. It can be asked for, and whoever holds it can say that
    it is gone.
    """

    class How(models.TextChoices):
        PRINT = "print", "on paper"
        FILE = "file", "in a file"
        SYSTEM = "system", "in another system"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="copies"
    )
    record = models.ForeignKey(
        "sharing.Record", on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=40)  # of the record, when it was made
    version_hash = models.CharField(max_length=64)
    holder_agency = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    holder_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    purpose = models.CharField(max_length=300)
    how = models.CharField(max_length=6, choices=How)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recalled_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name_plural = "copies"
        constraints = [
            models.CheckConstraint(
                condition=Q(holder_agency__isnull=False, holder_person__isnull=True)
                | Q(holder_agency__isnull=True, holder_person__isnull=False),
                name="sharing_copy_is_held_by_an_agency_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_said_by=None)
                | Q(deleted_at__isnull=False, deleted_said_by__isnull=False),
                name="sharing_copy_deleted_at_and_by_together",
            ),
        ]
