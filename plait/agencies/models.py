"""Organisations, and who works for them from when to when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plait.agencies import roles


class Agency(models.Model):
    """An organisation that takes part: a nursery, a therapy service, a council."""

    class Kind(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        SCHOOL = "school", "School"
        COLLEGE = "college", "College"
        THERAPY = "therapy", "Therapy service"
        HEALTH = "health", "Health service"
        PSYCHOLOGY = "psychology", "Educational psychology"
        COUNCIL = "council", "Council"
        SOCIAL_CARE = "social_care", "Social care"
        VOLUNTARY = "voluntary", "Voluntary organisation"

    SETTINGS = frozenset({Kind.NURSERY, Kind.SCHOOL, Kind.COLLEGE})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    called = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    # The code that census files use for a school, as received.
    census_code = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    replies_within_days = models.PositiveSmallIntegerField(default=5)
    shows_staff_names = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(
                fields=["census_code"],
                condition=~Q(census_code=""),
                name="agencies_agency_census_code_is_one",
            ),
            models.CheckConstraint(
                condition=Q(replies_within_days__range=(1, 30)),
                name="agencies_agency_replies_within_a_month",
            ),
        ]

    @property
    def strand(self) -> str:
        """Home is the family's; an agency is a setting or a specialist service."""
        return roles.SETTING if self.kind in self.SETTINGS else roles.SPECIALISTS

    @property
    def place_word(self) -> str:
        """The real place on a strand label: "Nursery", "School", or the service."""
        if self.kind in self.SETTINGS:
            return self.Kind(self.kind).label
        return self.called or self.name

    @property
    def short_name(self) -> str:
        return self.called or self.name


class Employment(models.Model):
    """Somebody works for an agency in a role, from one moment to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="employments"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="employments"
    )
    role = models.CharField(max_length=40)
    # Looks after colleagues' accounts; says nothing about children.
    manages_people = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "agency"], name="agencies_employment_of_person"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="agencies_employment_ends_after_it_starts",
            )
        ]

    @property
    def role_words(self) -> str:
        return roles.words(self.role)


class Signature(models.Model):
    """The confidentiality agreement was signed: by a person, or once for an agency.

    Rows are added, never changed: signing again adds one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="signatures"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    for_agency = models.BooleanField(default=False)
    version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "agency"], name="agencies_signature_of_person"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(for_agency=True, until_at=None)
                | Q(for_agency=False, until_at__gt=F("signed_at")),
                name="agencies_signature_of_a_person_has_its_end",
            )
        ]
