"""Somebody asks for everything that a service keeps about a child (UK GDPR Art. 15)."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class AccessRequest(models.Model):
    """A request, its clock, and who answers it. It holds no word of the child's."""

    class Came(models.TextChoices):
        PAGE = "page", "On their own page"
        LETTER = "letter", "By letter"
        PHONE = "phone", "By phone"
        PERSON = "person", "In person"

    class State(models.TextChoices):
        ASKED = "asked", "Waiting to be taken on"
        OPEN = "open", "Being put together"
        PREPARED = "prepared", "Waiting for a second person"
        RELEASED = "released", "Ready to read"
        WITHDRAWN = "withdrawn", "Taken back"

    WAITING = (State.ASKED, State.OPEN, State.PREPARED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    came = models.CharField(max_length=6, choices=Came, default=Came.PAGE)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    # The day the clock runs from: of receipt, or when what was missing had come.
    clock_from_on = models.DateField()
    due_on = models.DateField()
    paused_on = models.DateField(null=True)
    pause_reason = models.TextField(blank=True)
    extended_on = models.DateField(null=True)
    extension_reason = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    available_until_on = models.DateField(null=True)
    fetched_at = models.DateTimeField(null=True)
    # Taken back before it was answered: by whoever asked, or written down for them.
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_came = models.CharField(max_length=6, choices=Came, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "agency", "asked_by"],
                condition=~Q(state__in=["released", "withdrawn"]),
                name="privacy_accessrequest_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="withdrawn",
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                )
                | Q(~Q(state="withdrawn"), withdrawn_at=None, withdrawn_by=None),
                name="privacy_accessrequest_is_taken_back_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=models.F("prepared_by")),
                name="privacy_accessrequest_is_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None) | ~Q(extension_reason=""),
                name="privacy_accessrequest_says_why_it_takes_longer",
            ),
        ]


class RequestItem(models.Model):
    """One record that the service holds, and what is decided about giving it."""

    # What goes when the record is erased (`sharing.erasing`).
    WORDS_OF_RECORD: ClassVar[dict[str, Any]] = {
        "given": [],
        "picture": "",
        "takes_out": [],
    }

    class Outcome(models.TextChoices):
        WHOLE = "whole", "Give it whole"
        PARTS = "parts", "Give it with parts taken out"
        WITHHOLD = "withhold", "Do not give it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="items"
    )
    record = models.ForeignKey(
        "sharing.Record", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField()
    # Decided by the safeguarding lead, because it may cause serious harm (DPA Sch. 3).
    held = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    takes_out = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # What is given, written anew: [[question, answer], …]; empty until it is prepared.
    given = models.JSONField(default=list)
    picture = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "record"], name="privacy_requestitem_is_one"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "whole"]) | ~Q(ground=""),
                name="privacy_requestitem_has_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(~Q(outcome=""), decided_by__isnull=False, decided_at__isnull=False),
                name="privacy_requestitem_is_decided_by_somebody",
            ),
        ]
