"""Witnesses and what they signed; lines whose meaning has lawfully been taken away."""

import django.db.models.deletion
from django.db import migrations, models

from plait.ledger.protection import protect, unprotect


def protect_again(apps, schema):
    """The triggers let a line go that has an erasure."""
    unprotect(schema)
    protect(schema)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_journal")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("decided_by", models.UUIDField()),
                ("also_decided_by", models.UUIDField()),
                ("ground", models.CharField(max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", models.F("also_decided_by")), _negated=True
                        ),
                        name="ledger_erasure_is_decided_by_two",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "public",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("agency", models.CharField(max_length=160)),
                ("from_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Cosignature",
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
                ("seq", models.BigIntegerField()),
                ("chain", models.CharField(max_length=64)),
                ("checkpoint_at", models.CharField(max_length=40)),
                ("signature", models.CharField(max_length=128)),
                ("received_at", models.DateTimeField()),
                (
                    "witness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed",
                        to="ledger.witness",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("witness", "seq"), name="ledger_cosignature_is_one"
                    )
                ]
            },
        ),
        migrations.RunPython(protect_again, migrations.RunPython.noop),
    ]
