"""Telling later that somebody looked, asking why, and answering: what each act does."""

import json
from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted, TooLate
from plait.access.viewer import Hat
from plait.agencies.models import Employment
from plait.clocks import arithmetic, holidays, limits
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.notices.models import Notice
from plait.plans.models import Plan
from plait.sharing import looks_delay, surprises
from plait.sharing.models import LookDelay, LookQuestion
from plait.team import looks
from tests.conftest import NOW

State = LookQuestion.State


def reads_plan(cast, key, at=None):
    """Somebody opens the plan; the ledger says so."""
    viewer = cast.viewer(key, at=at)
    list(Plan.objects.read_by(viewer).filter(record__child=cast.rafi))
    ledger.record_reading(viewer=viewer, surface="plan", child_ids=[cast.rafi.pk])
    return viewer.hat


def letters_to(address):
    return list(Notice.objects.filter(address=address, due_at__gte=NOW))


def lines(cast, key="shirin", at=None):
    return looks.list_looks(cast.rafi, viewer=cast.viewer(key, at=at)).looks


def line_of(cast, key):
    reads_plan(cast, key)
    hat = cast.hat(key)
    return next(one for one in lines(cast) if one.hat == hat)


def ask(cast, key="tomasz", who="shirin", said="Why?"):
    look = line_of(cast, key)
    return surprises.ask_about(look, said, child=cast.rafi, viewer=cast.viewer(who))


def lead_at(cast, agency, key="petra", days=9):
    return Employment.objects.create(
        person=cast.people[key],
        agency=cast.agencies[agency],
        role="privacy_lead",
        from_at=cast.now - timedelta(days=days),
    )


def as_lead(cast, agency, key="petra"):
    viewer = cast.viewer(key)
    hat = Hat(viewer.person_id, cast.agencies[agency].pk)
    return type(viewer)(hat, cast.now, "privacy_lead", viewer.name)


# --- L3: told later ---


def delay(cast, by="owen", hat=None, reason="An enquiry has begun.", days=14):
    viewer = cast.viewer(by)
    return looks_delay.delay(
        child=cast.rafi,
        hat=hat or cast.hat("owen" if by != "owen" else "abena"),
        reason=reason,
        until_on=viewer.today + timedelta(days=days),
        viewer=viewer,
    )


def hats(cast, at=None):
    return {one.hat for one in lines(cast, at=at) if one.last_at >= cast.now}


def test_a_look_is_told_later_from_the_decision_on_and_until_its_day(cast):
    before = cast.now - timedelta(hours=1)
    abena = reads_plan(cast, "abena", at=before)
    told = {one.id for one in lines(cast)}

    made = delay(cast)
    reads_plan(cast, "abena")

    assert abena not in hats(cast)
    assert {one.id for one in lines(cast)} == told  # what was told stays told
    assert abena in hats(cast, at=made.until_at)  # its own last instant is past
    assert abena not in hats(cast, at=made.until_at - timedelta(microseconds=1))
    decided = Line.objects.filter(act="sharing.look.delayed", child_id=cast.rafi.pk)
    assert decided.count() == 1


def test_a_delay_that_is_decided_anew_leaves_no_gap(cast):
    first = delay(cast, days=7)
    reads_plan(cast, "abena")
    second = delay(cast, days=20)

    assert second.from_at == first.from_at
    assert cast.hat("abena") not in hats(cast, at=first.until_at)
    assert cast.hat("abena") in hats(cast, at=second.until_at)


def test_ending_a_delay_tells_at_once(cast):
    one, _ = delay(cast, days=7), delay(cast, days=9)
    reads_plan(cast, "abena")
    assert cast.hat("abena") not in hats(cast)

    looks_delay.end_delay(one.pk, child=cast.rafi, viewer=cast.viewer("owen"))

    assert cast.hat("abena") in hats(cast)
    assert Line.objects.filter(act="sharing.look.told").count() == 2
    with pytest.raises(LookDelay.DoesNotExist):
        looks_delay.end_delay(one.pk, child=cast.rafi, viewer=cast.viewer("owen"))


@pytest.mark.parametrize(
    "by",
    [
        "shirin",
        "nani",
        "abena",
        "margaret",
        "tomasz",
        "daniel",
        "sofia",
        "petra",
        "ayesha",
    ],
)
def test_l3_only_a_lead_near_it_decides(cast, by):
    """Ayesha is the privacy lead of another agency, once Bramblecote has its own."""
    lead_at(cast, "bramblecote")
    with pytest.raises(NotPermitted):
        delay(cast, by=by, hat=cast.hat("leon"))
    assert not LookDelay.objects.filter(child=cast.rafi).exists()


def test_l3_the_councils_lead_decides_for_an_agency_without_one(cast):
    delay(cast, by="ayesha", hat=cast.hat("sofia"))
    assert LookDelay.objects.get(child=cast.rafi).decided_by == cast.people["ayesha"]


def test_l3_nobody_hides_a_look_of_their_own(cast):
    with pytest.raises(NotPermitted, match="Somebody else decides"):
        delay(cast, hat=cast.hat("owen"))
    with pytest.raises(NotPermitted, match="the family itself"):
        delay(cast, hat=cast.hat("conor"))


@pytest.mark.parametrize(
    ("reason", "days"), [(" ", 7), ("Unsafe.", 0), ("Unsafe.", 43), ("Unsafe.", -1)]
)
def test_l3_with_a_reason_and_a_day_that_is_near(cast, reason, days):
    with pytest.raises(NotPermitted):
        delay(cast, reason=reason, days=days)
    assert not LookDelay.objects.filter(child=cast.rafi).exists()
    delay(cast, days=42)


# --- L4: asking ---


def test_l4_a_question_holds_the_line_and_goes_to_a_named_person(cast):
    made = ask(cast, said=" I did not expect this. ")
    day = arithmetic.day_of(cast.now)
    near = holidays.bank_holidays_near(day)

    assert made.person == cast.people["tomasz"]
    assert (made.surface, made.on, made.times, made.role) == (
        "plan", day, 1, "speech_therapist",
    )  # fmt: skip
    assert made.words == "I did not expect this."
    assert made.answers == cast.people["ayesha"]  # Rowan has nobody of its own
    assert made.due_on == arithmetic.working_days_after(day, 10, near)
    asked = Line.objects.get(act="sharing.look.asked-about", child_id=cast.rafi.pk,
                             at=cast.now)  # fmt: skip
    assert json.loads(asked.details) == {"question": str(made.pk)}


def test_l4_the_same_line_is_asked_about_once(cast):
    first = ask(cast)
    assert ask(cast, said="Again").pk == first.pk
    assert len(letters_to(cast.people["ayesha"].email)) == 1


def test_l4_an_agencys_own_lead_is_asked(cast):
    lead_at(cast, "rowan")
    assert ask(cast).answers == cast.people["petra"]


def test_l4_never_the_person_whose_look_it_is(cast):
    """The therapist is Rowan's only privacy lead, too: the council's answers."""
    lead_at(cast, "rowan", "tomasz")
    made = ask(cast)

    assert made.answers == cast.people["ayesha"]
    assert surprises.list_waiting(as_lead(cast, "rowan", "tomasz")) == []
    with pytest.raises(LookQuestion.DoesNotExist):
        surprises.get_for_lead(made.pk, viewer=as_lead(cast, "rowan", "tomasz"))
    with pytest.raises(LookQuestion.DoesNotExist):
        surprises.answer(
            made.pk, State.IN_ORDER, "Mine", tells=False,
            viewer=as_lead(cast, "rowan", "tomasz"),
        )  # fmt: skip


def test_l4_families_ask_each_other_themselves(cast):
    conor = cast.viewer("conor")
    list(Plan.objects.read_by(conor).filter(record__child=cast.rafi))
    ledger.record_reading(viewer=conor, surface="plan", child_ids=[cast.rafi.pk])
    his = next(one for one in lines(cast) if one.hat == conor.hat)
    with pytest.raises(NotPermitted, match="Ask them yourself"):
        surprises.ask_about(his, "", child=cast.rafi, viewer=cast.viewer("shirin"))


@pytest.mark.parametrize("who", ["nani", "abena", "margaret", "tomasz", "petra"])
def test_l4_only_those_who_can_read_who_has_looked(cast, who):
    with pytest.raises(NotPermitted):
        ask(cast, who=who)


def test_l4_where_nobody_could_answer_it_says_so(cast):
    Employment.objects.filter(role="privacy_lead").update(until_at=cast.now)
    with pytest.raises(TooLate, match="Tell the SENCO"):
        ask(cast)


# --- L5: answering ---


def answer(cast, question, state=State.IN_ORDER, tells=False, viewer=None):
    return surprises.answer(
        question.pk, state, "He wrote his report.", tells=tells,
        viewer=viewer or cast.viewer("ayesha"),
    )  # fmt: skip


def test_l5_an_answer_is_given_once(cast):
    made = ask(cast)
    answer(cast, made)

    made.refresh_from_db()
    assert (made.state, made.answered_by) == (State.IN_ORDER, cast.people["ayesha"])
    assert made.pk not in {
        one.pk for one in surprises.list_waiting(cast.viewer("ayesha"))
    }
    with pytest.raises(TooLate):
        answer(cast, made, State.NOT_IN_ORDER)


def test_l5_asking_the_service_first_keeps_it_open_and_its_day(cast):
    made = ask(cast)
    answer(cast, made, State.ASKING)
    made.refresh_from_db()
    assert made.is_open
    assert made.pk in {one.pk for one in surprises.list_waiting(cast.viewer("ayesha"))}

    answer(cast, made, State.NOT_IN_ORDER)
    made.refresh_from_db()
    assert not made.is_open
    assert made.answer.count("He wrote his report.") == 2  # nothing said is lost


def test_l5_another_lead_of_the_agency_answers_when_the_named_one_has_left(cast):
    named = lead_at(cast, "rowan")
    made = ask(cast)
    named.until_at = cast.now
    named.save()

    assert surprises.who_answers(made, viewer=cast.viewer("shirin")) == "Ayesha Grant"
    answer(cast, made)


@pytest.mark.parametrize(
    "who", ["shirin", "conor", "abena", "margaret", "tomasz", "daniel", "owen", "sofia"]
)
def test_l5_nobody_else_reads_or_answers_it(cast, who):
    made = ask(cast)
    viewer = cast.viewer(who)
    assert surprises.list_waiting(viewer) == []
    with pytest.raises(LookQuestion.DoesNotExist):
        answer(cast, made, viewer=viewer)
    made.refresh_from_db()
    assert made.state == State.WAITING


def test_l5_another_agencys_lead_does_not_either(cast):
    """Nor the council's, for an agency that has a lead of its own."""
    lead_at(cast, "rowan")
    lead_at(cast, "larkfield", "gwen")
    made = ask(cast)
    for viewer in (as_lead(cast, "larkfield", "gwen"), cast.viewer("ayesha")):
        with pytest.raises(LookQuestion.DoesNotExist):
            surprises.get_for_lead(made.pk, viewer=viewer)


def test_l5_a_lead_who_asked_as_a_parent_does_not_answer_themselves(cast):
    lead_at(cast, "harrowmere", "shirin")
    made = ask(cast)
    assert made.answers == cast.people["ayesha"]
    with pytest.raises(LookQuestion.DoesNotExist):
        surprises.get_for_lead(made.pk, viewer=as_lead(cast, "harrowmere", "shirin"))


@pytest.mark.parametrize("tells", [True, False])
def test_mail_says_nothing_and_reaches_whoever_looked_only_by_decision(cast, tells):
    answer(cast, ask(cast), tells=tells)

    people = ("ayesha", "shirin", "tomasz")
    found = {key: letters_to(cast.people[key].email) for key in people}
    assert [len(found[key]) for key in ("ayesha", "shirin")] == [1, 1]
    assert len(found["tomasz"]) == tells
    for letter in [one for some in found.values() for one in some]:
        said = f"{letter.subject} {letter.words}"
        for word in ("Rafi", "Hossain", "plan", "look", "Tomasz", "Rowan"):
            assert word not in said, word


def test_lengths_hold_from_their_day_on(cast):
    first, *_ = limits.ANSWER_WORKING_DAYS
    both = (first, limits.Limit(first.from_on + timedelta(days=100), 5, "shorter"))
    assert limits.in_force(both, first.from_on) == 10
    assert limits.in_force(both, first.from_on + timedelta(days=99)) == 10
    assert limits.in_force(both, first.from_on + timedelta(days=100)) == 5
    with pytest.raises(LookupError):
        limits.in_force(both, first.from_on - timedelta(days=1))
