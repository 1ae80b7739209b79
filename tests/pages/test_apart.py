"""Pages about what is kept apart: closed until wanted, clear sentences, refusals."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plait.children.models import Tie
from plait.evidence import operations as evidence
from plait.evidence.models import Observation
from plait.sharing import holding, keeping, sealing
from plait.sharing.keeping import Hold, SealWish
from plait.sharing.models import HeldBack, Record, Seal
from tests.pages_read import form_on
from tests.pages_sent import a_day, landed, sent, shown

SAW = "Zebedee put the blue cup away"


@pytest.fixture
def add(cast):
    return reverse("evidence:add-note", args=[cast.rafi.pk])


def note(cast, key="abena"):
    return evidence.note_observation(
        Observation(saw=SAW, areas=[], seen_at=cast.now),
        child=cast.rafi,
        viewer=cast.viewer(key),
    )


def held(cast, days=2):
    made = note(cast)
    hold = Hold("not-sure", cast.now.date() + timedelta(days=days), "I will watch")
    holding.hold_back(made.pk, hold, child=cast.rafi, viewer=cast.viewer("abena"))
    return made


def about(cast, name, **ids):
    return reverse(name, kwargs={"child_id": cast.rafi.pk, **ids})


HOLDING = {
    "saw": SAW,
    "family": "hold",
    "hold_reason": "not-sure",
    "hold_words": "Watching",
}


def test_half_a_minute_is_enough_the_rest_stays_closed(cast, add):
    page = shown(cast.client("abena"), add)

    assert "Who reads this" in page
    assert '<details class="govuk-details" open' not in page
    assert "Is there somebody who must not see this?" not in page  # Abena does not seal
    landed(cast.client("abena"), add, saw=SAW)
    assert SAW in shown(
        cast.client("shirin"), about(cast, "evidence:note", note_id=newest().pk)
    )


def newest():
    every = Record.objects.unfiltered("a test").filter(kind="evidence.observation")
    return every.latest("made_at", "pk")


def test_a_family_is_asked_nothing_of_the_kind(cast, add):
    assert "Who reads this" not in shown(cast.client("shirin"), add)


def test_a_note_is_held_back_while_it_is_written(cast, add):
    day = a_day("review_on", cast.now.date() + timedelta(days=10))

    landed(cast.client("abena"), add, **HOLDING, **day)

    address = about(cast, "evidence:note", note_id=newest().pk)
    assert cast.client("shirin").get(address).status_code == 404
    page = shown(cast.client("abena"), address)
    assert "Held back from the family: we are not sure yet what we saw" in page


MISTAKES = (
    ({"hold_reason": ""}, "Choose why the family does not read it now"),
    ({"hold_words": ""}, "Say why in a few words"),
    ({"review_on_year": ""}, "Add the year"),
    ({"review_on_year": "2020"}, "Choose a day that is still to come"),
    ({"review_on_year": "2099"}, "then look again"),
)


@pytest.mark.parametrize(
    ("wrong", "sentence"), MISTAKES, ids=[one[1] for one in MISTAKES]
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast, add, wrong, sentence):
    day = a_day("review_on", cast.now.date() + timedelta(days=10))

    answer, page = sent(cast.client("abena"), add, **{**HOLDING, **day, **wrong})

    assert answer.status_code == 200
    assert sentence in page
    assert SAW in page
    assert 'govuk-details" open' in page.replace("  ", " ")


def test_the_lead_finds_it_on_its_day_and_lets_the_family_read_it(cast):
    made = held(cast)
    margaret = cast.client("margaret")
    address = about(cast, "sharing:held", record_id=made.pk)
    assert "Held back from Rafi Hossain-Doyle’s family" in shown(margaret, "/")
    assert address in shown(margaret, reverse("today:held-back"))

    landed(margaret, address, release="yes")

    assert SAW in shown(
        cast.client("shirin"), about(cast, "evidence:note", note_id=made.pk)
    )
    assert address not in shown(margaret, reverse("today:held-back"))


def test_not_before_its_week(cast):
    held(cast, days=20)

    assert "Held back from Rafi" not in shown(cast.client("margaret"), "/")


def test_it_is_held_on_with_a_new_day(cast):
    made = held(cast)
    day = cast.now.date() + timedelta(days=30)

    landed(
        cast.client("margaret"), about(cast, "sharing:held", record_id=made.pk),
        hold_reason="harm", hold_words="Not yet", **a_day("review_on", day),
    )  # fmt: skip

    running = HeldBack.objects.unfiltered("a test").get(record=made.pk, ended_at=None)
    assert (running.review_on, running.reason) == (day, "harm")


def test_the_list_counts_over_a_year(cast):
    page = shown(cast.client("margaret"), reverse("today:held-back"))

    assert "Nothing that was held back has been released yet" in page
    made = held(cast)
    later = cast.viewer("margaret", at=cast.now + timedelta(hours=1))
    holding.release(made.pk, child=cast.rafi, viewer=later)
    # The hour is still to come for a page that is opened now: it counts from its end on.
    figures = holding.figures(type(cast.rafi).objects.all(), later)
    assert figures.waited == 1


@pytest.mark.parametrize("key", ["abena", "leon", "shirin", "nani"])
def test_the_list_is_for_those_who_lead(cast, key):
    answer = cast.client(key).get(reverse("today:held-back"))

    assert answer.status_code in (403, 404)


def test_somebody_else_of_the_agency_reads_why_and_changes_nothing(cast):
    made = held(cast)
    leon = cast.client("leon")

    assert "Held back from the family" in shown(
        leon, about(cast, "evidence:note", note_id=made.pk)
    )
    address = about(cast, "sharing:held", record_id=made.pk)
    assert leon.get(address).status_code == 403
    assert leon.post(address, {"release": "yes"}).status_code == 403
    assert cast.client("tomasz").get(address).status_code in (403, 404)
    assert cast.client("shirin").get(address).status_code == 404


def test_a_note_is_born_sealed(cast, add):
    tomasz = cast.people["tomasz"].pk

    landed(
        cast.client("margaret"), add,
        saw=SAW, seal_from=f"person:{tomasz}", seal_ground="close", seal_words="His aunt",
    )  # fmt: skip

    address = about(cast, "evidence:note", note_id=newest().pk)
    assert cast.client("tomasz").get(address).status_code == 404
    assert SAW in shown(cast.client("abena"), address)
    assert SAW in shown(cast.client("shirin"), address)


def test_a_seal_says_why(cast, add):
    tomasz = cast.people["tomasz"].pk

    answer, page = sent(
        cast.client("margaret"), add, saw=SAW, seal_from=f"person:{tomasz}"
    )

    assert answer.status_code == 200
    assert "Choose why it is sealed" in page


def test_sealing_a_kind_and_lifting_it(cast):
    margaret = cast.client("margaret")

    address, page = landed(
        margaret, about(cast, "sharing:add-seal"),
        what="location", against="family", ground="private", why="They asked us",
    )  # fmt: skip

    assert "Addresses and places, sealed from the family" in page
    assert "Gives way in emergencies" in page
    assert "Addresses and places" in shown(margaret, about(cast, "sharing:seals"))
    _, page = landed(margaret, f"{address}/lift", why="Not needed")
    assert "Lifted on" in page


def test_it_cannot_be_sealed_from_somebody_who_may_see_it(cast):
    tomasz = str(cast.people["tomasz"].pk)

    answer, page = sent(
        cast.client("margaret"), about(cast, "sharing:add-seal"),
        against=f"person:{tomasz}", exempt=[tomasz], ground="private", why="They asked us",
    )  # fmt: skip

    assert answer.status_code == 200
    assert "It cannot be sealed from somebody who may see it" in page


@pytest.mark.parametrize("key", ["abena", "leon", "tomasz", "shirin", "conor", "petra"])
def test_seals_are_for_those_who_look_after_them(cast, key):
    made = sealing.seal(
        SealWish("family", "private", "They asked us", category="location"),
        child=cast.rafi,
        viewer=cast.viewer("margaret"),
    )
    client = cast.client(key)

    for name, ids in (
        ("sharing:seals", {}),
        ("sharing:add-seal", {}),
        ("sharing:seal", {"seal_id": made.pk}),
        ("sharing:confirm-seal", {"seal_id": made.pk}),
        ("sharing:lift-seal", {"seal_id": made.pk}),
        ("sharing:seal-record", {"record_id": newest().pk}),
    ):
        assert client.get(about(cast, name, **ids)).status_code in (403, 404), name
        posted = client.post(
            about(cast, name, **ids), {"why": "Over", "once": "1" * 32}
        )
        assert posted.status_code in (403, 404, 405), name
    assert Seal.objects.get(pk=made.pk).lifted_at is None


def test_a_second_person_finds_the_seal_in_the_story(cast):
    margaret, leo = cast.client("margaret"), cast.children["leo"]
    seal = Seal.objects.get(child=leo)
    address = reverse("sharing:seal", args=[leo.pk, seal.pk])
    assert "A seal for Leo Fernandes waits for a second person" in shown(margaret, "/")

    form = form_on(shown(margaret, address), f"{address}/confirm").fields
    answer = margaret.post(f"{address}/confirm", form)

    assert answer.status_code == 302
    assert "Two people stand behind it" in shown(margaret, address)


def test_one_tap_says_that_one_knows_the_family(cast):
    leon = cast.client("leon")

    landed(leon, about(cast, "team:know-family"))

    assert leon.get(about(cast, "today:child")).status_code == 404
    assert Tie.objects.get(child=cast.rafi, person=cast.people["leon"]).until_at


def test_the_limit_is_said_beforehand(cast, add):
    weeks = (keeping.latest_review(cast.now.date()) - cast.now.date()).days // 7

    assert f"At most {weeks} weeks from today" in shown(cast.client("abena"), add)
