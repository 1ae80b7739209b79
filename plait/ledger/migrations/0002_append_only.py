from django.db import migrations

from plait.ledger import chain
from plait.ledger.protection import protect, unprotect


def begin(apps, schema_editor):
    apps.get_model("ledger", "Head").objects.create(pk=1, seq=0, chain=chain.START)


def unbegin(apps, schema_editor):
    apps.get_model("ledger", "Head").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_start")]

    operations = [
        migrations.RunPython(begin, unbegin),
        migrations.RunPython(
            lambda apps, schema: protect(schema),
            lambda apps, schema: unprotect(schema),
        ),
    ]
