"""What was read, changed and sent out, and why. Lines are added, never changed.

A line says what happened. A link holds nothing but hashes, and chains each line to the
one before, so that what a line meant can lawfully be erased while the proof that there
was a line, and where, stays.
"""

import uuid

from django.db import models


class Line(models.Model):
    """One answer that held something about a child, or one change."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    hat = models.CharField(max_length=36, blank=True)
    role = models.CharField(max_length=40, blank=True)
    child_id = models.UUIDField(null=True)
    surface = models.CharField(max_length=60, blank=True)
    details = models.TextField()  # canonical JSON, as it was hashed
    salt = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["child_id", "-seq"], name="ledger_line_of_child"),
            models.Index(fields=["person_id", "-seq"], name="ledger_line_by_person"),
            models.Index(
                fields=["at"],
                condition=models.Q(act="page.not-found"),
                name="ledger_line_not_found",
            ),
        ]


class Link(models.Model):
    """The proof of one line: its digest, and the chain up to here."""

    seq = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)


class Head(models.Model):
    """The end of the chain: the row that writers queue at."""

    seq = models.BigIntegerField()
    chain = models.CharField(max_length=64)
    # The last line of the journal that this database has seen (`ledger.journal`).
    journal = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="ledger_head_is_the_only_one"
            )
        ]


class Erasure(models.Model):
    """What a line said has lawfully been taken away; its link still proves its place.

    Stands before the line goes, because only a line with an erasure can be removed.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    decided_by = models.UUIDField()
    also_decided_by = models.UUIDField()
    ground = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("also_decided_by")),
                name="ledger_erasure_is_decided_by_two",
            )
        ]


class Witness(models.Model):
    """Somebody in a partner agency who signs how far the ledger has come."""

    public = models.CharField(max_length=64, primary_key=True)
    agency = models.CharField(max_length=160)
    from_at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness has checked that the ledger only grew, up to this line."""

    witness = models.ForeignKey(
        Witness, on_delete=models.PROTECT, related_name="signed"
    )
    seq = models.BigIntegerField()
    chain = models.CharField(max_length=64)
    checkpoint_at = models.CharField(max_length=40)
    signature = models.CharField(max_length=128)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["witness", "seq"], name="ledger_cosignature_is_one"
            )
        ]


class HourCount(models.Model):
    """How many children were shown to somebody within one hour; kept for four weeks."""

    person_id = models.UUIDField()
    hour = models.DateTimeField()
    looks = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "hour"], name="ledger_hourcount_is_one"
            )
        ]


class Alert(models.Model):
    """Something unusual for a privacy lead to look at: who, and no child."""

    class Outcome(models.TextChoices):
        FINE = "fine", "There is a good reason"
        SPOKEN = "spoken", "We have spoken with them"
        REPORTED = "reported", "It has been reported as a breach"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=12)
    # The same thing is told once: by rule, person or child, and day, hashed.
    key = models.CharField(max_length=64, unique=True)
    person_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    words = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=models.Q(answered_at=None),
                name="ledger_alert_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="ledger_alert_answered_at_and_by_together",
            )
        ]
