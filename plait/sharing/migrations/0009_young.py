import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from plait.clocks.arithmetic import becomes_young_person_at
from plait.clocks.growing_up import grace_ends_at


def end_what_parents_gave(apps, schema_editor):
    """What parents allowed ends at the switch, or a while after it (reading 3)."""
    Basis = apps.get_model("sharing", "Basis")
    given = Basis.objects.filter(kind="consent", withdrawn_at=None)
    for basis in given.select_related("child").iterator():
        switch_at = becomes_young_person_at(basis.child.born_on)
        last = grace_ends_at(switch_at) if basis.to_agency_id else switch_at
        if basis.from_at < switch_at and (not basis.until_at or basis.until_at > last):
            basis.until_at = last
            basis.save(update_fields=["until_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_start"),
        ("children", "0002_indexes_of_hats"),
        ("sharing", "0008_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Representative",
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
                    "decision",
                    models.CharField(
                        choices=[
                            ("sharing", "who may see what"),
                            ("support", "the plan and the help"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            (
                                "best_interests",
                                "the Mental Capacity Act 2005, in their best interests",
                            ),
                            (
                                "deputy",
                                "an order of the Court of Protection, as deputy",
                            ),
                            ("attorney", "a lasting power of attorney"),
                        ],
                        max_length=14,
                    ),
                ),
                ("why", models.TextField()),
                ("helped", models.TextField()),
                ("assessed_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representatives",
                        to="children.child",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_for_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="basis",
            name="under",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bases",
                to="sharing.representative",
            ),
        ),
        migrations.CreateModel(
            name="Choice",
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
                ("categories", models.JSONField(default=list)),
                ("chosen_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.agreement",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="children.child",
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreement__isnull", True), ("person__isnull", False)
                            ),
                            models.Q(
                                ("agreement__isnull", False), ("person__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="sharing_choice_is_about_a_person_or_an_agreement",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agreement", None)),
                        fields=("child", "person"),
                        name="sharing_choice_of_a_person_is_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("child", "agreement"),
                        name="sharing_choice_of_an_agreement_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyWish",
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
                ("words", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(null=True)),
                ("understanding", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        related_name="privacy_wishes",
                        to="children.child",
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
            ],
            options={
                "verbose_name_plural": "privacy wishes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("record",),
                        name="sharing_privacywish_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None),
                                ("answered_by", None),
                                ("granted", None),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("granted__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sharing_privacywish_is_answered_whole",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_at__gte", models.F("from_at"))),
                name="sharing_representative_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("why", ""), _negated=True),
                    models.Q(("helped", ""), _negated=True),
                ),
                name="sharing_representative_says_why_and_what_helped",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="sharing_representative_ended_at_and_by_together",
            ),
        ),
        migrations.RunPython(
            end_what_parents_gave, migrations.RunPython.noop, elidable=True
        ),
    ]
