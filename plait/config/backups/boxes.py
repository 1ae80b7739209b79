"""The file a backup is: encrypted for those who keep a key elsewhere, signed by us.

Whoever makes a backup cannot read it: its key is wrapped for public keys only, whose
private halves are kept away from the machine. Two lines of JSON hold pieces of AES-GCM
between them, each bound to its place, so that nothing can be cut, swapped or added.
"""

import json
import os
import struct
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plait.ledger import chain, signing

MAGIC = b"plait backup 1\n"
PIECE = 1 << 20
RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
RAW_PRIVATE = (
    serialization.Encoding.Raw,
    serialization.PrivateFormat.Raw,
    serialization.NoEncryption(),
)


class NotABackup(Exception):
    """The file cannot be used; the sentence says why."""


def new_key() -> tuple[str, str]:
    """A private key to be kept elsewhere, and its public half."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes(*RAW).hex()
    return private.private_bytes(*RAW_PRIVATE).hex(), public


def _wrapping(shared: bytes, ours: str, theirs: str) -> AESGCM:
    info = f"plait backup {ours} {theirs}".encode()
    key = HKDF(hashes.SHA256(), 32, None, info).derive(shared)
    return AESGCM(key)


def _wrapped(key: bytes, public: str) -> dict[str, str]:
    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes(*RAW).hex()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))
    sealed = _wrapping(shared, ours, public).encrypt(b"\0" * 12, key, None)
    return {"for": public, "once": ours, "key": sealed.hex()}


def _unwrapped(recipients: Sequence[dict[str, str]], private: str) -> bytes:
    try:
        mine = X25519PrivateKey.from_private_bytes(bytes.fromhex(private.strip()))
    except ValueError:
        raise NotABackup("That is no key for backups.") from None
    public = mine.public_key().public_bytes(*RAW).hex()
    for one in recipients:
        if one["for"] == public:
            once = X25519PublicKey.from_public_bytes(bytes.fromhex(one["once"]))
            box = _wrapping(mine.exchange(once), one["once"], public)
            return box.decrypt(b"\0" * 12, bytes.fromhex(one["key"]), None)
    raise NotABackup("This backup was not made for that key.")


class Writer:
    """Takes bytes, writes a box. Close it, or it is no backup."""

    def __init__(self, file: BinaryIO, recipients: Sequence[str], **said: Any) -> None:
        key = AESGCM.generate_key(256)
        self.box, self.file, self.number = AESGCM(key), file, 0
        self.held, self.hash = bytearray(), sha256()
        head = {**said, "recipients": [_wrapped(key, public) for public in recipients]}
        self.head = chain.canonical(head).encode() + b"\n"
        self._put(MAGIC + self.head)

    def write(self, data: bytes) -> int:
        self.held += data
        while len(self.held) > PIECE:
            self._seal(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.held), last=True)
        signed = signing.signed({"sha256": self.hash.hexdigest()})
        self.file.write(chain.canonical(signed).encode() + b"\n")

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self.number, last=last)
        sealed = self.box.encrypt(nonce, piece, sha256(self.head).digest())
        self._put(struct.pack(">?I", last, len(sealed)) + sealed)
        self.number += 1

    def _put(self, data: bytes) -> None:
        self.hash.update(data)
        self.file.write(data)


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">I?", number, last).rjust(12, b"\0")


class Reader:
    """Gives the bytes back, a piece at a time. Raises NotABackup."""

    def __init__(self, file: BinaryIO, private: str) -> None:
        self.file, self.number, self.is_over = file, 0, False
        self.held = bytearray()
        if file.read(len(MAGIC)) != MAGIC:
            raise NotABackup("This is no backup of Plait.")
        self.head = file.readline()
        try:
            self.said: dict[str, Any] = json.loads(self.head)
            self.box = AESGCM(_unwrapped(self.said["recipients"], private))
        except (ValueError, KeyError, TypeError, InvalidTag):
            raise NotABackup("The beginning of this backup is damaged.") from None

    def read(self, size: int = -1) -> bytes:
        while not self.is_over and (size < 0 or len(self.held) < size):
            self.held += self._next()
        taken = bytes(self.held if size < 0 else self.held[:size])
        del self.held[: len(taken)]
        return taken

    def _next(self) -> bytes:
        try:
            last, length = struct.unpack(">?I", self.file.read(5))
            sealed = self.file.read(length)
            nonce = _nonce(self.number, last=last)
            piece = self.box.decrypt(nonce, sealed, sha256(self.head).digest())
        except (struct.error, InvalidTag):
            raise NotABackup("This backup is damaged or incomplete.") from None
        self.number += 1
        self.is_over = last
        return piece


def is_signed_by_us(path: Path) -> bool:
    """Whether a key of ours signed the whole file. Needs no private key."""
    hashed, size = sha256(), path.stat().st_size
    with open(path, "rb") as file:
        file.seek(max(0, size - 4096))
        tail = file.read()
        line = tail.rstrip(b"\n").rpartition(b"\n")[2]
        try:
            signed = json.loads(line[line.rindex(b'{"key"') :])
        except ValueError:
            return False
        left = size - len(chain.canonical(signed).encode()) - 1
        file.seek(0)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            hashed.update(piece)
            left -= len(piece)
    return signing.holds(signed) and signed.get("sha256") == hashed.hexdigest()


def create(path: Path) -> BinaryIO:
    """A new file for nobody else. Raises FileExistsError: nothing is overwritten."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    return os.fdopen(handle, "wb")
