"""The team around the child: who takes part and what each one does; invitations."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.children.models import Tie
from plait.sharing.categories import Category
from plait.sharing.models import Content


class Involvement(Content):
    """That somebody takes part, and what they do for the child.

    A record like any other, so that the team page shows of the team what the reader may
    know, and a service that families keep to themselves stays unknown.
    """

    KIND: ClassVar[str] = "team.involvement"
    CATEGORY: ClassVar[Category] = Category.INVOLVEMENT

    tie = models.OneToOneField(
        Tie, on_delete=models.PROTECT, related_name="involvement"
    )
    does = models.TextField(blank=True)
    reach = models.CharField(max_length=200, blank=True)
    reach_when = models.CharField(max_length=200, blank=True)
    covered_by = models.CharField(max_length=200, blank=True)
    leads = models.BooleanField(default=False)


class Invitation(models.Model):
    """A link that lets one person join, once, before it expires."""

    class Kind(models.TextChoices):
        FAMILY = "family", "Family"
        COLLEAGUE = "colleague", "A colleague"
        SELF = "self", "The young person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    child = models.ForeignKey(
        "children.Child", null=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=40)
    relation = models.CharField(max_length=40, blank=True)
    manages_people = models.BooleanField(default=False)
    # Nobody for the first person of an agency: whoever runs this Plait invited them.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_for = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["child"], name="team_invitation_of_child"),
            models.Index(fields=["agency"], name="team_invitation_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="team_invitation_accepted_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(kind="colleague", child=None, agency__isnull=False)
                | Q(kind__in=["family", "self"], child__isnull=False, agency=None),
                name="team_invitation_is_to_a_child_or_an_agency",
            ),
        ]


class CourtOrder(Content):
    """A court has limited what one adult may know about the child, or do.

    A record like any other, which everybody in the team may read, so that nobody hands
    out by mistake what a court has closed; and never the adult whom it limits.
    """

    KIND: ClassVar[str] = "team.court-order"
    CATEGORY: ClassVar[Category] = Category.INVOLVEMENT

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    court = models.CharField(max_length=160)
    made_on = models.DateField()
    says = models.TextField()
    # Kinds that are closed to the adult; none means everything about the child.
    closes = models.JSONField(default=list)
    from_on = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=models.F("from_on")),
                name="team_courtorder_ends_after_it_starts",
            )
        ]


class OrderSeal(models.Model):
    """What an order has closed so far: its restrictions, also those of before."""

    order = models.ForeignKey(
        CourtOrder, on_delete=models.PROTECT, related_name="seals"
    )
    restriction = models.OneToOneField(
        "sharing.Restriction", on_delete=models.PROTECT, related_name="+"
    )


class ContactArrangement(Content):
    """With whom the child lives and when, and who meets the child how, in words."""

    KIND: ClassVar[str] = "team.contact"
    CATEGORY: ClassVar[Category] = Category.HOME_LIFE

    says = models.TextField()


class Unheld(models.Model):
    """Nobody of an agency held a child any more, and somebody has seen to it.

    That a child has nobody is derived from ties and jobs (`team.unheld`), so that no
    end can pass unnoticed; a row says what was done about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    since_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unheld"
        constraints = [
            models.UniqueConstraint(
                fields=["child", "agency", "since_at"], name="team_unheld_is_taken_once"
            )
        ]


class Closing(models.Model):
    """An agency's part in a child's support ends, on a day (rule Y5).

    Its team sees nothing from that day on. When nobody else takes part, the family goes
    on reading for some months. The day on which retention begins is kept here.
    """

    class Reason(models.TextChoices):
        TURNED_25 = "turned_25", "Is 25"
        PLAN_CEASED = "plan_ceased", "The plan has ceased"
        MOVED_ON = "moved_on", "Has left this place"
        NO_LONGER_NEEDED = "not_needed", "The support is no longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="closings"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(blank=True)
    ends_on = models.DateField()  # the first day without
    family_reads_until = models.DateField(null=True)  # the first day without
    retention_begins_on = models.DateField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "child"], name="team_closing_of_agency")
        ]
