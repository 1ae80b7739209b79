"""Asking who can see and who has looked: for whom, what is in it, what is kept."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from plait.access.decisions import NotPermitted
from plait.access.models import Person
from plait.access.viewer import Hat, Sight
from plait.agencies.models import Employment
from plait.children.finding import Sought
from plait.children.models import Tie
from plait.ledger import operations as ledger
from plait.ledger.models import Line
from plait.privacy.models import AccessReport
from plait.privacy.operations import reporting
from plait.privacy.operations.reporting import Wish
from plait.privacy.queries import access, reach
from plait.sharing import lawful
from plait.sharing.lawful import Choice
from plait.sharing.models import Emergency, Glass, LookDelay, Record, Restriction
from plait.team.models import Involvement
from tests.emergencies import opened

pytestmark = pytest.mark.django_db


def sought(child):
    return Sought(child.given_name, child.family_name, child.born_on)


def wish(cast, reason="A neighbour works there"):
    today = cast.viewer("ayesha").today
    return Wish(reason, today - timedelta(days=60), today)


def ask(cast, child=None, key="ayesha", **changed):
    viewer = cast.viewer(key)
    found = replace(sought(child or cast.rafi), **changed)
    return reporting.ask_by_name(found, wish(cast), viewer=viewer)


def found(cast, report=None):
    return access.look_up(report or ask(cast), viewer=cast.viewer("ayesha"))


def looks(cast, key, surface, at):
    viewer = replace(cast.viewer(key), now=at)
    ledger.record_reading(viewer=viewer, surface=surface, child_ids=[cast.rafi.pk])


def can_see(ways):
    """The highest level for each hat, kind and way, as the report has it."""
    levels = {}
    for way in ways:
        for kind in way.kinds:
            key = (Hat(way.tie.person_id, way.tie.agency_id), str(kind))
            levels[key] = max(way.up_to, levels.get(key, 0))
    return levels


def test_d3_whoever_can_see_a_record_is_in_the_report(cast):
    """The report and the decision table agree, for everybody in the team."""
    levels = can_see(found(cast).ways)
    hats = {hat for hat, _ in levels}
    records = Record.objects.unfiltered("comparing a report with the policy")
    checked = 0
    for hat in hats:
        seen = Record.objects.visible_to(hat, cast.now).filter(child=cast.rafi)
        visible = set(seen.values_list("pk", flat=True))
        for record in records.filter(child=cast.rafi, state="live"):
            if record.category == "safeguarding":
                continue
            level = levels.get((hat, record.category), 0)
            if record.pk in visible:
                assert level >= record.sensitivity
                checked += 1
    assert checked > 20


def test_d3_a_kind_that_is_not_shared_is_not_in_it(cast):
    tomasz = cast.hat("tomasz")
    levels = can_see([one for one in found(cast).ways if one.basis])

    shared = {kind for hat, kind in levels if hat == tomasz}

    assert shared
    assert "home_life" not in shared
    cast.rafi.bases.filter(to_agency=tomasz.agency_id).update(withdrawn_at=cast.now)
    again = can_see([one for one in found(cast).ways if one.basis])
    assert not {kind for hat, kind in again if hat == tomasz}


def test_d3_what_is_sealed_from_somebody_they_cannot_see(cast):
    leon = cast.hat("leon")
    Restriction.objects.create(
        child=cast.rafi, category="book", aim="person", aimed_person_id=leon.person_id,
        from_at=cast.now,
    )  # fmt: skip
    levels = can_see(found(cast).ways)

    assert (leon, "book") not in levels
    assert (leon, "plan") in levels


def test_d3_it_names_no_family_and_no_safeguarding(cast):
    held = found(cast)

    assert all(one.tie.kind == Tie.Kind.TEAM for one in held.ways)
    assert all(one.hat.agency_id for one in held.opened)
    assert not any("safeguarding" in one.surface for one in held.opened)
    assert not any("safeguarding" in one.kinds for one in held.ways)


def test_d3_looks_are_there_until_they_are_told_later(cast):
    report = ask(cast)
    abena, at = cast.hat("abena"), cast.now - timedelta(minutes=5)
    looks(cast, "abena", "notes", at)
    looks(cast, "owen", "safeguarding", at)
    looks(cast, "ayesha", "look-question", at)

    new = [one for one in found(cast, report).opened if one.at == at]
    assert [(one.hat, one.surface) for one in new] == [(abena, "notes")]

    LookDelay.objects.create(
        child=cast.rafi, person_id=abena.person_id, agency_id=abena.agency_id,
        reason="An enquiry", from_at=at, until_at=cast.now + timedelta(days=1),
        decided_by=cast.people["owen"], decided_for_id=abena.agency_id,
    )  # fmt: skip
    assert not [one for one in found(cast, report).opened if one.at == at]


def test_d3_whose_part_is_kept_from_the_family_is_not_in_it(cast):
    joy = cast.hat("joy")
    looks(cast, "joy", "notes", cast.now - timedelta(minutes=5))
    before = found(cast)
    assert joy in {hat for hat, _ in can_see(before.ways)}
    assert joy in {one.hat for one in before.opened}

    part = Involvement.unfiltered("a test").get(
        tie__person_id=joy.person_id, tie__child=cast.rafi
    )
    records = Record.objects.unfiltered("a test")
    records.filter(pk=part.pk).update(release=Record.Release.NOBODY)

    after = found(cast)
    assert joy not in {hat for hat, _ in can_see(after.ways)}
    assert joy not in {one.hat for one in after.opened}


def test_d3_a_seal_on_a_part_leaves_only_that_part_out(cast):
    joy, abena = cast.hat("joy"), cast.hat("abena")
    part = Involvement.unfiltered("a test").get(
        tie__person_id=joy.person_id, tie__child=cast.rafi
    )
    seal = {"child": cast.rafi, "from_at": cast.now, "aim": "person",
            "aimed_person": cast.people["conor"]}  # fmt: skip
    Restriction.objects.create(**seal, record_id=part.pk)
    Restriction.objects.create(**seal, category="involvement")

    hats = {hat for hat, _ in can_see(found(cast).ways)}

    assert joy not in hats
    assert abena in hats


def test_d3_what_was_shared_without_telling_is_not_in_it(cast):
    """Neither the share, nor a look that rests on nothing else (W21)."""
    choice = Choice(
        to_agency_id=cast.agencies["rowan"].pk, categories=("social",),
        ground="safeguarding", reason="Nobody has seen him for weeks",
        until_on=cast.viewer("ayesha").today + timedelta(days=90),
        not_told_because="Not safe yet",
        look_again_on=cast.viewer("ayesha").today + timedelta(days=9),
    )  # fmt: skip
    made = lawful.share_without_asking(
        choice, child=cast.rafi, viewer=cast.viewer("margaret")
    )
    quiet = str(made.bases.get(category="social").pk)
    at = cast.now - timedelta(minutes=5)
    sight = Sight(cast.rafi.pk, cast.rafi.pk, "0" * 64, "P2", (f"basis:{quiet}",))
    viewer = replace(cast.viewer("tomasz"), now=at)
    viewer.sights._explained.append(sight)
    ledger.record_reading(viewer=viewer, surface="notes")

    held = found(cast)
    assert Line.objects.filter(at=at, surface="notes").exists()
    assert str(made.pk) not in {
        str(way.basis.disclosure_id) for way in held.ways if way.basis
    }
    assert not [one for one in held.opened if one.at == at]


def hats_in_an_emergency(cast):
    held = found(cast).emergencies
    return {Hat(one.glass.person_id, one.glass.agency_id) for one in held}


def test_d3_whoever_has_emergency_access_is_in_the_report(cast):
    """To what the decision table says, and as soon as the family may know of it."""
    emergency, sofia = opened(cast), cast.hat("sofia")
    assert hats_in_an_emergency(cast) == set(), "the family is told of it later"
    Emergency.objects.filter(pk=emergency.pk).update(tell_at=cast.now)

    (one,) = found(cast).emergencies
    assert (one.role, Hat(one.glass.person_id, one.glass.agency_id)) == (
        cast.viewer("sofia").role, sofia
    )  # fmt: skip
    assert "safeguarding" not in one.kinds
    seen = Record.objects.visible_to(sofia, cast.now).filter(child=cast.rafi)
    assert {str(kind) for kind in seen.values_list("category", flat=True)} <= {
        str(kind) for kind in one.kinds
    } | {"safeguarding"}
    Restriction.objects.create(
        child=cast.rafi, category="health", aim="everyone", from_at=cast.now,
        breakable=False,
    )  # fmt: skip
    assert "health" not in found(cast).emergencies[0].kinds

    LookDelay.objects.create(
        child=cast.rafi, person_id=sofia.person_id, agency_id=sofia.agency_id,
        reason="An enquiry", from_at=cast.now, until_at=cast.now + timedelta(days=1),
        decided_by=cast.people["owen"], decided_for_id=sofia.agency_id,
    )  # fmt: skip
    assert hats_in_an_emergency(cast) == set()


@pytest.mark.parametrize("why", ["over", "left", "closed", "another lead's", "quiet"])
def test_d3_emergency_access_that_is_over_or_not_to_tell_is_not_in_it(cast, why):
    emergency, sofia = opened(cast), cast.hat("sofia")
    Emergency.objects.filter(pk=emergency.pk).update(tell_at=cast.now)
    assert hats_in_an_emergency(cast) == {sofia}
    works = Employment.objects.filter(
        person_id=sofia.person_id, agency_id=sofia.agency_id
    )
    if why == "over":
        Glass.objects.filter(pk=emergency.glass_id).update(expires_at=cast.now)
    elif why == "left":
        works.update(until_at=cast.now)
    elif why == "closed":
        Person.objects.filter(pk=sofia.person_id).update(is_active=False)
    elif why == "another lead's":
        larkfield = cast.agencies["larkfield"]
        larkfield.employments.create(
            person=cast.people["petra"], role="privacy_lead",
            from_at=cast.now - timedelta(days=1),
        )  # fmt: skip
        Glass.objects.filter(pk=emergency.glass_id).update(agency=larkfield)
        works.update(agency=larkfield)
    else:
        Tie.objects.create(
            child=cast.rafi, person_id=sofia.person_id, agency_id=sofia.agency_id,
            kind="team", role="social_worker", from_at=cast.now,
        )  # fmt: skip

    assert hats_in_an_emergency(cast) == set()


def test_d2_absent_and_closed_are_the_same(cast):
    nobody = ask(cast, name="Nobody")
    Restriction.objects.create(
        child=cast.noor, aim="person", aimed_person=cast.people["ayesha"],
        from_at=cast.now,
    )  # fmt: skip
    closed = ask(cast, cast.noor)

    assert nobody.child is None
    assert closed.child is None
    lines = Line.objects.filter(act="privacy.access-report.made").order_by("-seq")[:2]
    assert {line.child_id for line in lines} == {None}


def test_d2_a_child_with_whom_nobody_works_any_more_is_absent(cast):
    report = ask(cast)
    assert report.child == cast.rafi
    Tie.objects.filter(child=cast.rafi, kind="team").update(until_at=cast.now)

    assert ask(cast).child is None
    with pytest.raises(AccessReport.DoesNotExist):
        reach.get_report(report.pk, viewer=cast.viewer("ayesha"))


def test_d2_a_lead_answers_for_an_agency_without_its_own(cast):
    """From the day on which a nursery has a lead, the council’s says nothing of it."""
    bramblecote = cast.agencies["bramblecote"]
    assert bramblecote.pk in {one.tie.agency_id for one in found(cast).ways}
    bramblecote.employments.create(
        person=cast.people["petra"], role="privacy_lead",
        from_at=cast.now - timedelta(days=1),
    )  # fmt: skip

    held = found(cast)
    assert bramblecote.pk not in {one.tie.agency_id for one in held.ways}
    assert bramblecote.pk not in {one.hat.agency_id for one in held.opened}


@pytest.mark.parametrize("key", ["abena", "margaret", "owen", "daniel", "petra"])
def test_d1_nobody_else_may_ask(cast, key):
    with pytest.raises(NotPermitted):
        ask(cast, key=key)


def test_the_ledger_names_the_report_and_not_a_word_of_it(cast):
    report = ask(cast)
    line = Line.objects.filter(act="privacy.access-report.made").latest("seq")

    assert line.child_id == cast.rafi.pk
    assert json.loads(line.details)["report"] == str(report.pk)
    assert "neighbour" not in line.details
    assert report.reason == "A neighbour works there"
    with pytest.raises(NotPermitted):
        reporting.ask_by_name(
            sought(cast.rafi), wish(cast, " "), viewer=cast.viewer("ayesha")
        )
