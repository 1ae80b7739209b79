import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_start"),
        ("children", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="tie",
            name="children_tie_of_person",
        ),
        migrations.AlterField(
            model_name="tie",
            name="child",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties",
                to="children.child",
            ),
        ),
        migrations.AlterField(
            model_name="tie",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(
                fields=["person", "agency", "child"], name="children_tie_of_hat"
            ),
        ),
    ]
