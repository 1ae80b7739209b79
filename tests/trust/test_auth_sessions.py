"""Being in: stolen sessions, codes used twice, and everything that ends."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from plait.access import clock
from plait.access.models import Person
from plait.access.web import news
from tests.mail import mail_server
from tests.members import (
    FIREFOX,
    PASSWORD,
    PLACES,
    Member,
    add_passkey,
    confirm,
    give_password,
    invitation_for,
    is_in,
    passkey_options,
    reset_link,
    turned_away,
)


@pytest.fixture
def abena(cast):
    return Member(cast.people["abena"])


@pytest.fixture
def at(monkeypatch):
    """Set the product's clock; a function that moves it."""

    def move(moment):
        monkeypatch.setattr(clock, "read", lambda: moment)

    return move


@pytest.fixture
def mailbox(settings):
    """The letters that come to a real mail server."""
    with mail_server(settings) as letters:
        yield letters


# AUTH-4


def test_auth_4_a_session_gets_a_new_id(abena):
    client = abena.browser()
    give_password(client, abena.email)
    before = client.cookies["plait_session"].value
    client.post("/sign-in/code", {"code": abena.code()})
    after = client.cookies["plait_session"].value
    assert is_in(client)
    assert after != before
    assert not Session.objects.filter(pk=before).exists()
    old = abena.browser()
    old.cookies["plait_session"] = before
    assert not is_in(old)


# AUTH-5


def test_auth_5_a_stolen_cookie_ends_and_the_owner_is_told(
    abena, mailbox, django_capture_on_commit_callbacks
):
    owner, thief = abena.sign_in(), abena.browser(FIREFOX)
    thief.cookies.load({name: one.value for name, one in owner.cookies.items()})
    with django_capture_on_commit_callbacks(execute=True):
        assert turned_away(thief, "/me")
    assert not is_in(thief)
    assert not is_in(owner)
    (letter,) = mailbox
    assert letter["To"] == abena.email
    assert letter["Subject"] == news.ELSEWHERE.subject
    assert "Rafi" not in letter.as_string()


# AUTH-6


def test_auth_6_idle_sessions_end_to_the_second(abena, at):
    start = datetime.now(UTC)
    at(start)
    client = abena.sign_in()
    at(start + timedelta(minutes=29, seconds=59))
    assert is_in(client)
    at(start + timedelta(minutes=59, seconds=58))
    assert is_in(client)
    at(start + timedelta(minutes=89, seconds=58))
    answer = client.get("/me")
    assert answer.url == "/sign-in?why=idle&next=%2Fme"
    assert "You were away for a while" in client.get(answer.url).content.decode()
    at(start)
    assert not is_in(client)


def test_auth_6_sessions_end_after_twelve_hours(abena, at):
    start = datetime.now(UTC)
    at(start)
    client = abena.sign_in()
    for quarter in range(1, 48):
        at(start + timedelta(minutes=15 * quarter))
        assert is_in(client)
    at(start + timedelta(hours=11, minutes=59, seconds=59))
    assert is_in(client)
    at(start + timedelta(hours=12))
    assert not is_in(client)


def test_auth_6_the_note_of_the_last_visit_is_nobody_elses(abena, cast, at):
    """An old or a stranger's cookie does not keep a session awake."""
    start = datetime.now(UTC)
    at(start)
    client = abena.sign_in()
    other = Member(cast.people["leon"]).sign_in()
    at(start + timedelta(minutes=29))
    is_in(other)
    client.cookies["plait_seen"] = other.cookies["plait_seen"].value
    at(start + timedelta(minutes=31))
    assert not is_in(client)


# AUTH-7


def test_auth_7_a_code_works_once(abena):
    code = abena.code()
    abena.sign_in(code=code)
    other = abena.browser()
    give_password(other, abena.email)
    answer = other.post("/sign-in/code", {"code": code})
    assert answer.status_code == 200
    assert not is_in(other)


def test_auth_7_a_late_code_is_refused(abena):
    with time_machine.travel(datetime.now(UTC), tick=False) as travel:
        code = abena.code()
        client = abena.browser()
        give_password(client, abena.email)
        travel.shift(61)
        assert client.post("/sign-in/code", {"code": code}).status_code == 200
        assert not is_in(client)


def test_auth_7_the_code_that_set_it_up_is_used_up(abena):
    client = abena.sign_in()
    confirm(client)
    add_passkey(client)
    Authenticator.objects.filter(user=abena.person, type="totp").delete()
    page = client.get("/me/app").content.decode()
    abena.secret = re.search(r"secret=(\w+)", page)[1]
    code = abena.code()
    assert client.post("/me/app", {"code": code}).status_code == 302
    other = abena.browser()
    give_password(other, abena.email)
    assert other.post("/sign-in/code", {"code": code}).status_code == 200
    assert not is_in(other)


def test_auth_7_a_recovery_code_works_once(abena):
    code = abena.recovery_codes[0]
    assert is_in(abena.sign_in(code=f"{code[:4]} {code[4:]}"))
    other = abena.browser()
    give_password(other, abena.email)
    assert other.post("/sign-in/code", {"code": code}).status_code == 200
    assert not is_in(other)


def test_auth_7_what_a_passkey_signed_is_good_for_one_session_once(abena):
    client = abena.sign_in()
    confirm(client)
    passkey = add_passkey(client)
    asked, other = abena.browser(), abena.browser()
    signed = {"credential": json.dumps(passkey.get(passkey_options(asked)))}
    passkey_options(other)
    assert "why=passkey" in other.post("/sign-in/passkey", signed).url
    assert not is_in(other)
    asked.post("/sign-in/passkey", signed)
    assert is_in(asked)
    asked.post("/sign-out")
    assert "why=passkey" in asked.post("/sign-in/passkey", signed).url
    assert not is_in(asked)


EMPTY = '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}'
SHORT = EMPTY.replace(
    "{}",
    json.dumps(
        dict.fromkeys(
            ("userHandle", "clientDataJSON", "authenticatorData", "signature"), "QQ"
        )
    ),
)
JUNK = [
    *("", "x", "[]", "{}", "null", "1", '{"response": {}}'),
    *("[" * 5000, '"' + "x" * 50_000, EMPTY, SHORT),
    EMPTY.replace("{}", '{"userHandle": 4}'),
]


def test_auth_7_junk_instead_of_a_passkey_is_refused(abena):
    for junk in JUNK:
        client = abena.browser()
        passkey_options(client)
        answer = client.post("/sign-in/passkey", {"credential": junk})
        assert (answer.status_code, answer.url) == (302, "/sign-in?why=passkey"), junk
        give_password(client, abena.email)
        answer = client.post("/sign-in/code", {"credential": junk})
        assert answer.status_code == 200, junk
        assert not is_in(client)


def test_auth_7_junk_inside_a_real_answer_is_refused(abena):
    client = abena.sign_in()
    confirm(client)
    passkey = add_passkey(client)
    client.post("/sign-out")
    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        for junk in ("", "QQ", "e30", "A" * 400):
            signed = passkey.get(passkey_options(client))
            signed["response"][part] = junk
            answer = client.post("/sign-in/passkey", {"credential": json.dumps(signed)})
            assert answer.status_code == 302, (part, junk)
            assert not is_in(client)


# AUTH-8


def test_auth_8_an_account_unused_for_long_is_suspended(abena, settings):
    days = settings.UNUSED_DAYS_BEFORE_SUSPENSION
    now = datetime.now(UTC)
    abena.person.last_login = now - timedelta(days=days)
    abena.person.save()
    client = abena.browser()
    answer = give_password(client, abena.email)
    assert answer.status_code == 403
    assert "Your account is resting" in answer.content.decode()
    for place in (*PLACES, "/sign-in/code"):
        assert turned_away(client, place), place

    abena.person.last_login = now - timedelta(days=days - 1)
    abena.person.save()
    assert is_in(abena.sign_in())


def test_auth_8_whoever_never_came_is_suspended_too(abena):
    abena.person.last_login = None
    abena.person.joined_at = datetime.now(UTC) - timedelta(days=4000)
    abena.person.save()
    assert give_password(abena.browser(), abena.email).status_code == 403
    abena.person.joined_at = datetime.now(UTC)
    abena.person.save()
    assert is_in(abena.sign_in())


def test_auth_8_a_passkey_does_not_wake_it_up(abena, settings):
    client = abena.sign_in()
    confirm(client)
    passkey = add_passkey(client)
    days = settings.UNUSED_DAYS_BEFORE_SUSPENSION
    Person.objects.update(last_login=datetime.now(UTC) - timedelta(days=days))
    other = abena.browser()
    signed = passkey.get(passkey_options(other))
    answer = other.post("/sign-in/passkey", {"credential": json.dumps(signed)})
    assert answer.status_code == 403
    assert not is_in(other)


def test_auth_8_a_new_invitation_wakes_it_up(abena, cast):
    abena.person.last_login = datetime.now(UTC) - timedelta(days=4000)
    abena.person.save()
    client = abena.browser()
    client.post(invitation_for(cast, abena.email), {"have": "account"})
    assert is_in(abena.sign_in(client))


# AUTH-9


def test_auth_9_a_new_password_ends_other_sessions(abena):
    here, there = abena.sign_in(), abena.sign_in()
    here.post(
        "/me/password", {"oldpassword": PASSWORD, "password1": "marble otter Tuesday"}
    )
    assert is_in(here)
    assert not is_in(there)


def test_auth_9_a_removed_factor_ends_other_sessions(abena):
    here, there = abena.sign_in(), abena.sign_in()
    confirm(here)
    add_passkey(here)
    assert is_in(there), "Adding one leaves others alone."
    (address, *_) = re.findall(r"/me/ways-in/\w+", here.get("/me").content.decode())
    assert here.post(address).url == "/me"
    assert is_in(here)
    assert not is_in(there)


def test_auth_9_sign_out_everywhere_ends_other_sessions(abena):
    here, there = abena.sign_in(), abena.sign_in()
    link = reset_link(abena)
    here.post("/me/sign-out-everywhere")
    assert is_in(here)
    assert not is_in(there)
    assert "no longer works" in there.get(link).content.decode()


def test_auth_9_a_closed_account_ends_every_session(abena):
    here = abena.sign_in()
    Person.objects.filter(pk=abena.person.pk).update(is_active=False)
    assert not is_in(here)
    answer = give_password(abena.browser(), abena.email)
    assert answer.status_code == 403
    assert "This account is closed" in answer.content.decode()


def test_auth_9_all_of_it_happens_or_nothing(abena, monkeypatch):
    """When the last part of the change fails, the first is not kept."""
    here, there = abena.sign_in(), abena.sign_in()
    monkeypatch.setattr(news, "tell", lambda *_: 1 / 0)
    answer = here.post(
        "/me/password", {"oldpassword": PASSWORD, "password1": "marble otter Tuesday"}
    )
    assert answer.status_code == 500
    assert is_in(there)
    abena.person.refresh_from_db()
    assert abena.person.check_password(PASSWORD)
