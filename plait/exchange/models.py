"""What came in from outside: imports, and which pupil of a file is which child."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.sharing.categories import Category
from plait.sharing.models import Content, Record

KEPT_FOR = timedelta(days=1)


class CensusEntry(Content):
    """What the school census says about a child, with its codes as they were received.

    Only what support needs: ethnicity, meals, hours, service child and young carer
    are never kept.
    """

    KIND: ClassVar[str] = "exchange.census-entry"
    CATEGORY: ClassVar[Category] = Category.EDUCATION

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    provision = models.CharField(max_length=20, blank=True)
    year_group = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=20, blank=True)
    entered_on = models.DateField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    resourced = models.CharField(max_length=20, blank=True)
    needs = models.JSONField(default=list)  # [rank, code], as received, in their order


class CensusPupil(models.Model):
    """Which child a pupil number of a school stands for.

    The number is kept as it was received, whether or not it passes its check. It says
    who is meant only within the school that sent it, and only together with the date of
    birth.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=40)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="census_pupils"
    )
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    born_on = models.DateField()
    # What the newest file said, hashed; needs apart: they come in a second file.
    row_hash = models.CharField(max_length=64)
    needs_hash = models.CharField(max_length=64, blank=True)
    # Who sent that file: what a school says itself, its council leaves alone.
    sent_by = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "reference"],
                name="exchange_censuspupil_number_is_one_in_a_school",
            )
        ]


class CensusReceipt(models.Model):
    """What a council has sent about a pupil before.

    A council is told what is new against its own receipts, and against nothing else, so
    that its report cannot say which children a school has in Plait (EXI-5).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    school = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=40)
    born_on = models.DateField()
    row_hash = models.CharField(max_length=64)
    needs_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "school", "reference"],
                name="exchange_censusreceipt_number_is_one_for_a_council",
            )
        ]


class ImportRun(models.Model):
    """One import, from the file that came in to what was written."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READ = "read", "Ready to look at"
        REFUSED = "refused", "Cannot be used"
        WRITING = "writing", "Being written"
        DONE = "done", "Done"
        THROWN_AWAY = "thrown_away", "Thrown away"

    MOVES = {
        State.READING: {State.READING, State.READ, State.REFUSED, State.THROWN_AWAY},
        State.READ: {State.READING, State.WRITING, State.THROWN_AWAY},
        State.WRITING: {State.DONE, State.READ, State.READING, State.REFUSED},
    }

    UNFINISHED = frozenset({State.READING, State.READ, State.WRITING})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    add_schools = models.BooleanField(default=False)
    # Names in the store of files, made here; empty once the files are gone.
    pupils_file = models.CharField(max_length=100, blank=True)
    needs_file = models.CharField(max_length=100, blank=True)
    rows_file = models.CharField(max_length=100, blank=True)
    # A line of the file: "new", or the child that somebody recognised.
    decisions = models.JSONField(default=dict)
    promise = models.CharField(max_length=64, blank=True)
    numbers = models.JSONField(default=dict)
    shown = models.JSONField(default=list)
    sentence = models.CharField(max_length=400, blank=True)
    share_read = models.PositiveSmallIntegerField(default=0)  # in hundredths
    rows_read = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-made_at"], name="exchange_run_of_agency")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at=None)),
                name="exchange_importrun_done_has_its_moment",
            )
        ]

    def is_kept(self, now: datetime) -> bool:
        """Whether its files and rows may still be used: for one day."""
        return now - self.made_at < KEPT_FOR
