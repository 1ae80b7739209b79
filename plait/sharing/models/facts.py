"""The facts that open or close a record: bases, restrictions, glasses, clearances.

A column with which an index of several begins has none of its own.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

LONGEST_GLASS = timedelta(hours=4)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name=name
    )


class Basis(models.Model):
    """Why an agency or a person may see one kind of information about a child."""

    class Kind(models.TextChoices):
        PUBLIC_TASK = "public_task", "public task"
        LEGAL_OBLIGATION = "legal_obligation", "legal duty"
        SAFEGUARDING = "safeguarding", "keeping a child safe"
        VITAL_INTEREST = "vital_interest", "saving a life"
        COURT_ORDER = "court_order", "court order"
        CONSENT = "consent", "agreement"
        RECOGNISED_INTEREST = "recognised_interest", "recognised interest"
        REPRESENTATIVE = "representative", "acting for the young person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child",
        on_delete=models.PROTECT,
        related_name="bases",
        db_index=False,
    )
    to_agency = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    category = models.CharField(max_length=40)
    max_sensitivity = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=Kind)
    covers_history = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    agreement = models.ForeignKey(
        "sharing.Agreement", null=True, on_delete=models.PROTECT, related_name="bases"
    )
    disclosure = models.ForeignKey(
        "sharing.Disclosure", null=True, on_delete=models.PROTECT, related_name="bases"
    )
    evidence = models.CharField(max_length=300, blank=True)
    # For somebody who acts for a young person: by which assessment, until when.
    under = models.ForeignKey(
        "sharing.Representative",
        null=True,
        on_delete=models.PROTECT,
        related_name="bases",
    )

    class Meta:
        verbose_name_plural = "bases"
        indexes = [
            models.Index(
                fields=["child", "to_agency", "category"], name="sharing_basis_agency"
            ),
            models.Index(
                fields=["child", "to_person", "category"], name="sharing_basis_person"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_agency__isnull=False, to_person__isnull=True)
                | Q(to_agency__isnull=True, to_person__isnull=False),
                name="sharing_basis_is_for_an_agency_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(max_sensitivity__range=(0, 3)),
                name="sharing_basis_sensitivity_is_known",
            ),
            ends_after_it_starts("sharing_basis_ends_after_it_starts"),
        ]


class Restriction(models.Model):
    """A seal. It beats every basis."""

    class Aim(models.TextChoices):
        PERSON = "person", "One person"
        AT_WORK = "at_work", "One person, in every agency’s hat"
        AGENCY = "agency", "One agency"
        FAMILY = "family", "The family"
        EVERYONE = "everyone", "Everyone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child",
        on_delete=models.PROTECT,
        related_name="restrictions",
        db_index=False,
    )
    record = models.ForeignKey(
        "sharing.Record", null=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=40, blank=True)
    aim = models.CharField(max_length=8, choices=Aim)
    aimed_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    aimed_agency = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    breakable = models.BooleanField(default=False)
    ground = models.CharField(max_length=300, blank=True)
    seal = models.ForeignKey(
        "sharing.Seal",
        null=True,
        on_delete=models.PROTECT,
        related_name="restrictions",
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["child", "aim"], name="sharing_restriction_of_child")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    aim__in=["person", "at_work"],
                    aimed_person__isnull=False,
                    aimed_agency__isnull=True,
                )
                | Q(aim="agency", aimed_person__isnull=True, aimed_agency__isnull=False)
                | Q(
                    aim__in=["family", "everyone"],
                    aimed_person__isnull=True,
                    aimed_agency__isnull=True,
                ),
                name="sharing_restriction_has_one_aim",
            ),
            ends_after_it_starts("sharing_restriction_ends_after_it_starts"),
        ]


class Exemption(models.Model):
    """Somebody whom a restriction does not stop."""

    restriction = models.ForeignKey(
        Restriction, on_delete=models.CASCADE, related_name="exemptions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "person"],
                name="sharing_exemption_names_a_person_once",
            )
        ]


class Glass(models.Model):
    """Emergency access: a reason, at most four hours, reading only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="glasses"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "glasses"
        indexes = [
            models.Index(fields=["person", "child"], name="sharing_glass_of_person")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("opened_at"))
                & Q(expires_at__lte=F("opened_at") + LONGEST_GLASS),
                name="sharing_glass_lasts_four_hours_at_most",
            )
        ]


class Clearance(models.Model):
    """How sensitive a record of a category a role may read; 0 is the same as no row."""

    role = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    max_sensitivity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "category"], name="sharing_clearance_is_one"
            ),
            models.CheckConstraint(
                condition=Q(max_sensitivity__range=(0, 3)),
                name="sharing_clearance_sensitivity_is_known",
            ),
        ]
