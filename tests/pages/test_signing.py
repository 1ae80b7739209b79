"""Without a signature an agency's hat opens one page: the one on which it is signed."""

from datetime import timedelta

import pytest

from plait.agencies import confidentiality
from plait.agencies.models import Signature
from plait.sharing.models import Record
from tests import acts, site_map
from tests.pages_read import words_of
from tests.pages_sent import landed, opened, sent
from tests.trust.moments import at, the_clock
from tests.trust.surfaces import read

WHY = "nothing is written without a signature"
SIGN, FOR_AGENCY = "/confidentiality", "/confidentiality/agency"
WITHOUT = {"agencies:sign"}
PROFESSIONALS = (
    "abena", "margaret", "leon", "owen", "tomasz", "joy", "daniel", "sofia", "ayesha",
    "gwen", "petra",
)  # fmt: skip


@pytest.fixture
def unsigned(cast):
    """Everybody's signature has run out, to the second."""
    Signature.objects.filter(for_agency=False).update(until_at=cast.now)
    return cast


def about_the_child(cast):
    child = cast.rafi
    return (child.given_name, child.family_name, "Hossain", "Noor")


@pytest.mark.parametrize("key", PROFESSIONALS)
def test_every_page_leads_to_signing_and_says_nothing(unsigned, key):
    cast, viewer = unsigned, unsigned.viewer(key)
    client = cast.client(key)
    with the_clock(cast.now):
        for page in site_map.pages():
            if page.surface is None or page.name in WITHOUT:
                continue
            for address in site_map.addresses(page, cast.rafi, viewer):
                answer = read(client.get(address))
                assert (answer.status, dict(answer.headers).get("Location")) == (
                    302, SIGN,
                ), address  # fmt: skip
                assert answer.body == b""
        here = words_of(client.get(SIGN))
    assert not [name for name in about_the_child(cast) if name in here]
    assert "Children" not in here


@pytest.mark.parametrize(
    "act",
    [
        one
        for one in acts.ACTS
        if one.who in PROFESSIONALS and one.page != "agencies:sign"
    ],
    ids=str,
)
def test_no_form_is_taken_without_it(cast, act):
    sending = acts.Sending(act, cast)
    Signature.objects.filter(for_agency=False).update(until_at=cast.now)
    before = Record.objects.unfiltered(WHY).count()

    answer = sending.send()

    assert (answer.status_code, answer.url) == (302, SIGN)
    assert Record.objects.unfiltered(WHY).count() == before


def test_at_home_nobody_signs(unsigned):
    for key in ("shirin", "conor", "nani"):
        there = f"/children/{unsigned.rafi.pk}/book"
        assert unsigned.client(key).get(there).status_code == 200
        assert unsigned.client(key).get(SIGN).url == "/"
    daniel = unsigned.client("daniel", family=True)
    assert daniel.get(f"/children/{unsigned.noor.pk}/book").status_code == 200
    assert unsigned.client("daniel").get("/").url == SIGN


def test_what_was_typed_waits_until_it_is_signed(cast):
    abena, there = cast.client("abena"), f"/children/{cast.rafi.pk}/notes/add"
    fields = opened(abena, there)
    Signature.objects.filter(person=cast.people["abena"]).update(until_at=cast.now)
    said = {"saw": "He built a very tall tower", "areas": ["communication"]}

    answer = abena.post(
        there, {**fields, **said}, headers={"Referer": "http://testserver/"}
    )

    assert answer.url == SIGN
    where, page = landed(abena, SIGN, agreed="on")
    assert where == there
    assert "He built a very tall tower" in page
    assert "Nothing has been saved yet" in page
    assert landed(abena, there, **said)[0] == f"/children/{cast.rafi.pk}"


def test_it_is_not_signed_without_the_tick_or_for_other_words(unsigned):
    petra = unsigned.client("petra")
    before = Signature.objects.count()
    assert "tick that you will keep to it" in sent(petra, SIGN)[1]
    other = sent(petra, SIGN, agreed="on", version="0")[1]
    assert "The words have changed" in other
    assert f'value="{confidentiality.text_on(unsigned.now.date()).version}"' in other
    assert Signature.objects.count() == before


def test_today_reminds_from_thirty_days_before(cast):
    leon = Signature.objects.get(person=cast.people["leon"], for_agency=False)
    for days, said in ((31, False), (30, True), (1, True)):
        moment = leon.until_at - timedelta(days=days)
        with the_clock(moment):
            page = at(cast, "leon", moment, "/").content.decode()
        assert ("Sign the confidentiality agreement again" in page) is said, days


def test_people_shows_who_has_signed_and_until_when(cast):
    page = words_of(cast.client("margaret").get("/people"))
    assert page.count("Signed until") == 4
    assert "Signed for Bramblecote Primary School and Nursery by Margaret Pryce" in page
    Signature.objects.filter(person=cast.people["owen"]).delete()
    cast_has_none = words_of(cast.client("margaret").get("/people"))
    assert cast_has_none.count("Not signed") == 1


@pytest.mark.parametrize("key", PROFESSIONALS)
def test_the_agencys_page_is_for_those_who_may_sign_it(cast, key):
    may = key in {"margaret", "tomasz", "joy", "daniel", "sofia", "gwen", "petra"}
    assert cast.client(key).get(FOR_AGENCY).status_code == (200 if may else 403)


def test_an_agency_signs_once(cast):
    Signature.objects.filter(
        agency=cast.agencies["riverside"], for_agency=True
    ).delete()
    petra = cast.client("petra")
    landed(petra, FOR_AGENCY, agreed="on")
    assert "Signed by Petra Novak" in words_of(petra.get(FOR_AGENCY))
