"""The keys that sign for the ledger: its checkpoints, its journal, its backups.

A key is a file, made at the first start, readable only by those who serve. A public key
has one beside it: when it began, and what the key before it said of it, so that whoever
trusts the first needs nobody's word for the next. When a key is lost, the new one has
no such word (BAK-7): partners then compare its fingerprint by telephone.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings

from plait.access import clock
from plait.ledger import chain

RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


@dataclass(frozen=True)
class PublicKey:
    """What anybody may know of a key."""

    public: str
    began: str
    vouched_by: str = ""  # the key before, which signed this one
    voucher: str = ""

    @property
    def id(self) -> str:
        return fingerprint(self.public)

    def said(self) -> dict[str, str]:
        """What the key before it signs."""
        return {"public": self.public, "began": self.began}


def fingerprint(public: str) -> str:
    """The name of a key: short enough to be read out."""
    return sha256(bytes.fromhex(public)).hexdigest()[:16]


def folder() -> Path:
    place: Path = settings.KEYS_ROOT
    return place


def known() -> list[PublicKey]:
    """Every key there has been, oldest first."""
    files = sorted(folder().glob("*.public.json"))
    return [PublicKey(**json.loads(file.read_text("ascii"))) for file in files]


def current() -> PublicKey:
    """The key that signs now; the first one is made when there is none."""
    keys = known()
    return keys[-1] if keys else begin(clock.read())


def begin(now: datetime, *, lost: bool = False) -> PublicKey:
    """A new key, from now on; the one before it vouches for it unless it was lost."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(*RAW).hex()
    began = now.astimezone(UTC).isoformat(timespec="microseconds")
    fresh = PublicKey(public, began)
    before = known()
    if before and not lost:
        voucher = _private(before[-1].id).sign(_bytes(fresh.said())).hex()
        fresh = PublicKey(public, began, before[-1].id, voucher)
    _keep(fresh, private)
    return fresh


def _keep(key: PublicKey, private: Ed25519PrivateKey) -> None:
    """The private half first: a public key that is listed can always sign."""
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(folder() / f"{key.id}.private.pem", pem)
    stamp = key.began.replace(":", "").replace("+0000", "")
    listed = folder() / f"{stamp}-{key.id}.public.json"
    _write(listed, chain.canonical(vars(key)).encode())


def _write(file: Path, data: bytes) -> None:
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def _private(key_id: str) -> Ed25519PrivateKey:
    """Raises OSError when the file is not there: then the key is lost."""
    pem = (folder() / f"{key_id}.private.pem").read_bytes()
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise OSError(f"{key_id} is no key of ours")
    return key


def _bytes(value: Mapping[str, Any]) -> bytes:
    return chain.canonical(value).encode()


def signed(value: Mapping[str, Any]) -> dict[str, Any]:
    """The value, with which key signed it and how."""
    key = current()
    whole = {**value, "key": key.id}
    return {**whole, "signature": _private(key.id).sign(_bytes(whole)).hex()}


def holds(value: Mapping[str, Any]) -> bool:
    """Whether one of our keys signed exactly this."""
    keys = {key.id: key for key in known()}
    key = keys.get(str(value.get("key")))
    if key is None:
        return False
    said = {name: what for name, what in value.items() if name != "signature"}
    try:
        signature = bytes.fromhex(str(value["signature"]))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public)).verify(
            signature, _bytes(said)
        )
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True
