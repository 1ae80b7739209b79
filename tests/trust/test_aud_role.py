"""AUD-4: the role that serves pages cannot rewrite the ledger; nor can a slip of the owner."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from psycopg import errors

from plait.__main__ import main
from plait.config import safety
from plait.evidence import operations
from plait.evidence.models import Observation
from plait.ledger import verification
from plait.ledger.models import Line

ROLE = 'the "pages" of plait'
QUOTED = '"the ""pages"" of plait"'
TABLES = ("ledger_line", "ledger_link")


@pytest.fixture
def has_roles(database_url):
    if database_url is None:
        pytest.skip("SQLite has no roles; its triggers are tested below")


@pytest.fixture
def postgres(has_roles, cast_for_real):
    return cast_for_real


def sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def role(postgres):
    """A new role that may sign in and nothing else."""
    sql(f"CREATE ROLE {QUOTED} LOGIN")
    yield ROLE
    sql(f"DROP OWNED BY {QUOTED}", f"DROP ROLE {QUOTED}")


@pytest.fixture
def granted(role, capsys):
    status = main(["grant", role])
    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    return role


@contextmanager
def as_role(role):
    """The product's own connection, but signed in as somebody else."""
    owners = connections["default"]
    settings = {**owners.settings_dict, "USER": role}
    connections["default"] = type(owners)(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = owners


ATTACKS = [
    *(
        attack.format(table=table)
        for table in TABLES
        for attack in (
            "UPDATE {table} SET seq = seq",
            "UPDATE {table} SET seq = 0 WHERE seq = 1",
            "DELETE FROM {table}",
            "DELETE FROM {table} WHERE seq = 1",
            "TRUNCATE {table}",
            "TRUNCATE {table} CASCADE",
            "ALTER TABLE {table} DISABLE TRIGGER ALL",
            "ALTER TABLE {table} DISABLE TRIGGER {table}_no_update",
            "ALTER TABLE {table} RENAME TO gone",
            "ALTER TABLE {table} OWNER TO CURRENT_USER",
            "DROP TRIGGER {table}_no_update ON {table}",
            "DROP TABLE {table}",
            "CREATE TRIGGER mine BEFORE INSERT ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()",
            "CREATE RULE mine AS ON INSERT TO {table} DO INSTEAD NOTHING",
            "GRANT ALL ON {table} TO CURRENT_USER",
        )
    ),
    "DELETE FROM ledger_head",
    "TRUNCATE ledger_head",
    "INSERT INTO ledger_head (id, seq, chain) VALUES (2, 0, '')",
    "DELETE FROM django_migrations",
    "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger"
    " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "SET session_replication_role = replica",
    "SET ROLE plait",
]


def test_aud_4_the_role_is_denied_every_way_of_changing_the_ledger(granted):
    before = list(Line.objects.order_by("seq").values_list())
    settings = connection.settings_dict
    allowed = []
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=settings["NAME"],
        user=granted,
        autocommit=True,
    ) as intruder:
        for attack in ATTACKS:
            try:
                intruder.execute(attack)
                allowed.append(attack)
            except (errors.InsufficientPrivilege, errors.InvalidGrantOperation):
                pass

    # PostgreSQL answers a GRANT that nothing can come of with a warning.
    assert [attack for attack in allowed if not attack.startswith("GRANT")] == []
    assert list(Line.objects.order_by("seq").values_list()) == before


def test_aud_4_the_product_works_as_that_role(granted, postgres):
    viewer, child = postgres.viewer("abena"), postgres.rafi
    client = postgres.client("abena")
    before = Line.objects.count()
    with as_role(granted):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (granted,)
        note = Observation(
            saw="He built a tower.", areas=["communication"], seen_at=viewer.now
        )
        operations.note_observation(note, child=child, viewer=viewer)
        address = f"/children/{child.pk}/notes/{note.pk}"
        assert b"He built a tower." in client.get(address).content
        assert safety._postgres_findings() == []

    assert Line.objects.count() == before + 2
    assert verification.verify()[1] is None


def test_aud_4_a_production_start_with_the_owners_role_is_refused(postgres):
    (finding,) = safety._postgres_findings()

    assert "may rewrite the ledger" in finding


def test_aud_4_granting_again_changes_nothing(granted, capsys):
    sql(f"GRANT UPDATE, DELETE ON ledger_line TO {QUOTED}")

    assert main(["grant", granted]) == 0

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'ledger_line', 'UPDATE, DELETE')", [granted]
        )
        assert cursor.fetchone() == (False,)


def test_aud_4_tables_that_come_later_are_granted_too(granted):
    sql("CREATE TABLE later (id int)")
    try:
        with as_role(granted):
            sql("INSERT INTO later VALUES (1)")
    finally:
        sql("DROP TABLE later")


@pytest.mark.parametrize(
    ("prepare", "complaint"),
    [
        (f"ALTER ROLE {QUOTED} SUPERUSER", "superuser"),
        (f"GRANT plait TO {QUOTED}", "member"),
        ("GRANT UPDATE ON ledger_line TO PUBLIC", "UPDATE on ledger_line"),
        ("GRANT DELETE ON ledger_link TO PUBLIC", "DELETE on ledger_link"),
    ],
)
def test_aud_4_a_role_that_could_rewrite_it_all_the_same_is_refused(
    role, capsys, prepare, complaint
):
    sql(prepare)
    try:
        status = main(["grant", role])
    finally:
        sql(
            f"REVOKE plait FROM {QUOTED}",
            "REVOKE ALL ON ledger_line, ledger_link FROM PUBLIC",
        )

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert complaint in said.err
    assert len(said.err.splitlines()) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = %s",
            [role],
        )
        assert cursor.fetchone() == (0,)


def test_aud_4_a_role_that_is_not_there_is_refused(postgres, capsys):
    assert main(["grant", "nobody"]) == 1
    assert "There is no role nobody" in capsys.readouterr().err


@pytest.mark.django_db
def test_aud_4_on_sqlite_there_is_nothing_to_grant(capsys):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has roles")

    assert main(["grant", "pages"]) == 2
    assert "Only PostgreSQL has roles" in capsys.readouterr().err


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "attack",
    ["UPDATE {} SET seq = seq", "DELETE FROM {}", "DELETE FROM {} WHERE seq = 1"],
)
def test_aud_4_triggers_stop_even_the_owner(cast, table, attack):
    before = list(Line.objects.order_by("seq").values_list())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(attack.format(table))

    assert list(Line.objects.order_by("seq").values_list()) == before
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Line.objects.update(act="nothing")
