"""The second step: an authenticator app or a passkey, and recovery codes."""

from urllib.parse import urlsplit

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from plait.access import operations, sealing
from plait.access.models import Person
from plait.access.web import sessions

QUIET = 4  # white squares around a code, without which cameras miss it


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth keeps and checks second factors here."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not work. A code works once, for half a minute: "
        "wait for the next one.",
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        return drawn(url)

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        return sessions.browser_words(context.request)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the address people use; in the demonstration, to any."""
        host = context.request.get_host().partition(":")[0]
        if settings.PRODUCTION:
            host = urlsplit(settings.PUBLIC_ADDRESS).hostname or host
        return {"id": host, "name": "Plait"}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, object]:
        entity: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.name}


def drawn(text: str) -> SafeString:
    """A QR code as SVG, dark on white in every theme, without inline styles."""
    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    squares = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    side = len(rows)
    # Nothing but numbers of our own goes into this.
    return mark_safe(  # noqa: S308
        f'<svg viewBox="0 0 {side} {side}" width="220" height="220" role="img" '
        f'aria-label="QR code with the set-up key" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" d="{squares}"/></svg>'
    )


def key_of(factor: Authenticator) -> str:
    """How an address names a factor: not countable, and good for nothing elsewhere."""
    return salted_hmac("plait.factor", str(factor.pk)).hexdigest()[:20]


def all_of(person: Person) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=person).order_by("created_at"))


def find(person: Person, key: str) -> Authenticator:
    """One's own factor. Raises Authenticator.DoesNotExist for every other key."""
    found = [one for one in all_of(person) if key_of(one) == key]
    if not found or found[0].type not in operations.FACTORS:
        raise Authenticator.DoesNotExist
    return found[0]


def words_for(factor: Authenticator) -> str:
    """'Passkey, Safari on an iPhone' or 'Authenticator app'."""
    if factor.type == Authenticator.Type.WEBAUTHN:
        return f"Passkey, {factor.wrap().name}"
    return "Authenticator app"
