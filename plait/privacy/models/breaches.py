"""Something went wrong with information: what, how bad, who was told, what we learn."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.clocks import arithmetic, limits


class Breach(models.Model):
    """A personal data breach, or what may be one (UK GDPR Art. 4(12), 33 and 34)."""

    class Risk(models.TextChoices):
        UNLIKELY = "unlikely", "Harm to anybody is unlikely"
        RISK = "risk", "It could harm somebody"
        HIGH = "high", "It could harm somebody badly"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField()
    happened = models.TextField()
    aware_at = models.DateTimeField()  # from here the 72 hours run
    kinds = models.CharField(max_length=300, blank=True)
    people = models.PositiveIntegerField(null=True)  # about how many it concerns
    risk = models.CharField(max_length=8, choices=Risk, blank=True)
    done = models.TextField(blank=True)
    # Art. 33: told the ICO, or why not; and if late, why.
    ico_told_at = models.DateTimeField(null=True)
    ico_reference = models.CharField(max_length=80, blank=True)
    ico_not_because = models.TextField(blank=True)
    late_because = models.TextField(blank=True)
    # Art. 34: told the people, or why not.
    people_told_at = models.DateTimeField(null=True)
    people_not_because = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "breaches"
        indexes = [
            models.Index(fields=["agency", "-reported_at"], name="privacy_breach_list")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(happened=""), name="privacy_breach_says_what_happened"
            ),
            models.CheckConstraint(
                condition=Q(ico_told_at=None) | Q(ico_not_because=""),
                name="privacy_breach_ico_told_or_not",
            ),
            models.CheckConstraint(
                condition=Q(people_told_at=None) | Q(people_not_because=""),
                name="privacy_breach_people_told_or_not",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, lessons="")
                | (Q(closed_at__isnull=False) & ~Q(lessons="") & ~Q(risk="")),
                name="privacy_breach_closed_with_lessons",
            ),
        ]

    @property
    def due_at(self) -> datetime:
        """R-EL: 72 elapsed hours after the agency became aware (Art. 33(1))."""
        day = arithmetic.day_of(self.aware_at)
        hours = limits.in_force(limits.TELL_ICO_HOURS, day)
        return arithmetic.hours_after(self.aware_at, hours)

    @property
    def remind_at(self) -> datetime:
        return self.due_at - timedelta(hours=24)

    @property
    def reference(self) -> str:
        """What somebody can name it by; it tells nothing and cannot be counted."""
        return self.pk.hex[:8].upper()

    @property
    def ico_settled(self) -> bool:
        return bool(self.ico_told_at or self.ico_not_because)

    @property
    def people_settled(self) -> bool:
        return bool(self.people_told_at or self.people_not_because)


class BreachChange(models.Model):
    """What was written in the register, when and by whom. Added, never changed."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(max_length=60)
    said = models.TextField(blank=True)  # as it stands from then on
