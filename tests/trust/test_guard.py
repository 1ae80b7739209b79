"""The second wall: statements that read records without the policy are refused."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Subquery

from plait.children.models import Child, Tie
from plait.evidence.models import Assessment, AssessmentPart, Observation, Photo
from plait.plans.models import Outcome, Plan, Rating, View
from plait.sharing import guard, predicate
from plait.sharing.models import Record, RecordVersion
from plait.sharing.visibility import VisibleQuerySet
from plait.team.models import Involvement

MARKED = f"/* {predicate.MARK} */"
ALL = (
    VisibleQuerySet  # past a model's own manager, as somebody might go who knows Django
)


@pytest.fixture
def guarded(cast):
    with guard.guarded():
        yield cast


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


# --- SQL that somebody writes ----------------------------------------------------------

READS = [
    'SELECT * FROM "plans_plan"',
    "SELECT * FROM plans_plan",
    "select title from plans_plan",
    "Select Title From Plans_Plan",
    'SELECT "title" FROM "public"."plans_plan"',
    "SELECT title FROM public.plans_plan",
    "SELECT title FROM public . plans_plan",
    'SELECT title FROM "public".plans_plan p',
    "SELECT title FROM/**/plans_plan",
    "SELECT title FROM /* just looking */ plans_plan",
    "SELECT title FROM--\nplans_plan",
    "/* hello */ SELECT title FROM plans_plan",
    "-- hello\nSELECT title FROM plans_plan",
    "\n\t (SELECT title FROM plans_plan)",
    "((SELECT title FROM plans_plan))",
    "SELECT title FROM ONLY plans_plan",
    "SELECT p.title FROM plans_plan AS p",
    "SELECT p.title FROM access_person, plans_plan p",
    "SELECT p.title FROM access_person x, (plans_plan p)",
    "SELECT title FROM access_person CROSS JOIN plans_plan",
    "SELECT title FROM (SELECT * FROM plans_plan) x",
    "SELECT count(*) FROM plans_plan",
    "SELECT max(title) FROM plans_plan",
    "SELECT EXISTS (SELECT 1 FROM plans_plan)",
    "SELECT 1 WHERE 'x' IN (SELECT title FROM plans_plan)",
    "SELECT (SELECT title FROM plans_plan LIMIT 1)",
    "SELECT id FROM access_person UNION SELECT record_id FROM plans_plan",
    "WITH x AS (SELECT * FROM plans_plan) SELECT * FROM x",
    "with recursive x as (select * from plans_plan) select * from x",
    "TABLE plans_plan",
    "VALUES ((SELECT title FROM plans_plan LIMIT 1))",
    "EXPLAIN ANALYZE SELECT title FROM plans_plan",
    "COPY plans_plan TO STDOUT",
    "COPY (SELECT title FROM plans_plan) TO STDOUT",
    "DECLARE c CURSOR FOR SELECT title FROM plans_plan",
    "PREPARE p AS SELECT title FROM plans_plan",
    "CREATE TABLE copy AS SELECT title FROM plans_plan",
    "CREATE VIEW copy AS SELECT title FROM plans_plan",
    "SELECT title INTO copy FROM plans_plan",
    "INSERT INTO access_once (key) SELECT title FROM plans_plan",
    "INSERT INTO plans_plan SELECT * FROM plans_plan",
    "INSERT INTO plans_plan SELECT * FROM UNNEST((SELECT array_agg(title) FROM plans_plan))",
    "INSERT INTO access_once (key) TABLE plans_plan",
    "UPDATE access_person SET name = (SELECT title FROM plans_plan LIMIT 1)",
    "UPDATE access_person SET name = title FROM plans_plan",
    "UPDATE plans_plan SET title = title RETURNING title",
    "DELETE FROM plans_plan RETURNING title",
    "DELETE FROM access_person WHERE name IN (SELECT title FROM plans_plan)",
    "DELETE FROM access_person USING plans_plan WHERE name = title",
    "SELECT query_to_xml('SELECT * FROM plans_plan', true, true, '')",
    "DO $$ BEGIN PERFORM title FROM plans_plan; END $$",
    "SELECT data FROM plans_plan; SELECT 1",
    "PRAGMA table_info(plans_plan)",
]


@pytest.mark.parametrize("sql", READS)
def test_reading_without_the_policy_is_refused_however_it_is_written(sql):
    with pytest.raises(guard.UnguardedRead):
        guard.check(sql)


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if hasattr(model, "RECORD_PATH")]
)
def test_every_table_of_records_content_and_parts_is_protected(model):
    with pytest.raises(guard.UnguardedRead):
        guard.check(f"SELECT * FROM {model._meta.db_table}")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM access_person",
        "SELECT 'a plan' AS plans_planner FROM access_person",
        "SELECT my_plans_plan, plans_plan_b FROM access_person",
        "SAVEPOINT x",
        "INSERT INTO plans_plan (title) VALUES (%s)",
        "INSERT INTO plans_plan (title) VALUES (%s) RETURNING plans_plan.record_id",
        'INSERT INTO "plans_plan" ("title") SELECT * FROM UNNEST((%s)::varchar[])',
        'UPDATE "plans_plan" SET "title" = %s WHERE "plans_plan"."record_id" = %s',
        'DELETE FROM "plans_plan" WHERE "plans_plan"."record_id" IN (%s, %s)',
        "delete from plans_plan where record_id = %s",
        "/* tidy */ DELETE FROM plans_plan",
        f"SELECT title FROM plans_plan WHERE (/* {guard.PAST}: a test */ 1=1)",
    ],
)
def test_what_reads_no_record_passes(sql):
    guard.check(sql)


def test_the_block_is_guarded_and_nothing_outside_it(cast):
    run("SELECT count(*) FROM plans_plan")
    with guard.guarded():
        with pytest.raises(guard.UnguardedRead):
            run("SELECT count(*) FROM plans_plan")
        with pytest.raises(guard.UnguardedRead), connection.cursor() as cursor:
            cursor.executemany("SELECT title FROM plans_plan WHERE title = %s", [["x"]])
    run("SELECT count(*) FROM plans_plan")


# --- What Django makes of it -------------------------------------------------------------


def bare(model):
    """Rows of a model without any policy."""
    return ALL(model).all()


WAYS = {
    "all": lambda cast: list(bare(Observation)),
    "get": lambda cast: bare(Record).get(pk=cast.rafi.pk),
    "first": lambda cast: bare(Plan).first(),
    "filter": lambda cast: list(bare(Outcome).filter(title="x")),
    "only": lambda cast: list(bare(Plan).only("title")),
    "defer": lambda cast: list(bare(Plan).defer("title")),
    "count": lambda cast: bare(Record).count(),
    "exists": lambda cast: bare(Record).exists(),
    "aggregate": lambda cast: bare(Record).aggregate(Max("made_at")),
    "values": lambda cast: list(bare(Plan).values("title")),
    "values_list": lambda cast: list(bare(Plan).values_list("title", flat=True)),
    "distinct": lambda cast: list(bare(Record).values("category").distinct()),
    "dates": lambda cast: list(bare(Record).datetimes("made_at", "day")),
    "in_bulk": lambda cast: bare(Record).in_bulk([cast.rafi.pk]),
    "iterator": lambda cast: list(bare(Plan).iterator()),
    "slice": lambda cast: list(bare(Plan)[:1]),
    "annotate": lambda cast: list(bare(Plan).annotate(n=Count("pk"))),
    "raw": lambda cast: list(Plan.objects.raw("SELECT * FROM plans_plan")),
    "union": lambda cast: list(
        bare(Plan).values("pk").union(bare(Outcome).values("pk"))
    ),
    "explain": lambda cast: bare(Plan).query.explain("default"),
    "refresh": lambda cast: Record(pk=cast.rafi.pk).refresh_from_db(),
    "the default manager": lambda cast: list(Observation._default_manager.all()),
    "the base manager": lambda cast: list(Observation._base_manager.all()),
    "manager": lambda cast: list(Observation.objects.all()),
    "reverse from a child": lambda cast: list(cast.rafi.records.all()),
    "reverse count": lambda cast: cast.rafi.records.count(),
    "versions of a record": lambda cast: list(Record(pk=cast.rafi.pk).versions.all()),
    "join from a child": lambda cast: list(
        Child.objects.filter(records__category="health")
    ),
    "counting over a join": lambda cast: list(
        Child.objects.annotate(n=Count("records"))
    ),
    "a value over a join": lambda cast: list(Child.objects.values("records__kind")),
    "ordering over a join": lambda cast: list(
        Child.objects.order_by("records__made_at")
    ),
    "prefetch": lambda cast: list(Child.objects.prefetch_related("records")),
    "a tie's involvement": lambda cast: list(Tie.objects.filter(involvement__does="x")),
    "a tie's involvement with it": lambda cast: list(
        Tie.objects.select_related("involvement")
    ),
    "in a condition": lambda cast: list(
        Child.objects.filter(pk__in=bare(Record).values("child_id"))
    ),
    "exists in a condition": lambda cast: list(
        Child.objects.filter(Exists(bare(Record).filter(child_id=OuterRef("pk"))))
    ),
    "as a subquery": lambda cast: list(
        Child.objects.annotate(
            newest=Subquery(
                bare(Record).filter(child_id=OuterRef("pk")).values("kind")[:1]
            )
        )
    ),
    "deleting by a condition": lambda cast: (
        bare(Plan).filter(record__child=cast.rafi).delete()
    ),
    "updating by a condition": lambda cast: (
        bare(Plan).filter(record__child=cast.rafi).update(title="x")
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_django_without_the_policy_is_refused(guarded, way):
    with pytest.raises(guard.UnguardedRead), transaction.atomic():
        WAYS[way](guarded)


def visible(model, cast, key="margaret"):
    return model.objects.visible_to(cast.hat(key), cast.now)


ALLOWED = {
    "visible_to": lambda cast: list(visible(Observation, cast)),
    "read_by": lambda cast: list(Observation.objects.read_by(cast.viewer("margaret"))),
    "explain": lambda cast: list(
        Record.objects.explain(cast.hat("margaret"), cast.now)
    ),
    "count": lambda cast: visible(Record, cast).count(),
    "exists": lambda cast: visible(Plan, cast).exists(),
    "aggregate": lambda cast: visible(Record, cast).aggregate(Max("made_at")),
    "slice and count": lambda cast: visible(Record, cast)[:5].count(),
    "distinct count": lambda cast: (
        visible(Record, cast).values("kind").distinct().count()
    ),
    "grouped": lambda cast: list(
        visible(Record, cast).values("child_id").annotate(n=Count("pk"))
    ),
    "values": lambda cast: list(
        visible(Plan, cast).values("title", "record__category")
    ),
    "part": lambda cast: list(visible(AssessmentPart, cast)),
    "part with its content": lambda cast: list(
        visible(AssessmentPart, cast).select_related("assessment__record")
    ),
    "version": lambda cast: list(visible(RecordVersion, cast).select_related("record")),
    "union": lambda cast: list(
        visible(Plan, cast).values("pk").union(visible(Outcome, cast).values("pk"))
    ),
    "in a condition": lambda cast: list(
        Child.objects.filter(pk__in=visible(Record, cast).values("child_id"))
    ),
    "exists in a condition": lambda cast: list(
        Child.objects.filter(
            Exists(visible(Record, cast).filter(child_id=OuterRef("pk")))
        )
    ),
    "content of visible records": lambda cast: list(
        bare(Observation).filter(record__in=visible(Record, cast).values("pk"))
    ),
    "filtering over a join": lambda cast: list(
        visible(View, cast).filter(outcome__plan__state="agreed")
    ),
    "lock": lambda cast: visible(Record, cast).select_for_update(of=("self",)).first(),
    "unfiltered": lambda cast: list(Plan.unfiltered("a test")),
    "fresh insert": lambda cast: Observation(
        record=Record.objects.create(
            child=cast.rafi,
            author=cast.people["abena"],
            category="education",
            kind="x",
            made_at=cast.now,
            changed_at=cast.now,
            version_hash="",
        ),
        saw="x",
        seen_at=cast.now,
    ).save(force_insert=True),
    "update": lambda cast: bare(Plan).filter(title="x").update(title="y"),
    "delete": lambda cast: bare(Rating).filter(pk=cast.rafi.pk).delete(),
}


@pytest.mark.parametrize("way", ALLOWED)
def test_what_carries_the_mark_or_only_writes_passes(guarded, way):
    ALLOWED[way](guarded)


# --- Marked, but handing out more than was decided about -----------------------------------

TOO_MUCH = {
    "another record's content": lambda cast: list(
        visible(View, cast).select_related("outcome")
    ),
    "two steps away": lambda cast: list(
        visible(View, cast).select_related("outcome__plan")
    ),
    "its envelope": lambda cast: list(
        visible(View, cast).select_related("outcome__record")
    ),
    "one value of it": lambda cast: list(visible(View, cast).values("outcome__title")),
    "its longest": lambda cast: visible(View, cast).aggregate(Max("outcome__title")),
    "as an annotation": lambda cast: list(
        visible(View, cast).annotate(title=F("outcome__title"))
    ),
    "the record a photo belongs to": lambda cast: list(
        visible(Photo, cast).select_related("of")
    ),
    "as a subquery": lambda cast: list(
        visible(View, cast).annotate(
            title=Subquery(
                bare(Outcome).filter(pk=OuterRef("outcome_id")).values("title")[:1]
            )
        )
    ),
    "whether there is one": lambda cast: list(
        visible(Outcome, cast).annotate(
            seen=Exists(bare(View).filter(outcome_id=OuterRef("pk")))
        )
    ),
    "how many there are": lambda cast: list(
        visible(Involvement, cast).annotate(n=Count("tie__child__records"))
    ),
    "everything of everybody": lambda cast: run(
        f"SELECT * FROM plans_plan WHERE 1 IN (SELECT CASE {MARKED} WHEN 1 THEN 1 END)"
    ),
    "everything inside": lambda cast: run(
        f"SELECT x.title FROM (SELECT * FROM plans_plan) x WHERE 1 IN (SELECT CASE {MARKED} WHEN 1 THEN 1 END)"
    ),
}


@pytest.mark.parametrize("way", TOO_MUCH)
def test_a_mark_covers_only_what_was_decided_about(guarded, way):
    """A record leads to others that the reader may not see (AGY-8)."""
    with pytest.raises(guard.UnguardedRead), transaction.atomic():
        TOO_MUCH[way](guarded)


def test_lazily_following_a_key_to_another_record_is_refused(guarded):
    part = visible(AssessmentPart, guarded).first()

    with pytest.raises(guard.UnguardedRead):
        part.assessment.title  # noqa: B018


def test_every_request_is_guarded(cast, monkeypatch):
    """A page that reads past the policy breaks, whoever wrote it."""
    from plait.today.web import children

    def past_the_policy(*args, **kwargs):
        return [str(assessment) for assessment in bare(Assessment)]

    client = cast.client("margaret")
    address = f"/children/{cast.rafi.pk}"
    assert client.get(address).status_code == 200
    monkeypatch.setattr(children, "overview_page", past_the_policy, raising=False)
    monkeypatch.setattr("plait.today.web.overview.overview_page", past_the_policy)
    assert client.get(address).status_code == 500
