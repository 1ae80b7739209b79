"""Reports on who can see what and who has looked, and the copies made of them.

A report keeps what was asked, never what was found: it is put together anew each time
it is opened, so that what may no longer be known is no longer in it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AccessReport(models.Model):
    """A privacy lead asked who can see what of a child, and who has looked (D2); or
    what one colleague at an agency can see and has opened (D54).

    Without a child or a colleague, nobody was found for whom the lead may ask: either
    there is nobody of that name, or it is not for the lead to ask about them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The family's question it was made for, when it was.
    question = models.ForeignKey(
        "sharing.LookQuestion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Where the colleague was looked for, when it is about one; and who was found.
    works_at = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    reason = models.TextField()
    since_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-made_at"], name="privacy_report_of_agency")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="privacy_accessreport_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("since_on")),
                name="privacy_accessreport_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(works_at=None, colleague=None)
                | Q(works_at__isnull=False, child=None, question=None),
                name="privacy_accessreport_is_about_a_child_or_a_colleague",
            ),
        ]


class Download(models.Model):
    """A file that left Plait from a privacy lead's desk; its id stands at its foot.

    The register of copies (`sharing.Copy`) holds copies of records. A report holds
    none, so that its copies stand here.
    """

    class Form(models.TextChoices):
        CSV = "csv", "a table (CSV)"
        JSON = "json", "data (JSON)"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        AccessReport, on_delete=models.PROTECT, related_name="downloads"
    )
    form = models.CharField(max_length=4, choices=Form)
    rows = models.PositiveIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
