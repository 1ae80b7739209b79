"""Somebody who knows the password of a parent, on a device of their own (SEP-10)."""

import re
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.urls import resolve, reverse

from plait.access import clock, news_address
from plait.access.models import KnownDevice
from plait.access.web import news, sessions
from plait.notices.models import Notice
from plait.sharing.looked_at import ASKS_AGAIN
from plait.sharing.models import Record
from tests.mail import mail_server
from tests.members import (
    FIREFOX,
    PASSWORD,
    Member,
    give_password,
    is_in,
    last_notice,
    show_code,
    turned_away,
)
from tests.pages_read import form_on
from tests.trust.moments import the_clock
from tests.trust.personas import Persona, Standing
from tests.trust.surfaces import ask
from tests.trust.test_api import addresses


@pytest.fixture
def shirin(cast):
    return Member(cast.people["shirin"])


@pytest.fixture
def mailbox(settings):
    """The letters that come to a real mail server."""
    with mail_server(settings) as letters:
        yield letters


def test_sep_10_the_password_alone_opens_nothing(shirin, cast):
    shirin.sign_in()
    partner = shirin.browser(FIREFOX)
    assert give_password(partner, shirin.email).status_code == 302
    assert not is_in(partner)
    assert turned_away(partner, reverse("today:child", args=[cast.rafi.pk]))


def test_sep_10_no_device_is_trusted_without_the_second_step(shirin):
    own = shirin.sign_in()
    own.post("/sign-out")
    assert give_password(own, shirin.email).status_code == 302
    assert not is_in(own)


def test_sep_10_a_new_device_is_told_to_its_owner(
    shirin, mailbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        own = shirin.sign_in()
    assert not list(mailbox)  # where the account was opened
    with django_capture_on_commit_callbacks(execute=True):
        assert is_in(shirin.sign_in(shirin.browser(FIREFOX)))
    (letter,) = mailbox
    assert letter["To"] == shirin.email
    assert letter["Subject"] == news.NEW_DEVICE.subject
    assert "Rafi" not in letter.as_string()
    own.post("/sign-out")
    with django_capture_on_commit_callbacks(execute=True):
        shirin.sign_in(own)
    assert len(list(mailbox)) == 1  # this one was known


# --- A second step before sealed items, on a device that is new to the account (AD5) ---

OURS = {"Origin": "http://testserver"}
WITHIN, AFTER = timedelta(minutes=14), timedelta(minutes=16)


@contextmanager
def later(by: timedelta):
    """Some time after the sign-in, in a session that has been in use all along."""
    with (
        the_clock(datetime.now(UTC) + by),
        mock.patch.object(time, "time", return_value=time.time() + by.total_seconds()),
        mock.patch.object(sessions, "is_over", return_value=False),
    ):
        yield


def on_a_new_device(member):
    """Signed in on a second device, after the one where the account was opened."""
    if not KnownDevice.objects.filter(person=member.person).exists():
        member.sign_in()
    client = member.sign_in(member.browser(FIREFOX))
    wear(client, "family")
    return client


def wear(client, hat):
    session = client.session
    session[sessions.HAT] = hat
    session.save()


def is_asked(answer):
    return answer.status_code == 302 and answer.url.startswith("/me/confirm/")


def behind_the_door(standing, persona):
    """(surface, address) of every page that names a child or nobody."""
    for _, found in addresses(standing, persona):
        for address in found[:1]:
            if surface := getattr(resolve(address).func, "surface", ""):
                yield surface, address


def asked_at(client, there):
    """Surface → whether it asks. No surface asks here and not there."""
    answers = {}
    for surface, address in there:
        if surface != "still":
            answers.setdefault(surface, set()).add(is_asked(client.get(address)))
    assert all(len(said) == 1 for said in answers.values()), answers
    return {surface for surface, said in answers.items() if said == {True}}


@pytest.fixture
def everything(cast):
    with the_clock(cast.now):
        return Standing(cast)


def test_sep_10_an_old_session_on_a_new_device_is_asked_there_only(shirin, everything):
    client = on_a_new_device(shirin)
    there = list(behind_the_door(everything, Persona("mum", "shirin", family=True)))
    with later(AFTER):
        assert asked_at(client, there) == ASKS_AGAIN
    with later(WITHIN):
        assert not asked_at(client, there)


def test_sep_10_whatever_says_where_somebody_lives_asks(everything, cast):
    """A page that shows a place of a family’s fails here until it is in ASKS_AGAIN."""
    places = Record.objects.unfiltered("what must be asked for").filter(
        category="location"
    )
    ids = {str(pk) for pk in places.values_list("pk", flat=True)}
    elsewhere = {
        text
        for record, texts in everything.said.items()
        if record not in ids
        for text in texts
    }
    texts = {
        text for record in ids for text in everything.said.get(record, ())
    } - elsewhere
    mum = Persona("mum", "shirin", family=True)
    client, shown = mum.client(cast), set()
    with the_clock(cast.now):
        for surface, address in behind_the_door(everything, mum):
            answer = ask(client, address)
            if answer.status == 200 and any(one in answer.text for one in texts):
                shown.add(surface)
    assert {"about", "preview"} <= shown
    assert shown <= ASKS_AGAIN


def test_sep_10_being_asked_tells_nothing(cast):
    """The same where something is sealed, where nothing is, and where nobody is."""
    mum = on_a_new_device(Member(cast.people["shirin"]))
    dad = on_a_new_device(Member(cast.people["idris"]))
    asked = []
    with later(AFTER):
        for client, child in (
            (mum, cast.rafi.pk),
            (dad, cast.noor.pk),
            (mum, cast.noor.pk),
            (mum, uuid4()),
        ):
            answer = client.get(reverse("sharing:sharing", args=[child]))
            where = answer.url.replace(str(child), "a child")
            asked.append((answer.status_code, where))
    assert len(set(asked)) == 1, asked
    assert is_asked(answer)


def test_sep_10_a_code_opens_it_and_a_password_does_not(shirin, cast):
    client = on_a_new_device(shirin)
    address = reverse("today:about", args=[cast.rafi.pk])
    with later(AFTER):
        asking = client.get(address).url
        page = client.get(asking).content.decode()
        assert "This device is new to your account" in page
        assert "Use your password" not in page
        client.post("/me/confirm", {"password": PASSWORD})
        assert is_asked(client.get(address))
        answer = show_code(client, shirin, asking)
    assert answer.url == address
    with later(AFTER + WITHIN):
        assert client.get(address).status_code == 200
    with later(AFTER + AFTER):
        assert is_asked(client.get(address))


def test_sep_10_what_is_sent_there_does_nothing_and_waits(shirin, cast):
    client = on_a_new_device(shirin)
    address = reverse("evidence:add-home", args=[cast.rafi.pk])
    form = form_on(client.get(address).content.decode(), address)
    fields = form.fields | {"called": ["Home"], "address": ["9 Pear Tree Lane"]}
    before = Record.objects.unfiltered("nothing new").count()
    with later(AFTER):
        answer = client.post(address, fields, headers=OURS)
        assert is_asked(answer)
        assert Record.objects.unfiltered("nothing new").count() == before
        asked = client.get(answer.url).content.decode()
        assert "We keep what you wrote for an hour" in asked
        only_reads = client.get(client.get(address).url).content.decode()
        assert "what you wrote" not in only_reads
    page = client.get(address).content.decode()
    assert "9 Pear Tree Lane" in page
    assert "Nothing has been saved yet" in page


def test_sep_10_after_14_days_and_where_it_was_opened_nobody_is_asked(shirin, cast):
    first = shirin.sign_in()
    new = on_a_new_device(shirin)
    address = reverse("today:about", args=[cast.rafi.pk])
    wear(first, "family")
    with later(AFTER):
        assert first.get(address).status_code == 200
    mine = KnownDevice.objects.filter(person=shirin.person, is_first=False)
    mine.update(first_seen_at=datetime.now(UTC) - timedelta(days=14) + AFTER)
    with later(WITHIN):
        assert new.get(address).status_code == 200
    with later(AFTER * 2):
        assert new.get(address).status_code == 200
    new.cookies.pop("plait_device")
    with later(AFTER * 2):
        assert is_asked(new.get(address)), "a browser that does not show what it is"


def test_sep_10_ending_every_other_sign_in_makes_no_device_the_first(shirin, cast):
    client = on_a_new_device(shirin)
    client.cookies.pop("plait_device")
    client.post("/me/sign-out-everywhere")
    client.post("/sign-out")
    shirin.sign_in(client)
    wear(client, "family")
    with later(AFTER):
        assert is_asked(client.get(reverse("today:about", args=[cast.rafi.pk])))


def test_sep_10_at_work_nobody_is_asked(cast):
    daniel = Member(cast.people["daniel"])
    client = on_a_new_device(daniel)
    at_home = reverse("today:about", args=[cast.noor.pk])
    with later(AFTER):
        assert is_asked(client.get(at_home))
        wear(client, cast.hat("daniel").key)
        assert not is_asked(client.get(at_home))


# --- The channel that somebody chose (AD4) ---

OTHER = "shirin.elsewhere@example.org"


def code_sent_to(address):
    return re.search(r"\b\d{6}\b", last_notice(address).words)[0]


def told(letter):
    return list(
        Notice.objects.filter(subject=letter.subject).values_list("address", flat=True)
    )


def choose(client, address=OTHER):
    assert client.post("/me/news", {"email": address}).url == "/me/news/code"
    return code_sent_to(address)


def test_sep_10_the_news_goes_where_its_owner_chose(shirin):
    client = shirin.sign_in()
    code = choose(client)
    shirin.sign_in(shirin.browser(FIREFOX))
    assert told(news.NEW_DEVICE) == [shirin.email], "it does not count yet"
    assert client.post("/me/news/code", {"code": code}).url == "/me"
    assert told(news.MOVED) == [shirin.email]
    shirin.sign_in(shirin.browser("Mozilla/5.0 (iPad) Safari/604.1"))
    assert sorted(told(news.NEW_DEVICE)) == sorted([shirin.email, OTHER])
    assert OTHER in client.get("/me").content.decode()


def test_sep_10_a_change_is_told_where_it_went_before(shirin):
    client = shirin.sign_in()
    client.post("/me/news/code", {"code": choose(client)})
    third = "third@example.org"
    client.post("/me/news/code", {"code": choose(client, third)})
    client.post("/me/news/remove")
    assert sorted(told(news.MOVED)) == sorted([shirin.email, OTHER, third])
    for words in Notice.objects.filter(subject=news.MOVED.subject):
        assert "@" not in words.words
    assert news_address.address_of(shirin.person) == shirin.email


def test_sep_10_it_says_what_forgetting_the_address_means(shirin):
    client = shirin.sign_in()
    code = choose(client)
    page = client.get("/me/news/remove").content.decode()
    assert "Nothing else changes" in page
    assert "last message" not in page, "nobody is told where nothing went"
    client.post("/me/news/code", {"code": code})
    page = client.get("/me/news/remove").content.decode()
    assert f"<strong>{shirin.email}</strong> again" in page
    assert f"{OTHER} gets one last message" in page
    assert "too. The code" not in page
    choose(client, "third@example.org")
    page = client.get("/me/news/remove").content.decode()
    assert "We forget third@example.org, too." in page


def test_sep_10_a_password_alone_changes_no_channel(shirin):
    client = shirin.sign_in()
    client.post("/me/news/code", {"code": choose(client)})
    with later(AFTER):
        client.post("/me/confirm", {"password": PASSWORD})
        for address in ("/me/news", "/me/news/code", "/me/news/code/again", "/me/news/remove"):  # fmt: skip
            assert is_asked(client.get(address))
            assert is_asked(client.post(address, {"email": "partner@example.org"}))
    assert news_address.address_of(shirin.person) == OTHER
    assert not Notice.objects.filter(address="partner@example.org").exists()


def test_sep_10_a_wrong_a_used_and_an_old_code_do_nothing(shirin):
    client = shirin.sign_in()
    code = choose(client)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(news_address.MOST_TRIES):
        page = client.post("/me/news/code", {"code": wrong}).content.decode()
        assert news_address.WRONG in page
    page = client.post("/me/news/code", {"code": code}).content.decode()
    assert news_address.OVER in page
    client.post("/me/news/code/again")
    newer = code_sent_to(OTHER)
    now = datetime.now(UTC)
    person = shirin.person.pk
    over = now + news_address.LASTS
    assert news_address.confirm(person, newer, now=over).reason == news_address.OVER
    assert news_address.address_of(shirin.person) == shirin.email
    assert news_address.confirm(person, newer, now=now).allowed
    assert not news_address.confirm(person, newer, now=now).allowed


def test_sep_10_five_codes_a_day_wherever_they_go(shirin):
    client = shirin.sign_in()
    choose(client)
    for _ in range(2):
        client.post("/me/news/code/again")
    client.post("/me/news/remove")
    for number in range(2):
        choose(client, f"{number}@example.org")
    page = client.post("/me/news", {"email": OTHER}).content.decode()
    assert news_address.ENOUGH in page
    assert f'value="{OTHER}"' in page
    page = client.post("/me/news/code/again").content.decode()
    assert news_address.ENOUGH in page
    assert Notice.objects.filter(subject=news.code_for("").subject).count() == 5
    with later(timedelta(days=1)):
        assert news_address.may_send(shirin.person.pk, now=clock.read()).allowed
