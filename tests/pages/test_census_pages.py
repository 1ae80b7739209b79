"""The pages on which a census is brought in: who may, what they say, what they do."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plait.access import clock
from plait.access.decisions import NotPermitted, TooLate
from plait.access.models import Person
from plait.access.web import sessions
from plait.agencies.models import Agency, Employment
from plait.children.models import Child, Tie
from plait.exchange import operations, uploads
from plait.exchange.models import CensusPupil, ImportRun
from plait.exchange.web import background
from plait.ledger.models import Line
from tests.census_files import LARKFIELD, a_need, a_pupil, as_csv, needs_csv

CENSUS = "/import/census"
NOT_FOR = [
    "abena",
    "leon",
    "tomasz",
    "joy",
    "petra",
    "shirin",
    "idris",
    "nani",
    "callum",
]


@pytest.fixture(autouse=True)
def at_once(monkeypatch, settings, tmp_path):
    """What runs after the commit runs at once: a test's changes are never committed."""
    settings.FILES_ROOT = tmp_path
    monkeypatch.setattr(background, "later", background.carry_out)


def upload(client: Client, pupils: bytes, needs: bytes | None = None, **more):
    data = {"pupils": SimpleUploadedFile("Pupils <b>.csv", pupils), **more}
    if needs is not None:
        data["needs"] = SimpleUploadedFile("needs.csv", needs)
    return client.post(CENSUS, data)


def begun(client: Client, rows, needs=None, **more) -> str:
    """Upload rows; the address of the import."""
    response = upload(
        client, rows if isinstance(rows, bytes) else as_csv(rows), needs, **more
    )
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def seen(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def run_of(address: str) -> ImportRun:
    return ImportRun.objects.get(pk=address.rsplit("/", 1)[-1])


def confirm(client: Client, address: str, promise: str | None = None):
    sent = run_of(address).promise if promise is None else promise
    return client.post(address, {"action": "confirm", "promise": sent})


@pytest.mark.parametrize("key", ["margaret", "gwen", "daniel"])
def test_those_who_may_are_asked_for_the_files(cast, key):
    page = seen(cast.client(key), CENSUS)

    assert "Pupils on roll" in page
    assert ("Add schools that are not in Plait yet" in page) == (key == "daniel")


@pytest.mark.parametrize("key", NOT_FOR)
def test_for_everybody_else_there_is_no_such_page(cast, key):
    address = begun(cast.client("margaret"), [a_pupil(NativeId=LARKFIELD), a_pupil(2)])
    run = run_of(address)
    client = cast.client(key)

    for there in (CENSUS, address, f"{address}/rows", f"{address}/rows/2"):
        assert client.get(there).status_code in (302, 404), (
            there
        )  # 302: to choose a hat
        assert b"Surname2" not in client.get(there).content
        client.post(there, {"action": "confirm", "promise": run.promise})
    assert run_of(address).state == "read"


@pytest.mark.parametrize("key", ["gwen", "daniel"])
def test_an_import_is_nobody_elses(cast, key):
    address = begun(cast.client("margaret"), [a_pupil()])
    client = cast.client(key)

    for there in (address, f"{address}/rows", f"{address}/rows/2"):
        assert client.get(there).status_code == 404
    assert confirm(client, address).status_code == 404
    assert "What you brought in before" not in seen(client, CENSUS)


def test_from_file_to_children(cast):
    margaret = cast.client("margaret")

    address = begun(
        margaret, [a_pupil(1), a_pupil(2, senprovision="N")], needs_csv([a_need()])
    )
    looked = seen(margaret, address)
    assert not Child.objects.filter(given_name__startswith="Forename").exists()
    assert "2 children are added to Bramblecote Nursery" in looked
    assert "1 of them has SEN support (K) or an EHC plan (E)" in looked
    assert "ethnicity" in looked

    assert confirm(margaret, address).status_code == 302
    done = seen(margaret, address)
    assert "The census is in" in done
    assert Child.objects.filter(given_name__startswith="Forename").count() == 2
    assert seen(margaret, f"/children/{Child.objects.get(given_name='Forename1').pk}")


def test_the_files_go_with_the_confirmation_and_the_list_after_a_day(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()], needs_csv([a_need()]))
    run = run_of(address)
    kept = [run.pupils_file, run.needs_file]
    assert all(uploads.size_of(name) for name in kept)

    confirm(margaret, address)
    assert not any(uploads.size_of(name) for name in kept)
    assert uploads.size_of(run.rows_file)

    operations.remove_old(now=run.made_at + timedelta(days=1, minutes=1))
    run.refresh_from_db()
    assert (run.rows_file, run.shown, run.state) == ("", [], "done")
    assert margaret.get(f"{address}/rows").status_code == 404
    assert "Surname1" not in seen(margaret, address)


def test_what_nobody_confirmed_is_gone_after_a_day(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    run = run_of(address)

    operations.remove_old(now=run.made_at + timedelta(days=1, minutes=1))

    assert run_of(address).state == "thrown_away"
    assert not uploads.size_of(run.pupils_file)
    assert confirm(margaret, address, run.promise).status_code == 409


def test_after_a_day_nothing_can_be_seen_even_if_nobody_has_tidied_up(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    run = run_of(address)
    ImportRun.objects.update(made_at=run.made_at - timedelta(days=1, minutes=1))

    assert "Surname1" not in seen(margaret, address)
    assert margaret.get(f"{address}/rows").status_code == 404
    assert confirm(margaret, address, run.promise).status_code == 409
    begun(margaret, [a_pupil()])  # tidies up
    assert not uploads.size_of(run.pupils_file)


def test_throwing_away(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    run = run_of(address)

    assert margaret.post(address, {"action": "throw-away"}).status_code == 302
    assert "Nothing was brought in" in seen(margaret, address)
    assert confirm(margaret, address, run.promise).status_code == 409
    assert not CensusPupil.objects.exists()


def test_a_second_confirmation_does_nothing_more(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    promise = run_of(address).promise
    confirm(margaret, address, promise)

    assert confirm(margaret, address, promise).status_code == 409
    assert Child.objects.filter(given_name="Forename1").count() == 1


def test_only_what_was_looked_at_can_be_confirmed(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])

    assert confirm(margaret, address, "something else").status_code == 409
    assert not CensusPupil.objects.exists()


def test_what_changed_between_looking_and_confirming_is_shown_again(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    other = begun(margaret, [a_pupil()])
    confirm(margaret, other)

    confirm(margaret, address)

    page = seen(margaret, address)
    assert "Something has changed since you looked" in page
    assert "There is nothing to write" in page
    assert CensusPupil.objects.count() == 1


def test_unknown_buttons_are_not_found(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])

    assert margaret.post(address, {"action": "explode"}).status_code == 404
    assert margaret.post(address, {}).status_code == 404


def test_the_list_of_every_row_has_no_names(cast):
    margaret = cast.client("margaret")
    address = begun(
        margaret, [a_pupil(1), a_pupil(2, dob=""), a_pupil(3, NativeId=LARKFIELD)]
    )

    response = margaret.get(f"{address}/rows")

    assert (
        response.headers["Content-Disposition"]
        == 'attachment; filename="census-rows.csv"'
    )
    assert response.headers["Cache-Control"] == "no-store"
    lines = response.content.decode("utf-8-sig").splitlines()
    assert (
        lines[0] == "Line,School,Pupil number,What becomes of it,Why,Kept as received"
    )
    assert [line.split(",")[3] for line in lines[1:]] == ["New", "Refused", "Held"]
    assert b"Surname" not in response.content


def test_rows_about_children_who_are_here_are_in_the_ledger(cast):
    margaret = cast.client("margaret")
    confirm(margaret, begun(margaret, [a_pupil()]))
    address = begun(margaret, [a_pupil()])
    child = Child.objects.get(given_name="Forename1")

    for there, surface in ((address, "census.run"), (f"{address}/rows", "census.rows")):
        before = Line.objects.count()
        assert margaret.get(there).status_code == 200
        line = Line.objects.order_by("-seq").first()
        assert Line.objects.count() == before + 1
        assert (line.act, line.surface, line.child_id) == (
            "record.read",
            surface,
            child.pk,
        )


def test_names_from_a_file_are_inert(cast):
    margaret = cast.client("margaret")
    address = begun(
        margaret, [a_pupil(forename="<script>alert(1)</script>", surname="=1+1")]
    )

    page = seen(margaret, address)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


WRONG = {
    "a picture": (b"\x89PNG\r\n\x1a\n....", "It is a picture, not a CSV file"),
    "a workbook": (b"PK\x03\x04....", "It is an Excel workbook or a ZIP file"),
    "utf-16": ("NativeId,upn".encode("utf-16"), "It is saved as UTF-16"),
    "a web page": (b"<!DOCTYPE html><p>", "It is a web page"),
    "no column": (
        b"NativeId,upn\n",
        "are missing in line 1. Change that in the file, then choose it again",
    ),
    "twice": (
        b"upn,UPN,NativeId,dob,surname,forename,senprovision\n",
        "“upn” is there twice",
    ),
    "semicolons": (b"NativeId;upn;dob\n", "not separated by commas"),
    "many columns": (b"a," * 1_000_000, "more than 500 columns"),
    "nothing": (b"", "That file is empty"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_of_the_wrong_kind_is_one_sentence_beside_the_question(cast, what):
    data, sentence = WRONG[what]

    response = upload(cast.client("margaret"), data)

    assert response.status_code == 200
    page = response.content.decode()
    assert page.count(sentence) == 2  # in the summary and beside the question
    assert "Please look at 1 thing" in page
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large(cast, settings):
    settings.LARGEST_IMPORT_BYTES = 2_000_000

    page = upload(
        cast.client("margaret"), as_csv([]) + b"x" * 3_000_000
    ).content.decode()

    assert "That file is 3 MB. Choose one under 2 MB" in page


def test_no_file(cast):
    page = cast.client("margaret").post(CENSUS, {}).content.decode()

    assert "Choose the file with the pupils" in page


def test_what_is_wrong_further_down_is_said_on_the_imports_page(cast):
    margaret = cast.client("margaret")

    address = begun(margaret, as_csv([a_pupil(1)]) + b"Zo\xeb\n")

    page = seen(margaret, address)
    assert "The pupils file: Line 3 has letters that are not saved as UTF-8." in page
    assert not uploads.size_of(run_of(address).pupils_file)


def test_a_needs_file_without_keys_in_the_pupils_file(cast):
    columns = ("NativeId", "dob", "surname", "forename", "upn", "senprovision")
    rows = [{name: value for name, value in a_pupil().items() if name in columns}]

    response = upload(
        cast.client("margaret"), as_csv(rows, columns), needs_csv([a_need()])
    )

    assert "“pupilonrolltableid” is missing in line 1" in response.content.decode()


def test_a_school_without_a_census_code_is_told_what_is_missing(cast):
    agency = cast.agencies["bramblecote"]
    agency.census_code = ""
    agency.save()
    margaret = cast.client("margaret")

    assert "does not know your school’s census code" in seen(margaret, CENSUS)
    assert upload(margaret, as_csv([a_pupil()])).status_code == 200
    assert not ImportRun.objects.exists()


def test_a_school_without_a_senco_is_told_that_nobody_can_open_anything(
    cast, monkeypatch
):
    monkeypatch.setattr(
        "plait.exchange.queries.has_senco", lambda agency, viewer: False
    )
    margaret = cast.client("margaret")

    assert "so nobody can open what is written" in seen(
        margaret, begun(margaret, [a_pupil()])
    )


def test_progress_and_stopping(cast, monkeypatch):
    monkeypatch.setattr(background, "later", lambda work, run_id: None)
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    runs = ImportRun.objects.filter(pk=run_of(address).pk)
    runs.update(rows_read=4_000, share_read=42)

    reading = seen(margaret, address)
    assert "<strong>4,000</strong> rows read, 42 in 100 of the file" in reading
    assert "Look again" in reading

    runs.update(beat_at=clock.read() - timedelta(minutes=3))
    assert "It stopped on the way" in seen(margaret, address)

    monkeypatch.setattr(background, "later", background.carry_out)
    assert margaret.post(address, {"action": "again"}).status_code == 302
    assert "Check what would happen" in seen(margaret, address)


def test_writing_that_broke_off_can_be_read_again(cast, monkeypatch):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    monkeypatch.setattr(background, "later", lambda work, run_id: None)
    confirm(margaret, address)
    assert "Writing what you confirmed" in seen(margaret, address)

    ImportRun.objects.update(beat_at=clock.read() - timedelta(minutes=6))
    assert "It stopped on the way" in seen(margaret, address)
    monkeypatch.setattr(background, "later", background.carry_out)
    assert margaret.post(address, {"action": "again"}).status_code == 302

    assert run_of(address).state == "read"
    assert not CensusPupil.objects.exists()


def test_somebody_who_has_left_meanwhile_writes_nothing(cast, monkeypatch):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    monkeypatch.setattr(background, "later", lambda work, run_id: None)
    confirm(margaret, address)
    cast.people["margaret"].employments.update(until_at=cast.now)

    with pytest.raises(NotPermitted):
        background.carry_out(operations.write_run, run_of(address).pk)

    assert run_of(address).state == "read"
    assert not CensusPupil.objects.exists()


def test_a_row_that_waits_is_decided_by_somebody_who_may_see_the_child(cast):
    margaret, rafi = cast.client("margaret"), cast.rafi
    address = begun(margaret, [same_name(rafi)])
    assert "Sent for matching" in seen(margaret, address)

    question = seen(margaret, f"{address}/rows/2")
    assert "The same child: Rafi Hossain-Doyle, born" in question
    assert "Choose who it is" in margaret.post(f"{address}/rows/2", {}).content.decode()
    margaret.post(f"{address}/rows/2", {"who": str(rafi.pk)})

    assert run_of(address).numbers["reasons"] == {"same_child": 1}
    confirm(margaret, address)
    assert CensusPupil.objects.get().child == rafi
    assert (
        Line.objects.filter(act="exchange.row.decided", child_id=rafi.pk).count() == 1
    )


def test_a_row_that_waits_can_be_a_different_child(cast):
    margaret, rafi = cast.client("margaret"), cast.rafi
    address = begun(margaret, [same_name(rafi)])

    margaret.post(f"{address}/rows/2", {"who": "different"})
    confirm(margaret, address)

    assert run_of(address).numbers["reasons"] == {"different_child": 1}
    assert CensusPupil.objects.get().child != rafi


def same_name(rafi: Child, serial: int = 1) -> dict[str, str]:
    born = rafi.born_on.isoformat()
    return a_pupil(serial, surname="Hossain-Doyle", forename="Rafi", dob=born)


def test_two_rows_cannot_be_the_same_child(cast):
    margaret, rafi = cast.client("margaret"), cast.rafi
    address = begun(margaret, [same_name(rafi, 1), same_name(rafi, 2)])
    margaret.post(f"{address}/rows/2", {"who": str(rafi.pk)})

    again = margaret.post(f"{address}/rows/3", {"who": str(rafi.pk)})

    assert again.status_code == 409


def test_whoever_decides_must_be_able_to_see_the_child(cast):
    """The operation itself refuses, whatever a page may have offered."""
    address = begun(cast.client("margaret"), [same_name(cast.rafi)])
    cast.people["margaret"].ties.filter(child=cast.rafi).update(until_at=cast.now)
    margaret = cast.viewer("margaret", at=clock.read())

    with pytest.raises(Child.DoesNotExist):
        operations.decide_row(run_of(address), 2, str(cast.rafi.pk), viewer=margaret)
    with pytest.raises(TooLate):
        operations.decide_row(run_of(address), 2, str(cast.noor.pk), viewer=margaret)
    with pytest.raises(TooLate):
        operations.decide_row(run_of(address), 9, "different", viewer=margaret)


def employ(cast, key: str, agency: Agency, role: str) -> None:
    since = cast.now - timedelta(days=1)
    person = cast.people[key]
    Employment.objects.create(person=person, agency=agency, role=role, from_at=since)


def test_nor_is_it_for_another_senco_of_the_same_school(cast):
    address = begun(cast.client("margaret"), [a_pupil()])
    employ(cast, "petra", cast.agencies["bramblecote"], "senco")
    petra = cast.client("petra")
    session = petra.session
    session[sessions.HAT] = str(cast.agencies["bramblecote"].pk)
    session.save()

    assert petra.get(CENSUS).status_code == 200
    assert petra.get(address).status_code == 404


def test_the_work_is_done_in_the_hat_of_the_import(cast):
    other = Agency.objects.create(
        code="aardvark", name="Aardvark School", kind="school"
    )
    employ(cast, "margaret", other, "key_worker")

    assert run_of(begun(cast.client("margaret"), [a_pupil()])).state == "read"


def test_nothing_is_written_for_a_closed_account(cast, monkeypatch):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    monkeypatch.setattr(background, "later", lambda work, run_id: None)
    confirm(margaret, address)
    Person.objects.filter(pk=cast.people["margaret"].pk).update(is_active=False)

    with pytest.raises(NotPermitted):
        background.carry_out(operations.write_run, run_of(address).pk)

    assert not CensusPupil.objects.exists()


@pytest.mark.parametrize(
    "who", ["noor", "nobody", "00000000-0000-0000-0000-000000000000"]
)
def test_a_row_cannot_be_a_child_who_was_not_offered(cast, who):
    margaret, rafi = cast.client("margaret"), cast.rafi
    address = begun(margaret, [same_name(rafi)])
    given = str(cast.noor.pk) if who == "noor" else who

    margaret.post(f"{address}/rows/2", {"who": given})

    assert run_of(address).numbers["reasons"] == {"sent_for_matching": 1}


def test_a_child_nobody_may_see_is_not_named_in_the_question(cast):
    margaret, rafi = cast.client("margaret"), cast.rafi
    cast.people["margaret"].ties.filter(child=rafi).update(until_at=cast.now)
    address = begun(margaret, [same_name(rafi)])

    page = seen(margaret, f"{address}/rows/2")

    assert "Somebody in that child’s team has to look" in page
    assert str(rafi.pk) not in page
    margaret.post(f"{address}/rows/2", {"who": str(rafi.pk)})
    assert run_of(address).numbers["reasons"] == {"sent_for_matching": 1}


def test_rows_that_do_not_wait_have_no_question(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])

    assert margaret.get(f"{address}/rows/2").status_code == 404
    assert margaret.get(f"{address}/rows/9").status_code == 404


def test_a_council_decides_about_no_row(cast):
    daniel, rafi = cast.client("daniel"), cast.rafi
    rows = [
        a_pupil(1, forename="Same", surname="Name"),
        a_pupil(2, forename="Same", surname="Name"),
    ]
    address = begun(
        daniel,
        [
            *rows,
            a_pupil(
                3,
                surname=rafi.family_name,
                forename="Rafi",
                dob=rafi.born_on.isoformat(),
            ),
        ],
    )

    assert run_of(address).numbers["reasons"] == {"new_pupil": 1, "name_twice": 2}
    assert daniel.get(f"{address}/rows/2").status_code == 404


def test_a_council_can_add_schools_after_it_has_looked(cast):
    daniel = cast.client("daniel")
    address = begun(daniel, [a_pupil(NativeId="SCH7")])
    assert "Schools that are not in Plait: SCH7 (1 row)" in seen(daniel, address)

    assert daniel.post(address, {"action": "add-schools"}).status_code == 302

    assert run_of(address).numbers["reasons"] == {"new_pupil": 1}
    confirm(daniel, address)
    assert Agency.objects.get(census_code="SCH7").name == "School SCH7"


def test_a_school_cannot_add_schools(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil(NativeId="SCH7")], add_schools="on")

    assert "Add these schools" not in seen(margaret, address)
    assert margaret.post(address, {"action": "add-schools"}).status_code == 409
    assert run_of(address).numbers["reasons"] == {"other_school": 1}


def test_what_was_imported_before_is_listed(cast):
    margaret = cast.client("margaret")
    confirm(margaret, begun(margaret, [a_pupil()]))

    assert "Done. 1 new" in seen(margaret, CENSUS)


@pytest.mark.parametrize("rows", [1, 60])
def test_the_page_asks_the_same_number_of_questions_however_many_rows(
    cast, rows, django_assert_max_num_queries
):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil(number) for number in range(rows)])

    with django_assert_max_num_queries(14):
        seen(margaret, address)


def test_reading_an_import_changes_nothing(cast):
    margaret = cast.client("margaret")
    address = begun(margaret, [a_pupil()])
    before = run_of(address).__dict__ | {"_state": None}

    seen(margaret, address)
    margaret.head(address)

    assert run_of(address).__dict__ | {"_state": None} == before


@pytest.fixture
def imported(cast):
    """A child of Bramblecote whom only a census brought in."""
    margaret = cast.client("margaret")
    needs = needs_csv([a_need(code="ASD"), a_need(rank="2.0", code="73e987da")])
    confirm(margaret, begun(margaret, [a_pupil(), a_pupil(2, senprovision="N")], needs))
    return Child.objects.get(given_name="Forename1")


def test_what_the_census_says_is_shown_in_words_or_as_received(cast, imported):
    page = seen(cast.client("margaret"), f"/children/{imported.pk}/census")

    for words in (
        "SEN support (K)",
        "Autism (ASD)",
        "Code 73e987da, as received",
        "2 September 2024",
    ):
        assert words in page
    line = Line.objects.order_by("-seq").first()
    assert (line.child_id, line.surface) == (imported.pk, "census-entry")
    assert '"records":{"' in line.details


@pytest.mark.parametrize("key", ["abena", "gwen", "daniel", "tomasz", "shirin"])
def test_it_is_not_there_for_who_may_not_see_the_child(cast, imported, key):
    client = cast.client(key)

    assert client.get(f"/children/{imported.pk}/census").status_code == 404


def test_it_is_not_there_for_a_child_without_support_or_without_an_entry(
    cast, imported
):
    margaret = cast.client("margaret")
    unsupported = Child.objects.get(given_name="Forename2")

    assert margaret.get(f"/children/{unsupported.pk}/census").status_code == 404
    assert margaret.get(f"/children/{cast.rafi.pk}/census").status_code == 404


def test_a_parent_who_joins_reads_what_the_census_says(cast, imported):
    Tie.objects.create(
        person=cast.people["shirin"],
        child=imported,
        kind="family",
        role="pr",
        from_at=cast.now,
    )

    assert "Autism (ASD)" in seen(
        cast.client("shirin"), f"/children/{imported.pk}/census"
    )
