"""Sealing, so that a copied database opens nothing: second factors, unsent words."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str


def seal(text: str) -> str:
    """Encrypt with a key that is not in the database."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; after a change of key, while the old one is still given."""
    return _box().decrypt(sealed.encode()).decode()


def reseal(sealed: str) -> str:
    """The same, sealed with the newest key."""
    return _box().rotate(sealed.encode()).decode()


def is_sealed(text: str) -> bool:
    """Whether this is something of ours that a key opens."""
    try:
        unseal(text)
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    secret = f"plait second factor {force_str(key)}".encode()
    return urlsafe_b64encode(sha256(secret).digest())
