"""Who may write, ask, answer and change: the rules W1 to W7 as tables."""

from uuid import uuid4

import pytest

from plait.sharing import standing
from plait.sharing.standing import Standing

CHILD = uuid4()


def a(kind, role="", *, child=True):
    return Standing(CHILD, kind, role, still_a_child=child)


MUM, DAD_LATER = a("family", "pr"), a("family", "pr", child=False)
NANI, CARER = a("family", "relative"), a("family", "carer")
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
        ("may_see_looks", [MUM, SELF, YOUNG_WOMAN], [SENCO, NANI, DAD_LATER, GLASS]),
    ],
)
def test_w3_to_w7(rule, yes, no):
    for who in yes:
        assert getattr(standing, rule)(who).allowed, who
    for who in no:
        decision = getattr(standing, rule)(who)
        assert not decision.allowed, who
        assert decision.reason.endswith(".")
