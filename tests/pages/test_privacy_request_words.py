"""What the register, the page of a request and the asker's page say of how it ended."""

import html
import re

import pytest
from django.urls import reverse

from plait.design_system.words import record_day
from plait.privacy.operations import letters as operations
from tests import requests_made
from tests.trust.test_out_letters import entered

pytestmark = pytest.mark.django_db
REGISTER = "/privacy/requests"


def text_of(page):
    """Its main part, as it is read."""
    main = html.unescape(page.content.decode()).split("<main")[1]
    return " ".join(re.sub("<[^>]+>", " ", main).split()).replace(" ,", ",")


def title_of(page):
    return re.search("<title>(.+?)</title>", html.unescape(page.content.decode()))[1]


def at_desk(cast, request, key="margaret"):
    return cast.client(key).get(reverse("privacy:request", args=[request.pk]))


def own_page(cast, key="shirin"):
    return cast.client(key).get(reverse("privacy:ask", args=[cast.rafi.pk]))


def taken_back(cast, how):
    if how == "page":
        request = requests_made.taken_on(cast)
        operations.take_back(request.pk, cast.rafi, viewer=cast.viewer("shirin"))
    else:
        request = entered(cast)
        operations.note_taken_back(request.pk, how, viewer=cast.viewer("margaret"))
    request.refresh_from_db()
    return request


HOW = {
    "page": "By whoever asked, on their own page, on {day}",
    "letter": "By letter, written down by {lead} on {day}",
    "phone": "By phone, written down by {lead} on {day}",
}


@pytest.mark.parametrize("how", HOW)
def test_d73_the_desk_reads_that_it_was_taken_back_by_whom_and_when(cast, how):
    request = taken_back(cast, how)
    lead, day = cast.people["margaret"].name, record_day(cast.now)
    said = HOW[how].format(lead=lead, day=day)

    page = text_of(at_desk(cast, request))
    assert said in page
    assert (
        "Shirin Hossain, Rafi’s mum, asked for everything that is kept about "
        "Rafi Hossain-Doyle, and took it back." in page
    )
    assert "asks for" not in page
    register = text_of(cast.client("margaret").get(REGISTER))
    assert said in register
    for name in ("Shirin", "Hossain", "Rafi"):  # no family is named there
        assert name not in register


def test_while_it_waits_and_once_it_is_answered(cast):
    request = requests_made.prepared(cast)
    asks = "for everything that is kept about Rafi Hossain-Doyle."
    assert f"Rafi’s mum, asks {asks}" in text_of(at_desk(cast, request))

    requests_made.answers.release(request.pk, viewer=cast.viewer("owen"))

    assert f"Rafi’s mum, asked {asks}" in text_of(at_desk(cast, request))


def test_a_young_person_asks_about_themself(cast):
    page = cast.client("priya").get(REGISTER).content.decode()
    address = re.search(r'href="(/privacy/requests/[0-9a-f-]{36})"', page)[1]

    said = text_of(cast.client("priya").get(address))
    assert "Tilda Osei asks for everything that is kept about themself." in said


def test_whoever_asked_is_not_told_to_take_back_what_is_over(cast):
    request = entered(cast)
    if_not = "If that was not you, take it back here, and tell them."
    wrote = "Bramblecote Nursery wrote down that you asked by letter, on "
    assert f"{wrote}{record_day(request.asked_at)}. {if_not}" in text_of(own_page(cast))

    operations.note_taken_back(request.pk, "phone", viewer=cast.viewer("margaret"))

    page = text_of(own_page(cast))
    assert wrote in page
    assert if_not not in page
    assert (
        f"Bramblecote Nursery wrote down on {record_day(cast.now)} that you took this "
        "back by phone. If that is wrong, ask again, and tell them." in page
    )
    assert cast.people["margaret"].name not in page


def test_titles_say_which_service_and_which_request(cast):
    request = entered(cast)
    day = record_day(request.asked_at)
    margaret, priya = cast.client("margaret"), cast.client("priya")
    enter = reverse("privacy:enter-request")
    over = reverse("privacy:taken-back", args=[request.pk])
    own = reverse("privacy:take-back", args=[cast.rafi.pk, request.pk])

    assert "Requests to Bramblecote Nursery for" in title_of(margaret.get(REGISTER))
    assert title_of(margaret.get(REGISTER)) != title_of(priya.get(REGISTER))
    assert title_of(margaret.get(enter)) != title_of(priya.get(enter))
    assert f"kept, asked on {day}" in title_of(at_desk(cast, request))
    assert f"the request of {day}" in title_of(margaret.get(over))
    assert "what you asked Bramblecote Nursery for" in title_of(
        cast.client("shirin").get(own)
    )


def test_what_waits_stands_before_what_is_over(cast):
    """Also when that was due long before."""
    over, waits = entered(cast, back=50), entered(cast, back=5, by="conor")
    operations.note_taken_back(over.pk, "phone", viewer=cast.viewer("margaret"))
    later = entered(cast, back=2)

    page = cast.client("margaret").get(REGISTER).content.decode()
    places = [page.index(str(one.pk)) for one in (waits, later, over)]
    assert places == sorted(places)


def test_the_way_back_leads_to_where_it_was_opened(cast):
    assert (
        'href="/privacy/desk"' in cast.client("ayesha").get(REGISTER).content.decode()
    )
    assert 'href="/privacy/desk"' not in (
        cast.client("margaret").get(REGISTER).content.decode()
    )
