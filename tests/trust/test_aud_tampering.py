"""AUD-5: whoever changes the ledger behind the product's back is found out."""

import json
import random
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from plait.__main__ import main
from plait.ledger import chain, operations, verification
from plait.ledger.models import Head, Line, Link

SEED = 20261126
LINES = 60
LINE = (
    "seq",
    "at",
    "act",
    "person_id",
    "hat",
    "role",
    "child_id",
    "surface",
    "details",
    "salt",
)
LINK = ("seq", "digest", "chain")
COLUMNS = [
    *(("ledger_line", name) for name in LINE),
    *(("ledger_link", name) for name in LINK),
    ("ledger_head", "seq"),
    ("ledger_head", "chain"),
]


def entry(number):
    """Every second line has every column filled, and times are odd and even."""
    full = number % 2
    return operations.Entry(
        act="record.read" if full else "page.not-found",
        at=datetime(2026, 3, 2, 9, tzinfo=UTC)
        + timedelta(seconds=number, microseconds=number // 3),
        person_id=UUID(int=0xABCDEF << 100 | number) if full else None,
        hat="family" if full else "",
        role="key_worker" if full else "",
        child_id=UUID(int=0xFEDCBA << 100 | number) if full else None,
        surface="the child’s page" if full else "",
        details={"records": {str(number): ["ö", number]}},
    )


@pytest.fixture(scope="module")
def ledger(scratch_database):
    """Sixty lines, written in five goes."""
    Head.objects.create(pk=1, seq=0, chain=chain.START)
    for start in range(0, LINES, 12):
        operations.write([entry(number) for number in range(start, start + 12)])


@pytest.fixture
def trials(ledger, whole):
    return 1000 if whole else 25


@pytest.fixture
def dice():
    return random.Random(SEED)


@contextmanager
def tampering():
    """Whatever happens to the ledger in this block has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None


def witness():
    return verification.current()


# --- What an intruder does: each says which line is the first that cannot hold ---------


def flip(table, column, dice):
    """One bit of one stored value. Returns the number of its line; 0 is the head."""
    key = "id" if table == "ledger_head" else "seq"
    (rows,) = [
        sql(f"SELECT {key}, {stored(column)} FROM {table} WHERE {column} IS NOT NULL")
    ]
    where, value = dice.choice([row for row in rows if row[1] not in ("", b"")])
    expression, flipped = one_bit_off(column, value, dice)
    sql(f"UPDATE {table} SET {column} = {expression} WHERE {key} = %s", flipped, where)
    return 0 if table == "ledger_head" else where


def stored(column):
    """SQLite's text as the bytes that are on the disk, whatever the column is said to be."""
    text = connection.vendor == "sqlite" and column != "seq"
    return f"CAST({column} AS BLOB)" if text else column


def one_bit_off(column, value, dice):
    match value:
        case bytes():
            return "CAST(%s AS TEXT)", bit_off(value, dice)
        case str():  # PostgreSQL takes no text but text
            place = dice.choice(
                [n for n, letter in enumerate(value) if letter.isascii()]
            )
            letters = [chr(ord(value[place]) ^ 1 << bit) for bit in range(7)]
            letter = dice.choice([letter for letter in letters if letter != "\0"])
            return "%s", value[:place] + letter + value[place + 1 :]
        case int():
            return "%s", value ^ 1 << dice.randrange(40)
        case datetime():
            return "%s", value + timedelta(
                microseconds=dice.choice((-1, 1)) << dice.randrange(40)
            )
        case UUID():
            return "%s", UUID(int=value.int ^ 1 << dice.randrange(128))
    raise AssertionError(f"{column} holds {value!r}")


def bit_off(value, dice):
    bit = dice.randrange(8 * len(value))
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def remove(dice, tables=("ledger_line", "ledger_link")):
    seq = dice.randint(1, LINES)
    for table in tables:
        sql(f"DELETE FROM {table} WHERE seq = %s", seq)
    return seq


def swap(dice, tables=("ledger_line", "ledger_link")):
    """Two entries change places, with their links or without."""
    first, second = sorted(dice.sample(range(1, LINES + 1), 2))
    for table in tables:
        for old, new in ((first, -1), (second, first), (-1, second)):
            sql(f"UPDATE {table} SET seq = %s WHERE seq = %s", new, old)
    return first


def cut_tail(dice):
    first = dice.randint(2, LINES)
    for table in ("ledger_line", "ledger_link"):
        sql(f"DELETE FROM {table} WHERE seq >= %s", first)
    return first


def cut_tail_and_head(dice):
    """As cleverly as can be: the head says what the last line that is left says."""
    first = cut_tail(dice)
    last = Link.objects.get(seq=first - 1)
    Head.objects.update(seq=last.seq, chain=last.chain)
    return first


def put_back_head(dice):
    link = Link.objects.get(seq=dice.randint(1, LINES - 1))
    Head.objects.update(seq=link.seq, chain=link.chain)
    return link.seq + 1


def insert_after_end(dice, number=None):
    forged = forged_line(LINES + 1 if number is None else number)
    forged.save(force_insert=True)
    if dice.random() < 0.5:
        digest = chain.digest_of(operations.hashed_part(forged), forged.salt)
        after = chain.next_chain(witness().chain, digest, abs(forged.seq))
        Link.objects.create(seq=forged.seq, digest=digest, chain=after)
    return forged.seq


def insert_before_beginning(dice):
    return insert_after_end(dice, number=-dice.randint(0, 5))


def insert_between(dice, table="ledger_line"):
    """All later entries move up by one; the new one stands with a link of its own."""
    seq = dice.randint(1, LINES)
    for name in ("ledger_line", "ledger_link"):
        for old in range(LINES, seq - 1, -1):
            sql(f"UPDATE {name} SET seq = %s WHERE seq = %s", old + 1, old)
    forged = forged_line(seq)
    forged.save(force_insert=True)
    digest = chain.digest_of(operations.hashed_part(forged), forged.salt)
    Link.objects.create(seq=seq, digest=digest, chain=digest)
    Head.objects.update(seq=LINES + 1)
    return seq


def forged_line(seq):
    details = chain.canonical({"forged": True})
    return Line(
        seq=seq,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        act="record.read",
        details=details,
        salt="0" * 32,
    )


def recompute(dice):
    """A line is changed, and the whole chain after it computed anew, head and all."""
    seq = dice.randint(1, LINES)
    Line.objects.filter(seq=seq).update(act="something.else")
    running = Link.objects.get(seq=seq - 1).chain if seq > 1 else chain.START
    for line in Line.objects.filter(seq__gte=seq).order_by("seq"):
        digest = chain.digest_of(operations.hashed_part(line), line.salt)
        running = chain.next_chain(running, digest, line.seq)
        Link.objects.filter(seq=line.seq).update(digest=digest, chain=running)
    Head.objects.update(chain=running)
    return seq


def lose_head(dice):
    Head.objects.all().delete()
    return 1


FOUND_BY_ANYBODY = {
    "entry removed": remove,
    "line removed": lambda dice: remove(dice, ["ledger_line"]),
    "link removed": lambda dice: remove(dice, ["ledger_link"]),
    "two swapped": swap,
    "two lines swapped": lambda dice: swap(dice, ["ledger_line"]),
    "two links swapped": lambda dice: swap(dice, ["ledger_link"]),
    "tail cut": cut_tail,
    "head put back": put_back_head,
    "head lost": lose_head,
    "entry inserted after the end": insert_after_end,
    "entry inserted before the beginning": insert_before_beginning,
    "entry inserted between": insert_between,
}
FOUND_BY_A_WITNESS = {
    "tail cut and head put back": cut_tail_and_head,
    "chain computed anew": recompute,
}


# --- It is found out --------------------------------------------------------------------


def test_aud_5_an_intact_ledger_holds_whole(ledger):
    early = verification.Checkpoint(12, Link.objects.get(seq=12).chain)

    assert verification.verify() == (LINES, None)
    assert verification.verify(
        [witness(), early, verification.Checkpoint(0, chain.START)]
    ) == (LINES, None)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_aud_5_one_bit_of_any_stored_value_flipped_is_found(
    trials, dice, table, column
):
    for _ in range(trials):
        with tampering():
            try:
                with transaction.atomic():
                    seq = flip(table, column, dice)
            except IntegrityError:  # the number of another line: the database refuses
                assert column == "seq"
                continue
            holding, finding = verification.verify()

        assert finding is not None
        if seq:
            assert finding.seq in (seq, 0)  # line 1 can become line 0
            assert holding == max(finding.seq - 1, 0)


SPELLINGS = {
    "an id in capitals": "UPDATE ledger_line SET person_id = upper(person_id) WHERE seq = 2",
    "an id with dashes": "UPDATE ledger_line SET child_id = substr(child_id, 1, 8) || '-' || substr(child_id, 9) WHERE seq = 2",
    "a time with a comma": "UPDATE ledger_line SET at = replace(at, '.', ',') WHERE seq = 6",
    "a time with a T": "UPDATE ledger_line SET at = replace(at, ' ', 'T') WHERE seq = 6",
    "a time with more zeros": "UPDATE ledger_line SET at = at || '.000000' WHERE seq = 2",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_aud_5_another_spelling_of_the_same_value_is_found(ledger, spelling):
    if connection.vendor != "sqlite":
        pytest.skip(
            "PostgreSQL has types of its own for ids and times: there is one spelling"
        )
    with tampering():
        before = sql(
            "SELECT hex(person_id), hex(child_id), hex(at) FROM ledger_line ORDER BY seq"
        )
        sql(SPELLINGS[spelling])
        assert (
            sql(
                "SELECT hex(person_id), hex(child_id), hex(at) FROM ledger_line ORDER BY seq"
            )
            != before
        )

        assert verification.verify()[1] is not None


@pytest.mark.parametrize("kind", FOUND_BY_ANYBODY)
def test_aud_5_this_is_found_by_anybody(trials, dice, kind):
    for _ in range(trials):
        with tampering():
            seq = FOUND_BY_ANYBODY[kind](dice)
            holding, finding = verification.verify()

        assert finding is not None
        assert finding.seq == seq
        assert holding == max(seq - 1, 0) or finding.seq < 1


@pytest.mark.parametrize("kind", FOUND_BY_A_WITNESS)
def test_aud_5_this_is_found_by_whoever_kept_a_checkpoint(trials, dice, kind):
    """And by nobody else, which is why checkpoints are kept."""
    kept = witness()
    for _ in range(trials):
        with tampering():
            seq = FOUND_BY_A_WITNESS[kind](dice)
            without = verification.verify()
            holding, finding = verification.verify([kept])

        assert without[1] is None
        assert finding is not None
        assert finding.seq >= seq
        assert holding == finding.seq - 1


def test_aud_5_a_checkpoint_finds_what_was_changed_before_it_and_nothing_after(
    ledger, dice
):
    early = verification.Checkpoint(5, Link.objects.get(seq=5).chain)
    with tampering():
        late = [recompute(dice) for _ in range(40)]
        finding = verification.verify([early])[1]

    assert min(late) <= 5
    assert finding is not None
    assert finding.seq == 5


def test_aud_5_lines_added_while_the_chain_is_walked_do_no_harm(ledger, monkeypatch):
    """The walk ends at the head that it read first."""
    read = verification._read

    def read_while_others_write(piece):
        operations.write([entry(number) for number in range(3)])
        return read(piece)

    monkeypatch.setattr(verification, "_read", read_while_others_write)
    with tampering():
        assert verification.verify() == (LINES, None)


@pytest.mark.parametrize("size", [1, 7, LINES - 1, LINES, LINES + 1])
def test_aud_5_the_walk_may_be_cut_into_pieces_of_any_size(
    ledger, monkeypatch, dice, size
):
    monkeypatch.setattr(verification, "PIECE", size)

    assert verification.verify() == (LINES, None)
    for _ in range(5):
        with tampering():
            assert verification.verify() == (LINES, None)
            seq = remove(dice)
            assert verification.verify()[1].seq == seq


# --- The commands -------------------------------------------------------------------------


@pytest.fixture
def plait(ledger, capsys):
    """Run a command here; its exit status, what it printed, what it complained about."""

    def plait(*arguments):
        status = main([*arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return plait


@pytest.fixture
def checkpoint(plait, tmp_path):
    path = tmp_path / "checkpoint.json"
    path.write_text(plait("ledger", "checkpoint")[1])
    return str(path)


def test_aud_5_the_command_says_how_many_lines_hold(plait, checkpoint):
    assert plait("ledger", "verify") == (0, f"{LINES} lines hold.\n", "")
    assert plait("ledger", "verify", "--checkpoint", checkpoint)[0] == 0

    status, out, err = plait("ledger", "verify", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {"lines": LINES, "holds": True, "first": None}


def test_aud_5_the_command_names_the_first_line_that_does_not_hold(plait):
    with tampering():
        sql("UPDATE ledger_line SET act = 'x' WHERE seq IN (17, 30)")

        status, out, err = plait("ledger", "verify")
        as_json = json.loads(plait("ledger", "verify", "--json")[1])

    assert (status, out) == (1, "16 lines hold.\n")
    assert err == "Line 17 does not say what it said when it was written.\n"
    assert (as_json["lines"], as_json["first"]["seq"]) == (16, 17)


def test_aud_5_checkpoints_may_be_many(plait, checkpoint, tmp_path):
    """A file that a witness appends to every night, and another witness's."""
    both = tmp_path / "every-night.jsonl"
    both.write_text(f"{checkpoint_of(12)}\n{checkpoint_of(LINES)}\n")
    with tampering():
        cut_tail_and_head(random.Random(1))

        assert plait("ledger", "verify")[0] == 0
        status, _, err = plait(
            "ledger", "verify", "--checkpoint", str(both), "--checkpoint", checkpoint
        )

    assert status == 1
    assert "a witness saw more lines" in err


def checkpoint_of(seq):
    return json.dumps(
        {
            "seq": seq,
            "chain": Link.objects.get(seq=seq).chain,
            "at": "2026-03-02T09:00:00Z",
        }
    )


def test_aud_5_a_checkpoint_says_where_the_ledger_stands(plait):
    status, out, _ = plait("ledger", "checkpoint")

    said = json.loads(out)
    assert status == 0
    assert (said["seq"], said["chain"]) == (LINES, Link.objects.get(seq=LINES).chain)
    assert datetime.fromisoformat(said["at"]).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"seq": 1}',
        '{"seq": -1, "chain": "%s", "at": ""}' % ("0" * 64),
        '{"seq": "1", "chain": "%s", "at": ""}' % ("0" * 64),
        '{"seq": 1, "chain": "0", "at": ""}',
    ],
)
def test_aud_5_what_is_no_checkpoint_is_wrong_use(plait, tmp_path, text):
    path = tmp_path / "other"
    path.write_text(text)

    status, out, err = plait("ledger", "verify", "--checkpoint", str(path))

    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_aud_5_a_missing_checkpoint_is_wrong_use(plait):
    assert plait("ledger", "verify", "--checkpoint", "/there/is/none")[:2] == (2, "")


def test_aud_5_a_lost_head_is_no_checkpoint(plait):
    with tampering():
        lose_head(None)

        assert plait("ledger", "checkpoint")[:2] == (1, "")
