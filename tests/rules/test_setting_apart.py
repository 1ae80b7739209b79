"""Who may hold back, look again, seal and lift: H1 to H3, SL1 to SL3, as a table."""

import uuid

import pytest

from plait.clocks import arithmetic, limits
from plait.sharing import setting_apart as rules
from plait.sharing.standing import Standing

EVERYBODY = ("senco", "setting_lead", "safeguarding_lead", "social_worker",
             "la_officer", "key_worker", "speech_therapist", "privacy_lead")  # fmt: skip


def in_team(role):
    return Standing(uuid.uuid4(), "team", role)


def who(rule):
    return {role for role in EVERYBODY if rule(in_team(role)).allowed}


NOBODY = (
    Standing(uuid.uuid4(), ""),  # emergency access
    Standing(uuid.uuid4(), "family", "pr"),
    Standing(uuid.uuid4(), "self", "self"),
)
RULES = {
    "H1": lambda one: rules.may_hold_back(one, ours=True),
    "H3 look": lambda one: rules.may_review_hold(one, ours=True, in_setting=False),
    "H3 release": lambda one: rules.may_release(
        one, mine=True, ours=True, in_setting=True
    ),
    "SL1": rules.manages_seals,
    "SL1 seal": lambda one: rules.may_seal(one, "family", ours=True),
    "SL2": lambda one: rules.may_confirm(one, mine=False),
    "SL3": lambda one: rules.may_lift(one, asked_by_me=False),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_never_from_home_nor_in_an_emergency(rule):
    assert [one for one in NOBODY if rule(one).allowed] == []


LEADS = {"senco", "setting_lead"}
SEALERS = LEADS | {"safeguarding_lead", "social_worker", "la_officer"}
ALL = set(EVERYBODY)
TABLE = (
    ("H1 ours", lambda one: rules.may_hold_back(one, ours=True), ALL),
    ("H1 theirs", lambda one: rules.may_hold_back(one, ours=False), set()),
    ("H3", lambda one: rules.may_review_hold(one, ours=True, in_setting=True), LEADS),
    ("H3 no lead", lambda one: rules.may_review_hold(one, ours=True, in_setting=False), ALL),
    ("H3 theirs", lambda one: rules.may_review_hold(one, ours=False, in_setting=False), set()),
    ("H3 mine", lambda one: rules.may_release(one, mine=True, ours=True, in_setting=True), ALL),
    ("H3 not mine", lambda one: rules.may_release(one, mine=False, ours=True, in_setting=True), LEADS),
    ("SL1 family", lambda one: rules.may_seal(one, "family", ours=True), SEALERS),
    ("SL1 person", lambda one: rules.may_seal(one, "person", ours=True), SEALERS),
    ("SL1 agency", lambda one: rules.may_seal(one, "agency", ours=True), SEALERS - {"safeguarding_lead"}),
    ("SL1 everyone", lambda one: rules.may_seal(one, "everyone", ours=True), SEALERS - {"safeguarding_lead"}),
    ("SL1 theirs", lambda one: rules.may_seal(one, "family", ours=False), {"social_worker", "la_officer"}),
    ("SL2", lambda one: rules.may_confirm(one, mine=False), SEALERS),
    ("SL2 own", lambda one: rules.may_confirm(one, mine=True), set()),
    ("SL3", lambda one: rules.may_lift(one, asked_by_me=False), SEALERS),
    ("SL3 own", lambda one: rules.may_lift(one, asked_by_me=True), set()),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "may"), [line[1:] for line in TABLE], ids=[line[0] for line in TABLE]
)
def test_who_may(rule, may):
    assert who(rule) == may


def test_a_limit_counts_from_its_day_and_says_where_it_comes_from():
    every = (limits.HOLD_BACK_WEEKS, limits.SECOND_PERSON_DAYS)
    first = arithmetic.date(2026, 3, 2)

    later = limits.Limit(arithmetic.date(2027, 1, 1), 4, "Decided by the area.")

    for line in every:
        assert all(one.source for one in line)
        changed = (*line, later)
        assert limits.in_force(changed, first) == line[0].number
        assert limits.in_force(changed, later.from_on) == 4


def test_weeks_are_counted_straight_through():
    assert arithmetic.weeks_on(arithmetic.date(2026, 11, 1), 4) == arithmetic.date(
        2026, 11, 29
    )
