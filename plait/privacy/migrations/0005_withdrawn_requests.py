import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def answered(apps, schema_editor):
    """Before there was taking back, what is over was answered; nothing can be fetched."""
    requests = apps.get_model("privacy", "AccessRequest")
    over = requests.objects.filter(state="withdrawn")
    over.update(state="released", withdrawn_at=None, withdrawn_by=None)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_person_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="accessrequest",
            name="privacy_accessrequest_waits_once",
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="withdrawn_came",
            field=models.CharField(
                blank=True,
                choices=[
                    ("page", "On their own page"),
                    ("letter", "By letter"),
                    ("phone", "By phone"),
                    ("person", "In person"),
                ],
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="accessrequest",
            name="came",
            field=models.CharField(
                choices=[
                    ("page", "On their own page"),
                    ("letter", "By letter"),
                    ("phone", "By phone"),
                    ("person", "In person"),
                ],
                default="page",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="accessrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Waiting to be taken on"),
                    ("open", "Being put together"),
                    ("prepared", "Waiting for a second person"),
                    ("released", "Ready to read"),
                    ("withdrawn", "Taken back"),
                ],
                default="asked",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["released", "withdrawn"]), _negated=True
                ),
                fields=("child", "agency", "asked_by"),
                name="privacy_accessrequest_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                    ),
                    _connector="OR",
                ),
                name="privacy_accessrequest_is_taken_back_by_somebody",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, answered),
    ]
