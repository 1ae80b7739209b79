"""The pages of somebody's own account, which every parent meets, read at eleven too."""

import re

import pytest
from django.conf import settings

from tests.members import Member, last_notice
from tests.reading_age import blocks_of, reading_age, sentences_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(settings.POSTGRES, reason="Words hang on no database"),
]
AIM = 11.0
OTHER = "elsewhere@example.org"
ASKED = "/me/confirm/code?next=/&for="
ADDRESS = re.compile(r"\S+@\S+\w")


@pytest.fixture
def client(cast):
    return Member(cast.people["shirin"]).sign_in()


def age_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    blocks = blocks_of(answer.content.decode())
    said = [one for block in blocks for one in sentences_in(ADDRESS.sub("it", block))]
    return reading_age([one for one in said if one.endswith((".", "!", "?"))])


def test_where_news_goes_reads_at_eleven(client):
    ages = {page: age_of(client, page) for page in ("/me", "/me/news")}
    client.post("/me/news", {"email": OTHER})
    for page in ("/me/news/code", "/me/news/remove"):
        ages[f"{page} while it waits"] = age_of(client, page)
    code = re.search(r"\b\d{6}\b", last_notice(OTHER).words)[0]
    client.post("/me/news/code", {"code": code})
    for page in ("/me/news", "/me/news/remove"):
        ages[f"{page} with an address"] = age_of(client, page)
    assert not {page: age for page, age in ages.items() if age > AIM}


@pytest.mark.parametrize("why", ["page", "kept", "news"])
def test_being_asked_once_more_reads_at_eleven(client, why):
    assert age_of(client, ASKED + why) <= AIM
