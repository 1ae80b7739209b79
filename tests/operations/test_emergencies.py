"""Emergency access: who reviews it, what they see of it, and when the family hears."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Hat, Viewer
from plait.agencies.models import Employment
from plait.children.finding import Sought
from plait.clocks import arithmetic
from plait.evidence.models import Observation
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.notices.models import Notice
from plait.sharing.emergency import operations, queries, reviewing, rules, telling
from plait.sharing.emergency.operations import Need
from plait.sharing.emergency.reviewing import Verdict
from plait.sharing.models import Emergency, Record, Restriction
from plait.team import looks
from plait.today import preview
from tests.emergencies import HOUR, WORDS, answers, ended, opened
from tests.trust.moments import london

RIGHT = Verdict("justified", "The hospital had rung.")


def letters(since):
    new = Notice.objects.order_by("due_at", "address")[since:]
    return sorted((one.address.split("@")[0], one.subject) for one in new)


def family_letters(since):
    return [who for who, subject in letters(since) if "looked" in subject]


def works_as(cast, key, agency, role):
    employment = Employment.objects.create(
        person=cast.people[key],
        agency=cast.agencies[agency],
        role=role,
        from_at=cast.now - timedelta(days=9),
    )
    return Viewer(Hat(cast.people[key].pk, employment.agency_id), cast.now, role)


def on_list(emergency, viewer):
    return emergency in queries.to_review(viewer)


# --- Who reviews (E5) ---


def test_e5_the_day_is_three_working_days_on():
    """From the Thursday before Christmas 2026 over the holidays to the Wednesday."""
    asked = london(2026, 12, 23, 23, 30)
    assert rules.review_due_on(asked).isoformat() == "2026-12-30"
    assert rules.review_due_on(london(2026, 11, 26, 10)).isoformat() == "2026-12-01"


def test_e5_the_councils_lead_where_an_agency_has_none(cast):
    emergency = ended(cast, at=cast.now - HOUR)
    assert on_list(emergency, cast.viewer("ayesha"))
    for key in ("sofia", "margaret", "daniel", "owen", "petra"):
        assert queries.to_review(cast.viewer(key)) == []
        with pytest.raises(Emergency.DoesNotExist):
            queries.get_for_review(emergency.pk, viewer=cast.viewer(key))
        with pytest.raises(Emergency.DoesNotExist):
            reviewing.review(emergency.pk, RIGHT, viewer=cast.viewer(key))


def test_e5_an_agencys_own_lead_comes_first(cast):
    own = works_as(cast, "petra", "harrowmere-care", "privacy_lead")
    emergency = ended(cast, at=cast.now - HOUR)
    assert on_list(emergency, own)
    assert not on_list(emergency, cast.viewer("ayesha"))


def test_e5_a_lead_never_reviews_their_own(cast):
    """Sofia is her agency's privacy lead too: the council's has it."""
    own = works_as(cast, "sofia", "harrowmere-care", "privacy_lead")
    emergency = ended(cast, at=cast.now - HOUR)
    assert not on_list(emergency, own)
    with pytest.raises(Emergency.DoesNotExist):
        reviewing.review(emergency.pk, RIGHT, viewer=own)
    assert on_list(emergency, cast.viewer("ayesha"))
    emergency.escalated_at = cast.now
    emergency.save()
    assert not on_list(emergency, own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Emergency.objects.filter(pk=emergency.pk).update(
            reviewed_by=own.person_id, reviewed_at=cast.now, outcome="justified"
        )


def test_e5_a_review_stands(cast):
    emergency = ended(cast, at=cast.now - HOUR)
    ayesha = cast.viewer("ayesha")
    reviewing.review(emergency.pk, RIGHT, viewer=ayesha)
    emergency.refresh_from_db()
    assert (emergency.outcome, emergency.reviewed_by) == (
        "justified",
        cast.people["ayesha"],
    )
    assert not on_list(emergency, ayesha)
    with pytest.raises(TooLate):
        reviewing.review(emergency.pk, Verdict("not_justified", "No"), viewer=ayesha)


def test_e5_nothing_is_right_before_it_has_ended_and_what_is_wrong_ends(cast):
    emergency = opened(cast)
    ayesha = cast.viewer("ayesha", at=cast.now + timedelta(minutes=5))
    with pytest.raises(NotPermitted, match="open until"):
        reviewing.review(emergency.pk, RIGHT, viewer=ayesha)
    wrong = Verdict("not_justified", "She knows the family.")
    reviewing.review(emergency.pk, wrong, viewer=ayesha)
    emergency.glass.refresh_from_db()
    assert emergency.glass.expires_at == ayesha.now
    ended_lines = Line.objects.filter(act="sharing.emergency.ended")
    last = ended_lines.latest("seq")
    assert json.loads(last.details)["glass"] == str(emergency.glass_id)


def test_e5_the_reviewer_asks_and_the_opener_answers(cast):
    emergency, since = ended(cast, at=cast.now - HOUR), Notice.objects.count()
    ayesha, sofia = cast.viewer("ayesha"), cast.viewer("sofia")
    with pytest.raises(TooLate):
        operations.answer(emergency.pk, "Nobody asked", viewer=sofia)
    reviewing.ask(emergency.pk, "Who rang?", viewer=ayesha)
    assert letters(since) == [("sofia", "Plait: a question is waiting for you")]
    for key in ("margaret", "ayesha"):
        with pytest.raises(Emergency.DoesNotExist):
            operations.answer(emergency.pk, "Me", viewer=cast.viewer(key))
    operations.answer(emergency.pk, "The ward sister.", viewer=sofia)
    found = queries.get_for_review(emergency.pk, viewer=ayesha)
    assert (found.question, found.answer) == ("Who rang?", "The ward sister.")
    assert on_list(emergency, ayesha)


def test_e5_what_was_read_is_counted_and_not_shown(cast):
    client = cast.client("sofia")
    client.post("/emergency-access", answers(cast.rafi))
    for page in ("/plan", "/plan", "/book"):
        client.get(f"/children/{cast.rafi.pk}{page}")
    client.post(f"/children/{cast.rafi.pk}/emergency-access/end")
    glass = Emergency.objects.latest("asked_at").glass
    read = queries.what_was_read(glass)
    assert dict(read.surfaces) == {"plan": 2, "book": 1}
    assert dict(read.kinds).keys() >= {
        "the plan and progress",
        "the communication book",
    }


# --- What is late (E6) ---


def past_its_day(cast):
    return cast.now + timedelta(days=9)


def test_e6_what_is_late_stands_with_more_people_and_they_are_told_once(cast):
    own = works_as(cast, "petra", "harrowmere-care", "privacy_lead")
    head = works_as(cast, "leon", "harrowmere-care", "setting_lead")
    emergency, since = ended(cast, at=cast.now - HOUR), Notice.objects.count()
    others = (cast.viewer("ayesha"), head)
    assert [on_list(emergency, one) for one in others] == [False, False]
    waiting_to_be_reviewed = Emergency.objects.filter(reviewed_at=None).count()

    on_the_day = arithmetic.start_of(emergency.due_on) + 9 * HOUR
    assert telling.follow_up(now=on_the_day)[1] < waiting_to_be_reviewed
    assert not on_list(emergency, others[0])
    telling.follow_up(now=past_its_day(cast))
    assert all(on_list(emergency, one) for one in (own, *others))
    told = [who for who, subject in letters(since) if "late" in subject]
    assert {"petra", "ayesha", "leon"} <= set(told)
    number = Notice.objects.count()
    telling.follow_up(now=past_its_day(cast) + HOUR)
    assert Notice.objects.count() == number
    reviewing.review(emergency.pk, RIGHT, viewer=head)


# --- What the family hears (E7) ---


def looks_of_sofia(cast, key="shirin", at=None):
    found = looks.list_looks(cast.rafi, viewer=cast.viewer(key, at=at)).looks
    return [look for look in found if look.hat == cast.hat("sofia")]


def sofia_reads(cast):
    """An hour ago, for ten minutes, by the real door's own words in the ledger."""
    start = cast.now - HOUR
    emergency = opened(cast, at=start)
    reading = cast.viewer("sofia", at=start + timedelta(minutes=3))
    list(Observation.objects.read_by(reading).filter(record__child=cast.rafi))
    ledger.record_reading(viewer=reading, surface="overview", child_ids=[cast.rafi.pk])
    operations.end(
        cast.rafi, viewer=cast.viewer("sofia", at=start + timedelta(minutes=10))
    )
    return emergency


def knows(cast, emergency, at=None):
    found = queries.told_to_family(cast.rafi, at=at or cast.now)
    return emergency in found


def test_e7_those_who_decide_are_told_with_the_review(cast):
    emergency, since = sofia_reads(cast), Notice.objects.count()
    assert not knows(cast, emergency)
    assert looks_of_sofia(cast) == []
    reviewing.review(emergency.pk, RIGHT, viewer=cast.viewer("ayesha"))
    subject = "Plait: somebody looked in an emergency"
    assert letters(since) == [("conor", subject), ("shirin", subject)]
    assert knows(cast, emergency)
    assert [look.surface for look in looks_of_sofia(cast)] == ["overview"]
    told = Notice.objects.latest("due_at").words
    for word in ("Rafi", "Sofia", "hospital", "Social"):
        assert word not in told


def test_e7_a_parent_from_whom_the_child_is_closed_is_not_told(cast):
    emergency, since = sofia_reads(cast), Notice.objects.count()
    Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["conor"],
        from_at=cast.now - HOUR,
    )  # fmt: skip
    reviewing.review(emergency.pk, RIGHT, viewer=cast.viewer("ayesha"))
    assert [who for who, _ in letters(since)] == ["shirin"]


def test_e7_nor_does_the_preview_tell_of_it_before_its_day(cast):
    """Joy is in the team and sees more for an hour; mum looks with her eyes."""
    mum = {"child": cast.rafi, "viewer": cast.viewer("shirin")}

    def shown():
        joy = preview.get_service(cast.hat("joy").agency_id, **mum)
        return {one.record_id for one in preview.look_as(joy, **mum).shown}

    before = shown()
    opened(cast, "joy", at=cast.now)
    seen = Record.objects.visible_to(cast.hat("joy"), cast.now).filter(child=cast.rafi)
    assert set(seen.values_list("pk", flat=True)) > before
    assert shown() == before


def test_e7_withheld_until_its_day_from_the_log_too(cast):
    emergency, since = sofia_reads(cast), Notice.objects.count()
    day = cast.viewer("ayesha").today + timedelta(days=14)
    later = Verdict("justified", "Right.", day, "Dad is not to know where mum is yet.")
    reviewing.review(emergency.pk, later, viewer=cast.viewer("ayesha"))
    start = arithmetic.start_of(day)
    before = start - timedelta(seconds=1)
    telling.follow_up(now=before)
    assert family_letters(since) == []
    assert not knows(cast, emergency, at=before)
    assert looks_of_sofia(cast, at=before) == []

    assert knows(cast, emergency, at=start)  # whether or not a command has run
    assert len(looks_of_sofia(cast, at=start)) == 1
    telling.follow_up(now=start)
    telling.follow_up(now=start + HOUR)
    assert family_letters(since) == ["conor", "shirin"]


def test_e7_why_not_now_and_until_when_must_be_said(cast):
    emergency, ayesha = sofia_reads(cast), cast.viewer("ayesha")
    today = ayesha.today
    for day, why in (
        (today + timedelta(days=3), " "),
        (today, "It is not safe"),
        (today + timedelta(weeks=4, days=2), "It is not safe"),
    ):
        verdict = Verdict("justified", "Right.", day, why)
        with pytest.raises(NotPermitted):
            reviewing.review(emergency.pk, verdict, viewer=ayesha)


def test_e7_nobodys_silence_keeps_it_from_a_family(cast):
    """Unreviewed, it is told after four weeks; the page says that nobody has looked."""
    emergency, since = sofia_reads(cast), Notice.objects.count()
    end = rules.told_at_the_latest(emergency.asked_at)
    assert not knows(cast, emergency, at=end - timedelta(seconds=1))
    assert knows(cast, emergency, at=end)
    telling.follow_up(now=end)
    assert family_letters(since) == ["conor", "shirin"]


def test_an_attempt_that_found_nobody_is_reviewed_and_told_to_nobody(cast):
    since = Notice.objects.count()
    attempt = operations.open_by_name(
        Sought("Nobody", "Known", cast.rafi.born_on), Need("danger", WORDS, 1),
        viewer=cast.viewer("sofia"),
    )  # fmt: skip
    assert attempt.glass is None
    ayesha = cast.viewer("ayesha")
    assert on_list(attempt, ayesha)
    reviewing.review(attempt.pk, RIGHT, viewer=ayesha)
    telling.follow_up(now=cast.now + timedelta(weeks=5))
    assert family_letters(since) == []
    assert not on_list(attempt, ayesha)
