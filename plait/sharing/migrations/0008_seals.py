import django.db.models.deletion
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import migrations, models


WEEKS = 6


def shut_out_family(apps, schema_editor):
    """Whoever is or was family of a child meets the child in no agency's hat (CL1)."""
    tie, conflict = (
        apps.get_model("children", "Tie"),
        apps.get_model("sharing", "Conflict"),
    )
    restriction = apps.get_model("sharing", "Restriction")
    known = set()
    for one in tie.objects.filter(kind__in=["family", "self"]).order_by("from_at"):
        if (one.person_id, one.child_id) in known:
            continue
        known.add((one.person_id, one.child_id))
        shut = restriction.objects.create(
            child_id=one.child_id,
            aim="at_work",
            aimed_person_id=one.person_id,
            breakable=False,
            ground="Too close to the family",
            from_at=one.from_at,
        )
        conflict.objects.create(
            person_id=one.person_id,
            child_id=one.child_id,
            why="family",
            recorded_by_id=one.person_id,
            restriction=shut,
            from_at=one.from_at,
        )


def give_holds_a_day(apps, schema_editor):
    """What was held back before there were reasons is looked at like all the rest (H1)."""
    record, held = (
        apps.get_model("sharing", "Record"),
        apps.get_model("sharing", "HeldBack"),
    )
    rows = record._base_manager.filter(
        release__lt=2, state="live", owner_agency__isnull=False
    ).exclude(category="safeguarding")
    for one in rows.extra(where=["/* past the sharing policy: a migration */ 1=1"]):
        held._base_manager.create(
            record=one,
            reason="tell-first",
            words="Held back before Plait asked why.",
            review_on=one.made_at.date() + timedelta(weeks=WEEKS),
            by_id=one.author_id,
            at=one.made_at,
        )


def forget(apps, schema_editor):
    """Before the column that aims at work goes: nothing may be left that uses it."""
    apps.get_model("sharing", "Conflict").objects.all().delete()
    for one in apps.get_model("sharing", "Restriction").objects.filter(aim="at_work"):
        one.delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_start"),
        ("children", "0002_indexes_of_hats"),
        ("sharing", "0007_emergency"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conflict",
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
                    "why",
                    models.CharField(
                        choices=[
                            ("family", "Is family of the child"),
                            ("related", "Is related to the family"),
                            ("friend", "Is a friend of the family"),
                            ("neighbour", "Lives near the family"),
                            (
                                "partner",
                                "Is or was the partner of somebody in the family",
                            ),
                            ("other", "Knows the family in another way"),
                        ],
                        max_length=9,
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HeldBack",
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
                            ("tell-first", "We will tell the family ourselves first"),
                            ("not-sure", "We are not sure yet what we saw"),
                            ("about-others", "It says something about another person"),
                            ("harm", "Reading it could put somebody at risk"),
                            ("asked", "The child or young person asked us to wait"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("review_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "The family can read it"),
                            ("held-on", "Held on, with a new day"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "held back",
            },
        ),
        migrations.CreateModel(
            name="Seal",
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
                    "ground",
                    models.CharField(
                        choices=[
                            ("adoption", "Adoption"),
                            ("refuge", "A refuge, or hiding from somebody"),
                            ("colleague", "It concerns a colleague"),
                            ("privilege", "Legal advice"),
                            ("close", "Somebody is too close to the family"),
                            ("private", "The family or young person asked for it"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("set_at", models.DateTimeField()),
                ("confirm_by", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("lift_asked_at", models.DateTimeField(null=True)),
                ("lift_words", models.TextField(blank=True)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="restriction",
            name="sharing_restriction_has_one_aim",
        ),
        migrations.AlterField(
            model_name="restriction",
            name="aim",
            field=models.CharField(
                choices=[
                    ("person", "One person"),
                    ("at_work", "One person, in every agency’s hat"),
                    ("agency", "One agency"),
                    ("family", "The family"),
                    ("everyone", "Everyone"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflicts",
                to="children.child",
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflicts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="recorded_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="restriction",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflict",
                to="sharing.restriction",
            ),
        ),
        migrations.AddField(
            model_name="heldback",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="heldback",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="heldback",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="sharing.record",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seals",
                to="children.child",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="lift_asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="set_for",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="seal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="restrictions",
                to="sharing.seal",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("aim__in", ["person", "at_work"]),
                        ("aimed_agency__isnull", True),
                        ("aimed_person__isnull", False),
                    ),
                    models.Q(
                        ("aim", "agency"),
                        ("aimed_agency__isnull", False),
                        ("aimed_person__isnull", True),
                    ),
                    models.Q(
                        ("aim__in", ["family", "everyone"]),
                        ("aimed_agency__isnull", True),
                        ("aimed_person__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="sharing_restriction_has_one_aim",
            ),
        ),
        migrations.AddIndex(
            model_name="conflict",
            index=models.Index(
                fields=["child", "person"], name="sharing_conflict_of_child"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_at", None),
                    ("until_at__gte", models.F("from_at")),
                    _connector="OR",
                ),
                name="sharing_conflict_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("record",),
                name="sharing_heldback_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None), ("how", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(("how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sharing_heldback_ends_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("set_by")), _negated=True),
                    _connector="OR",
                ),
                name="sharing_seal_is_confirmed_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at", None),
                    ("lifted_by", None),
                    models.Q(
                        ("lift_asked_by__isnull", False),
                        models.Q(
                            ("lifted_by", models.F("lift_asked_by")), _negated=True
                        ),
                    ),
                    _connector="OR",
                ),
                name="sharing_seal_of_two_is_lifted_by_two",
            ),
        ),
        migrations.RunPython(shut_out_family, forget),
        migrations.RunPython(give_holds_a_day, migrations.RunPython.noop),
    ]
