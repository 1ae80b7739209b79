"""What was seen and what was found out: the evidence that plans rest on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.evidence import areas
from plait.sharing.categories import Category
from plait.sharing.models import Content, Part, Record


class Observation(Content):
    """What somebody saw the child do, at home or in the setting."""

    KIND: ClassVar[str] = "evidence.observation"
    CATEGORY: ClassVar[Category] = Category.EDUCATION
    UNSAID: ClassVar[frozenset[str]] = frozenset({"seen_at"})

    saw = models.TextField()
    means = models.TextField(blank=True)
    seen_at = models.DateTimeField()
    areas = models.JSONField(default=list)


class Photo(Content):
    """A photo that belongs to another record, drawn anew without hidden data.

    A record of its own: who may read a note need not be someone who may see photos.
    """

    KIND: ClassVar[str] = "evidence.photo"
    CATEGORY: ClassVar[Category] = Category.PHOTOS
    BELONGS_TO: ClassVar[str] = "of"

    of = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=64)  # SHA-256 of the picture as it is served
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    shows = models.CharField(max_length=200, blank=True)


class Concern(Content):
    """The first time somebody says: I am wondering about this."""

    KIND: ClassVar[str] = "evidence.concern"
    CATEGORY: ClassVar[Category] = Category.EDUCATION
    IS_TOLD: ClassVar[bool] = True

    wondering = models.TextField()
    areas = models.JSONField(default=list)
    tried = models.TextField(blank=True)
    family_told = models.BooleanField(default=True)
    why_not_told = models.TextField(blank=True)
    look_again_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(family_told=True) | ~Q(why_not_told=""),
                name="evidence_concern_says_why_family_is_not_told",
            )
        ]


class Assessment(Content):
    """What a professional found out: short, in parts that a plan can take up."""

    KIND: ClassVar[str] = "evidence.assessment"
    CATEGORY: ClassVar[Category] = Category.REPORT

    title = models.CharField(max_length=160)
    seen_on = models.DateField()
    how = models.TextField(blank=True)
    summary = models.TextField()

    def parts(self) -> list[Part]:
        found = AssessmentPart.objects.unfiltered("parts of a record being changed")
        return list(found.filter(assessment=self))


class AssessmentPart(Part):
    """One strength, need, suggested outcome or suggested strategy."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        NEED = "need", "Need"
        OUTCOME = "outcome", "Suggested outcome"
        STRATEGY = "strategy", "Suggested strategy"

    RECORD_PATH: ClassVar[str] = "assessment__record__"
    PARENT: ClassVar[str] = "assessment"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    area = models.CharField(max_length=20, choices=areas.CHOICES, blank=True)
    words = models.TextField()

    class Meta(Part.Meta):
        abstract = False


class Passage(Content):
    """What an assessment says about one adult of the family, who never reads it.

    A record of its own, so that each reader gets the assessment as it is for them
    (rule PA1). It has no number and no place: what is missing leaves no gap.
    """

    KIND: ClassVar[str] = "evidence.passage"
    CATEGORY: ClassVar[Category] = Category.REPORT
    BELONGS_TO: ClassVar[str] = "of"

    of = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()


class Story(Content):
    """What the family would like everybody to know first, told once."""

    KIND: ClassVar[str] = "evidence.story"
    CATEGORY: ClassVar[Category] = Category.VOICE

    words = models.TextField()


class Home(Content):
    """Where the child lives, some or all of the time. A child may have two homes."""

    KIND: ClassVar[str] = "evidence.home"
    CATEGORY: ClassVar[Category] = Category.LOCATION
    LIVES_AT: ClassVar[tuple[str, ...]] = ("address", "phone")

    called = models.CharField(max_length=60)  # "Home", "Dad’s home"
    address = models.TextField()
    phone = models.CharField(max_length=40, blank=True)
    nights = models.CharField(max_length=120, blank=True)


class Attendance(Content):
    """A setting the child goes to, and on which days. There may be two."""

    KIND: ClassVar[str] = "evidence.attendance"
    CATEGORY: ClassVar[Category] = Category.LOCATION

    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    group = models.CharField(max_length=80, blank=True)  # "Robin Room", "Year 2"
    days = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
