"""Why a record is held back or a seal is there: what people said, and who agreed to it.

What opens and closes records is on the records (`release`) and in restrictions; these
rows say the rest, and are never asked when a decision is made.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plait.sharing.models.facts import ends_after_it_starts
from plait.sharing.models.records import Record
from plait.sharing.visibility import VisibleQuerySet


class HeldBack(models.Model):
    """A record that the family does not read for now: why, and when that is looked at.

    Each look that ends in holding on is a row of its own.
    """

    class Reason(models.TextChoices):
        TELL_FIRST = "tell-first", "We will tell the family ourselves first"
        NOT_SURE = "not-sure", "We are not sure yet what we saw"
        ABOUT_OTHERS = "about-others", "It says something about another person"
        HARM = "harm", "Reading it could put somebody at risk"
        ASKED = "asked", "The child or young person asked us to wait"

    class How(models.TextChoices):
        RELEASED = "released", "The family can read it"
        HELD_ON = "held-on", "Held on, with a new day"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(blank=True)
    review_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    how = models.CharField(max_length=8, choices=How, blank=True)

    objects = VisibleQuerySet.as_manager()
    RECORD_PATH: ClassVar[str] = "record__"

    class Meta:
        verbose_name_plural = "held back"
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(ended_at=None),
                name="sharing_heldback_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, how="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(how=""),
                name="sharing_heldback_ends_whole",
            ),
        ]


class Seal(models.Model):
    """Who closed something for whom, and why; its restrictions do the closing."""

    class Ground(models.TextChoices):
        ADOPTION = "adoption", "Adoption"
        REFUGE = "refuge", "A refuge, or hiding from somebody"
        COLLEAGUE = "colleague", "It concerns a colleague"
        PRIVILEGE = "privilege", "Legal advice"
        CLOSE = "close", "Somebody is too close to the family"
        PRIVATE = "private", "The family or young person asked for it"
        OTHER = "other", "Another reason"

    # These hold against emergency access too, and take two people.
    UNBREAKABLE = frozenset({"adoption", "refuge", "colleague", "privilege"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="seals"
    )
    ground = models.CharField(max_length=10, choices=Ground)
    words = models.TextField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    set_for = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()
    # Until then one person alone holds it against emergency access.
    confirm_by = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lift_asked_at = models.DateTimeField(null=True)
    lift_words = models.TextField(blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("set_by")),
                name="sharing_seal_is_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None)
                | Q(lifted_by=None)
                | Q(lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by")),
                name="sharing_seal_of_two_is_lifted_by_two",
            ),
        ]

    @property
    def takes_two(self) -> bool:
        """Whether two people stand behind it, so that two have to lift it."""
        return self.confirmed_at is not None

    @property
    def waits_for_second(self) -> bool:
        return (
            self.confirm_by is not None
            and self.confirmed_at is None
            and self.lifted_at is None
        )


class Conflict(models.Model):
    """Somebody is too close to a child's family to meet the child at work."""

    class Why(models.TextChoices):
        FAMILY = "family", "Is family of the child"
        RELATED = "related", "Is related to the family"
        FRIEND = "friend", "Is a friend of the family"
        NEIGHBOUR = "neighbour", "Lives near the family"
        PARTNER = "partner", "Is or was the partner of somebody in the family"
        OTHER = "other", "Knows the family in another way"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts"
    )
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="conflicts"
    )
    why = models.CharField(max_length=9, choices=Why)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_for = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    restriction = models.OneToOneField(
        "sharing.Restriction", on_delete=models.PROTECT, related_name="conflict"
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["child", "person"], name="sharing_conflict_of_child")
        ]
        constraints = [ends_after_it_starts("sharing_conflict_ends_after_it_starts")]
