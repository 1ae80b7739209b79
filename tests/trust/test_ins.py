"""INS: people inside who look where they have no business."""

import random
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from plait.access import clock
from plait.access.models import Person
from plait.agencies.models import Employment
from plait.children.models import Child, Tie
from plait.evidence.models import Home
from plait.ledger.models import Alert, Line
from plait.ledger.watching import CROWD_BEYOND_TEAM, Rule
from plait.sharing import watch
from plait.sharing.models import Conflict, Glass, Restriction
from tests.pages_read import words_of
from tests.trust import snooping
from tests.trust.everything import Telling, put


@pytest.fixture
def cast(cast):
    """Without what the story has for the privacy lead."""
    Alert.objects.all().delete()
    return cast


def children_of_others(number):
    return [
        Child.objects.create(
            given_name=f"Lia{at}",
            family_name="Okoro",
            born_on="2021-01-01",
            added_at="2025-01-01T00:00Z",
        )
        for at in range(number)
    ]


def look(client, child):
    return client.get(reverse("today:child", kwargs={"child_id": child.pk})).status_code


def waiting(cast):
    return words_of(cast.client("ayesha").get("/"))


def test_ins_1_the_fifth_child_in_a_day_who_is_not_theirs_alerts(
    cast, django_capture_on_commit_callbacks
):
    client, children = cast.client("petra"), children_of_others(5)
    for child in children[:4]:
        assert look(client, child) == 404
    assert not Alert.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert look(client, children[4]) == 404
    alert = Alert.objects.get()
    assert (alert.rule, alert.count) == (Rule.STRANGERS, 5)
    assert alert.person_id == cast.people["petra"].pk
    assert len(mail.outbox) == 1
    for _ in range(3):
        look(client, children[4])
    assert Alert.objects.count() == 1
    tries = Line.objects.filter(act="page.not-found", person_id=alert.person_id)
    assert tries.count() >= 5, "attempts are counted in the ledger"


def test_ins_1_the_same_child_again_and_ones_own_in_another_hat_do_not(cast):
    client, child = cast.client("petra"), children_of_others(1)[0]
    for _ in range(8):
        assert look(client, child) == 404
    daniel = cast.client("daniel")
    for _ in range(6):
        look(daniel, cast.noor)
    watch.look_over(clock.read())
    assert not Alert.objects.exists()


def test_ins_1_a_little_each_day_adds_up(cast):
    petra = cast.viewer("petra")
    ledger = watch.ledger
    for day, child in enumerate(children_of_others(6)):
        at = cast.now - timedelta(days=day % 6, minutes=day)
        details = {"asked": {"child_id": str(child.pk)}}
        entry = ledger.Entry(
            "page.not-found", at, petra.person_id, petra.hat.key, details=details
        )
        ledger.write([entry])
    watch.look_over(cast.now)
    assert Alert.objects.get().count == 6


def test_an_alert_names_no_child_and_is_for_privacy_leads_alone(
    cast, django_capture_on_commit_callbacks
):
    client, children = cast.client("petra"), children_of_others(5)
    with django_capture_on_commit_callbacks(execute=True):
        for child in children:
            look(client, child)
    alert = Alert.objects.get()
    there = reverse("today:alert", kwargs={"alert_id": alert.pk})
    page = words_of(cast.client("ayesha").get(there))
    assert "looked for children who are not theirs" in waiting(cast)
    told = page + waiting(cast) + mail.outbox[0].subject + mail.outbox[0].body
    for word in ("Lia", "Okoro", "Rafi", *(str(child.pk) for child in children)):
        assert word not in told
    assert cast.people["petra"].name in page
    assert cast.people["petra"].name not in mail.outbox[0].body
    for key in cast.people:
        if key not in ("ayesha", "callum"):
            assert cast.client(key).get(there).status_code in (302, 404), key


def test_an_alert_is_answered_once_in_words(cast):
    for child in children_of_others(5):
        look(cast.client("petra"), child)
    there = reverse("today:alert", kwargs={"alert_id": Alert.objects.get().pk})
    ayesha = cast.client("ayesha")
    assert "looked for children who are not theirs" in waiting(cast)
    assert "Write a few words" in words_of(ayesha.post(there, {"outcome": "fine"}))
    assert (
        ayesha.post(
            there, {"outcome": "spoken", "words": "It was a mix-up."}
        ).status_code
        == 302
    )
    assert "looked for children who are not theirs" not in waiting(cast)
    page = words_of(ayesha.get(there))
    assert "We have spoken with them" in page
    assert "It was a mix-up." in page


def test_ins_2_a_namesake_without_a_tie_is_flagged(cast):
    child = children_of_others(1)[0]
    petra = cast.people["petra"]
    Person.objects.filter(pk=petra.pk).update(name="Petra Okoro-Hale")
    assert look(cast.client("petra"), child) == 404
    found = watch.look_over(clock.read())
    assert [alert.rule for alert in found] == [Rule.NAMESAKE]


def a_home(cast, child, **says):
    """What a family wrote of where it lives."""
    told = Telling(child, cast.people["shirin"], cast.now, "x")
    return put(Home(**{"called": "Home", "address": ""} | says), told)


@pytest.fixture
def petras_own(cast):
    """A child of Petra's own family, and one of others, with whom she does not work."""
    own, other = children_of_others(2)
    Tie.objects.create(
        person=cast.people["petra"], child=own, kind="family", role="relative",
        from_at=cast.now - timedelta(days=30),
    )  # fmt: skip
    return own, other


@pytest.mark.parametrize(
    ("hers", "theirs", "flagged"),
    [
        (
            {"address": "7 Tansy Row\nHarrowmere"},
            {"address": "7, Tansy Row, harrowmere"},
            True,
        ),
        ({"phone": "01632 960 144"}, {"phone": "01632960144"}, True),
        ({"address": "7 Tansy Row"}, {"address": "9 Tansy Row"}, False),
        ({"address": "Flat 2"}, {"address": "Flat 2"}, False),  # too little to tell
        ({"address": ""}, {"address": ""}, False),
    ],
)
def test_ins_2_a_neighbour_is_flagged(cast, petras_own, hers, theirs, flagged):
    own, other = petras_own
    a_home(cast, own, **hers)
    a_home(cast, other, **theirs)
    assert look(cast.client("petra"), other) == 404
    found = watch.look_over(clock.read())
    assert [alert.rule for alert in found] == [Rule.NEIGHBOUR] * flagged
    told = waiting(cast)
    assert ("they are close to" in told) is flagged
    assert "Tansy" not in told


def test_ins_2_no_home_is_compared_with_itself_or_with_a_stranger(cast, petras_own):
    """Somebody of no family at all, and a child who is the reader's own."""
    own, other = petras_own
    for child in (own, other):
        a_home(cast, child, address="7 Tansy Row")
    for client, child in ((cast.client("leon"), other), (cast.client("petra"), own)):
        assert look(client, child) == 404
    assert watch.look_over(clock.read()) == []


def test_ins_2_whoever_is_known_to_be_close_is_flagged_too(cast):
    """They are refused like everybody without a tie; that they tried is told."""
    child = children_of_others(1)[0]
    closed = Restriction.objects.create(
        child=child, aim="at_work", aimed_person=cast.people["petra"],
        breakable=False, ground="x", from_at=cast.now,
    )  # fmt: skip
    Conflict.objects.create(
        person=cast.people["petra"], child=child, why="neighbour", restriction=closed,
        recorded_by=cast.people["gwen"], recorded_for=cast.agencies["larkfield"],
        from_at=cast.now,
    )  # fmt: skip
    assert look(cast.client("petra"), child) == 404
    assert [one.rule for one in watch.look_over(clock.read())] == [Rule.NEIGHBOUR]


def strangers(cast, number):
    for at in range(number):
        person = Person.objects.create_user(
            email=f"s{at}@plait.example", name=f"Sam {at}"
        )
        Employment.objects.create(
            person=person, agency=cast.agencies["larkfield"], role="teacher",
            from_at=cast.now - timedelta(days=9),
        )  # fmt: skip
        yield person


def test_ins_3_more_people_than_the_team_alert_inside_five_minutes(cast):
    """A child in the news. Nobody gets anything; the next run of the watch tells."""
    people = list(strangers(cast, CROWD_BEYOND_TEAM + 1))
    hat = str(cast.agencies["larkfield"].pk)
    details = {"asked": {"child_id": str(cast.rafi.pk)}}
    for at, person in enumerate(people):
        moment = cast.now + timedelta(seconds=at)
        entry = watch.ledger.Entry(
            "page.not-found", moment, person.pk, hat, details=details
        )
        watch.ledger.write([entry])
        told = watch.look_over(moment)
        assert bool(told) == (at == CROWD_BEYOND_TEAM)
    alert = Alert.objects.get()
    assert (alert.rule, alert.person_id) == (Rule.CROWD, None)
    assert "Many people came to one child" in waiting(cast)


def test_ins_3_emergency_access_counts_too(cast):
    for person in strangers(cast, CROWD_BEYOND_TEAM + 1):
        Glass.objects.create(
            person=person, child=cast.rafi, agency=cast.agencies["larkfield"], reason="x",
            opened_at=cast.now, expires_at=cast.now + timedelta(hours=1),
        )  # fmt: skip
    assert [one.rule for one in watch.look_over(cast.now)] == [Rule.CROWD]


def test_ins_3_a_team_that_looks_a_lot_is_no_crowd(cast):
    for key in ("abena", "margaret", "tomasz", "joy"):
        for _ in range(5):
            look(cast.client(key), cast.rafi)
    assert watch.look_over(clock.read()) == []


@pytest.fixture(scope="session")
def measured():
    from tests.trust.conftest import WHOLE

    normal, snooping_ones = (1_000_000, 1_000) if WHOLE else (100_000, 100)
    return snooping.measure(random.Random(20261126), normal, snooping_ones)


def test_ins_4_recall_and_false_alarms_on_seeded_sessions(measured):
    print(measured)  # shown with -s: what docs/how-to/measure.md quotes
    assert measured.recall >= 0.95
    assert measured.false_alarms_a_week_per_thousand <= 20


def test_ins_4_the_figures_stand_in_the_guide():
    from tests.journeys.worlds import ROOT

    guide = (ROOT / "docs" / "how-to" / "measure.md").read_text()
    assert re.search(r"recall .*9\d\.\d", guide)


def test_ins_4_every_rule_earns_its_place(measured):
    """Without one of them, fewer of the sessions it is for are found."""
    assert all(found > 0 for found in measured.found_by.values())
