"""AUD-5 and AUD-10 as a partner sees them: signed checkpoints, checked with nothing else."""

import json
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction

from plait.ledger import (
    ed25519,
    erasing,
    operations,
    signing,
    verification,
    witness,
    witnessing,
)
from plait.ledger.models import Cosignature, Erasure, Line, Link
from tests.journeys.worlds import ROOT

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SEED = 20261126


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"


@pytest.fixture
def ledger(cast):
    """The story's own lines: hundreds of real ones, rolled back afterwards."""
    return verification.current()


@pytest.fixture
def partner(tmp_path):
    """A machine without Plait: two files, and Python's own library."""
    place = tmp_path / "partner"
    place.mkdir()
    for name in ("witness.py", "ed25519.py"):
        shutil.copy(ROOT / "plait" / "ledger" / name, place)

    def run(*words):
        return subprocess.run(
            [sys.executable, "-S", "witness.py", *map(str, words)],
            cwd=place,
            env={},
            capture_output=True,
            text=True,
            timeout=60,
        )

    run.place = place
    return run


def add_lines(count):
    entry = operations.Entry(act="page.not-found", at=NOW, details={"asked": {}})
    operations.write([entry] * count)


def exported(partner, after=0, name="export.txt"):
    path = partner.place / name
    path.write_text("\n".join(witnessing.export(after, NOW)) + "\n")
    return name


def first_time(partner):
    answer = partner("verify", exported(partner), "--trust", signing.current().id)
    assert answer.returncode == 0, answer.stderr
    return verification.current().seq


def test_a_partner_verifies_alone_and_signs_and_that_is_kept(ledger, partner):
    public = partner("key").stdout.strip()
    witnessing.add_witness("Larkfield School", public, NOW)
    seen = first_time(partner)
    add_lines(30)
    answer = partner("verify", exported(partner, after=seen))
    assert answer.returncode == 0, answer.stderr

    back = partner.place / "witness" / f"cosigned-{seen + 30}.json"
    witnessing.take_cosignature(back.read_text(), NOW)

    assert Cosignature.objects.get().chain == verification.current().chain
    assert "1 of 2 agencies" in witnessing.complaint(NOW, 7)
    other = Ed25519PrivateKey.generate()
    witnessing.add_witness(
        "Rowan Therapy", other.public_key().public_bytes_raw().hex(), NOW
    )
    theirs = witness.cosign(witnessing.checkpoint(NOW), other.private_bytes_raw())
    witnessing.take_cosignature(json.dumps(theirs), NOW)
    assert witnessing.complaint(NOW, 7) == ""
    assert verification.verify(witnessing.checkpoints()) == (seen + 30, None)


def test_nothing_but_numbers_and_hashes_leaves(ledger):
    said = "\n".join(witnessing.export(0, NOW))
    head, *digests = said.splitlines()
    assert all(len(one) == 64 and int(one, 16) >= 0 for one in digests)
    assert set(json.loads(head)) == {"format", "after", "chain", "checkpoint", "keys"}
    for line in Line.objects.all()[:50]:
        assert line.salt not in said
        assert str(line.child_id) not in said


def tamper(statement, *values):
    """As a database administrator would, who takes the triggers off first."""
    from plait.ledger.protection import unprotect

    with connection.cursor() as cursor:
        unprotect(SimpleNamespace(connection=connection, execute=cursor.execute))
        cursor.execute(statement, values)


def rebuild():
    """The chain is computed anew after the change, head and all."""
    from plait.ledger import chain
    from plait.ledger.models import Head

    running = chain.START
    for seq, link in enumerate(Link.objects.order_by("seq"), 1):
        running = chain.next_chain(running, link.digest, seq)
        Link.objects.filter(pk=link.pk).update(chain=running)
    Head.objects.filter(pk=1).update(seq=Link.objects.count(), chain=running)


def flip(seq):
    digest = Link.objects.get(pk=seq).digest
    bit = f"{int(digest[0], 16) ^ 1:x}{digest[1:]}"
    tamper("UPDATE ledger_link SET digest = %s WHERE seq = %s", bit, seq)


def remove(seq):
    newest = Link.objects.order_by("-seq").first().seq
    tamper("DELETE FROM ledger_link WHERE seq = %s", seq)
    for later in range(seq + 1, newest + 1):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ledger_link SET seq = %s WHERE seq = %s", [later - 1, later]
            )


def swap(seq):
    one, two = Link.objects.get(pk=seq), Link.objects.get(pk=seq + 1)
    tamper("UPDATE ledger_link SET digest = %s WHERE seq = %s", two.digest, seq)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_link SET digest = %s WHERE seq = %s", [one.digest, seq + 1]
        )


def cut(seq):
    tamper("DELETE FROM ledger_link WHERE seq >= %s", seq)


@pytest.mark.parametrize("kind", [flip, remove, swap, cut])
def test_aud_5_the_witness_alone_detects_every_kind(
    cast_for_real, partner, kind, whole
):
    """Even when whoever did it computes the whole chain anew and signs it."""
    seen = first_time(partner)
    dice, trials = random.Random(SEED), 20 if whole else 3
    for trial in range(trials):
        with transaction.atomic():
            kind(dice.randrange(2, seen - 1))
            rebuild()
            if kind in (flip, swap):
                add_lines(3)
            now = verification.current().seq
            for after in {min(seen, now), 0}:
                name = exported(partner, after=after, name=f"{trial}.txt")
                answer = partner("verify", name)
                assert answer.returncode == 1, (kind, trial, after)
                assert answer.stderr.strip()
            transaction.set_rollback(True)
    add_lines(1)
    assert partner("verify", exported(partner, after=seen)).returncode == 0


def test_aud_5_one_bit_of_what_is_sent_is_noticed(ledger, partner, whole):
    seen = first_time(partner)
    add_lines(5)
    text = (partner.place / exported(partner, after=seen)).read_text()
    dice = random.Random(SEED)
    for _ in range(40 if whole else 8):
        at = dice.randrange(len(text) - 1)
        if text[at] in "\n ":
            continue
        changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        (partner.place / "changed.txt").write_text(changed, "latin-1")
        answer = partner("verify", "changed.txt")
        same_meaning = json.loads(text.splitlines()[0])["keys"]
        if answer.returncode == 0:  # only what the witness does not rely on
            was, now = (json.loads(t.splitlines()[0]) for t in (text, changed))
            assert was["checkpoint"] == now["checkpoint"]
            assert same_meaning != now["keys"]
            break
        assert answer.stderr


def test_bak_7_a_new_key_is_believed_when_the_one_before_vouches(ledger, partner):
    seen = first_time(partner)
    signing.begin(NOW.replace(year=2027))
    add_lines(1)
    assert partner("verify", exported(partner, after=seen)).returncode == 0
    signing.begin(NOW.replace(year=2028), lost=True)
    add_lines(1)
    refused = partner("verify", exported(partner, after=seen + 1))
    assert refused.returncode == 1
    assert "telephone" in refused.stderr
    named = partner(
        "verify", exported(partner, after=seen + 1), "--trust", signing.current().id
    )
    assert named.returncode == 0, named.stderr


def test_a_ledger_put_back_is_told_apart_from_one_that_grew(cast_for_real, partner):
    first = first_time(partner)
    with transaction.atomic():
        add_lines(10)
        assert partner("verify", exported(partner, after=first)).returncode == 0
        transaction.set_rollback(True)  # put back as of before
    add_lines(2)
    export = exported(partner, after=first)
    refused = partner("verify", export)
    assert (refused.returncode, "put back" in refused.stderr) == (1, True)
    assert partner("verify", export, "--after-restore").returncode == 0


def test_a_cosignature_of_another_ledger_is_refused(ledger):
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    good = witness.cosign(witnessing.checkpoint(NOW), key.private_bytes_raw())
    with pytest.raises(witnessing.Refused, match="Nobody knows"):
        witnessing.take_cosignature(json.dumps(good), NOW)
    witnessing.add_witness("Larkfield School", public, NOW)
    other = witness.cosign(
        witnessing.checkpoint(NOW) | {"chain": "a" * 64}, key.private_bytes_raw()
    )
    with pytest.raises(witnessing.Refused, match="another line"):
        witnessing.take_cosignature(json.dumps(other), NOW)
    for name in ("seq", "at", "signature"):
        broken = good | {name: good["seq"] - 1 if name == "seq" else "00" * 64}
        with pytest.raises(witnessing.Refused, match="signature"):
            witnessing.take_cosignature(json.dumps(broken), NOW)


def test_plain_python_signs_and_checks_as_cryptography_does():
    dice = random.Random(SEED)
    for length in range(12):
        secret, message = dice.randbytes(32), dice.randbytes(length * 11)
        key = Ed25519PrivateKey.from_private_bytes(secret)
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert ed25519.public_of(secret) == public
        assert ed25519.sign(secret, message) == signature
        assert ed25519.verify(public, message, signature)
        for bad in (signature[:-1], signature[:32] + bytes(32), bytes(64)):
            assert not ed25519.verify(public, message, bad)
        assert not ed25519.verify(public, message + b"x", signature)


# --- AUD-10: erasing what lines meant -------------------------------------------------

TWO = (UUID(int=1), UUID(int=2))


def test_aud_10_erasing_what_lines_meant_leaves_every_proof(ledger, partner):
    seen = first_time(partner)
    gone = [line.seq for line in Line.objects.order_by("seq")[10:20]]
    erasing.erase_lines(gone, ground="Article 17", by=TWO, now=NOW)

    assert not Line.objects.filter(seq__in=gone).exists()
    count = verification.current().seq
    assert verification.verify([ledger]) == (count, None)
    answer = partner("verify", exported(partner, after=seen))
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("seqs", "by", "ground"),
    [([1], TWO[:1] * 2, "Article 17"), ([1], TWO, " "), ([10**9], TWO, "Article 17")],
)
def test_aud_10_one_person_or_no_ground_erases_nothing(ledger, seqs, by, ground):
    with pytest.raises(erasing.NotErased):
        erasing.erase_lines(seqs, ground=ground, by=by, now=NOW)
    assert verification.verify([ledger]) == (ledger.seq, None)


def test_aud_10_a_line_that_is_gone_without_an_erasure_is_found(cast):
    with transaction.atomic(), pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.filter(seq=5).delete()
    Erasure.objects.create(
        seq=5, at=NOW, decided_by=TWO[0], also_decided_by=TWO[1], ground="none"
    )
    Line.objects.filter(seq=5).delete()
    _, finding = verification.verify()
    assert (finding.seq, finding.sentence) == (5, "was erased, and no line says so")


def test_aud_10_that_something_was_erased_is_not_erased(ledger):
    erasing.erase_lines([5], ground="Article 17", by=TWO, now=NOW)
    seq = Line.objects.get(act=erasing.ACT).seq
    with pytest.raises(erasing.NotErased):
        erasing.erase_lines([seq], ground="Article 17", by=TWO, now=NOW)
