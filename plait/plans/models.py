"""The plan: what everybody wants to be different, and what each one does for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.evidence import areas
from plait.evidence.models import AssessmentPart
from plait.sharing.categories import Category
from plait.sharing.models import Content, Part


class Place(models.TextChoices):
    """Where a strategy is used: the three strands."""

    HOME = "home", "Home"
    SETTING = "setting", "Setting"
    SPECIALISTS = "specialists", "Specialists"


class PlanContent(Content):
    """Content of the category plan."""

    CATEGORY: ClassVar[Category] = Category.PLAN

    class Meta:
        abstract = True


class Plan(PlanContent):
    """A support plan: one cycle of assess, plan, do, review."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    KIND: ClassVar[str] = "plans.plan"

    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    review_on = models.DateField()
    review_words = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gte=models.F("starts_on")),
                name="plans_plan_is_reviewed_after_it_starts",
            )
        ]

    def parts(self) -> list[Part]:
        found = Need.objects.unfiltered("parts of a record being changed")
        return list(found.filter(plan=self))


class Need(Part):
    """A need the plan answers, linked to the statement it came from."""

    RECORD_PATH: ClassVar[str] = "plan__record__"
    PARENT: ClassVar[str] = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=20, choices=areas.CHOICES)
    words = models.TextField()
    taken_from = models.ForeignKey(
        AssessmentPart, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Part.Meta):
        abstract = False


class Outcome(PlanContent):
    """Something everybody wants to be different, by a day, measured in one way."""

    class State(models.TextChoices):
        OPEN = "open", "Being worked on"
        MET = "met", "Met"
        SET_ASIDE = "set_aside", "Set aside"

    KIND: ClassVar[str] = "plans.outcome"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    wording = models.TextField()
    area = models.CharField(max_length=20, choices=areas.CHOICES)
    measure = models.CharField(max_length=120)  # "times in 20 minutes of play"
    baseline = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    baseline_on = models.DateField(null=True)
    target = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    taken_from = models.ForeignKey(
        AssessmentPart, null=True, on_delete=models.SET_NULL, related_name="+"
    )


class Strategy(PlanContent):
    """Something everybody does for an outcome, written once for every place."""

    KIND: ClassVar[str] = "plans.strategy"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    instead_of = models.TextField(blank=True)
    taken_from = models.ForeignKey(
        AssessmentPart, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def parts(self) -> list[Part]:
        found = StrategyPlace.objects.unfiltered("parts of a record being changed")
        return list(found.filter(strategy=self))


class StrategyPlace(Part):
    """How a strategy looks in one place, who does it there, and how often."""

    class State(models.TextChoices):
        IN_USE = "in_use", "In use"
        STARTED = "started", "Just started"
        DIFFERENT = "different", "Done differently"
        NOT_YET = "not_yet", "Not yet"

    RECORD_PATH: ClassVar[str] = "strategy__record__"
    PARENT: ClassVar[str] = "strategy"

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=11, choices=Place)
    looks_like = models.TextField()
    who = models.CharField(max_length=120)
    how_often = models.CharField(max_length=120)
    times_a_week = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    state = models.CharField(max_length=9, choices=State, default=State.IN_USE)

    class Meta(Part.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "place"],
                name="plans_strategyplace_is_one_for_each_place",
            )
        ]


class View(PlanContent):
    """What one partner thinks of an outcome, in their own words."""

    class Stance(models.TextChoices):
        AGREES = "agrees", "Agrees"
        IN_PART = "in_part", "Agrees in part"
        DIFFERENT = "different", "Sees it differently"

    KIND: ClassVar[str] = "plans.view"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=9, choices=Stance)
    words = models.TextField(blank=True)
    of_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stance="agrees") | ~Q(words=""),
                name="plans_view_says_what_it_sees_differently",
            )
        ]


class Rating(PlanContent):
    """One count of an outcome's measure, by one strand, for one month."""

    KIND: ClassVar[str] = "plans.rating"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    counted_on = models.DateField()
    value = models.DecimalField(max_digits=7, decimal_places=2)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0), name="plans_rating_is_not_negative"
            )
        ]


class Practice(PlanContent):
    """One time a strategy was used, or not, and what got in the way."""

    class Went(models.TextChoices):
        DID = "did", "Did it"
        TRIED = "tried", "Tried"
        NOT_TODAY = "not_today", "Not today"

    KIND: ClassVar[str] = "plans.practice"

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=11, choices=Place)
    on = models.DateField()
    went = models.CharField(max_length=9, choices=Went)
    note = models.TextField(blank=True)


class Activity(PlanContent):
    """A strategy as a card to try at home: a few steps, a few minutes."""

    KIND: ClassVar[str] = "plans.activity"

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    steps = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField(default=5)
    elsewhere = models.CharField(max_length=200, blank=True)
    until_on = models.DateField(null=True)
