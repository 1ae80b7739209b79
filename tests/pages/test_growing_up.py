"""The pages of growing up: who is told when, who opens what, and what a form says."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from plait.access.decisions import TooLate
from plait.children.models import Tie
from plait.clocks import growing_up
from plait.notices.models import Notice
from plait.sharing.models import Choice, PrivacyWish, Representative
from plait.team import operations as team
from plait.team.models import Closing, Invitation
from plait.team.operations.invitations import Guest
from tests.acts import a_day
from tests.pages_read import words_of


@pytest.fixture(autouse=True)
def _in_time(monkeypatch):
    """In summer nobody's change-over is near; here there is always one that is."""
    months = (growing_up.Limit(date(2014, 9, 1), 12, "for a test"),)
    monkeypatch.setattr(growing_up, "PREPARE", months)


def to(name, child, **more):
    return reverse(name, kwargs={"child_id": child.pk, **more})


def read(cast, key, address):
    return words_of(cast.client(key).get(address))


def test_the_senco_the_parent_and_the_young_person_are_told_in_time(cast):
    day = growing_up.day_after(growing_up.next_change_over_on(cast.now.date()))
    said = f"{day:%-d %B %Y}"
    home = to("family:today", cast.jaden)

    assert f"From {said} Jaden Clarke decides" in read(cast, "priya", "/")
    assert f"From {said} this is Jaden’s to decide" in read(cast, "michelle", home)
    assert f"From {said} you decide" in read(cast, "jaden", home)
    assert "decides" not in read(cast, "margaret", "/")
    assert "Rafi’s to decide" not in read(cast, "shirin", to("family:today", cast.rafi))


def test_before_the_months_of_preparing_nobody_is_told(cast, monkeypatch):
    none = (growing_up.Limit(date(2014, 9, 1), 0, "for a test"),)
    monkeypatch.setattr(growing_up, "PREPARE", none)

    assert "Jaden Clarke decides" not in read(cast, "priya", "/")
    assert "decide" not in read(cast, "michelle", to("family:today", cast.jaden))
    own = read(cast, "jaden", to("family:growing-up", cast.jaden))
    assert "You can choose from" in own
    assert "Choose what" not in own


@pytest.mark.parametrize(
    ("key", "answer"),
    [("jaden", 200), ("michelle", 403), ("priya", 403), ("jonah", 403),
     ("tilda", 404), ("adwoa", 404), ("shirin", 404), ("petra", 404)],
)  # fmt: skip
def test_what_is_the_young_persons_own_is_opened_by_nobody_else(cast, key, answer):
    tie = Tie.objects.get(child=cast.jaden, kind="family")
    agreement = cast.jaden.agreements.get()
    wish = PrivacyWish.objects.get(child=cast.jaden)
    for address in (
        to("family:choose-for-person", cast.jaden, tie_id=tie.pk),
        to("family:choose-for-service", cast.jaden, agreement_id=agreement.pk),
        to("family:about-me", cast.jaden),
        to("family:write-about-me", cast.jaden),
        to("family:keep", cast.jaden, record_id=wish.record_id),
    ):
        assert cast.client(key).get(address).status_code == answer, address


def test_nothing_is_ticked_beforehand_and_what_was_chosen_stands(cast):
    tie = Tie.objects.get(child=cast.jaden, kind="family")
    there = to("family:choose-for-person", cast.jaden, tie_id=tie.pk)
    client = cast.client("jaden")

    assert b"checked" not in client.get(there).content
    client.post(there, {"categories": ["plan", "report"]})
    assert client.get(there).content.count(b" checked") == 2
    assert Choice.objects.get(child=cast.jaden).categories == ["plan", "report"]


def test_less_asks_what_is_left(cast):
    agreement = cast.jaden.agreements.get()
    there = to("family:choose-for-service", cast.jaden, agreement_id=agreement.pk)
    answer = cast.client("jaden").post(there, {"answer": "less"})

    assert "Tick what they may still see" in words_of(answer)
    assert not Choice.objects.filter(child=cast.jaden).exists()


def test_before_the_switch_the_young_person_is_invited_with_the_parents_knowing(cast):
    there = to("team:invite-young-person", cast.jaden)
    priya = cast.client("priya")
    answer = priya.post(there, {"email": "own@plait.example"})
    assert "Tell the parents first" in words_of(answer)
    assert not Invitation.objects.filter(email="own@plait.example").exists()

    priya.post(there, {"email": "own@plait.example", "told": "on"})
    told = Notice.objects.filter(subject__contains="a young person is invited")
    assert "michelle@plait.example" in told.values_list("address", flat=True)
    assert "told" not in read(cast, "priya", to("team:invite-young-person", cast.tilda))
    for key in ("jonah", "michelle", "jaden"):
        assert cast.client(key).get(there).status_code == 403


def test_a_parent_who_holds_the_link_does_not_become_the_young_person(cast):
    guest = Guest("self", "Ada", "ada@plait.example", "self", "the young person")
    token = team.invite(guest, viewer=cast.viewer("priya"), child=cast.tilda)
    with pytest.raises(TooLate):
        team.accept_invitation(token, person=cast.people["adwoa"], now=cast.now)
    ties = Tie.objects.filter(child=cast.tilda, kind="self")
    assert [tie.person_id for tie in ties] == [cast.people["tilda"].pk]


def test_who_acts_is_recorded_whole_or_not_at_all(cast):
    there = to("team:represent", cast.tilda)
    priya = cast.client("priya")
    answers = {
        "decision": "sharing", "helped": "Pictures", "why": "Could not weigh it",
        "authority": "deputy", "person": str(cast.people["per"].pk),
    } | a_day("assessed_on", -1)  # fmt: skip

    said = words_of(priya.post(there, answers | a_day("review_on", 700)))
    assert "Choose a day up to" in said
    said = words_of(
        priya.post(there, answers | a_day("review_on", 90) | {"helped": ""})
    )
    assert "Write down what was done to help" in said
    assert not Representative.objects.filter(child=cast.tilda).exists()

    assert priya.post(there, answers | a_day("review_on", 90)).status_code == 302
    shown = read(cast, "priya", to("team:representatives", cast.tilda))
    assert "Could not weigh it" in shown
    for key in ("per", "tilda", "jonah", "dewi"):
        answer = cast.client(key).get(to("team:representatives", cast.tilda))
        assert answer.status_code == 403


def test_a_review_is_on_the_sencos_first_page_before_it_ends(cast):
    assert "Look again at who acts for Kwame Marlow" in read(cast, "priya", "/")
    assert "Look again" not in read(cast, "jonah", "/")


def test_what_was_asked_is_on_the_page_of_whoever_wrote_it(cast):
    asks = "Jaden Clarke asks to keep something from home"
    assert asks in read(cast, "jonah", "/")
    assert asks in read(cast, "priya", "/")
    assert asks not in read(cast, "dewi", "/")


def test_at_25_the_senco_is_asked_when_the_support_ends(cast):
    cast.tilda.born_on = cast.now.date() - timedelta(days=365 * 25)
    cast.tilda.save()
    assert "Tilda Osei turns 25" in read(cast, "priya", "/")


def test_the_support_ends_on_a_day(cast):
    there = to("team:close", cast.jaden)
    priya = cast.client("priya")
    said = words_of(priya.post(there, {"reason": "moved_on"} | a_day("last_day", -3)))
    assert "Choose a day that is still to come" in said
    priya.post(there, {"reason": "moved_on"} | a_day("last_day", 5))
    assert Closing.objects.get(child=cast.jaden).ends_on == cast.now.date() + timedelta(
        days=6
    )
    assert "It is recorded that it ends on" in read(cast, "priya", there)


def test_a_birthday_of_another_school_year_asks_for_a_paper(cast):
    there = to("team:card", cast.jaden)
    form = {
        "given_name": "Jaden", "family_name": "Clarke", "pronouns": "he",
        "born_on_day": "14", "born_on_month": "3",
        "born_on_year": str(cast.jaden.born_on.year - 1),
        "seen_version": cast.jaden.version,
    }  # fmt: skip
    assert "Say which paper" in words_of(cast.client("priya").post(there, form))
    said = words_of(cast.client("michelle").post(there, form))
    assert "would change who decides" in said
    answer = cast.client("priya").post(there, form | {"evidence": "passport"})
    assert answer.status_code == 302
