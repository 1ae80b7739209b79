import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_start"),
        ("children", "0002_indexes_of_hats"),
        ("team", "0003_unheld"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("turned_25", "Is 25"),
                            ("plan_ceased", "The plan has ceased"),
                            ("moved_on", "Has left this place"),
                            ("not_needed", "The support is no longer needed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("ends_on", models.DateField()),
                ("family_reads_until", models.DateField(null=True)),
                ("retention_begins_on", models.DateField()),
                ("closed_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="team_invitation_is_to_a_child_or_an_agency",
        ),
        migrations.AlterField(
            model_name="invitation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("family", "Family"),
                    ("colleague", "A colleague"),
                    ("self", "The young person"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agency__isnull", False),
                        ("child", None),
                        ("kind", "colleague"),
                    ),
                    models.Q(
                        ("agency", None),
                        ("child__isnull", False),
                        ("kind__in", ["family", "self"]),
                    ),
                    _connector="OR",
                ),
                name="team_invitation_is_to_a_child_or_an_agency",
            ),
        ),
        migrations.AddField(
            model_name="closing",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="closing",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closings",
                to="children.child",
            ),
        ),
        migrations.AddField(
            model_name="closing",
            name="closed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="closing",
            index=models.Index(
                fields=["agency", "child"], name="team_closing_of_agency"
            ),
        ),
    ]
