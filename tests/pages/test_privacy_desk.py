"""The privacy lead's registers and reports."""

import pytest
from django.urls import reverse

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
