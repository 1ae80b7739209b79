"""IMP: files that are wrong, hostile or interrupted; EXI-5: what an import may reveal."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plait.__main__ import main
from plait.agencies.models import Agency
from plait.children.models import Child, Tie
from plait.exchange import operations
from plait.exchange.census.files import LONGEST_LINE
from plait.exchange.census.reasons import REASONS, REMARKS
from plait.exchange.census.survey import UnusableFile
from plait.exchange.models import CensusEntry, CensusPupil, CensusReceipt, ImportRun
from plait.ledger import verification
from plait.ledger.models import Line
from plait.ledger.operations import LedgerUnavailable
from plait.sharing.models import Basis, Record, RecordVersion, Restriction
from plait.team.models import Involvement
from tests.census_files import (
    BRAMBLECOTE,
    COLUMNS,
    LARKFIELD,
    a_need,
    a_pupil,
    as_csv,
    bring_in,
    files,
    needs_csv,
    outcomes,
    plan,
    upn,
    wish,
)

ROOT = Path(__file__).resolve().parent.parent.parent
WRITTEN = (Child, Tie, Basis, CensusPupil, CensusReceipt, Agency, ImportRun)
RECORDS = (Record, RecordVersion, CensusEntry, Involvement)


def everything() -> dict[str, list]:
    """Every row an import could touch, whole."""
    rows = {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in WRITTEN
    }
    for model in RECORDS:
        found = model.objects.unfiltered("comparing before and after")
        rows[model.__name__] = sorted(map(str, found.values_list()))
    return rows


def like(child: Child, serial: int = 1, **said: str) -> dict[str, str]:
    """A row with the names and the birthday of somebody who is here."""
    return a_pupil(
        serial,
        forename=child.given_name,
        surname=child.family_name,
        dob=child.born_on.isoformat(),
        **said,
    )


# IMP-1


def test_imp_1_a_name_alone_never_matches(cast):
    before = everything()

    numbers = bring_in(cast, "margaret", [like(cast.rafi)])

    assert numbers["reasons"] == {"sent_for_matching": 1}
    assert everything() == before


@pytest.mark.parametrize(
    "said",
    [
        {"forename": "RAFI", "surname": "hossain doyle"},
        {"surname": "Hossain", "preferredsurname": "Hossain-Doyle"},
        {"forename": "Ráfi", "surname": "Hossain-Doyle"},
        {"upn": upn(9)},
        {"surname": "Hossain-Doyle", "preferredsurname": "Another"},
        {"forename": "Rafiq", "preferredforename": "Rafi"},
    ],
)
def test_imp_1_nor_does_a_name_that_is_nearly_the_same(cast, said):
    data = as_csv([like(cast.rafi) | said], (*COLUMNS, "preferredforename"))

    assert bring_in(cast, "margaret", data)["reasons"] == {"sent_for_matching": 1}


def test_imp_1_not_even_a_child_that_a_census_brought_in(cast):
    bring_in(cast, "margaret", [a_pupil(senprovision="N")])

    numbers = bring_in(
        cast, "margaret", [a_pupil(upn="another number", senprovision="K")]
    )

    assert numbers["reasons"] == {"sent_for_matching": 1}


def test_imp_1_another_birthday_is_another_child(cast):
    row = like(cast.rafi) | {"dob": "2018-01-31"}

    assert bring_in(cast, "margaret", [row])["reasons"] == {"new_pupil": 1}
    assert not CensusPupil.objects.filter(child=cast.rafi).exists()


# IMP-2


@pytest.mark.parametrize("second", ["A-1", "a1", " A 1 "])
def test_imp_2_two_rows_with_one_number_are_both_held(cast, second):
    before = everything()

    numbers = bring_in(cast, "margaret", [a_pupil(1, upn="A1"), a_pupil(2, upn=second)])

    assert numbers["reasons"] == {"number_twice": 2}
    assert everything() == before


def test_imp_2_also_when_one_of_them_cannot_be_used(cast):
    numbers = bring_in(
        cast, "margaret", [a_pupil(1, upn="A1"), a_pupil(2, upn="A1", dob="")]
    )

    assert numbers["reasons"] == {"number_twice": 1, "no_birth_date": 1}


def test_imp_2_a_known_number_with_another_birthday_is_held(cast):
    bring_in(cast, "margaret", [a_pupil()])

    numbers = bring_in(cast, "margaret", [a_pupil(dob="2019-03-05")])

    assert numbers["reasons"] == {"other_birth_date": 1}


# IMP-3


def test_imp_3_rows_of_another_school_are_held_and_reveal_nothing(cast):
    known = like(cast.noor, NativeId=LARKFIELD, upn=upn(3))
    unknown = a_pupil(2, NativeId=LARKFIELD, upn=upn(4))
    nowhere = a_pupil(3, NativeId="SCH9", upn=upn(5))
    odd = a_pupil(4, NativeId=LARKFIELD, upn=upn(6), dob="nonsense", senprovision="?")
    Child.objects.filter(pk=cast.noor.pk).update(upn=upn(3))
    before, listed = everything(), io.StringIO()

    plan(cast, "margaret", [known, unknown, nowhere, odd], rows_to=listed)
    numbers = bring_in(cast, "margaret", [known, unknown, nowhere, odd])

    told = [line.split(",", 3)[3] for line in listed.getvalue().splitlines()[1:]]
    assert numbers["reasons"] == {"other_school": 4}
    assert len(set(told)) == 1
    assert numbers["remarks"] == {}
    assert everything() == before


# IMP-4


def test_imp_4_a_bad_row_9999_of_10000_does_not_stop_the_others(cast):
    rows = [a_pupil(number, senprovision="N") for number in range(10_000)]
    rows[9_998]["dob"] = "nonsense"

    numbers = bring_in(cast, "margaret", rows)

    assert outcomes(numbers) == {"new": 9_999, "refused": 1}
    assert CensusPupil.objects.count() == 9_999


def test_imp_4_all_or_none_when_the_last_write_fails(cast, monkeypatch):
    before = everything()
    promise = plan(cast, "margaret", [a_pupil(1), a_pupil(2)]).promise

    def fail(entries):
        raise LedgerUnavailable

    monkeypatch.setattr("plait.ledger.operations.write", fail)
    with pytest.raises(LedgerUnavailable):
        operations.import_census(
            files([a_pupil(1), a_pupil(2)]),
            wish(cast, "margaret"),
            promise=promise,
            run_id=ImportRun().pk,
            viewer=cast.viewer("margaret"),
        )

    assert everything() == before


def test_imp_4_the_report_has_no_other_peoples_data(cast):
    """Nothing of a child who is here shows: only what the file itself said."""
    listed = io.StringIO()
    rafi = cast.rafi
    report = plan(
        cast,
        "margaret",
        [like(rafi) | {"forename": "RAFI"}, a_pupil(2, NativeId=LARKFIELD)],
        rows_to=listed,
    ).report

    told = json.dumps(report.numbers()) + listed.getvalue()
    assert "Rafi" not in told
    assert str(rafi.pk) not in told
    assert [row["name"] for row in report.shown] == [
        "RAFI Hossain-Doyle",
        "Forename2 Surname2",
    ]


# IMP-5

GOOD = as_csv([a_pupil(1), a_pupil(2)])
BAD_FILES = {
    "utf-16 with its mark": (GOOD.decode().encode("utf-16"), "UTF-16"),
    "utf-16 without": (GOOD.decode().encode("utf-16-le"), "Line 1 has a NUL character"),
    "latin-1": (as_csv([a_pupil(surname="Zoë")]).decode().encode("latin-1"), "Line 2 has letters that are not saved as UTF-8"),
    "nul": (GOOD + b"a\0b,c\n", "Line 4 has a NUL character"),
    "10 MB cell": (GOOD + b"x" * 10_000_000, "Line 4 has a cell of more than 100,000 letters in the column “pupilonrolltableid”"),
    "10 MB in a later cell": (GOOD + b"row,SCH,day," + b"x" * 10_000_000, "in the column “surname”"),
    "10 MB quoted cell": (GOOD + b'"' + b"x\n" * 5_000_000, "Line 4 has a cell of more than 100,000 letters"),
    "quote that is never closed": (GOOD + b'row-3,"9990001,2019\n', "Line 4 has quotation marks"),
    "quote in the middle": (GOOD + b'row-3,"99"90001"x,2019\n', "Line 4 has quotation marks"),
    "a million columns": (b",".join(b"c%d" % n for n in range(1_000_000)), "more than 500 columns"),
    "a million columns later": (GOOD + b"," * 1_000_000 + b"\n", "Line 4 has more than 500 columns"),
    "501 columns": (b",".join(b"c%d" % n for n in range(501)) + b"\n", "more than 500 columns"),
    "missing column": (GOOD.replace(b"senprovision", b"provision"), "The column “senprovision” is missing in line 1"),
    "missing columns": (b"a,b,c\n1,2,3\n", "are missing in line 1"),
    "column twice": (GOOD.replace(b"ethnicity", b"DOB"), "The column “dob” is there twice"),
    "empty": (b"", "It is empty"),
    "only the mark": (b"\xef\xbb\xbf", "It is empty"),
    "only line ends": (b"\n\r\n\n", "missing in line 1"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99, "It is a picture"),
    "zip": (b"PK\x03\x04" + bytes(range(256)) * 99, "It is an Excel workbook or a ZIP file"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1", "It is an old Excel or Word file"),
    "pdf": (b"%PDF-1.7", "It is a PDF"),
    "html": (b"\n <html><script>alert(1)</script>", "It is a web page"),
    "tabs": (GOOD.replace(b",", b"\t"), "not separated by commas"),
    "too many rows": (b"NativeId,upn,surname,forename,dob,senprovision\n" + b"a,,,,,\n" * 200_001, "more than 200,000 rows"),
    "too many empty lines": (GOOD + b"\n" * 500_000, "more than 400,000 lines"),
}  # fmt: skip


@pytest.mark.alone
@pytest.mark.parametrize("what", BAD_FILES)
def test_imp_5_a_bad_file_is_one_named_error(cast, what):
    data, sentence = BAD_FILES[what]
    before, began = everything(), time.monotonic()

    with pytest.raises(UnusableFile) as refused:
        plan(cast, "margaret", data)

    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 250
    assert time.monotonic() - began < 5
    assert everything() == before


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"\n", b"\r"),
        GOOD.replace(b"\n", b"\r\n", 1),
        GOOD.rstrip(b"\n"),
        GOOD + b"\n\n,,,\n",
        GOOD.replace(b"NativeId", b" nativeID "),
        GOOD.replace(b"Surname1", b'"Surname1"'),
    ],
    ids=[
        "mark",
        "windows",
        "old mac",
        "mixed",
        "no last line end",
        "empty lines",
        "capitals",
        "quotes",
    ],
)
def test_imp_5_what_only_looks_odd_is_read_as_it_is_meant(cast, data):
    assert dict(plan(cast, "margaret", data).report.reasons) == {"new_pupil": 2}


@pytest.mark.parametrize("end", range(2**16 - 3, 2**16 + 2))
def test_imp_5_a_line_end_may_fall_between_two_chunks(cast, end):
    """The chunk ends before, in the middle of, or after a line end of two bytes."""
    ended = GOOD.replace(b"\n", b"\r\n")
    filler = b" " * (end - len(ended)) + b"\r\n"
    after = as_csv([a_pupil(9)]).splitlines()[1] + b"\r\n"

    report = plan(cast, "margaret", ended + filler + after).report

    assert dict(report.reasons) == {"new_pupil": 3}
    assert [row["line"] for row in report.shown] == [2, 3, 5]


def test_imp_5_ragged_rows_are_refused_and_the_rest_comes_in(cast):
    data = as_csv([a_pupil(1)]) + b"row-2,9990001,2019-03-04\n" + b"x," * 20 + b"\n"

    assert dict(plan(cast, "margaret", data).report.reasons) == {
        "new_pupil": 1,
        "ragged": 2,
    }


def test_imp_5_a_bad_needs_file_says_that_it_is_the_needs_file(cast):
    for data, sentence in (
        (b"\xff\xfe", "UTF-16"),
        (b"a,b\n", "missing"),
        (
            needs_csv([a_need()]) + b"row-1,9990001\n",
            "Line 3 has 2 cells where the first line has 6",
        ),
        (needs_csv([a_need(code="x" * 30)]), "Line 2 has a need that cannot be a code"),
    ):
        with pytest.raises(UnusableFile, match="The needs file: ") as refused:
            plan(cast, "margaret", GOOD, data)
        assert sentence in str(refused.value)


PIECES = st.sampled_from(
    [b",", b'"', b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"=1+1", b"row-1",
     b"9990001", b"2019-03-04", b"\xc3\xab", b"x" * (LONGEST_LINE // 2), b"", b"N", b"'", b";"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60), st.booleans())
@settings(max_examples=300, deadline=10_000, suppress_health_check=list(HealthCheck))
def test_imp_5_whatever_comes_in_is_counted_or_refused(cast, pieces, with_header):
    """Property: no file does anything but add up, or be refused in one sentence."""
    data = (as_csv([a_pupil()]) if with_header else b"") + b"".join(pieces)
    try:
        numbers = plan(cast, "margaret", data).report.numbers()
    except UnusableFile as refused:
        sentence = str(refused)
    else:
        sentence = "It was read, and every row of it is accounted for."
        assert sum(numbers["outcomes"].values()) == numbers["total"]
        assert sum(numbers["reasons"].values()) == numbers["total"]
    assert 20 < len(sentence) < 250


@given(st.data())
@settings(max_examples=200, deadline=10_000, suppress_health_check=list(HealthCheck))
def test_imp_5_a_good_file_with_a_few_bytes_changed_is_counted_or_refused(cast, data):
    spoilt = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(spoilt)))
        length = data.draw(st.integers(0, 3))
        spoilt[place : place + length] = data.draw(
            st.one_of(PIECES, st.binary(max_size=4))
        )
    try:
        numbers = plan(cast, "margaret", bytes(spoilt)).report.numbers()
    except UnusableFile:
        return
    assert sum(numbers["outcomes"].values()) == numbers["total"]
    assert sum(numbers["reasons"].values()) == numbers["total"]


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=90)


@given(
    st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS), max_size=5),
    st.booleans(),
)
@settings(max_examples=200, deadline=10_000, suppress_health_check=list(HealthCheck))
def test_imp_5_whatever_a_cell_holds_the_row_is_accounted_for(cast, changes, mine):
    rows = [a_pupil(serial) | said for serial, said in enumerate(changes)]
    if mine:
        rows = [row | {"NativeId": BRAMBLECOTE} for row in rows]
    data, listed = as_csv(rows), io.StringIO()
    if b"\0" in data:
        with pytest.raises(UnusableFile, match="NUL"):
            plan(cast, "margaret", data)
        return
    report = plan(cast, "margaret", data, rows_to=listed).report
    assert sum(report.reasons.values()) == report.survey.total
    assert set(report.reasons) <= set(REASONS)
    assert set(report.remarks) <= set(REMARKS)
    assert (
        len(list(csv.reader(io.StringIO(listed.getvalue())))) == report.survey.total + 1
    )


@given(
    st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS), min_size=1, max_size=5)
)
@settings(max_examples=25, deadline=20_000, suppress_health_check=list(HealthCheck))
def test_imp_6_whatever_came_in_changes_nothing_the_second_time(cast, changes):
    rows = [
        a_pupil(serial) | said | {"NativeId": BRAMBLECOTE}
        for serial, said in enumerate(changes)
    ]
    if "\0" in str(rows) or b"\0" in as_csv(rows):
        return
    bring_in(cast, "margaret", rows)
    before = everything()

    second = outcomes(bring_in(cast, "margaret", rows))

    assert everything() == before
    assert not {"new", "changed"} & set(second)


# IMP-6


@pytest.mark.parametrize("key", ["margaret", "daniel"])
def test_imp_6_the_same_file_twice_changes_nothing(cast, key):
    rows = [
        a_pupil(1),
        a_pupil(2, senprovision="N"),
        a_pupil(3, dob=""),
        a_pupil(4, upn=""),
    ]
    needs = [a_need(1), a_need(2, code="?")]
    bring_in(cast, key, rows, needs, add_schools=True)
    before = everything()

    second = bring_in(cast, key, rows, needs, add_schools=True)

    assert outcomes(second) == {"unchanged": 2, "held": 1, "refused": 1}
    assert everything() == before


# IMP-7

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("column", ["NativeId", "upn"])
def test_imp_7_formulas_stay_text_in_the_list(cast, formula, column):
    listed = io.StringIO()

    plan(
        cast,
        "daniel",
        [a_pupil() | {column: formula}],
        rows_to=listed,
        add_schools=True,
    )

    [_, row] = csv.reader(io.StringIO(listed.getvalue()))
    for cell in row:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert f"'{formula.strip()}" in row


def test_imp_7_names_are_stored_as_they_came_and_inert(cast):
    bring_in(
        cast,
        "margaret",
        [a_pupil(forename="<img src=x onerror=alert(1)>", surname="=1+1")],
    )
    child = Child.objects.get(given_name__startswith="<img")

    page = cast.client("margaret").get(f"/children/{child.pk}").content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_imp_7_words_of_a_file_are_not_in_the_ledger(cast):
    bring_in(cast, "margaret", [a_pupil(forename="CANARY\U0001f99c", upn="CANARY-1")])

    assert not Line.objects.filter(details__contains="CANARY").exists()


# IMP-11


def command(*arguments: str) -> tuple[int, str, str]:
    """Run `plait …` in this process: exit status, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    return status, out.getvalue(), err.getvalue()


def in_a_process(*arguments: str) -> "subprocess.Popen[bytes]":
    """Run `plait …` in a process of its own, on the database of this test."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        host = {key: connection.settings_dict[key] for key in ("USER", "HOST", "PORT")}
        url = "postgres://{USER}@{HOST}:{PORT}/".format(**host) + name
    return subprocess.Popen(
        [sys.executable, "-m", "plait", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "PLAIT_MODE": "test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


STILL_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend' AND state <> 'idle'
"""


def wait_for_the_server() -> None:
    """A server finishes what it was sent, also when whoever sent it is gone."""
    if connection.vendor != "postgresql":
        return
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(STILL_AT_WORK)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)
    raise AssertionError("The server is still at work for a process that was killed.")


def test_imp_11_an_import_that_is_killed_leaves_nothing_or_everything(
    cast_for_real, tmp_path
):
    pupils = tmp_path / "pupils.csv"
    pupils.write_bytes(as_csv([a_pupil(number) for number in range(1_500)]))
    words = (
        "import",
        "census",
        str(pupils),
        "--agency",
        "bramblecote",
        "--yes",
        "--json",
    )
    before, counts = everything(), set()

    for wait in (0.3, 0.6, 0.8, 1.0, 1.2, 1.5, 1.9, 2.4):
        process = in_a_process(*words)
        time.sleep(wait)
        process.kill()
        process.communicate()
        connections.close_all()
        wait_for_the_server()
        counts.add(CensusPupil.objects.count())
        if 1_500 in counts:
            break
        assert everything() == before, f"half of it was there after {wait} s"

    assert counts <= {0, 1_500}
    process = in_a_process(*words)
    output, errors = process.communicate()
    assert process.returncode == 0, errors.decode()
    assert sum(json.loads(output)["outcomes"].values()) == 1_500
    assert CensusPupil.objects.count() == 1_500
    assert Tie.objects.filter(child__census_pupils__isnull=False).count() == 1_500
    assert verification.verify()[1] is None


# EXI-5


def test_exi_5_a_number_that_is_somebodys_elsewhere_looks_like_a_new_one(cast):
    """Twin worlds: with and without a child of another agency under the same number."""
    row = like(cast.noor, NativeId=BRAMBLECOTE, upn=upn(77))
    listed = [io.StringIO(), io.StringIO()]
    alone = plan(cast, "margaret", [row], rows_to=listed[0]).report
    Child.objects.filter(pk=cast.noor.pk).update(upn=upn(77))
    with_twin = plan(cast, "margaret", [row], rows_to=listed[1]).report

    assert alone.numbers() == with_twin.numbers()
    assert alone.shown == with_twin.shown
    assert alone.promise == with_twin.promise
    assert listed[0].getvalue() == listed[1].getvalue()
    assert bring_in(cast, "margaret", [row])["reasons"] == {"new_pupil": 1}
    assert CensusPupil.objects.get().child != cast.noor


@pytest.mark.parametrize(
    "said",
    [
        [{"upn": "anything"}],
        [{"upn": "sent before"}],
        [{"upn": "sent before", "dob": "2018-01-01"}],
        [{"upn": "sent before", "senprovision": "E"}],
        [{"upn": upn(8)}],
    ],
)
def test_exi_5_a_council_cannot_tell_what_a_school_has_in_plait(cast, said):
    """What the council is told rests on its own files, never on what the school has."""
    rafi = cast.rafi
    rows = [like(rafi, serial) | one for serial, one in enumerate(said)]
    without = plan(cast, "daniel", rows).report
    Child.objects.filter(pk=rafi.pk).update(upn=upn(8))
    bring_in(cast, "margaret", [like(rafi, upn="other"), a_pupil(2, upn="sent before")])
    with_children = plan(cast, "daniel", rows).report

    told = [{**report.numbers()} for report in (without, with_children)]
    assert told[0] == told[1]
    assert without.promise == with_children.promise
    first = bring_in(cast, "daniel", rows)
    assert first["reasons"] == told[0]["reasons"]
    assert outcomes(bring_in(cast, "daniel", rows)) == {"unchanged": len(rows)}
    assert CensusPupil.objects.filter(child=rafi).count() <= 1


def test_exi_5_held_rows_say_sent_for_matching_and_never_that_somebody_exists():
    words = " ".join(reason.words for reason in REASONS.values())

    assert "Sent for matching." in REASONS["sent_for_matching"].words
    assert "already exists" not in words


def test_exi_5_a_sealed_child_is_as_absent_as_anywhere(cast):
    Restriction.objects.create(
        child=cast.rafi,
        aim="person",
        aimed_person=cast.people["margaret"],
        from_at=cast.now,
    )

    assert dict(plan(cast, "margaret", [like(cast.rafi)]).report.reasons) == {
        "new_pupil": 1
    }


# The command line


@pytest.fixture
def census(tmp_path):
    """A census file on the disk."""
    place = tmp_path / "PUPILS.csv"
    place.write_bytes(
        as_csv([a_pupil(1), a_pupil(2, NativeId=LARKFIELD), a_pupil(3, dob="")])
    )
    return str(place)


def test_the_command_prints_one_object_that_adds_up(cast, census):
    status, out, err = command(
        "import", "census", census, "--agency", "bramblecote", "--yes", "--json"
    )

    told = json.loads(out)
    assert (status, err) == (0, "")
    assert (told["total"], told["written"], told["dry_run"]) == (3, True, False)
    assert sum(told["outcomes"].values()) == sum(told["reasons"].values()) == 3
    assert ImportRun.objects.get().by == cast.people["margaret"]


def test_a_dry_run_writes_nothing(cast, census):
    before, lines = everything(), Line.objects.count()

    status, out, _ = command(
        "import", "census", census, "--agency", "bramblecote", "--dry-run"
    )

    assert status == 0
    assert "3 rows" in out
    assert "Nothing was written" in out
    assert (everything(), Line.objects.count()) == (before, lines)


def test_without_a_yes_and_a_terminal_nothing_is_written(cast, census, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("write it\n"))
    before = everything()

    status, out, err = command("import", "census", census, "--agency", "bramblecote")

    assert status == 1
    assert "3 rows" in out
    assert "nothing was written" in err
    assert everything() == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "status"), [("write it", 0), ("yes", 1), ("", 1)])
def test_at_a_terminal_it_asks(cast, census, monkeypatch, answer, status):
    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))

    assert command("import", "census", census, "--agency", "bramblecote")[0] == status
    assert CensusPupil.objects.count() == (1 if status == 0 else 0)


def test_with_nothing_to_write_it_does_not_ask(cast, census):
    command("import", "census", census, "--agency", "bramblecote", "--yes")
    before, lines = everything(), Line.objects.count()

    status, out, err = command("import", "census", census, "--agency", "bramblecote")

    assert (status, err) == (0, "")
    assert "There was nothing to write." in out
    assert (everything(), Line.objects.count()) == (before, lines)


WRONG_USE = {
    "unknown agency": (
        ["FILE", "--agency", "nowhere"],
        "there is no agency with the code “nowhere”",
    ),
    "missing file": (["/nowhere.csv", "--agency", "bramblecote"], "cannot be opened"),
    "a folder": (["/tmp", "--agency", "bramblecote"], "cannot be opened"),
    "no agency": (["FILE"], "--agency"),
    "somebody else": (
        ["FILE", "--agency", "bramblecote", "--as", "abena@plait.example"],
        "is no SENCO or head",
    ),
    "nobody": (
        ["FILE", "--agency", "harrowmere", "--as", "x@y.z"],
        "is no SEND officer",
    ),
    "who": (["FILE", "--agency", "rowan"], "--as EMAIL"),
    "rows to nowhere": (
        ["FILE", "--agency", "bramblecote", "--rows", "/nowhere/x.csv"],
        "cannot be opened",
    ),
}


@pytest.mark.parametrize("what", WRONG_USE)
def test_wrong_use_is_two(cast, census, what):
    arguments, sentence = WRONG_USE[what]
    before = everything()

    given = [census if one == "FILE" else one for one in arguments]
    status, out, err = command("import", "census", *given, "--yes")

    assert (status, out) == (2, "")
    assert sentence in err
    assert everything() == before


@pytest.mark.parametrize(
    "what", ["latin-1", "10 MB cell", "picture", "missing column", "empty"]
)
def test_an_unusable_file_is_one_and_one_sentence_on_standard_error(
    cast, tmp_path, what
):
    data, sentence = BAD_FILES[what]
    place = tmp_path / "bad.csv"
    place.write_bytes(data)

    status, out, err = command(
        "import", "census", str(place), "--agency", "bramblecote", "--yes", "--json"
    )

    assert (status, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.alone
def test_200_megabytes_are_refused_before_they_are_read(cast, tmp_path):
    place = tmp_path / "large.csv"
    with place.open("wb") as file:
        file.truncate(200_000_000)
    began = time.monotonic()

    status, _, err = command(
        "import", "census", str(place), "--agency", "bramblecote", "--yes"
    )

    assert status == 1
    assert "is 200 MB. Send it in parts under 50 MB" in err
    assert time.monotonic() - began < 2


def test_the_row_list_of_the_command_accounts_for_every_row(cast, census, tmp_path):
    place = tmp_path / "rows.csv"

    command(
        "import",
        "census",
        census,
        "--agency",
        "bramblecote",
        "--dry-run",
        "--rows",
        str(place),
    )

    rows = list(csv.reader(io.StringIO(place.read_text("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["New", "Held", "Refused"]


def test_without_a_database_it_says_so(cast, census, monkeypatch):
    def fail(*args, **kwargs):
        raise LedgerUnavailable

    monkeypatch.setattr("plait.exchange.operations.import_census", fail)

    status, out, err = command(
        "import", "census", census, "--agency", "bramblecote", "--yes"
    )

    assert status == 1
    assert "Written" not in out
    assert "(LedgerUnavailable): nothing was written" in err
