"""The privacy lead's registers and reports."""

from dataclasses import replace

import pytest
from django.urls import reverse

from plait.privacy import schedule
from tests.pages_sent import shown

pytestmark = pytest.mark.django_db


def test_the_desk_is_in_the_privacy_leads_navigation(cast):
    client = cast.client("ayesha")

    page = client.get(reverse("today:today")).content.decode()
    desk = client.get(reverse("privacy:desk"))

    assert page.count(reverse("privacy:desk")) >= 2
    assert reverse("emergency:numbers") in desk.content.decode()


@pytest.mark.parametrize("key", ["abena", "margaret", "shirin", "daniel", "owen"])
def test_the_desk_opens_for_nobody_else(cast, key):
    client = cast.client(key)

    assert client.get(reverse("privacy:desk")).status_code == 403
    assert reverse("privacy:desk") not in client.get("/").content.decode()


def test_how_long_things_are_kept_is_said_to_everybody(client, cast, monkeypatch):
    """In the words of the schedule of the day, signed in or not."""
    page = shown(client, "/privacy")
    for keep in schedule.in_force(cast.now.date()):
        assert keep.who in page
        assert f"until {keep.years} years after birth" in page
    newer = replace(schedule.SCHEDULE[0], from_on=cast.now.date(), years=29)
    monkeypatch.setattr(schedule, "SCHEDULE", (*schedule.SCHEDULE, newer))
    assert "until 29 years after birth" in shown(cast.client("shirin"), "/privacy")
