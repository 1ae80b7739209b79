"""A passkey made of software: what a phone's fingerprint reader does, without a phone."""

import hashlib
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG
SEEN_AND_KNOWN = FLAGS.UP | FLAGS.UV


class SoftPasskey:
    """Answers what a page asks a browser for, as `navigator.credentials` would."""

    def __init__(self, origin: str = "http://testserver") -> None:
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.owner = ""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        wanted = options["publicKey"]
        self.owner = wanted["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        held = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(
            _digest(wanted["rp"]["id"]), SEEN_AND_KNOWN | FLAGS.AT, 0, held
        )
        said = self._client_data("webauthn.create", wanted["challenge"])
        return self._answer(
            clientDataJSON=said,
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        wanted = options["publicKey"]
        data = AuthenticatorData.create(_digest(wanted["rpId"]), SEEN_AND_KNOWN, 0)
        said = self._client_data("webauthn.get", wanted["challenge"])
        signed = self.key.sign(bytes(data) + _sha(said), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=said,
            authenticatorData=data,
            signature=signed,
            userHandle=websafe_decode(self.owner),
        )

    def _client_data(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(
            type=kind, challenge=websafe_decode(challenge), origin=self.origin
        )

    def _answer(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": {
                name: websafe_encode(bytes(value)) for name, value in response.items()
            },
            "clientExtensionResults": {"credProps": {"rk": True}},
        }


def _digest(name: str) -> bytes:
    return _sha(name.encode())


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(bytes(data)).digest()
