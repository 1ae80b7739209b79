"""SUP: one account that takes too much, and the trap that nobody has a reason to open."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from plait.ledger.models import Alert, HourCount
from plait.ledger.watching import Rule


@pytest.fixture
def cast(cast):
    """Without what the story has for the privacy lead."""
    Alert.objects.all().delete()
    return cast


@pytest.fixture
def watched(settings):
    settings.WATCHES_PACE = True
    settings.LOOKS_IN_AN_HOUR = 4  # three times that is twelve
    return settings


def open_child(client, cast):
    return client.get(reverse("today:child", kwargs={"child_id": cast.rafi.pk}))


def test_sup_2_far_more_than_ever_asks_who_it_is_and_then_stops(watched, cast):
    client = cast.client("abena")
    answers = [open_child(client, cast) for _ in range(12)]
    assert {answer.status_code for answer in answers} == {200}
    stepped = open_child(client, cast)
    assert stepped.status_code == 302
    assert stepped.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Alert.objects.get().rule == Rule.PACE

    confirm(client, cast, datetime.now(UTC) + timedelta(seconds=5))
    answers = [open_child(client, cast).status_code for _ in range(11)]
    assert set(answers) == {200}, "whoever has confirmed goes on"
    stopped = open_child(client, cast)
    assert stopped.status_code == 403
    assert b"Plait has stopped" in stopped.content
    assert b"Rafi" not in stopped.content
    assert Alert.objects.count() == 1


def confirm(client, cast, at):
    """As the page for it leaves it behind."""
    session = client.session
    session["account_authentication_methods_user"] = str(cast.people["abena"].pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": at.timestamp()}
    ]
    session.save()


def test_sup_2_what_was_shown_before_does_not_count_as_confirmed(watched, cast):
    client = cast.client("abena")
    confirm(client, cast, cast.now - timedelta(minutes=1))
    for _ in range(12):
        open_child(client, cast)
    assert open_child(client, cast).status_code == 302


def test_sup_2_is_measured_by_ones_own_most(watched, cast):
    """Somebody who often reads much may; the same would stop somebody else."""
    HourCount.objects.create(
        person_id=cast.people["margaret"].pk,
        hour=(cast.now - timedelta(days=3)).replace(minute=0, second=0),
        looks=10,
    )
    margaret, abena = cast.client("margaret"), cast.client("abena")
    assert {open_child(margaret, cast).status_code for _ in range(20)} == {200}
    assert [open_child(abena, cast).status_code for _ in range(13)][-1] == 302


def test_sup_2_a_family_is_never_counted(watched, cast):
    client = cast.client("shirin")
    there = reverse("family:today", kwargs={"child_id": cast.rafi.pk})
    assert {client.get(there).status_code for _ in range(20)} == {200}
    assert not HourCount.objects.exists()


def test_sup_4_a_canary_tells_the_duty_officer_at_once(
    cast, settings, django_capture_on_commit_callbacks
):
    settings.DUTY_OFFICER = "duty@council.example"
    settings.CANARIES = frozenset({str(cast.noor.pk)})
    there = reverse("today:child", kwargs={"child_id": cast.noor.pk})
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.client("petra").get(there).status_code == 404
    assert Alert.objects.get().rule == Rule.CANARY
    assert "duty@council.example" in [to for one in mail.outbox for to in one.to]
    assert all("Noor" not in one.body + one.subject for one in mail.outbox)

    with django_capture_on_commit_callbacks(execute=True):
        cast.client("petra").get(there)
    assert Alert.objects.count() == 1, "once a day"


def test_sup_4_one_that_really_opens_tells_too(cast, settings):
    settings.CANARIES = frozenset({str(cast.rafi.pk)})
    assert open_child(cast.client("abena"), cast).status_code == 200
    assert Alert.objects.get().rule == Rule.CANARY
