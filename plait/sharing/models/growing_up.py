"""What a young person chooses, who acts for them, and what they keep to themselves."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Choice(models.Model):
    """What a young person chose about one person, or one thing their parents agreed to.

    Chosen before the switch date it takes effect at that instant: the bases that follow
    from it are written at once and begin then. Empty categories mean "nothing".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="choices"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreement = models.ForeignKey(
        "sharing.Agreement", null=True, on_delete=models.PROTECT, related_name="+"
    )
    categories = models.JSONField(default=list)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, agreement__isnull=True)
                | Q(person__isnull=True, agreement__isnull=False),
                name="sharing_choice_is_about_a_person_or_an_agreement",
            ),
            models.UniqueConstraint(
                fields=["child", "person"],
                condition=Q(agreement=None),
                name="sharing_choice_of_a_person_is_one",
            ),
            models.UniqueConstraint(
                fields=["child", "agreement"],
                condition=Q(person=None),
                name="sharing_choice_of_an_agreement_is_one",
            ),
        ]


class Representative(models.Model):
    """Somebody acts for a young person in one kind of decision, until a review day."""

    class Decision(models.TextChoices):
        SHARING = "sharing", "who may see what"
        SUPPORT = "support", "the plan and the help"

    class Authority(models.TextChoices):
        BEST_INTERESTS = (
            "best_interests",
            "the Mental Capacity Act 2005, in their best interests",
        )
        DEPUTY = "deputy", "an order of the Court of Protection, as deputy"
        ATTORNEY = "attorney", "a lasting power of attorney"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="representatives"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(max_length=8, choices=Decision)
    authority = models.CharField(max_length=14, choices=Authority)
    why = models.TextField()
    helped = models.TextField()
    assessed_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_for_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    review_on = models.DateField()  # the last day on which it holds
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gte=F("from_at")),
                name="sharing_representative_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(helped=""),
                name="sharing_representative_says_why_and_what_helped",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="sharing_representative_ended_at_and_by_together",
            ),
        ]


class PrivacyWish(models.Model):
    """A young person asks a service to keep one thing it wrote from their parents."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="privacy_wishes"
    )
    record = models.ForeignKey(
        "sharing.Record", on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted = models.BooleanField(null=True)
    # What shows that the young person understands (Gillick), or why not; the answer.
    understanding = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "privacy wishes"
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(answered_at=None),
                name="sharing_privacywish_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, granted=None)
                | Q(
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    granted__isnull=False,
                ),
                name="sharing_privacywish_is_answered_whole",
            ),
        ]
