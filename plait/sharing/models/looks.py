"""About who has looked: lines withheld for a while, and questions that families ask."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.sharing.models.facts import ends_after_it_starts


class LookDelay(models.Model):
    """The family is told later that somebody looked, because telling now is unsafe."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="look_delays"
    )
    # The hat of whoever looked. Only looks for an agency are ever told later.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    from_at = models.DateTimeField()  # what was looked at before stays told
    until_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_for = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            ends_after_it_starts("sharing_lookdelay_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="sharing_lookdelay_has_a_reason"
            ),
        ]


class LookQuestion(models.Model):
    """A family is surprised that somebody looked, and a named person answers by a day.

    It holds the line as the family saw it, and nothing else about the child.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        ASKING = "asking", "They are asking the service"
        IN_ORDER = "in_order", "It was in order"
        NOT_IN_ORDER = "not_in_order", "It should not have been"

    OPEN = (State.WAITING, State.ASKING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="look_questions"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    words = models.TextField(blank=True)
    # The line: who looked, for whom, in which job, at what, on which day.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=40)
    surface = models.CharField(max_length=60)
    on = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    # Who answers, and by which day; any other privacy lead of theirs may, too.
    answers = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when whoever looked was told

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "due_on"],
                condition=Q(state__in=["waiting", "asking"]),
                name="sharing_lookquestion_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "asked_by", "person", "agency", "surface", "on"],
                name="sharing_lookquestion_is_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="sharing_lookquestion_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False) & ~Q(answer="")),
                name="sharing_lookquestion_answer_has_words",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
