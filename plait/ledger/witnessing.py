"""What a witness in a partner agency is sent, and what comes back signed.

Sent are numbers and hashes: the digest of every line since the last time, and a signed
checkpoint of where that leads. No salt and no word of any line leaves (`ledger.witness`
is what the partner runs).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from plait.ledger import chain, journal, signing, verification, witness
from plait.ledger.models import Cosignature, Link, Witness

ENOUGH = 2  # agencies


class Refused(Exception):
    """The sentence says what does not fit."""


def checkpoint(now: datetime) -> dict[str, Any]:
    """Where the ledger and the journal stand, signed."""
    head = verification.current()
    number = journal.position().number if journal.is_kept() else 0
    return signing.signed(
        {
            "seq": head.seq,
            "chain": head.chain,
            "journal": number,
            "at": now.astimezone(UTC).isoformat(),
        }
    )


def export(after: int, now: datetime) -> Iterator[str]:
    """The lines of the file for a witness who has seen so many. Raises Refused."""
    newest = checkpoint(now)
    if after > newest["seq"]:
        raise Refused(f"There are only {newest['seq']} lines.")
    before = Link.objects.filter(seq=after).first()
    if after and before is None:
        raise Refused(f"Line {after} has no link in the chain: one was taken out.")
    head = {
        "format": witness.FORMAT,
        "after": after,
        "chain": before.chain if before else chain.START,
        "checkpoint": newest,
        "keys": [vars(key) for key in signing.known()],
    }
    yield chain.canonical(head)
    links = Link.objects.filter(seq__gt=after, seq__lte=newest["seq"]).order_by("seq")
    yield from links.values_list("digest", flat=True).iterator(chunk_size=2000)


def add_witness(agency: str, public: str, now: datetime) -> Witness:
    """From now on, what is signed with this key counts for that agency."""
    if len(public) != 64 or not all(letter in "0123456789abcdef" for letter in public):
        raise Refused("That is no key of a witness.")
    if Witness.objects.filter(public=public).exists():
        raise Refused("This key is known already.")
    return Witness.objects.create(public=public, agency=agency, from_at=now)


def take_cosignature(text: str, now: datetime) -> Cosignature:
    """Keep what a witness signed, if it is about this very ledger. Raises Refused."""
    try:
        said: dict[str, Any] = json.loads(text)
        seq, at, signature = int(said["seq"]), str(said["at"]), str(said["signature"])
        known = Witness.objects.get(public=said["public"])
    except (ValueError, KeyError, TypeError):
        raise Refused("This is not what a witness sends back.") from None
    except Witness.DoesNotExist:
        raise Refused("Nobody knows this witness yet.") from None
    if not witness.is_signed(said, known.public):
        raise Refused("The signature of the witness does not hold.")
    link = Link.objects.filter(seq=seq).first()
    if (link.chain if link else chain.START) != said["chain"]:
        raise Refused(
            f"{known.agency} signed another line {seq} than the one that is here."
        )
    found, _ = Cosignature.objects.get_or_create(
        witness=known,
        seq=seq,
        defaults={
            "chain": said["chain"],
            "checkpoint_at": at,
            "signature": signature,
            "received_at": now,
        },
    )
    return found


@dataclass(frozen=True)
class Witnessed:
    """How far each agency has signed."""

    agency: str
    seq: int
    received_at: datetime | None


def how_far() -> list[Witnessed]:
    """Every witness, with the newest line that they signed."""
    found = []
    for one in Witness.objects.order_by("agency", "from_at"):
        newest = one.signed.order_by("-seq").first()
        found.append(
            Witnessed(
                one.agency,
                newest.seq if newest else 0,
                newest.received_at if newest else None,
            )
        )
    return found


def complaint(now: datetime, days: int) -> str:
    """What is missing: two agencies that have signed within so many days."""
    fresh = {
        one.agency
        for one in how_far()
        if one.received_at and (now - one.received_at).days < days
    }
    if len(fresh) >= ENOUGH:
        return ""
    return (
        f"{len(fresh)} of {ENOUGH} agencies have signed the ledger in the last "
        f"{days} days."
    )


def checkpoints() -> list[verification.Checkpoint]:
    """What witnesses signed, for walking the chain against."""
    return [
        verification.Checkpoint(one.seq, one.chain)
        for one in Cosignature.objects.order_by("seq")
    ]
