"""The child, and who is tied to the child: the facts that every decision rests on.

The row of a child holds only what everybody in the team needs to greet and address the
child and the family. Everything else that is said about a child is a record (`sharing`)
and is decided by the sharing policy; that goes for homes and settings too.
"""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plait.clocks import arithmetic


class Child(models.Model):
    """A child or young person, 0 to 25."""

    class Pronouns(models.TextChoices):
        HE = "he", "he, him, his"
        SHE = "she", "she, her, her"
        THEY = "they", "they, them, their"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    born_on = models.DateField()
    pronouns = models.CharField(
        max_length=4, choices=Pronouns, default=Pronouns.THEY, blank=True
    )
    languages = models.CharField(max_length=200, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    communicates = models.TextField(blank=True)
    # Numbers others gave. Checked, kept from most people, and never used as a key.
    upn = models.CharField(max_length=13, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "children"
        indexes = [
            models.Index(
                fields=["upn"], condition=~Q(upn=""), name="children_child_by_upn"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name=""), name="children_child_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(born_on__gte=date(1990, 1, 1)),
                name="children_child_born_on_is_plausible",
            ),
        ]

    @property
    def called(self) -> str:
        """The name the child answers to."""
        return self.known_as or self.given_name

    @property
    def full_name(self) -> str:
        return f"{self.called} {self.family_name}".strip()

    @property
    def in_short(self) -> str:
        """D27: enough to notice the wrong child, and no name: "R. H., born 2021"."""
        names = (self.given_name, self.family_name)
        initials = " ".join(f"{name[0]}." for name in names if name)
        return f"{initials}, born {self.born_on.year}"

    @property
    def initial(self) -> str:
        return self.called[:1].upper()

    @property
    def switch_at(self) -> datetime:
        """When rights pass from the parents to the young person; derived, not kept."""
        return arithmetic.becomes_young_person_at(self.born_on)


class Tie(models.Model):
    """Why somebody has to do with a child, from when to when. No tie, no record."""

    class Kind(models.TextChoices):
        TEAM = "team", "In the team"
        FAMILY = "family", "Family"
        SELF = "self", "This is me"

    # The family role that carries parental responsibility.
    PARENTAL_RESPONSIBILITY = "pr"
    FAMILY_ROLES = (
        (PARENTAL_RESPONSIBILITY, "Has parental responsibility"),
        ("carer", "Looks after the child"),
        ("relative", "Family or friend"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="ties",
        db_index=False,  # the indexes below begin with it, and with the child
    )
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="ties", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind)
    agency = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="ties"
    )
    role = models.CharField(max_length=40)
    relation = models.CharField(max_length=40, blank=True)  # "mum", "Nani"
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "agency", "child"], name="children_tie_of_hat"
            ),
            models.Index(fields=["child", "agency"], name="children_tie_of_child"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="team", agency__isnull=False)
                | Q(kind__in=["family", "self"], agency__isnull=True),
                name="children_tie_names_an_agency_exactly_for_team",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="children_tie_ends_after_it_starts",
            ),
        ]
