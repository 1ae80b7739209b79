"""Asking what a colleague can see and has opened: about whom, what is in it, what not."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted
from plait.children.models import Tie
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.privacy.models import AccessReport
from plait.privacy.operations import reporting
from plait.privacy.queries import colleagues, reach
from plait.sharing.models import Glass, LookDelay, Record, Restriction
from plait.team.models import Involvement

pytestmark = pytest.mark.django_db


def ask(cast, key="abena", code="bramblecote", called=None, lead="ayesha"):
    return reporting.ask_about_colleague(
        called or cast.people[key].email, cast.agencies[code].pk,
        "They are said to have looked at a neighbour", viewer=cast.viewer(lead),
    )  # fmt: skip


def found(cast, report=None, lead="ayesha"):
    return colleagues.look_up(report or ask(cast), viewer=cast.viewer(lead))


def looks(cast, key, surface, at, child=None):
    viewer = replace(cast.viewer(key), now=at)
    ids = [(child or cast.rafi).pk]
    ledger.record_reading(viewer=viewer, surface=surface, child_ids=ids)


def can_see(held):
    levels = {}
    for one in held.reaches:
        up_to = 2 if one.glass else one.way.up_to
        for kind in one.kinds:
            key = (one.child_id, str(kind))
            levels[key] = max(up_to, levels.get(key, 0))
    return levels


@pytest.mark.parametrize(
    ("key", "code"), [("abena", "bramblecote"), ("tomasz", "rowan")]
)
def test_d55_whatever_they_can_see_is_in_the_report(cast, key, code):
    """The report and the decision table agree, over every child."""
    levels = can_see(found(cast, ask(cast, key, code)))
    seen = Record.objects.visible_to(cast.hat(key), cast.now).exclude(
        category="safeguarding"
    )
    checked = 0
    for record in seen.filter(state="live"):
        level = levels.get((record.child_id, record.category), 0)
        assert level >= record.sensitivity
        checked += 1
    assert checked > 10


def test_d54_somebody_of_another_agency_is_as_absent(cast):
    elsewhere = ask(cast, "tomasz", "bramblecote")
    nobody = ask(cast, called="nobody@plait.example")

    assert elsewhere.colleague is None
    assert nobody.colleague is None
    lines = Line.objects.filter(act="privacy.access-report.made").order_by("-seq")[:2]
    told = [json.loads(line.details) for line in lines]
    assert {*told[0]} == {*told[1]}
    assert ask(cast, called=cast.people["abena"].name.upper()).colleague


@pytest.mark.parametrize(
    "called",
    ["  Élodie Rahman", "Élodie Rahman  ", "Élodie   Rahman", "\tÉlodie\xa0Rahman\n",
     "ÉLODIE RAHMAN", "élodie rahman", "E\u0301lodie Rahman", " ABENA@plait.example "],
)  # fmt: skip
def test_d54_spaces_and_capitals_are_no_other_person(cast, called):
    cast.people["abena"].name = "Élodie Rahman"
    cast.people["abena"].save()

    assert ask(cast, called=called).colleague == cast.people["abena"]


@pytest.mark.parametrize("called", ["Élodie", "ÉlodieRahman", "lodie Rahman", " "])
def test_d54_a_part_of_a_name_is_nobody(cast, called):
    cast.people["abena"].name = "Élodie Rahman"
    cast.people["abena"].save()

    assert ask(cast, called=called).colleague is None


def test_d54_two_of_one_name_are_nobody(cast):
    cast.people["leon"].name = cast.people["abena"].name
    cast.people["leon"].save()

    assert ask(cast, called=cast.people["abena"].name).colleague is None
    assert ask(cast, "leon").colleague == cast.people["leon"]


@pytest.mark.parametrize("key", ["abena", "margaret", "owen", "daniel", "petra"])
def test_d54_nobody_else_may_ask(cast, key):
    with pytest.raises(NotPermitted):
        ask(cast, lead=key)


def test_d54_another_lead_answers_from_the_day_there_is_one(cast):
    report = ask(cast)
    bramblecote = cast.agencies["bramblecote"]
    bramblecote.employments.create(
        person=cast.people["petra"], role="privacy_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip

    with pytest.raises(NotPermitted):
        ask(cast)
    with pytest.raises(AccessReport.DoesNotExist):
        reach.get_report(report.pk, viewer=cast.viewer("ayesha"))
    works = bramblecote.employments.filter(person=cast.people["abena"]).first()
    with pytest.raises(type(works).DoesNotExist):
        reporting.ask_about_employment(works.pk, "Why", viewer=cast.viewer("ayesha"))


def test_d55_a_child_of_the_leads_own_or_closed_to_them_is_counted(cast):
    report = ask(cast)
    looks(cast, "abena", "notes", report.made_at - timedelta(minutes=5))
    assert cast.rafi.pk in found(cast, report).named
    seal = Restriction.objects.create(
        child=cast.rafi, aim="person", aimed_person=cast.people["ayesha"],
        from_at=cast.now,
    )  # fmt: skip

    closed = found(cast, report)
    assert cast.rafi.pk not in closed.named
    assert cast.rafi.pk in {one.child_id for one in closed.reaches}

    seal.delete()
    Tie.objects.create(
        child=cast.rafi, person=cast.people["ayesha"], kind="family", role="relative",
        relation="aunt", from_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    assert cast.rafi.pk not in found(cast, report).named


def test_d55_whose_part_is_kept_from_the_family_is_not_even_counted(cast):
    part = Involvement.unfiltered("a test").get(
        tie__person=cast.people["abena"], tie__child=cast.rafi
    )
    report = ask(cast)
    looks(cast, "abena", "notes", report.made_at - timedelta(minutes=5))
    seal = Restriction.objects.create(
        child=cast.rafi, record_id=part.pk, aim="person", from_at=cast.now,
        aimed_person=cast.people["conor"],
    )  # fmt: skip
    Glass.objects.create(
        person=cast.people["abena"], child=cast.rafi, reason="x", opened_at=cast.now,
        agency=cast.agencies["bramblecote"], expires_at=cast.now + timedelta(hours=1),
    )  # fmt: skip

    held = found(cast, report)
    assert cast.rafi.pk not in {one.child_id for one in held.reaches}
    assert cast.rafi.pk not in {one.child_id for one in held.looked}

    seal.delete()
    again = found(cast, report)
    assert cast.rafi.pk in {one.child_id for one in again.looked}


def test_d55_looks_told_later_and_safeguarding_stay_out(cast):
    report, at = ask(cast), cast.now - timedelta(minutes=5)
    for surface in ("notes", "notes", "safeguarding", "look-question"):
        looks(cast, "abena", surface, at)
    today = cast.viewer("ayesha").today

    new = [one for one in found(cast, report).looked if one.on == today]
    assert [(one.surface, one.times >= 2) for one in new if one.surface == "notes"] == [
        ("notes", True)
    ]
    assert not {one.surface for one in new} & {"safeguarding", "look-question"}

    LookDelay.objects.create(
        child=cast.rafi, person=cast.people["abena"], reason="An enquiry", from_at=at,
        agency=cast.agencies["bramblecote"], until_at=cast.now + timedelta(days=1),
        decided_by=cast.people["owen"], decided_for=cast.agencies["bramblecote"],
    )  # fmt: skip
    held = found(cast, report)
    assert not [
        one for one in held.looked
        if one.on == today and one.child_id == cast.rafi.pk and one.surface == "notes"
    ]  # fmt: skip


def test_d55_emergency_access_stands_in_it_while_it_is_open(cast):
    report = ask(cast, "gwen", "larkfield")
    assert cast.rafi.pk not in {one.child_id for one in found(cast, report).reaches}
    glass = Glass.objects.create(
        person=cast.people["gwen"], child=cast.rafi, reason="x", opened_at=cast.now,
        agency=cast.agencies["larkfield"], expires_at=cast.now + timedelta(hours=1),
    )  # fmt: skip

    def through():
        return [one for one in found(cast, report).reaches if one.glass]

    assert [one.child_id for one in through()] == [cast.rafi.pk]
    assert "safeguarding" not in through()[0].kinds
    Restriction.objects.create(
        child=cast.rafi, category="health", aim="everyone", from_at=cast.now
    )
    assert "health" not in through()[0].kinds
    Glass.objects.filter(pk=glass.pk).update(expires_at=cast.now)
    assert not through()


def test_d55_whoever_has_left_can_see_nothing(cast):
    report = ask(cast)
    assert found(cast, report).reaches
    cast.agencies["bramblecote"].employments.filter(person=cast.people["abena"]).update(
        until_at=cast.now
    )

    assert not found(cast, report).reaches
    assert reach.get_report(report.pk, viewer=cast.viewer("ayesha"))


def test_d56_what_was_not_there_for_them_is_counted(cast):
    report, before = ask(cast), found(cast).refused
    viewer = replace(cast.viewer("abena"), now=cast.now - timedelta(minutes=5))
    for child in (cast.noor, cast.noor, cast.tilda, cast.rafi):
        ledger.record(
            "page.not-found", viewer=viewer, surface="overview",
            asked={"child_id": str(child.pk)},
        )  # fmt: skip

    refused = found(cast, report).refused
    mine = {tie.child_id for tie in Tie.objects.filter(person=cast.people["abena"])}
    strangers = {cast.noor.pk, cast.tilda.pk} - mine
    assert refused.times == before.times + 4
    assert refused.strangers == before.strangers + len(strangers)


def test_the_ledger_names_the_report_and_the_colleague(cast):
    report = ask(cast)
    line = Line.objects.filter(act="privacy.access-report.made").latest("seq")

    told = json.loads(line.details)
    assert line.child_id is None
    assert told["of"] == str(cast.people["abena"].pk)
    assert told["report"] == str(report.pk)
    assert "neighbour" not in line.details
    assert "neighbour" in report.reason
    with pytest.raises(NotPermitted):
        reporting.ask_about_colleague(
            "x", cast.agencies["bramblecote"].pk, " ", viewer=cast.viewer("ayesha")
        )
