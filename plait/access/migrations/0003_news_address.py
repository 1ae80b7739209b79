import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_unsent")]

    operations = [
        migrations.AddField(
            model_name="knowndevice",
            name="is_first",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="NewsAddress",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed", models.EmailField(blank=True, max_length=254)),
                ("asked", models.EmailField(blank=True, max_length=254)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField(null=True)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("counts_from", models.DateTimeField(null=True)),
                ("sent", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
    ]
