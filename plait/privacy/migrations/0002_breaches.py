import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_signatures"),
        ("children", "0002_indexes_of_hats"),
        ("privacy", "0001_retention"),
        ("sharing", "0010_life_of_an_agreement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessReport",
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
                ("made_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("since_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="children.child",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.lookquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Breach",
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
                ("reported_at", models.DateTimeField()),
                ("happened", models.TextField()),
                ("aware_at", models.DateTimeField()),
                ("kinds", models.CharField(blank=True, max_length=300)),
                ("people", models.PositiveIntegerField(null=True)),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unlikely", "Harm to anybody is unlikely"),
                            ("risk", "It could harm somebody"),
                            ("high", "It could harm somebody badly"),
                        ],
                        max_length=8,
                    ),
                ),
                ("done", models.TextField(blank=True)),
                ("ico_told_at", models.DateTimeField(null=True)),
                ("ico_reference", models.CharField(blank=True, max_length=80)),
                ("ico_not_because", models.TextField(blank=True)),
                ("late_because", models.TextField(blank=True)),
                ("people_told_at", models.DateTimeField(null=True)),
                ("people_not_because", models.TextField(blank=True)),
                ("lessons", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "breaches",
            },
        ),
        migrations.CreateModel(
            name="BreachChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=60)),
                ("said", models.TextField(blank=True)),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="privacy.breach",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Download",
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
                    "form",
                    models.CharField(
                        choices=[("csv", "a table (CSV)"), ("json", "data (JSON)")],
                        max_length=4,
                    ),
                ),
                ("rows", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="downloads",
                        to="privacy.accessreport",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="accessreport",
            index=models.Index(
                fields=["agency", "-made_at"], name="privacy_report_of_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="privacy_accessreport_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("since_on"))),
                name="privacy_accessreport_ends_after_it_starts",
            ),
        ),
        migrations.AddIndex(
            model_name="breach",
            index=models.Index(
                fields=["agency", "-reported_at"], name="privacy_breach_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(("happened", ""), _negated=True),
                name="privacy_breach_says_what_happened",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ico_told_at", None), ("ico_not_because", ""), _connector="OR"
                ),
                name="privacy_breach_ico_told_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("people_told_at", None),
                    ("people_not_because", ""),
                    _connector="OR",
                ),
                name="privacy_breach_people_told_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("lessons", "")),
                    models.Q(
                        ("closed_at__isnull", False),
                        models.Q(("lessons", ""), _negated=True),
                        models.Q(("risk", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="privacy_breach_closed_with_lessons",
            ),
        ),
    ]
