"""`plait policy-check`: the product asked from outside, as world-format.md has it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from plait.__main__ import main
from tests.trust import oracle, worlds

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 20260302
LAUNCH = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from plait.__main__ import run; run()"
MALFORMED = list(worlds.malformed_worlds())


def plait(*arguments, cwd="/", **environment):
    """The command as somebody types it: no settings, from any folder."""
    return subprocess.run(
        [sys.executable, "-c", LAUNCH, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **environment},
    )


@pytest.fixture
def where(database_url):
    """The arguments that choose the database under test."""
    return ["--database", database_url] if database_url else []


@pytest.fixture
def write(tmp_path):
    """Write worlds to a file, one a line; its path."""

    def write(*each, name="worlds.jsonl"):
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(world)}\n" for world in each))
        return path

    return write


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def with_(world=None, /, **fields):
    return {**(world or worlds.well_formed_world()), **fields}


# --- Decisions --------------------------------------------------------------------


def test_one_world_is_decided_from_any_folder_without_settings(write, where):
    world = worlds.well_formed_world()

    done = plait("policy-check", write(world), *where)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        json.dumps(each) for each in oracle.decide(world)
    ]


def test_many_worlds_are_decided_like_the_oracle_does(write, where):
    many = [
        *(world for _, world in worlds.well_formed_worlds()),
        *worlds.dense_worlds(150, SEED),
        *worlds.factor_worlds(150, SEED),
        worlds.all_pairs_world(SEED, people=20, children=8, records=30),
    ]
    path = write(*many)

    started = time.monotonic()
    done = plait("policy-check", "--worlds", path, *where)
    print(f"{len(many)} worlds took {time.monotonic() - started:.1f} s")

    assert (done.returncode, done.stderr) == (0, "")
    assert lines(done.stdout) == [
        each for world in many for each in oracle.decide(world)
    ]


def test_what_the_product_would_not_store_is_decided_all_the_same(write, where):
    """Reading 5, old birthdays, long words, odd ids, a clearance given twice."""
    odd = 'a "b"\n\\ \u0000 é ' + "x" * 300
    text = json.dumps(worlds.well_formed_world())
    for known in ("p1", "a1", "r1", "c1", "education", "key_worker"):
        text = text.replace(json.dumps(known), json.dumps(f"{known} {odd}"))
    world = json.loads(text)
    world["children"][0]["born_on"] = "1899-12-31"
    world["glasses"][0] |= {
        "opened_at": "2020-01-01T00:00:00Z",
        "expires_at": "2030-01-01T00:00:00Z",
    }
    world["clearance"].append({**world["clearance"][0], "max_sensitivity": 0})
    world["restrictions"][0]["exempt"] = ["p2", "p2"]

    done = plait("policy-check", write(world), *where)

    assert (done.returncode, done.stderr) == (0, "")
    assert lines(done.stdout) == oracle.decide(world)


@pytest.mark.parametrize(
    "category", ["", "text 0", "text 2", "safeguarding", "Safeguarding"]
)
def test_words_are_compared_letter_by_letter(write, where, category):
    world = worlds.well_formed_world()
    world["records"].append({**world["records"][0], "id": "r2", "category": category})
    world["clearance"].append(
        {"role": "key_worker", "category": category, "max_sensitivity": 1}
    )
    world["restrictions"].append(
        {**world["restrictions"][0], "id": "s2", "category": category}
    )

    done = plait("policy-check", write(world), *where)

    assert lines(done.stdout) == oracle.decide(world)


def test_the_example_of_the_documentation_is_decided_as_it_says(write, where):
    text = (ROOT / "docs/rules/worlds.md").read_text()
    world, answer = (
        json.loads(part.split("```")[0]) for part in text.split("```json")[1:]
    )

    done = plait("policy-check", write(world), *where)

    assert answer in lines(done.stdout) == oracle.decide(world)


def test_no_worlds_are_no_answers(write, where):
    done = plait("policy-check", "--worlds", write(), *where)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- The configured database ------------------------------------------------------


def test_the_configured_database_is_not_touched(write, tmp_path):
    there = tmp_path / "plait.sqlite3"

    done = plait(
        "policy-check",
        write(worlds.well_formed_world()),
        DATABASE_URL=f"sqlite:///{there}",
    )

    assert done.returncode == 0
    assert not there.exists()


def test_a_configured_database_that_is_down_does_not_matter(write):
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"

    done = plait(
        "policy-check", write(worlds.well_formed_world()), DATABASE_URL=nowhere
    )

    assert done.returncode == 0


def tables(url):
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1, 2"
        ).fetchall()


@pytest.fixture
def postgres_url(database_url):
    if database_url is None:
        pytest.skip(
            "SQLite's scratch database is in memory: there is nothing to leave behind"
        )
    return database_url


def test_nothing_is_left_in_the_database(postgres_url, write):
    before = tables(postgres_url)

    done = plait(
        "policy-check", write(worlds.well_formed_world()), "--database", postgres_url
    )

    assert done.returncode == 0
    assert tables(postgres_url) == before


def test_nothing_is_left_by_a_process_that_was_killed(postgres_url, write):
    before = tables(postgres_url)
    path = write(*worlds.dense_worlds(200, SEED))
    command = [sys.executable, "-c", LAUNCH, "policy-check", "--worlds", path]
    with subprocess.Popen(
        [*command, "--database", postgres_url], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout.readline()
        running.send_signal(signal.SIGKILL)

    assert tables(postgres_url) == before


def test_a_database_in_which_no_schema_may_be_made_is_a_sentence(postgres_url, write):
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS onlooker")
        connection.execute("CREATE ROLE onlooker LOGIN")
    as_onlooker = postgres_url.replace("plait@", "onlooker@")

    done = plait(
        "policy-check", write(worlds.well_formed_world()), "--database", as_onlooker
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "scratch schema" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# --- Wrong use --------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["world.json", "--worlds", "worlds.jsonl"],
        ["there-is-none.json"],
        ["--worlds", "there-is-none.jsonl"],
        ["."],
        ["world.json", "--database", "oracle://plait"],
        ["world.json", "--database", "plait"],
        ["world.json", "--database", "postgres://nobody@127.0.0.1:1/nothing"],
        ["world.json", "--colour", "blue"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_said_on_standard_error(write, tmp_path, arguments):
    write(worlds.well_formed_world(), name="world.json")

    done = plait("policy-check", *arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


# --- Malformed worlds -------------------------------------------------------------


def text_of(world):
    return world if isinstance(world, str) else json.dumps(world)


@pytest.fixture
def refused(tmp_path, capsys):
    """Have the command read a text; what it says when it refuses."""

    def refused(text, *, many=False):
        path = tmp_path / "input"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = main(["policy-check", *(["--worlds"] if many else []), str(path)])
        said = capsys.readouterr()
        assert (status, said.out) == (2, "")
        assert len(said.err.splitlines()) == 1
        return said.err.removeprefix(str(path))

    return refused


@pytest.mark.parametrize(("field", "world"), MALFORMED)
def test_a_malformed_world_is_refused_with_a_sentence_that_names_the_field(
    refused, field, world
):
    assert field in refused(text_of(world)).replace(".", " ").replace(":", " ").split()


def test_nothing_is_printed_when_a_later_line_is_malformed(refused):
    good = json.dumps(worlds.well_formed_world())
    bad = json.dumps(with_(at="soon"))

    said = refused(f"{good}\n{good}\n{bad}\n{good}\n", many=True)

    assert "line 3: at must be" in said


def test_an_empty_line_is_no_world(refused):
    good = json.dumps(worlds.well_formed_world())

    assert "line 2: The world is not JSON" in refused(f"{good}\n\n{good}\n", many=True)


MORE = (
    ("id", with_(agencies=[{"id": "a1"}, {"id": "a2"}, {"id": "family"}])),
    ("clearance", with_(clearance=None)),
    ("ties", with_(ties=None)),
    ("at", with_(at="2026-03-02T09:00:00.0000001Z")),
    ("at", with_(at="2026-03-02 09:00:00Z")),
    ("at", with_(at="2026-03-02T09:00:00+01:00:30")),
    ("at", with_(at="0001-01-01T00:00:00+14:00")),
    ("at", with_(at="9999-12-31T23:59:59-12:00")),
    ("at", with_(at="٢٠٢٦-03-02T09:00:00Z")),
    ("id", with_(id="\ud800")),
    ("colour", '{"colour": 1, "colour": 1}'),
    ("id", '{"id": "w", "id": "w", "at": "2026-03-02T09:00:00Z", "clearance": []}'),
    ("world", "[" * 100_000),
    ("world", "9" * 10_000),
    ("world", b"\xff\xfe"),
    ("world", b"\x00"),
    ("at", '{"id": "w", "at": NaN, "clearance": []}'),
)


@pytest.mark.parametrize(("field", "world"), MORE)
def test_so_is_what_nobody_would_think_of(refused, field, world):
    text = world if isinstance(world, bytes) else text_of(world)

    assert field in refused(text).replace(".", " ").replace(":", " ").split()


def test_every_malformed_world_is_refused_as_a_line_too(refused):
    for field, world in MALFORMED:
        text = text_of(world).replace("\n", " ")
        if text:
            assert field in refused(text, many=True)


def test_a_refusal_in_a_process_of_its_own(write):
    done = plait("policy-check", write(with_(colour="blue")))

    assert (done.returncode, done.stdout) == (2, "")
    assert "colour is not a field" in done.stderr
