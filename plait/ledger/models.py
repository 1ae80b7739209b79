"""What was read, changed and sent out, and why. Lines are added, never changed.

A line says what happened. A link holds nothing but hashes, and chains each line to the
one before, so that what a line meant can lawfully be erased while the proof that there
was a line, and where, stays.
"""

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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="ledger_head_is_the_only_one"
            )
        ]
