import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


# As in `sharing.categories`, when this was made: who answers requests, and who decides on
# harm. A database that is made new has them already.
EVERYDAY = (
    "involvement",
    "plan",
    "education",
    "book",
    "report",
    "home_life",
    "photos",
    "voice",
    "health",
    "social",
    "location",
)
CLEARED = [("answers_request", category, 2) for category in EVERYDAY]
CLEARED += [("decides_harm", category, 3) for category in (*EVERYDAY, "safeguarding")]


def clear(apps, schema_editor):
    clearance = apps.get_model("sharing", "Clearance")
    for role, category, highest in CLEARED:
        clearance.objects.get_or_create(
            role=role, category=category, defaults={"max_sensitivity": highest}
        )


def unclear(apps, schema_editor):
    roles = {role for role, _, _ in CLEARED}
    apps.get_model("sharing", "Clearance").objects.filter(role__in=roles).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0002_breaches"),
        ("agencies", "0002_signatures"),
        ("children", "0002_indexes_of_hats"),
        ("sharing", "0010_life_of_an_agreement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("page", "On their own page"),
                            ("letter", "By letter"),
                            ("phone", "By phone or in person"),
                        ],
                        default="page",
                        max_length=6,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("clock_from_on", models.DateField()),
                ("due_on", models.DateField()),
                ("paused_on", models.DateField(null=True)),
                ("pause_reason", models.TextField(blank=True)),
                ("extended_on", models.DateField(null=True)),
                ("extension_reason", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting to be taken on"),
                            ("open", "Being put together"),
                            ("prepared", "Waiting for a second person"),
                            ("released", "Ready to read"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("available_until_on", models.DateField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="children.child",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequestItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("category", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("held", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("whole", "Give it whole"),
                            ("parts", "Give it with parts taken out"),
                            ("withhold", "Do not give it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("takes_out", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(null=True)),
                ("given", models.JSONField(default=list)),
                ("picture", models.CharField(blank=True, max_length=64)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.record",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="privacy.accessrequest",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "released"), _negated=True),
                fields=("child", "agency", "asked_by"),
                name="privacy_accessrequest_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by", None),
                    models.Q(("released_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="privacy_accessrequest_is_released_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extended_on", None),
                    models.Q(("extension_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="privacy_accessrequest_says_why_it_takes_longer",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestitem",
            constraint=models.UniqueConstraint(
                fields=("request", "record"), name="privacy_requestitem_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["", "whole"]),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="privacy_requestitem_has_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="requestitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None), ("decided_by", None), ("outcome", "")
                    ),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="privacy_requestitem_is_decided_by_somebody",
            ),
        ),
        migrations.RunPython(clear, unclear),
    ]
