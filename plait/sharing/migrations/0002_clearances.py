from django.db import migrations

from plait.sharing.categories import CLEARANCES


def fill(apps, schema_editor):
    clearance = apps.get_model("sharing", "Clearance")
    clearance.objects.bulk_create(
        clearance(role=role, category=category, max_sensitivity=highest)
        for role, by_category in CLEARANCES.items()
        for category, highest in by_category.items()
        if highest
    )


def empty(apps, schema_editor):
    apps.get_model("sharing", "Clearance").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_start")]

    operations = [migrations.RunPython(fill, empty)]
