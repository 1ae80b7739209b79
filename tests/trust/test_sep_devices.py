"""Somebody who knows the password of a parent, on a device of their own (SEP-10)."""

import pytest
from django.urls import reverse

from plait.access.web import news
from tests.mail import mail_server
from tests.members import FIREFOX, Member, give_password, is_in, turned_away


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
