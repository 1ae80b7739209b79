"""Records: an envelope that sharing reads, and typed content that it never reads."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.sharing.categories import Category, Sensitivity
from plait.sharing.visibility import VisibleQuerySet


class Record(models.Model):
    """The envelope: exactly one child, one owner, one author, one category."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        ERASED = "erased", "Erased"

    class Release(models.IntegerChoices):
        NOBODY = 0, "Held back from the family"
        YOUNG_PERSON = 1, "Only the young person"
        FAMILY = 2, "The family"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child",
        on_delete=models.PROTECT,
        related_name="records",
        db_index=False,  # those below begin with it
    )
    # Empty means the family: written from home or by the young person.
    owner_agency = models.ForeignKey(
        "agencies.Agency",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(max_length=40)
    sensitivity = models.PositiveSmallIntegerField(
        choices=Sensitivity, default=Sensitivity.NORMAL
    )
    state = models.CharField(max_length=6, choices=State, default=State.LIVE)
    release = models.PositiveSmallIntegerField(choices=Release, default=Release.FAMILY)
    about_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)  # when the newest version was saved
    version = models.PositiveIntegerField(default=1)
    version_hash = models.CharField(max_length=64)

    objects = VisibleQuerySet.as_manager()
    RECORD_PATH: ClassVar[str] = ""

    class Meta:
        indexes = [
            models.Index(
                fields=["child", "kind", "-made_at"], name="sharing_record_of_kind"
            ),
            models.Index(fields=["child", "-made_at"], name="sharing_record_newest"),
            models.Index(
                fields=["owner_agency", "child"], name="sharing_record_of_agency"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "live", "erased"]),
                name="sharing_record_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(release__range=(0, 2)),
                name="sharing_record_release_is_known",
            ),
            models.CheckConstraint(
                condition=Q(sensitivity__range=(1, 3)),
                name="sharing_record_sensitivity_is_known",
            ),
        ]

    @property
    def said_at(self) -> datetime:
        """When it was last said: the newest version's moment."""
        return self.changed_at or self.made_at

    @property
    def is_from_home(self) -> bool:
        return self.owner_agency_id is None


class Content(models.Model):
    """What a record says. Each kind of content is a model of its own.

    A part of content that is no record itself (a step, a place) names the way to its
    record in `RECORD_PATH`, so that it is decided with it.
    """

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = VisibleQuerySet.as_manager()
    RECORD_PATH: ClassVar[str] = "record__"
    KIND: ClassVar[str] = ""
    CATEGORY: ClassVar[Category] = Category.EDUCATION
    # The field that names the record it belongs to, and with which it is kept.
    BELONGS_TO: ClassVar[str] = ""
    # It says itself whether the family knows, so that saying so is what releases it.
    IS_TOLD: ClassVar[bool] = False
    # The fields that say where the family lives or is rung (`sharing.neighbours`).
    LIVES_AT: ClassVar[tuple[str, ...]] = ()
    # What is not said by anybody, but noted as it is saved (`sharing.repeats`).
    UNSAID: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def snapshot(self) -> dict[str, Any]:
        """The content as plain values: what is hashed, and kept of every version."""
        return {
            field.name: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name != "record"
        }

    def parts(self) -> list["Part"]:
        """The parts as they are saved, in their order."""
        return []

    @classmethod
    def unfiltered(cls, reason: str) -> "VisibleQuerySet[Self]":
        """Rows of this kind past the policy, for a stated reason: never for a page."""
        queryset: VisibleQuerySet[Self] = VisibleQuerySet(cls)
        return queryset.unfiltered(reason)


class Part(models.Model):
    """A piece of a record's content that others point at: decided with its record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = VisibleQuerySet.as_manager()
    PARENT: ClassVar[str] = ""

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position"]

    def snapshot(self) -> dict[str, Any]:
        """The part as plain values, with its id, without the way to its parent."""
        return {
            field.name: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in (self.PARENT, "position")
        }


class RecordVersion(models.Model):
    """What a record said in each of its versions. Corrections never overwrite."""

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    content = models.TextField()  # canonical JSON
    content_hash = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()
    RECORD_PATH: ClassVar[str] = "record__"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"],
                name="sharing_recordversion_number_is_one",
            )
        ]
