"""Who may write, ask, answer and change: the rules W1 to W7, and W20, as tables."""

from uuid import uuid4

import pytest

from plait.sharing import standing
from plait.sharing.standing import Standing

CHILD = uuid4()


def a(kind, role="", *, child=True):
    return Standing(CHILD, kind, role, still_a_child=child)


MUM, DAD_LATER = a("family", "pr"), a("family", "pr", child=False)
NANI, CARER = a("family", "relative"), a("family", "carer")
ACTS = Standing(CHILD, "family", "carer", still_a_child=False, represents=True)
ACTED_FOR = Standing(CHILD, "self", still_a_child=False, represented=True)
SELF, YOUNG_WOMAN = a("self"), a("self", child=False)
KEY_WORKER, SENCO = a("team", "key_worker"), a("team", "senco")
THERAPIST, OFFICER = a("team", "speech_therapist"), a("team", "la_officer")
ASSISTANT, PRIVACY = a("team", "teaching_assistant"), a("team", "privacy_lead")
GLASS = a("")


@pytest.mark.parametrize(
    ("rule", "who", "category", "allowed"),
    [
        ("W1 mum writes", MUM, "book", True),
        ("W1 nani reads", NANI, "book", False),
        ("W1 dad after the switch", DAD_LATER, "book", False),
        ("W1 dad who acts for his daughter", ACTS, "book", True),
        ("W1 a carer without responsibility", CARER, "book", False),
        ("W1 the young person", SELF, "voice", True),
        ("W1 key worker", KEY_WORKER, "education", True),
        ("W1 a plan is written by those who plan", ASSISTANT, "plan", False),
        ("W1 therapist plans", THERAPIST, "plan", True),
        ("W1 not cleared", KEY_WORKER, "safeguarding", False),
        ("W1 an officer is not cleared for the book", OFFICER, "book", False),
        ("W1 the privacy lead writes nothing", PRIVACY, "plan", False),
        ("W1 emergency access is for reading", GLASS, "education", False),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("W") else "",
)
def test_w1_who_writes(rule, who, category, allowed):
    decision = standing.may_write(who, category)
    assert decision.allowed is allowed
    assert bool(decision.reason) is not allowed


@pytest.mark.parametrize(
    ("who", "mine", "ours", "allowed"),
    [
        (MUM, True, True, True),
        (MUM, False, True, False),  # the other parent's words
        (KEY_WORKER, False, True, True),
        (THERAPIST, True, False, False),  # written in another hat
    ],
)
def test_w2_who_changes(who, mine, ours, allowed):
    assert standing.may_change(who, mine=mine, ours=ours).allowed is allowed


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (
            "may_ask_for_agreement",
            [SENCO, OFFICER],
            [KEY_WORKER, THERAPIST, MUM, GLASS],
        ),
        (
            "may_settle_objection",
            [SENCO, OFFICER],
            [KEY_WORKER, THERAPIST, MUM, GLASS],
        ),
        ("may_answer", [MUM, YOUNG_WOMAN], [DAD_LATER, NANI, CARER, SELF, SENCO]),
        ("may_change_team", [SENCO, OFFICER], [KEY_WORKER, THERAPIST, MUM, GLASS]),
        ("may_correct_card", [MUM, SELF, SENCO], [KEY_WORKER, THERAPIST, NANI, GLASS]),
        (
            "may_share_without_asking",
            [
                SENCO,
                OFFICER,
                a("team", "safeguarding_lead"),
                a("team", "social_worker"),
            ],
            [KEY_WORKER, THERAPIST, MUM, YOUNG_WOMAN, PRIVACY, GLASS],
        ),
        ("may_see_looks", [MUM, SELF, YOUNG_WOMAN], [SENCO, NANI, DAD_LATER, GLASS]),
    ],
)
def test_w3_to_w7_and_w20(rule, yes, no):
    for who in yes:
        assert getattr(standing, rule)(who).allowed, who
    for who in no:
        decision = getattr(standing, rule)(who)
        assert not decision.allowed, who
        assert decision.reason.endswith(".")


@pytest.mark.parametrize(
    ("who", "answers", "says_yes"),
    [(MUM, True, True), (DAD_LATER, False, False), (YOUNG_WOMAN, True, True),
     (ACTS, True, True), (ACTED_FOR, True, False)],
)  # fmt: skip
def test_w4_w10_who_answers_and_whose_yes_counts(who, answers, says_yes):
    assert standing.may_answer(who).allowed is answers
    assert standing.may_agree(who).allowed is says_yes


def test_w9_the_young_person_chooses_in_time_and_nobody_else():
    assert standing.may_choose(SELF, is_time=True).allowed
    assert not standing.may_choose(SELF, is_time=False).allowed
    others = (MUM, DAD_LATER, NANI, ACTS, SENCO, OFFICER, GLASS)
    assert not any(standing.may_choose(who, is_time=True).allowed for who in others)


def test_w10_who_records_that_somebody_acts():
    worker = a("team", "social_worker")
    for who in (SENCO, OFFICER, worker):
        assert standing.may_record_representative(who, is_sixteen=True).allowed
        assert not standing.may_record_representative(who, is_sixteen=False).allowed
    for who in (MUM, DAD_LATER, YOUNG_WOMAN, ACTS, KEY_WORKER, THERAPIST, GLASS):
        assert not standing.may_record_representative(who, is_sixteen=True).allowed


def test_w11_who_asks_for_privacy_and_who_decides():
    assert standing.may_ask_for_privacy(SELF).allowed
    assert not any(
        standing.may_ask_for_privacy(who).allowed for who in (MUM, ACTS, SENCO, GLASS)
    )
    assert standing.may_answer_privacy(KEY_WORKER, mine=True, ours=True).allowed
    assert standing.may_answer_privacy(SENCO, mine=False, ours=True).allowed
    assert not standing.may_answer_privacy(KEY_WORKER, mine=False, ours=True).allowed
    assert not standing.may_answer_privacy(SENCO, mine=False, ours=False).allowed


def test_w12_only_the_setting_moves_the_switch_and_with_a_paper():
    paper = "birth_certificate"
    assert standing.may_move_switch_date(SENCO, evidence=paper).allowed
    assert not standing.may_move_switch_date(SENCO, evidence=" ").allowed
    for who in (MUM, DAD_LATER, SELF, YOUNG_WOMAN, ACTS, KEY_WORKER, OFFICER):
        assert not standing.may_move_switch_date(who, evidence=paper).allowed


def test_w13_who_ends_the_support():
    assert standing.may_close(SENCO).allowed
    assert standing.may_close(OFFICER).allowed
    for who in (MUM, YOUNG_WOMAN, ACTS, KEY_WORKER, THERAPIST, GLASS):
        assert not standing.may_close(who).allowed
