"""What somebody was writing when their part in a team ended."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.sharing.categories import Category


class Unfinished(models.Model):
    """A form that came just after its writer's tie had ended: sealed, for who leads.

    No record: it says nothing of the child until somebody who may takes it up and saves
    it under their own name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=20, choices=Category.choices)
    address = models.CharField(max_length=300)
    sealed = models.TextField(blank=True)  # empty once it is settled
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "unfinished"
        indexes = [
            models.Index(
                fields=["agency", "child"],
                condition=Q(settled_at=None),
                name="sharing_unfinished_of_agency",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, sealed=""),
                name="sharing_unfinished_is_settled_by_somebody",
            )
        ]
