"""Coming in: guessing, what a stranger can learn, and a stolen password."""

import json
import statistics
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from plait.access.models import KnownDevice
from plait.access.web import sessions
from plait.access.web.factors import key_of
from plait.demo.models import Area
from tests.members import (
    CHROME,
    FIREFOX,
    PASSWORD,
    PLACES,
    Member,
    add_passkey,
    confirm,
    give_password,
    invitation_for,
    is_in,
    reset_link,
    said,
    turned_away,
)

THROTTLED = "There have been many attempts."
MISMATCH = "That e-mail address and password do not fit."


@pytest.fixture
def abena(cast):
    return Member(cast.people["abena"])


@pytest.fixture
def nobody_yet(cast):
    """Somebody with a password, whose second step was never set up."""
    return Member(cast.people["petra"], app=False)


# AUTH-1


def test_auth_1_guessing_is_slowed(abena):
    stranger = abena.browser()
    for _ in range(6):
        assert (
            MISMATCH in give_password(stranger, abena.email, "wrong").content.decode()
        )
    for password in ("wrong", PASSWORD):
        answer = give_password(abena.browser(), abena.email, password)
        assert THROTTLED in answer.content.decode()


def test_auth_1_a_stranger_does_not_lock_the_owner_out(abena):
    own = abena.sign_in()
    own.post("/sign-out")
    for _ in range(12):
        give_password(abena.browser(FIREFOX), abena.email, "wrong")
    assert give_password(own, abena.email).status_code == 302


def test_auth_1_a_device_that_others_share_is_known_for_each(abena, cast):
    """A family laptop: signing in on it once does not make others strangers."""
    leon = Member(cast.people["leon"])
    laptop = abena.sign_in()
    laptop.post("/sign-out")
    leon.sign_in(laptop).post("/sign-out")
    for _ in range(12):
        give_password(abena.browser(FIREFOX), abena.email, "wrong")
    assert give_password(laptop, abena.email).status_code == 302


def test_auth_1_a_known_device_does_not_help_to_guess(abena):
    own = abena.sign_in()
    own.post("/sign-out")
    for _ in range(6):
        give_password(own, abena.email, "wrong")
    assert THROTTLED in give_password(own, abena.email).content.decode()


def test_auth_1_a_forged_device_counts_as_none(abena):
    device = KnownDevice.objects.create(
        person=abena.person, kind="x", first_seen_at=datetime.now(UTC)
    )
    stranger = abena.browser()
    stranger.cookies["plait_device"] = json.dumps([str(device.pk)])
    for _ in range(6):
        give_password(stranger, abena.email, "wrong")
    assert THROTTLED in give_password(stranger, abena.email).content.decode()


def test_auth_1_one_guess_over_many_accounts_is_slowed(db):
    client = Client(headers={"User-Agent": CHROME})
    answers = [
        give_password(client, f"nobody{number}@plait.example", "wrong")
        for number in range(70)
    ]
    assert MISMATCH in answers[0].content.decode()
    assert answers[-1].status_code == 429 or THROTTLED in answers[-1].content.decode()


def test_auth_1_a_crowd_of_guesses_does_not_make_room_for_more(abena):
    """What is counted must not be dropped because there is much to count."""
    for _ in range(6):
        give_password(abena.browser(), abena.email, "wrong")
    for number in range(400):
        cache.set(f"crowd:{number}", number, 600)
    assert THROTTLED in give_password(abena.browser(), abena.email).content.decode()


def test_auth_1_codes_are_not_guessed_either(abena):
    client = abena.browser()
    give_password(client, abena.email)
    for guess in range(6):
        client.post("/sign-in/code", {"code": f"{guess:06}"})
    answer = client.post("/sign-in/code", {"code": abena.code()})
    assert THROTTLED in answer.content.decode()


# AUTH-2


def measured(ask, rounds):
    """Seconds of each of two ways, asked in turn: the fast quarter, free of hiccups."""
    took = {"known": [], "unknown": []}
    for _ in range(rounds):
        for kind, durations in took.items():
            start = time.perf_counter()
            ask(kind)
            durations.append(time.perf_counter() - start)
    return {
        kind: statistics.quantiles(durations, n=4)[0]
        for kind, durations in took.items()
    }


ADDRESSES = {"known": "abena@plait.example", "unknown": "nobody@plait.example"}


def test_auth_2_wrong_password_and_unknown_address_look_the_same(abena):
    answers = {
        kind: give_password(abena.browser(), address, "wrong")
        for kind, address in ADDRESSES.items()
    }
    assert answers["known"].status_code == answers["unknown"].status_code == 200
    assert said(answers["known"]) == said(answers["unknown"])
    assert (
        dict(answers["known"].headers).keys() == dict(answers["unknown"].headers).keys()
    )


@pytest.mark.alone
def test_auth_2_they_take_the_same_time(abena, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    abena.person.set_password(PASSWORD)
    abena.person.save()
    client = abena.browser()

    took = measured(lambda kind: give_password(client, ADDRESSES[kind], "wrong"), 9)

    assert 0.6 < took["known"] / took["unknown"] < 1.7, took


@pytest.mark.alone
def test_auth_2_no_password_set_takes_the_same_time(cast, settings):
    """An account that nobody has a password for is not told apart either."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    client = Client(headers={"User-Agent": CHROME})

    took = measured(lambda kind: give_password(client, ADDRESSES[kind], "wrong"), 9)

    assert 0.6 < took["known"] / took["unknown"] < 1.7, took


@pytest.mark.alone
def test_auth_2_forgotten_says_and_takes_the_same(abena, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    client = abena.browser()

    def ask(kind):
        answer = client.post("/forgotten", {"email": ADDRESSES[kind]})
        assert (answer.status_code, answer.url) == (302, "/forgotten/sent")

    took = measured(ask, 25)
    assert 0.4 < took["known"] / took["unknown"] < 2.5, took


def test_auth_2_forgotten_writes_to_both(abena, django_capture_on_commit_callbacks):
    """Whoever has no account is told so, where only the owner of the address reads it."""
    with django_capture_on_commit_callbacks(execute=True):
        for address in ADDRESSES.values():
            abena.browser().post("/forgotten", {"email": address})
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == set(ADDRESSES.values())
    assert len({letter.subject for letter in mail.outbox}) == 1
    assert "/forgotten/" in letters[ADDRESSES["known"]].body
    assert "no account" in letters[ADDRESSES["unknown"]].body


# AUTH-3


def test_auth_3_password_only_opens_nothing(abena):
    client = abena.browser()
    assert give_password(client, abena.email).url == "/sign-in/code"
    for place in PLACES:
        assert turned_away(client, place), place


def test_auth_3_reset_does_not_go_round_the_second_step(abena):
    client = abena.browser()
    form = client.get(reset_link(abena), follow=True)
    answer = client.post(
        form.request["PATH_INFO"], {"password1": "marble otter Tuesday"}
    )
    assert answer.url == "/forgotten/done"
    for place in PLACES:
        assert turned_away(client, place), place
    assert (
        give_password(client, abena.email, "marble otter Tuesday").url
        == "/sign-in/code"
    )


def test_auth_3_a_first_factor_takes_the_invitation(nobody_yet):
    """Who has only the password cannot set up a second step in the owner's place."""
    thief = nobody_yet.browser()
    give_password(thief, nobody_yet.email)
    assert not is_in(thief)
    assert (
        "Open your invitation again" in thief.get("/me/second-factor").content.decode()
    )
    confirm(thief)
    for place in ("/me/app", "/me/passkeys/add"):
        assert thief.get(place).url == "/me/second-factor"
        assert (
            thief.post(place, {"code": "000000", "credential": "{}"}).status_code == 302
        )
    assert not Authenticator.objects.filter(user=nobody_yet.person).exists()


def test_auth_3_without_a_second_step_nothing_else_opens(nobody_yet):
    """Held by the middleware alone, also for a page that asks for nothing itself."""
    thief = nobody_yet.browser()
    assert thief.get("/by-invitation").status_code == 200
    give_password(thief, nobody_yet.email)
    assert thief.get("/by-invitation").url == "/me/second-factor"


def test_auth_3_an_invitation_adds_no_factor_to_those_there_are(abena):
    """Held by the rule alone: the mailbox and the password together are not enough."""
    thief = abena.browser()
    thief.force_login(abena.person)
    session = thief.session
    session[sessions.BEGAN] = time.time()
    session[sessions.BROWSER] = "Linux Chrome Safari"
    session[sessions.ARRIVING] = ["/", abena.email]
    session.save()
    confirm(thief)
    for place in ("/me/app", "/me/passkeys/add"):
        assert thief.get(place).url == "/me/second-factor"


def test_auth_3_somebody_elses_invitation_does_not_help(nobody_yet, cast):
    thief = nobody_yet.browser()
    link = invitation_for(cast, "thief@plait.example")
    thief.post(link, {"have": "account"})
    give_password(thief, nobody_yet.email)
    thief.post(link)
    confirm(thief)
    assert thief.get("/me/app").url == "/me/second-factor"


def test_auth_3_a_session_from_before_the_second_step_gets_nowhere(nobody_yet, cast):
    """A thief who came in before the owner set it up is not let in by it."""
    thief, owner = nobody_yet.browser(), nobody_yet.browser()
    give_password(thief, nobody_yet.email)
    link = invitation_for(cast, nobody_yet.email, "riverside", "petra")
    owner.post(link, {"have": "account"})
    give_password(owner, nobody_yet.email)
    confirm(owner)
    add_passkey(owner)
    assert is_in(owner)
    assert not is_in(thief)
    assert turned_away(thief, "/me/passkeys/add")


def test_auth_3_one_tap_is_nothing_outside_the_demonstration(cast, settings):
    client = cast.client("abena")
    assert is_in(client)
    settings.TESTING = False
    assert turned_away(client, "/me")
    settings.DEMO = True
    assert is_in(client)


def test_auth_3_the_cast_cannot_be_switched_on_elsewhere(cast, settings):
    client = Client()
    pages = [reverse("demo:cast"), reverse("demo:be", args=["shirin"])]
    for page in pages:
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404
    settings.DEMO = True
    assert client.get(pages[0]).status_code == 200
    assert client.get(pages[1]).status_code == 200
    assert not is_in(client), "Looking at a page must sign nobody in."
    Area.objects.all().delete()
    for page in pages:
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404


def test_auth_3_the_last_factor_cannot_be_removed(abena):
    client = abena.sign_in()
    confirm(client)
    app = client.get("/me")
    assert "/me/ways-in/" not in app.content.decode()
    held = Authenticator.objects.get(user=abena.person, type="totp")
    address = reverse("access:remove-factor", args=[key_of(held)])
    assert client.post(address).status_code == 403
    assert Authenticator.objects.filter(pk=held.pk).exists()
