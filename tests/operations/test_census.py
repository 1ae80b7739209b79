"""Bringing a census in: what changes, what is recorded, and what is left alone."""

import json
from datetime import date, timedelta

import pytest

from plait.access.decisions import NotPermitted
from plait.access.models import Person
from plait.agencies.models import Agency, Employment
from plait.children.models import Child, Tie
from plait.exchange import operations
from plait.exchange.census.reasons import REASONS
from plait.exchange.models import CensusEntry, CensusPupil, ImportRun
from plait.exchange.operations import PlanChanged
from plait.ledger import chain, verification
from plait.ledger.models import Line
from plait.sharing import door
from plait.sharing import operations as sharing
from plait.sharing.models import Basis, Record, RecordVersion
from plait.team.models import Involvement
from tests.census_files import (
    LARKFIELD,
    a_need,
    a_pupil,
    as_csv,
    bring_in,
    files,
    outcomes,
    plan,
    sample_files,
    upn,
    wish,
)


def child_of(serial: int) -> Child:
    return Child.objects.get(given_name=f"Forename{serial}")


def entry_of(child: Child) -> CensusEntry:
    entries = CensusEntry.unfiltered("looking into a test's own rows")
    return entries.select_related("record").get(record__child=child)


def test_a_new_pupil_becomes_a_child_with_what_the_census_says(cast):
    numbers = bring_in(
        cast,
        "margaret",
        [a_pupil(preferredsurname="Called", upn=upn(1))],
        [a_need(rank="2.0", code="ASD"), a_need(rank="1.0", code="SLCN")],
    )

    assert outcomes(numbers) == {"new": 1}
    child = child_of(1)
    assert (child.family_name, child.born_on) == ("Called", date(2019, 3, 4))
    assert child.upn == upn(1)
    assert child.pronouns == "they"
    entry = entry_of(child)
    assert (entry.provision, entry.year_group, entry.language) == ("K", "1", "ENG")
    assert entry.entered_on == date(2024, 9, 2)
    assert entry.needs == [["1", "SLCN"], ["2", "ASD"]]


def test_the_record_belongs_to_the_school_and_is_the_familys_to_read(cast):
    bring_in(cast, "daniel", [a_pupil()])

    record = entry_of(child_of(1)).record
    assert record.owner_agency == cast.agencies["bramblecote"]
    assert record.author == cast.people["daniel"]
    assert (record.category, record.sensitivity, record.release) == ("education", 1, 2)
    version = RecordVersion.objects.unfiltered("a test's own row").get(record=record)
    assert version.content_hash == record.version_hash
    assert chain.content_hash(json.loads(version.content)) == record.version_hash


def test_a_scrambled_number_is_kept_as_received_and_not_on_the_card(cast):
    bring_in(cast, "margaret", [a_pupil(upn="21db2df8-fa0")])

    assert child_of(1).upn == ""
    assert CensusPupil.objects.get(child=child_of(1)).reference == "21db2df8-fa0"


@pytest.mark.parametrize("provision", ["K", "E"])
def test_the_senco_joins_the_team_of_a_child_with_support(cast, provision):
    bring_in(cast, "margaret", [a_pupil(senprovision=provision)])

    child, margaret = child_of(1), cast.viewer("margaret")
    tie = Tie.objects.get(child=child)
    assert (tie.person_id, tie.role) == (margaret.person_id, "senco")
    assert door.find_child(child.pk, margaret) == child
    assert list(Involvement.objects.read_by(margaret).filter(tie=tie))
    assert list(CensusEntry.objects.read_by(margaret).filter(record__child=child))
    assert Basis.objects.get(child=child).category == "involvement"


@pytest.mark.parametrize("provision", ["N", "", "S", "A", "P", "k", "?"])
def test_nobody_can_open_what_is_said_of_a_child_without_support(cast, provision):
    bring_in(cast, "margaret", [a_pupil(senprovision=provision)])

    child = child_of(1)
    assert not Tie.objects.filter(child=child).exists()
    assert not Basis.objects.filter(child=child).exists()
    assert entry_of(child).provision == provision
    with pytest.raises(Child.DoesNotExist):
        door.find_child(child.pk, cast.viewer("margaret"))


def test_codes_that_are_not_known_are_kept_and_reported(cast):
    numbers = bring_in(
        cast,
        "margaret",
        [
            a_pupil(senprovision="S", ncyearactual="ZZ"),
            a_pupil(2, senprovision="", ncyearactual=""),
        ],
        [a_need(code="73e987da"), a_need(code="PD")],
    )

    assert numbers["remarks"] == {
        "provision_missing": 1,
        "provision_of_before_2014": 1,
        "year_group_missing": 1,
        "year_group_unknown": 1,
        "number_unchecked": 2,
        "need_unknown": 1,
        "need_rank_twice": 1,
        "needs_without_support": 1,
    }
    assert entry_of(child_of(1)).needs == [["1", "73e987da"], ["1", "PD"]]


def test_nothing_is_kept_that_support_does_not_need(cast):
    bring_in(
        cast, "margaret", [a_pupil(ethnicity="CANARY-ETHNICITY", sex="CANARY-SEX")]
    )

    versions = RecordVersion.objects.unfiltered("looking for canaries")
    assert not versions.filter(content__contains="CANARY").exists()
    assert not Line.objects.filter(details__contains="CANARY").exists()


def test_one_ledger_line_for_each_child_and_one_for_the_import(cast):
    before = Line.objects.count()

    bring_in(cast, "margaret", [a_pupil(1), a_pupil(2, senprovision="N")])

    lines = list(Line.objects.order_by("seq")[before:])
    assert [line.act for line in lines] == [
        "exchange.pupil.added",
        "exchange.pupil.added",
        "exchange.census.imported",
    ]
    assert {line.child_id for line in lines[:2]} == {child_of(1).pk, child_of(2).pk}
    assert len(json.loads(lines[0].details)["ties"]) == 1
    assert all(line.person_id == cast.people["margaret"].pk for line in lines)
    assert "Forename" not in "".join(line.details for line in lines)
    assert verification.verify()[1] is None


def test_a_change_is_a_new_version_and_the_old_one_stays(cast):
    bring_in(cast, "margaret", [a_pupil(senprovision="N")])

    numbers = bring_in(cast, "margaret", [a_pupil(senprovision="K", ncyearactual="2")])

    assert numbers["reasons"] == {"says_something_new": 1}
    child = child_of(1)
    entry = entry_of(child)
    assert (entry.provision, entry.year_group, entry.record.version) == ("K", "2", 2)
    versions = RecordVersion.objects.unfiltered("a test's own rows").filter(
        record=entry.record
    )
    assert [
        json.loads(one.content)["provision"] for one in versions.order_by("number")
    ] == ["N", "K"]
    assert Tie.objects.filter(child=child, role="senco").count() == 1
    assert Child.objects.filter(given_name="Forename1").count() == 1


def test_a_record_from_a_census_can_be_revised_like_any_other(cast):
    bring_in(cast, "margaret", [a_pupil()])
    margaret, child = cast.viewer("margaret"), child_of(1)
    entry = CensusEntry.objects.read_by(margaret).get(record__child=child)
    entry.year_group = "2"

    sharing.revise(
        entry,
        viewer=margaret,
        child=child,
        act="exchange.entry.corrected",
        seen_version=1,
    )

    assert entry_of(child).record.version == 2


def test_a_name_on_the_card_follows_the_census_unless_somebody_changed_it(cast):
    bring_in(cast, "margaret", [a_pupil(1), a_pupil(2)])
    corrected = child_of(2)
    corrected.family_name = "By hand"
    corrected.save()

    bring_in(cast, "margaret", [a_pupil(1, surname="Wed"), a_pupil(2, surname="Wed")])

    assert (child_of(1).family_name, child_of(1).version) == ("Wed", 2)
    assert child_of(2).family_name == "By hand"
    assert entry_of(child_of(2)).family_name == "Wed"


def test_without_a_needs_file_needs_stay(cast):
    bring_in(cast, "margaret", [a_pupil()], [a_need()])

    unchanged = bring_in(cast, "margaret", [a_pupil()])
    changed = bring_in(cast, "margaret", [a_pupil(ncyearactual="2")])
    assert entry_of(child_of(1)).needs == [["1", "SLCN"]]
    with_needs = bring_in(cast, "margaret", [a_pupil(ncyearactual="2")], [a_need()])
    without = bring_in(cast, "margaret", [a_pupil(ncyearactual="2")], [a_need(7)])

    assert outcomes(unchanged) == {"unchanged": 1}
    assert outcomes(changed) == {"changed": 1}
    assert outcomes(with_needs) == {"unchanged": 1}
    assert outcomes(without) == {"changed": 1}
    assert entry_of(child_of(1)).needs == []


def test_a_corrected_birthday_on_the_card_is_recognised(cast):
    bring_in(cast, "margaret", [a_pupil()])
    child = child_of(1)
    child.born_on = date(2019, 3, 5)
    child.save()

    old = plan(cast, "margaret", [a_pupil()]).report
    new = plan(cast, "margaret", [a_pupil(dob="2019-03-05")]).report
    other = plan(cast, "margaret", [a_pupil(dob="2019-03-06")]).report

    assert dict(old.reasons) == {"same_as_before": 1}
    assert dict(new.reasons) == {"says_something_new": 1}
    assert dict(other.reasons) == {"other_birth_date": 1}


def test_a_checked_number_and_birthday_find_a_child_of_the_school(cast):
    rafi = cast.rafi
    rafi.upn = upn(7)
    rafi.save()

    same = plan(cast, "margaret", [a_pupil(upn=upn(7), dob=rafi.born_on.isoformat())])
    other_day = plan(cast, "margaret", [a_pupil(upn=upn(7), dob="2019-01-01")])
    numbers = bring_in(
        cast, "margaret", [a_pupil(upn=upn(7), dob=rafi.born_on.isoformat())]
    )

    assert dict(same.report.reasons) == {"known_by_number": 1}
    assert dict(other_day.report.reasons) == {"other_birth_date": 1}
    assert numbers["outcomes"]["changed"] == 1
    assert entry_of(rafi).given_name == "Forename1"
    rafi.refresh_from_db()
    assert rafi.given_name == "Rafi"
    assert Tie.objects.filter(child=rafi, person=cast.people["margaret"]).count() == 1


def test_two_children_with_one_number_on_their_cards_are_for_a_person_to_sort_out(cast):
    twin = Child.objects.create(
        given_name="Twin", born_on=date(2018, 1, 1), upn=upn(7), added_at=cast.now
    )
    Tie.objects.create(
        person=cast.people["abena"],
        child=twin,
        kind="team",
        agency=cast.agencies["bramblecote"],
        role="key_worker",
        from_at=cast.now,
    )
    Child.objects.filter(pk=cast.rafi.pk).update(upn=upn(7))

    row = a_pupil(upn=upn(7), dob=cast.rafi.born_on.isoformat())

    assert dict(plan(cast, "margaret", [row]).report.reasons) == {"other_birth_date": 1}


def test_a_new_number_for_a_known_child_takes_the_place_of_the_old_one(cast):
    bring_in(cast, "margaret", [a_pupil(upn="temporary")])
    Child.objects.filter(given_name="Forename1").update(upn=upn(7))

    both = plan(
        cast, "margaret", [a_pupil(upn="temporary"), a_pupil(2, upn=upn(7))]
    ).report
    numbers = bring_in(cast, "margaret", [a_pupil(upn=upn(7))])

    assert dict(both.reasons) == {"same_as_before": 1, "child_twice": 1}
    assert numbers["reasons"] == {"known_by_number": 1}
    assert CensusPupil.objects.get().reference == upn(7)
    assert entry_of(child_of(1)).record.version == 2
    assert outcomes(bring_in(cast, "margaret", [a_pupil(upn=upn(7))])) == {
        "unchanged": 1
    }


def test_one_child_is_not_two_rows_whatever_was_decided(cast):
    born = cast.rafi.born_on.isoformat()
    rows = [
        a_pupil(n, forename="Rafi", surname="Hossain-Doyle", dob=born) for n in (1, 2)
    ]
    decisions = {"2": str(cast.rafi.pk), "3": str(cast.rafi.pk)}

    numbers = bring_in(cast, "margaret", rows, decisions=decisions)

    assert numbers["reasons"] == {"same_child": 1, "child_twice": 1}
    assert CensusPupil.objects.get().child == cast.rafi


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_reason_to_know_the_team_is_given_once(cast, withdrawn):
    bring_in(cast, "margaret", [a_pupil()])
    bases = Basis.objects.filter(child=child_of(1))
    if withdrawn:
        bases.update(withdrawn_at=cast.now - timedelta(seconds=1))
    a_second_senco(cast)

    bring_in(cast, "margaret", [a_pupil()])

    assert bases.count() == (2 if withdrawn else 1)


def test_a_senco_whose_account_is_closed_joins_no_team(cast):
    a_second_senco(cast)
    Person.objects.filter(pk=cast.people["petra"].pk).update(is_active=False)

    bring_in(cast, "margaret", [a_pupil()])

    assert Tie.objects.get(child=child_of(1)).person == cast.people["margaret"]


def a_second_senco(cast) -> None:
    Employment.objects.create(
        person=cast.people["petra"],
        agency=cast.agencies["bramblecote"],
        role="senco",
        from_at=cast.now - timedelta(days=1),
    )


def test_a_new_senco_joins_with_the_next_census(cast):
    bring_in(cast, "margaret", [a_pupil()])
    a_second_senco(cast)

    first = bring_in(cast, "margaret", [a_pupil()])
    second = bring_in(cast, "margaret", [a_pupil()])

    assert first["reasons"] == {"senco_joins": 1}
    assert second["reasons"] == {"same_as_before": 1}
    assert Tie.objects.filter(child=child_of(1), role="senco").count() == 2


def test_a_senco_who_left_a_team_is_not_brought_back(cast):
    bring_in(cast, "margaret", [a_pupil()])
    Tie.objects.filter(child=child_of(1)).update(until_at=cast.now)

    assert outcomes(bring_in(cast, "margaret", [a_pupil()])) == {"unchanged": 1}


def test_a_council_adds_schools_only_when_asked(cast):
    rows = [a_pupil(1), a_pupil(2, NativeId="SCH9")]

    without = bring_in(cast, "daniel", rows)
    again = bring_in(cast, "daniel", rows, add_schools=True)

    assert without["reasons"] == {"new_pupil": 1, "school_unknown": 1}
    assert without["schools_unknown"] == {"SCH9": 1}
    assert again["reasons"] == {"new_pupil": 1, "same_as_before": 1}
    school = Agency.objects.get(census_code="SCH9")
    assert (school.code, school.name, school.kind) == ("sch9", "School SCH9", "school")
    assert entry_of(child_of(2)).record.owner_agency == school
    assert not Tie.objects.filter(child=child_of(2)).exists()


def test_a_school_with_a_code_that_is_taken_gets_a_numbered_one(cast):
    bring_in(
        cast,
        "daniel",
        [a_pupil(NativeId="Rowan"), a_pupil(2, NativeId="???")],
        add_schools=True,
    )

    codes = {
        school.census_code: school.code
        for school in Agency.objects.exclude(census_code="")
    }
    assert codes["Rowan"] == "rowan-2"
    assert codes["???"] == "school"


def test_a_school_with_no_usable_row_is_not_added(cast):
    bring_in(cast, "daniel", [a_pupil(NativeId="SCH9", dob="?")], add_schools=True)

    assert not Agency.objects.filter(census_code="SCH9").exists()


def test_a_school_cannot_add_schools(cast):
    numbers = bring_in(cast, "margaret", [a_pupil(NativeId="SCH9")], add_schools=True)

    assert numbers["reasons"] == {"other_school": 1}


def test_what_a_school_has_said_itself_its_council_leaves_alone(cast):
    bring_in(cast, "margaret", [a_pupil(senprovision="K")])

    numbers = bring_in(cast, "daniel", [a_pupil(senprovision="N")])

    assert numbers["reasons"] == {"new_pupil": 1}  # new in what the council sends
    assert entry_of(child_of(1)).provision == "K"
    assert Child.objects.filter(given_name="Forename1").count() == 1


def test_a_council_compares_with_what_it_sent_before(cast):
    sent = a_pupil(1, forename="Same", surname="Name")
    bring_in(cast, "daniel", [sent])
    twin = a_pupil(2, forename="Same", surname="Name")

    other_day = plan(cast, "daniel", [sent | {"dob": "2018-01-01"}]).report
    namesake = plan(cast, "daniel", [sent, twin]).report
    changed = plan(cast, "daniel", [sent | {"senprovision": "E"}, twin]).report

    assert dict(other_day.reasons) == {"other_birth_date": 1}
    assert dict(namesake.reasons) == {"same_as_before": 1, "name_twice": 1}
    assert dict(changed.reasons) == {"says_something_new": 1, "name_twice": 1}


def test_what_a_council_has_sent_the_school_corrects_and_the_council_may(cast):
    bring_in(cast, "daniel", [a_pupil(senprovision="N")])
    bring_in(cast, "daniel", [a_pupil(senprovision="K")])
    assert entry_of(child_of(1)).provision == "K"

    bring_in(cast, "margaret", [a_pupil(senprovision="E")])
    bring_in(cast, "daniel", [a_pupil(senprovision="N")])

    assert entry_of(child_of(1)).provision == "E"


@pytest.mark.parametrize("key", ["abena", "leon", "tomasz", "joy", "petra"])
def test_nobody_else_may_import(cast, key):
    before = Child.objects.count()

    with pytest.raises(NotPermitted):
        plan(cast, key, [a_pupil()])
    with pytest.raises(NotPermitted):
        operations.import_census(
            files([a_pupil()]),
            wish(cast, key),
            promise="",
            run_id=ImportRun().pk,
            viewer=cast.viewer(key),
        )

    assert Child.objects.count() == before


def test_what_was_not_confirmed_is_not_written(cast):
    confirmed = plan(cast, "margaret", [a_pupil()]).promise

    with pytest.raises(PlanChanged):
        operations.import_census(
            files([a_pupil(), a_pupil(2)]),
            wish(cast, "margaret"),
            promise=confirmed,
            run_id=ImportRun().pk,
            viewer=cast.viewer("margaret"),
        )

    assert not Child.objects.filter(given_name__startswith="Forename").exists()


def test_not_even_in_a_column_that_nobody_reads(cast):
    confirmed = plan(cast, "margaret", [a_pupil()]).promise

    with pytest.raises(PlanChanged):
        operations.import_census(
            files([a_pupil(ethnicity="WIRT")]),
            wish(cast, "margaret"),
            promise=confirmed,
            run_id=ImportRun().pk,
            viewer=cast.viewer("margaret"),
        )


def test_what_has_changed_since_it_was_confirmed_is_not_written(cast):
    confirmed = plan(cast, "margaret", [a_pupil()]).promise
    bring_in(cast, "margaret", [a_pupil()])

    with pytest.raises(PlanChanged):
        operations.import_census(
            files([a_pupil()]),
            wish(cast, "margaret"),
            promise=confirmed,
            run_id=ImportRun().pk,
            viewer=cast.viewer("margaret"),
        )


REFUSED = {
    "no_school": {"NativeId": ""},
    "no_name": {"forename": " "},
    "name_too_long": {"surname": "x" * 81},
    "number_too_long": {"upn": "x" * 41},
    "code_too_long": {"senprovision": "x" * 21},
    "unfit_letters": {"forename": "A\u202eB"},
    "no_birth_date": {"dob": ""},
    "birth_date_unreadable": {"dob": "04/03/2019"},
    "birth_date_in_future": {"dob": "2099-01-01"},
    "too_old": {"dob": "1989-12-31"},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_row_that_cannot_be_used_is_refused_with_its_reason(cast, reason):
    numbers = bring_in(cast, "margaret", [a_pupil(1) | REFUSED[reason], a_pupil(2)])

    assert numbers["reasons"] == {"new_pupil": 1, reason: 1}
    assert child_of(2)


def test_26_years_are_too_many_and_a_day_less_is_not(cast):
    today = cast.viewer("margaret").today
    birthday = today.replace(year=today.year - 26, day=min(today.day, 28))
    days = [birthday, birthday + timedelta(days=40)]

    reasons = [
        plan(cast, "margaret", [a_pupil(dob=day.isoformat())]).report.reasons
        for day in days
    ]

    assert [dict(one) for one in reasons] == [{"too_old": 1}, {"new_pupil": 1}]


def test_held_rows(cast):
    reasons = plan(
        cast,
        "margaret",
        [
            a_pupil(1, NativeId=LARKFIELD),
            a_pupil(2, upn=""),
            a_pupil(3, upn="same"),
            a_pupil(4, upn="SAME"),
            a_pupil(5, pupilonrolltableid="row"),
            a_pupil(6, pupilonrolltableid="row"),
            a_pupil(7, surname="One", forename="Twice"),
            a_pupil(8, surname="One", forename="Twice"),
        ],
    ).report.reasons

    assert dict(reasons) == {
        "other_school": 1,
        "no_number": 1,
        "number_twice": 2,
        "key_twice": 2,
        "name_twice": 2,
    }


def test_every_reason_can_be_met_and_has_its_outcome():
    assert {reason.outcome for reason in REASONS.values()} == {
        "new",
        "changed",
        "unchanged",
        "held",
        "refused",
    }


@pytest.mark.parametrize("add_schools", [False, True])
def test_the_sample_adds_up(cast, add_schools):
    chosen = wish(cast, "daniel", add_schools=add_schools)

    numbers = operations.plan_census(
        sample_files(), chosen, viewer=cast.viewer("daniel")
    ).report.numbers()

    expected = {"new_pupil": 9498} if add_schools else {"school_unknown": 9498}
    assert numbers["reasons"] == expected
    assert sum(numbers["outcomes"].values()) == numbers["total"] == 9498
    assert sum(numbers["reasons"].values()) == 9498
    assert numbers["needs"]["total"] == 16954
    assert sum(numbers["schools_unknown"].values()) == (0 if add_schools else 9498)
    assert "ethnicity" in numbers["columns_left_out"]


def test_the_sample_comes_in_whole_and_a_second_time_changes_nothing(cast):
    chosen, daniel = wish(cast, "daniel", add_schools=True), cast.viewer("daniel")
    for expected in ({"new": 9498}, {"unchanged": 9498}):
        promise = operations.plan_census(sample_files(), chosen, viewer=daniel).promise
        report = operations.import_census(
            sample_files(),
            chosen,
            promise=promise,
            run_id=ImportRun().pk,
            viewer=daniel,
        )
        assert outcomes(report.numbers()) == expected
    assert CensusPupil.objects.count() == 9498
    assert (
        Record.objects.unfiltered("counting").filter(kind=CensusEntry.KIND).count()
        == 9498
    )
    assert Child.objects.filter(census_pupils__isnull=False).distinct().count() == 9498
    counted = Line.objects.filter(act="exchange.pupil.added").count()
    assert counted == 9498
    assert verification.verify()[1] is None


def test_rows_are_as_they_were_whatever_their_order(cast):
    rows = [a_pupil(1), a_pupil(2), a_pupil(3)]
    bring_in(cast, "margaret", rows)

    assert outcomes(bring_in(cast, "margaret", as_csv(reversed(rows)))) == {
        "unchanged": 3
    }
