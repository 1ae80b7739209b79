"""The outbox: what people will be told, without a word about a child."""

import uuid

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One message to one person. It says that something waits, never what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField()
    subject = models.CharField(max_length=120)
    words = models.TextField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Asked again when it is sent: what it rests on, by the name of a check and ids.
    reason = models.CharField(max_length=40, blank=True)
    about = models.JSONField(default=dict)
    dropped_at = models.DateTimeField(null=True)  # its reason was gone

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at=None),
                name="notices_notice_to_send",
            )
        ]
