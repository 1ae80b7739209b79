"""The oracle against hand-written cases, and in the form that world-format.md asks."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.trust import oracle
from tests.trust.oracle_cases import CASES, READINGS, STARTED, world_with
from tests.trust.oracle_facts import switch_at

POLICY_ROWS = [
    "G0",
    "G1",
    "G2",
    "R",
    "P1d",
    "P3d",
    "Z1",
    "P1",
    "P2",
    "P6",
    "F0",
    "F1",
    "P4",
    "P3",
    "P5",
    "Z",
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case[0]) for case in CASES])
def test_the_first_row_that_matches_decides(case):
    name, (person, hat), record, *changes = case
    expected = name.split()[0]

    answer = oracle.decide_one(
        world_with(record, *changes), person=person, hat=hat, record="record"
    )

    assert answer["row"] == expected
    assert answer["allowed"] == expected.startswith("P")


def test_the_table_has_the_rows_of_the_policy_in_its_order():
    assert [row for row, _, _ in oracle.TABLE] == POLICY_ROWS
    assert {row for row, allowed, _ in oracle.TABLE if allowed} == {
        row for row in POLICY_ROWS if row.startswith("P")
    }


def test_every_row_has_a_case():
    assert {name.split()[0] for name, *_ in CASES} == set(POLICY_ROWS)


def test_every_reading_has_a_case():
    numbered = {name.split("reading ")[1].split(":")[0] for name, *_ in READINGS}

    assert numbered == {str(number) for number in range(1, 12)}


@pytest.mark.parametrize(
    ("born_on", "last_friday"),
    [
        (date(2010, 7, 15), date(2026, 6, 26)),
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2010, 10, 12), date(2027, 6, 25)),
        (date(2009, 9, 1), date(2026, 6, 26)),
        (date(2008, 2, 29), date(2024, 6, 28)),
        (date(2007, 12, 31), date(2024, 6, 28)),
        (date(2001, 6, 30), date(2017, 6, 30)),
    ],
)
def test_yp_1_the_switch_is_the_end_of_the_last_friday_in_june(born_on, last_friday):
    midnight_in_london = datetime.combine(last_friday, datetime.min.time(), UTC)
    midnight_in_london += timedelta(days=1, hours=-1)

    assert switch_at(born_on) == midnight_in_london


@pytest.mark.parametrize(
    ("at", "row"),
    [
        ("2026-06-26T22:59:59.999999Z", "P3"),
        ("2026-06-26T23:00:00Z", "Z"),
        ("2026-06-26T23:59:59.999999+01:00", "P3"),
        ("2026-06-27T00:00:00+01:00", "Z"),
    ],
)
def test_time_4_a_parent_may_see_until_the_very_instant_of_the_switch(at, row):
    world = world_with({}) | {"at": at}
    world["children"][0]["born_on"] = "2010-08-31"

    answer = oracle.decide_one(world, person="shirin", hat="family", record="record")

    assert answer["row"] == row


def test_output_is_one_line_for_every_person_hat_and_record_in_the_worlds_order():
    answers = oracle.decide(world_with({}))

    assert json.dumps(answers[0]) == (
        '{"world": "usual", "person": "abena", "hat": "nursery", '
        '"record": "record", "allowed": true, "row": "P1"}'
    )
    assert [(each["person"], each["hat"], each["record"]) for each in answers] == [
        (person, hat, record)
        for person, hat in (
            ("abena", "nursery"),
            ("margaret", "nursery"),
            ("tomasz", "therapy"),
            ("shirin", "family"),
            ("nadia", "family"),
            ("rafi", "family"),
        )
        for record in ("record", "other")
    ]


def test_reading_7_hats_come_from_any_employment_and_any_family_or_self_tie():
    world = world_with({})
    period = {"from": "2030-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"}
    tie = {"child": "lena", "kind": "self", "agency": None, "role": "self"}
    world["ties"].append({"person": "joy", **tie, **period})
    for agency in ("therapy", "nursery", "therapy"):
        job = {"person": "joy", "agency": agency}
        world["employments"].append({**job, **period})

    hats = [each["hat"] for each in oracle.decide(world) if each["person"] == "joy"]

    assert hats[::2] == ["nursery", "therapy", "family"]


def test_a_team_tie_alone_gives_no_hat():
    world = world_with({})
    tie = {"child": "rafi", "kind": "team", "agency": "nursery", "role": "lead"}
    world["ties"].append({"person": "joy", **tie, **STARTED})

    assert "joy" not in {each["person"] for each in oracle.decide(world)}


def test_a_hat_nobody_wears_is_not_decided():
    with pytest.raises(KeyError):
        oracle.decide_one(
            world_with({}), person="abena", hat="therapy", record="record"
        )


def test_the_smallest_world_has_nothing_to_decide():
    world = {"id": "empty", "at": "2026-03-02T09:00:00Z", "clearance": []}

    assert oracle.decide(world) == []
