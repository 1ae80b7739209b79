"""What is written to keep a child safe, apart from everything else.

What is said is a record of the category *safeguarding*, held back from the family (row
F0). Alerts, receipts and transfers hold no word of it: they say that something waits,
that something was passed on, and that a file is on its way.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.sharing.categories import Category
from plait.sharing.models import Content, Record


class Worry(Content):
    """Somebody is worried that a child is not safe: what they saw or heard."""

    KIND: ClassVar[str] = "safeguarding.worry"
    CATEGORY: ClassVar[Category] = Category.SAFEGUARDING

    saw = models.TextField()
    happened = models.CharField(max_length=200)  # when, in the writer's words
    own_words = models.TextField(blank=True)
    in_danger = models.BooleanField(default=False)
    about_adult = models.CharField(max_length=200, blank=True)
    about_colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )


class Step(Content):
    """Something that will be done about it: what, by whom, by when."""

    KIND: ClassVar[str] = "safeguarding.step"
    CATEGORY: ClassVar[Category] = Category.SAFEGUARDING

    what = models.TextField()
    by_whom = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    came_of_it = models.TextField(blank=True)


class Verdict(Content):
    """What the lead decided, and why. One of them may close the case."""

    class Choice(models.TextChoices):
        NOTHING = "nothing", "No further action"
        WATCH = "watch", "Watch, and look again"
        EARLY_HELP = "early_help", "Early help with the family"
        SOCIAL_CARE = "social_care", "Refer to social care"
        POLICE = "police", "Tell the police"

    KIND: ClassVar[str] = "safeguarding.verdict"
    CATEGORY: ClassVar[Category] = Category.SAFEGUARDING

    choice = models.CharField(max_length=12, choices=Choice)
    reason = models.TextField()
    look_again_on = models.DateField(null=True)
    closes = models.BooleanField(default=False)


class Disclosure(Content):
    """Whether to share with another agency: the answer and the reasons, yes or no."""

    KIND: ClassVar[str] = "safeguarding.disclosure"
    CATEGORY: ClassVar[Category] = Category.SAFEGUARDING

    to_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    shared = models.BooleanField()
    reason = models.TextField()
    necessary = models.TextField(blank=True)
    relevant = models.TextField(blank=True)
    family_told = models.BooleanField()
    why_not_told = models.TextField(blank=True)
    look_again_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    basis = models.ForeignKey(
        "sharing.Basis", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shared=False) | Q(basis__isnull=False),
                name="safeguarding_disclosure_that_shares_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(shared=False) | Q(family_told=True) | ~Q(why_not_told=""),
                name="safeguarding_disclosure_says_why_family_is_not_told",
            ),
        ]


class HandedFile(Content):
    """The safeguarding file as it was handed on: what it said on that day."""

    KIND: ClassVar[str] = "safeguarding.file"
    CATEGORY: ClassVar[Category] = Category.SAFEGUARDING

    from_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    # Each note as (when, what kind, who, [(question, answer), …]), the oldest first.
    notes = models.JSONField(default=list)


class Alert(models.Model):
    """A worry waits for a lead; who has been told so far, and who comes next."""

    class Level(models.IntegerChoices):
        LEAD = 0, "The safeguarding lead"
        DEPUTIES = 1, "The deputies"
        HEAD = 2, "The head of the setting"
        DUTY = 3, "Social care’s duty desk"

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=9, unique=True)
    in_danger = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.LEAD)
    # When the next are told unless somebody takes it on before; nothing after the last.
    next_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(taken_at=None),
                name="safeguarding_alert_waiting",
            ),
            models.Index(
                fields=["agency"],
                condition=Q(taken_at=None),
                name="safeguarding_alert_of_agency",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="safeguarding_alert_taken_at_and_by_together",
            )
        ]


class Receipt(models.Model):
    """What the writer keeps: a number that says nothing, when, who reads it."""

    reference = models.CharField(max_length=9, primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The hat it was written in: an agency, or empty for the family.
    hat_agency = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    for_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    in_danger = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True)


class Transfer(models.Model):
    """A child's safeguarding file goes to another setting, apart from the main file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="+"
    )
    from_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    to_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    in_year = models.BooleanField()
    due_on = models.DateField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    file = models.ForeignKey(
        Record, null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, file=None)
                | Q(sent_at__isnull=False, file__isnull=False),
                name="safeguarding_transfer_is_sent_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(sent_at__isnull=False),
                name="safeguarding_transfer_is_received_once_sent",
            ),
        ]
