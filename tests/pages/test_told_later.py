"""Deciding that a family is told later who has looked, at a desk (rule L3)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from plait.access.decisions import NotPermitted
from plait.access.viewer import Hat
from plait.children.models import Tie
from plait.clocks import arithmetic
from plait.design_system import words
from plait.ledger.models import Line
from plait.sharing import looks_delay
from plait.sharing.models import LookDelay, Restriction
from tests.pages_sent import a_day, landed, sent, shown

LIST, ADD = "/looks-told-later", "/looks-told-later/add"
NOBODY = "Nobody with the e-mail address below works with a child of this name"


def answers(cast, **other):
    born = cast.rafi.born_on
    said = {
        "name": cast.rafi.given_name, "family_name": cast.rafi.family_name,
        "born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year,
        "colleague": "abena@plait.example", "reason": "An enquiry has begun.",
    }  # fmt: skip
    return said | a_day("until_on", cast.now.date() + timedelta(days=9)) | other


@pytest.fixture(autouse=True)
def _nothing_is_told_later_yet(cast):
    """The story has one of Owen’s, about Grace."""
    LookDelay.objects.all().delete()


@pytest.mark.parametrize(("key", "colleague"), [("owen", "abena"), ("ayesha", "sofia")])
def test_whoever_decides_does_it_here_and_ends_it(cast, key, colleague):
    if colleague == "sofia":  # she is in nobody’s team; somebody brought her in
        Tie.objects.create(
            person=cast.people["sofia"], child=cast.rafi, kind="team", from_at=cast.now,
            agency=cast.agencies["harrowmere-care"], role="social_worker",
        )  # fmt: skip
    client = cast.client(key)
    assert "Nothing is told later" in shown(client, LIST)
    email = f" {colleague.upper()}@plait.example"
    where, page = landed(client, ADD, **answers(cast, colleague=email))
    assert where == LIST
    one = LookDelay.objects.get()
    assert one.person == cast.people[colleague]
    assert cast.people[colleague].name in page
    assert f"{cast.rafi.given_name[0]}. {cast.rafi.family_name[0]}., born" in page
    assert cast.rafi.given_name not in page
    assert "An enquiry has begun." in page
    assert not Line.objects.filter(surface="told-later", child_id=cast.rafi.pk).exists()

    there = reverse("sharing:tell-now", args=[one.pk])
    assert "cannot be taken back" in shown(client, there)
    where, page = landed(client, there)
    assert "Nothing is told later" in page
    one.refresh_from_db()
    assert one.until_at < cast.now + timedelta(days=1)
    assert client.get(there).status_code == 404


def test_a_child_a_colleague_and_a_reach_that_are_not_there_are_one_sentence(cast):
    sealed = cast.client("owen")
    wrong = (
        {"name": "Nobody"}, {"born_on_year": cast.rafi.born_on.year - 1},
        {"colleague": "nobody@plait.example"}, {"colleague": "petra@plait.example"},
        {"colleague": "shirin@plait.example"}, {"colleague": "owen@plait.example"},
    )  # fmt: skip
    for other in wrong:
        _, page = sent(sealed, ADD, **answers(cast, **other))
        assert NOBODY in page, other
        assert page.count("Check the ") == 6, "beside each of the others, and above"
        assert "An enquiry has begun." in page, "nothing typed is lost"
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["owen"],
        breakable=False, from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    assert NOBODY in sent(sealed, ADD, **answers(cast))[1]
    assert not LookDelay.objects.exists()


@pytest.mark.parametrize("days", [0, -3, 90])
def test_a_day_that_is_too_near_or_too_far_is_said_beside_it(cast, days):
    day = a_day("until_on", cast.now.date() + timedelta(days=days))
    _, page = sent(cast.client("owen"), ADD, **answers(cast) | day)
    assert ("put it off again before then" if days > 0 else "still to come") in page
    assert not LookDelay.objects.exists()


def test_l3_the_page_is_for_those_who_decide(cast):
    """Nobody else, in any way; and each job reads what its own kind decided alone."""
    hat = cast.hat("abena")
    made = looks_delay.delay(
        child=cast.rafi, hat=hat, reason="Zebra", viewer=cast.viewer("owen"),
        until_on=cast.now.date() + timedelta(days=9),
    )  # fmt: skip
    one = reverse("sharing:tell-now", args=[made.pk])
    for key in cast.people:
        if key in ("owen", "callum"):
            continue
        client, decides = cast.client(key), key == "ayesha"
        for address in (LIST, ADD, one):
            asked = [client.get(address)]
            asked += [] if decides else [client.post(address, answers(cast))]
            for answer in asked:
                assert "Zebra" not in answer.content.decode(), key
                assert decides or answer.status_code in (302, 403, 404, 405), (
                    key,
                    address,
                )
        assert not decides or client.get(one).status_code == 404
    assert LookDelay.objects.get() == made
    assert "Zebra" in shown(cast.client("owen"), LIST)


def test_both_desks_lead_here_whoever_may_follow(cast):
    duty = cast.client("sofia").get("/safety/cases")
    assert duty.status_code == 200
    assert LIST not in duty.content.decode()
    assert (
        f'href="{LIST}"' in cast.client("ayesha").get("/privacy/desk").content.decode()
    )
    assert f'href="{LIST}"' in cast.client("owen").get("/safety/cases").content.decode()


def test_each_job_ends_its_own_decision_and_reads_its_last_day(cast):
    """Owen decided twice, Ayesha for a reason of her own: hers still holds."""
    for key, days in (("owen", 4), ("owen", 11), ("ayesha", 20)):
        looks_delay.delay(
            child=cast.rafi, hat=cast.hat("abena"), reason="x", viewer=cast.viewer(key),
            until_on=cast.now.date() + timedelta(days=days),
        )  # fmt: skip
    owen = cast.client("owen")
    page = shown(owen, LIST)
    assert page.count("Tell them now") == 1
    last = arithmetic.day_of(cast.now + timedelta(days=11))
    assert words.record_day(last) in page

    mine = LookDelay.objects.filter(decided_by=cast.people["owen"]).latest("until_at")
    _, page = landed(owen, reverse("sharing:tell-now", args=[mine.pk]))

    assert "Nothing is told later" in page
    running = LookDelay.objects.filter(until_at__gt=cast.now + timedelta(days=1))
    assert [one.decided_by for one in running] == [cast.people["ayesha"]]
    assert "Tell them now" in shown(cast.client("ayesha"), LIST)


def of_the_family(cast):
    Tie.objects.create(
        person=cast.people["owen"], child=cast.rafi, kind="family", role="pr",
        relation="dad", from_at=cast.now - timedelta(days=1),
    )  # fmt: skip


def closed_as_a_whole(cast):
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["owen"],
        breakable=False, from_at=cast.now - timedelta(days=1),
    )  # fmt: skip


def too_close(cast):
    Restriction.objects.create(
        child=cast.rafi, aim="at_work", aimed_person=cast.people["owen"],
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip


@pytest.mark.parametrize("become", [of_the_family, closed_as_a_whole, too_close])
def test_l3_a_lead_of_the_family_or_closed_out_reads_and_ends_nothing(cast, become):
    """What a colleague of the same job decided, which they could end until now."""
    colleague = cast.people["petra"]
    cast.agencies["bramblecote"].employments.create(
        person=colleague, role="safeguarding_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    hers = replace(
        cast.viewer("owen"), hat=Hat(colleague.pk, cast.agencies["bramblecote"].pk)
    )
    made = looks_delay.delay(
        child=cast.rafi, hat=cast.hat("abena"), reason="Zebra", viewer=hers,
        until_on=cast.now.date() + timedelta(days=9),
    )  # fmt: skip
    owen, there = cast.client("owen"), reverse("sharing:tell-now", args=[made.pk])
    assert "Zebra" in shown(owen, LIST)

    become(cast)

    assert "Zebra" not in shown(owen, LIST)
    assert owen.get(there).status_code == owen.post(there).status_code == 404
    assert NOBODY in sent(owen, ADD, **answers(cast))[1]
    with pytest.raises(NotPermitted):
        looks_delay.end_delay(made.pk, child=cast.rafi, viewer=cast.viewer("owen"))
    with pytest.raises(NotPermitted):
        looks_delay.delay(
            child=cast.rafi, hat=cast.hat("abena"), reason="x",
            viewer=cast.viewer("owen"), until_on=made.until_at.date(),
        )  # fmt: skip
