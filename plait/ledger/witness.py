"""A witness: somebody in a partner agency who makes sure that the ledger only grows.

Needs nothing but Python 3.11, this file and `ed25519.py` beside it: no database, no
Plait. What a witness is sent holds numbers and hashes, and not a word about anybody.

    python3 witness.py key                          once: your own key
    python3 witness.py verify EXPORT --trust KEY    the first time
    python3 witness.py verify EXPORT                from then on

`verify` checks that the newest checkpoint was signed by the Plait you trust, that it
follows line by line from the one you kept, keeps it, and writes your own signature of
it into a file to send back. Exit status 1: something does not hold; do not sign, ring
the data protection officer.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

try:
    from plait.ledger import ed25519
except ImportError:  # copied to a machine without Plait
    import ed25519  # type: ignore[no-redef,import-not-found]

START = "0" * 64
FORMAT = "plait ledger export 1"
KEPT, PINNED, SECRET = "checkpoints.jsonl", "trusted.json", "witness.secret"


class DoesNotHold(Exception):
    """The sentence says what; nothing has been kept or signed."""


def canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def fingerprint(public: str) -> str:
    return sha256(bytes.fromhex(public)).hexdigest()[:16]


def is_signed(value: Mapping[str, Any], public: str) -> bool:
    """Whether the owner of the public key signed this, without its signature."""
    said = {name: what for name, what in value.items() if name != "signature"}
    try:
        signature = bytes.fromhex(str(value["signature"]))
        return ed25519.verify(bytes.fromhex(public), canonical(said), signature)
    except (KeyError, ValueError):
        return False


def next_chain(previous: str, digest: str, seq: int) -> str:
    step = b"\x01" + bytes.fromhex(previous) + bytes.fromhex(digest)
    return sha256(step + seq.to_bytes(8, "big")).hexdigest()


def read(export: Path) -> tuple[dict[str, Any], Iterator[str]]:
    """What the file says first, and the digest of each line that was added."""
    lines = iter(export.read_text("ascii").splitlines())
    try:
        head: dict[str, Any] = json.loads(next(lines))
        if head["format"] != FORMAT:
            raise DoesNotHold("This file has another format than this script knows.")
        return head, lines
    except (StopIteration, ValueError, KeyError, TypeError):
        raise DoesNotHold("This is not what `plait ledger export` writes.") from None


def trusted(folder: Path, keys: Sequence[Mapping[str, str]], trust: str) -> list[str]:
    """The public keys to believe: those kept, those they vouch for, and one named."""
    file = folder / PINNED
    known: list[str] = json.loads(file.read_text()) if file.exists() else []
    for key in keys:
        public = key["public"]
        if public in known:
            continue
        said = {"public": public, "began": key["began"], "signature": key["voucher"]}
        vouched = any(
            fingerprint(one) == key["vouched_by"] and is_signed(said, one)
            for one in known
        )
        if vouched or trust in (public, fingerprint(public)):
            known.append(public)
    return known


def check(
    head: Mapping[str, Any],
    digests: Iterator[str],
    *,
    kept: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
) -> dict[str, Any]:
    """The newest checkpoint, if it follows from what was kept. Raises DoesNotHold."""
    newest: dict[str, Any] = head["checkpoint"]
    signer = [one for one in keys if fingerprint(one) == newest.get("key")]
    if not signer:
        raise DoesNotHold(
            f"The checkpoint is signed with the key {newest.get('key')}, which you do "
            "not know. Compare it by telephone, then name it with --trust."
        )
    if not is_signed(newest, signer[0]):
        raise DoesNotHold("The signature of the checkpoint does not hold.")
    last: Mapping[str, Any] = kept[-1] if kept else {"seq": 0, "chain": START}
    if newest["seq"] < last["seq"]:
        raise DoesNotHold(
            f"You saw {last['seq']} lines, and now there are {newest['seq']}: the end "
            "was cut off, or the ledger was put back from a backup."
        )
    if newest["journal"] < last.get("journal", 0):
        raise DoesNotHold("The end of the journal of what was closed is missing.")
    if (head["after"], head["chain"]) != (last["seq"], last["chain"]):
        raise DoesNotHold(
            f"This does not begin where you stopped, after line {last['seq']} at "
            f"{last['chain'][:16]}. Ask for an export after that line; if it begins "
            "differently there, the ledger was written anew."
        )
    _walk(last, digests, newest)
    return newest


def _walk(
    last: Mapping[str, Any], digests: Iterator[str], newest: Mapping[str, Any]
) -> None:
    seq, running = last["seq"], last["chain"]
    for digest in digests:
        seq += 1
        try:
            running = next_chain(running, digest, seq)
        except ValueError:
            raise DoesNotHold(f"Line {seq} is no hash.") from None
    if seq != newest["seq"]:
        raise DoesNotHold(
            f"There should be {newest['seq']} lines, and there are {seq}."
        )
    if running != newest["chain"]:
        raise DoesNotHold("The lines do not lead to the checkpoint: one was changed.")


def cosign(checkpoint: Mapping[str, Any], secret: bytes) -> dict[str, Any]:
    """The witness's own signature of a checkpoint."""
    said = {
        "seq": checkpoint["seq"],
        "chain": checkpoint["chain"],
        "at": checkpoint["at"],
        "public": ed25519.public_of(secret).hex(),
    }
    return {**said, "signature": ed25519.sign(secret, canonical(said)).hex()}


def kept_in(folder: Path) -> list[dict[str, Any]]:
    file = folder / KEPT
    lines = file.read_text().splitlines() if file.exists() else []
    return [json.loads(line) for line in lines if line.strip()]


def secret_in(folder: Path) -> bytes:
    """The witness's key, made when there is none."""
    file = folder / SECRET
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(os.urandom(32).hex())
    return bytes.fromhex(file.read_text().strip())


def verify(export: Path, folder: Path, trust: str, *, restored: bool = False) -> Path:
    """Check, keep, sign; the file to send back. Raises DoesNotHold."""
    head, digests = read(export)
    keys = trusted(folder, head["keys"], trust)
    kept = kept_in(folder)
    if restored:  # what came after the backup is lost, and known to be
        kept = [one for one in kept if one["seq"] <= head["after"]]
    newest = check(head, digests, kept=kept, keys=keys)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / PINNED).write_text(json.dumps(keys))
    with open(folder / KEPT, "a") as file:
        file.write(canonical(newest).decode() + "\n")
    back = folder / f"cosigned-{newest['seq']}.json"
    back.write_bytes(canonical(cosign(newest, secret_in(folder))) + b"\n")
    return back


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["key", "verify"])
    parser.add_argument("export", nargs="?", type=Path, help="the file you were sent")
    parser.add_argument("--folder", type=Path, default=Path("witness"))
    parser.add_argument(
        "--after-restore",
        action="store_true",
        help="you were told, by telephone, that it was put back from a backup",
    )
    parser.add_argument("--trust", default="", metavar="KEY", help="believe this key")


def run(given: argparse.Namespace) -> int:
    say = sys.stdout.write
    if given.act == "key":
        say(ed25519.public_of(secret_in(given.folder)).hex() + "\n")
        return 0
    if given.export is None:
        sys.stderr.write("Which file?\n")
        return 2
    try:
        back = verify(
            given.export, given.folder, given.trust, restored=given.after_restore
        )
    except (DoesNotHold, OSError) as why:
        sys.stderr.write(f"{why}\n")
        return 1
    say(f"It holds, and follows from what you kept. Send back: {back}\n")
    return 0


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments(parser)
    return run(parser.parse_args(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
