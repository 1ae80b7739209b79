"""Sharing that does not wait for the family's yes, and what services agreed on it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plait.sharing.models.facts import Basis

PERSON = settings.AUTH_USER_MODEL
AGENCY = "agencies.Agency"


class AreaAgreement(models.Model):
    """What services of an area agreed to share with each other: a template of bases.

    It opens nothing by itself. It is in force between those who have signed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    categories = models.JSONField(default=list)
    ground = models.CharField(max_length=20, choices=Basis.Kind)
    law = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField()  # the first day on which it no longer holds
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_for_agency = models.ForeignKey(
        AGENCY, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")),
                name="sharing_areaagreement_ends_after_it_starts",
            )
        ]


class AreaSignature(models.Model):
    """One service has signed an agreement between services."""

    agreement = models.ForeignKey(
        AreaAgreement, on_delete=models.PROTECT, related_name="signatures"
    )
    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency"],
                name="sharing_areasignature_is_given_once",
            )
        ]


class Disclosure(models.Model):
    """A decision to share without asking the family: what, with whom, and why.

    The family is told at once, or it says why not and when that is looked at again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="disclosures"
    )
    to_agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(default=list)
    ground = models.CharField(max_length=20, choices=Basis.Kind)
    under = models.ForeignKey(
        AreaAgreement, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    covers_history = models.BooleanField(default=False)
    until_on = models.DateField()  # the first day on which it no longer holds
    brings_in = models.ForeignKey(
        "agencies.Employment", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_for_agency = models.ForeignKey(
        AGENCY, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    not_told_because = models.TextField(blank=True)
    look_again_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        PERSON, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=False)
                | (~Q(not_told_because="") & Q(look_again_on__isnull=False)),
                name="sharing_disclosure_is_told_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="sharing_disclosure_ended_at_and_by_together",
            ),
        ]
