"""How lines are hashed. Pure: values in, hashes out.

digest = SHA-256(0x00 ‖ salt ‖ canonical line)       what was written
chain  = SHA-256(0x01 ‖ previous chain ‖ digest ‖ seq)  and in which order
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

START = "0" * 64


def canonical(value: Any) -> str:
    """One text for one meaning: sorted keys, no spaces, times in UTC."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def content_hash(value: Mapping[str, Any]) -> str:
    """The hash of one version of a record's content."""
    return sha256(canonical(value).encode()).hexdigest()


def digest_of(line: Mapping[str, Any], salt: str) -> str:
    """The digest of one line; the salt keeps short lines from being guessed."""
    return sha256(b"\x00" + salt.encode() + canonical(line).encode()).hexdigest()


def next_chain(previous: str, digest: str, seq: int) -> str:
    """The chain after one more line."""
    step = b"\x01" + bytes.fromhex(previous) + bytes.fromhex(digest)
    return sha256(step + seq.to_bytes(8, "big")).hexdigest()
