"""People with a password and a second step, and how they come in."""

import json
import re
import time
from datetime import UTC, datetime
from html import unescape
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client
from django.urls import reverse

from plait.access.models import Person
from plait.notices.models import Notice
from plait.team import operations as team
from plait.team.operations.invitations import Guest
from tests.passkeys import SoftPasskey

PASSWORD = "teapot window Bengal"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"
FIREFOX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
)


class Member:
    """Somebody of the cast with an account as in real life."""

    def __init__(self, person: Person, *, app: bool = True) -> None:
        self.person = person
        person.set_password(PASSWORD)
        person.last_login = datetime.now(UTC)
        person.save(update_fields=["password", "last_login"])
        self.secret = generate_totp_secret()
        self.used: set[str] = set()
        if app:
            TOTP.activate(person, self.secret)
            RecoveryCodes.activate(person)

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def recovery_codes(self) -> list[str]:
        held = Authenticator.objects.get(user=self.person, type="recovery_codes")
        return held.wrap().get_unused_codes()

    def code(self) -> str:
        """A code of the app that has not been used yet."""
        now = int(time.time()) // 30
        for counter in (now, now + 1, now - 1):
            code = format_hotp_value(hotp_value(self.secret, counter))
            if code not in self.used:
                self.used.add(code)
                return code
        raise AssertionError("Three sign-ins in half a minute are the most.")

    def browser(self, agent: str = CHROME, **options: Any) -> Client:
        return Client(headers={"User-Agent": agent}, **options)

    def sign_in(self, client: Client | None = None, *, code: str = "") -> Client:
        """Both steps; the browser that is signed in."""
        client = client or self.browser()
        give_password(client, self.email)
        answer = client.post("/sign-in/code", {"code": code or self.code()})
        assert answer.status_code == 302, answer.content.decode()
        return client


def give_password(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/sign-in", {"login": email, "password": password})


def is_in(client: Client) -> bool:
    """Whether a browser gets to a page of the account."""
    return client.get("/me").status_code == 200


def confirm(client: Client) -> None:
    """Show the password again, before something important."""
    assert client.post("/me/confirm", {"password": PASSWORD}).status_code == 302


def show_code(client: Client, member: Member, address: str = "/me/confirm/code") -> Any:
    """Show a second step again; what is answered."""
    return client.post(address, {"code": member.code()})


def options_in(page: Any) -> dict[str, Any]:
    """What a page asks the browser for, to make or use a passkey."""
    found = re.search(r"data-options='([^']*)'", page.content.decode())
    assert found
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def add_passkey(client: Client) -> SoftPasskey:
    passkey = SoftPasskey()
    options = options_in(client.get("/me/passkeys/add"))
    credential = json.dumps(passkey.create(options))
    answer = client.post(
        "/me/passkeys/add", {"credential": credential, "name": "Phone"}
    )
    assert answer.status_code == 302, answer.content.decode()
    return passkey


def passkey_options(client: Client) -> dict[str, Any]:
    answer = client.get("/sign-in/passkey", headers={"Accept": "application/json"})
    options: dict[str, Any] = answer.json()
    return options


def said(answer):
    """What a page says, without what is random in every form or was typed."""
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"\S+@\S+", "an address", text)


def invitation_for(cast, email, agency="bramblecote", sender="margaret"):
    """The path of an invitation to work for an agency."""
    token = team.invite(
        Guest("colleague", "Somebody", email, "key_worker"),
        viewer=cast.viewer(sender, at=datetime.now(UTC)),
        agency_id=cast.agencies[agency].pk,
    )
    return reverse("team:invitation", args=[token])


def last_notice(address):
    return Notice.objects.filter(address=address).order_by("due_at").last()


def reset_link(member):
    """The link of a reset e-mail, as asked for on the page."""
    Client().post("/forgotten", {"email": member.email})
    return re.search(r"http://localhost:8000(\S+)", last_notice(member.email).words)[1]


PLACES = ("/", "/me", "/hats", "/people", "/me/codes", "/me/passkeys/add", "/me/app")


def turned_away(client, place):
    answer = client.get(place)
    return answer.status_code == 302 and answer.url.split("?")[0] in (
        "/sign-in",
        "/me/second-factor",
    )
