"""The outbox: a message goes out once, and waits while the mail server is down."""

from datetime import timedelta

import pytest

from plait.notices import operations as notices
from plait.notices.models import Notice
from tests.mail import mail_server, no_mail_server

MINUTE = timedelta(minutes=1)


@pytest.fixture
def notice(cast):
    return Notice.objects.create(
        address="shirin@plait.example",
        subject="Something waits for you",
        words="Somebody has a question for you.",
        due_at=cast.now,
    )


def test_a_message_is_sent_once(settings, notice, cast):
    with mail_server(settings) as letters:
        assert notices.send(notice, now=cast.now) is True
        assert notices.send(notice, now=cast.now) is False
        assert notices.send_waiting(now=cast.now + MINUTE) == (0, 0)
    (letter,) = letters
    assert letter["To"] == "shirin@plait.example"
    assert letter["Subject"] == "Something waits for you"


def test_a_mail_server_that_is_down_for_a_weekend_loses_nothing(settings, notice, cast):
    """It is tried less and less often, and goes out soon after the server is back."""
    back, now, tried = cast.now + timedelta(days=2, hours=14), cast.now, []
    no_mail_server(settings)
    while now < back:
        if notices.send_waiting(now=now) == (0, 1):
            tried.append(now)
        now += MINUTE
    assert 5 < len(tried) < notices.MOST_TRIES
    waits = [later - earlier for earlier, later in zip(tried, tried[1:], strict=False)]
    assert waits == [MINUTE * 2**number for number in range(len(waits))]

    with mail_server(settings) as letters:
        while not letters:
            notices.send_waiting(now=now)
            now += MINUTE
    assert now < cast.now + timedelta(days=3)
    assert len(letters) == 1


def test_it_is_given_up_in_the_end(settings, notice, cast):
    no_mail_server(settings)
    now = cast.now
    for _ in range(notices.MOST_TRIES):
        notice.refresh_from_db()
        now = notice.due_at
        assert notices.send_waiting(now=now) == (0, 1)
    assert now > cast.now + timedelta(days=1)
    assert notices.send_waiting(now=now + timedelta(days=30)) == (0, 0)
