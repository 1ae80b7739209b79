"""The head knows how much of the journal this database has seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="head",
            name="journal",
            field=models.BigIntegerField(default=0),
        )
    ]
