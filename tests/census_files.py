"""Census files for tests: made-up pupils in the layout of the extract."""

import csv
import io
import os
from pathlib import Path

import pytest

from plait.children.numbers import upn_check_letter
from plait.exchange import operations
from plait.exchange.models import ImportRun
from plait.exchange.operations import CensusFiles, Wish

COLUMNS = (
    "pupilonrolltableid", "NativeId", "dob", "surname", "forename", "preferredsurname",
    "upn", "sex", "entrydate", "senunitindicator", "ethnicity", "language",
    "senprovision", "ncyearactual",
)  # fmt: skip
NEED_COLUMNS = (
    "pupilonrolltableid", "NativeId", "senneedstableid", "senneedsorderseqcolumn",
    "sentyperank", "sentype",
)  # fmt: skip
BRAMBLECOTE, LARKFIELD = "9990001", "9990002"


def upn(serial: int) -> str:
    """A pupil number whose check letter is right."""
    rest = f"999000125{serial:03d}"
    return upn_check_letter(rest) + rest


def a_pupil(serial: int = 1, **said: str) -> dict[str, str]:
    """A row; what is not said is ordinary."""
    return {
        "pupilonrolltableid": f"row-{serial}",
        "NativeId": BRAMBLECOTE,
        "dob": "2019-Mar-04 00:00:00",
        "surname": f"Surname{serial}",
        "forename": f"Forename{serial}",
        "upn": f"scrambled-{serial}",
        "sex": "F",
        "entrydate": "2024-Sep-02 00:00:00",
        "senunitindicator": "False",
        "ethnicity": "WBRI",
        "language": "ENG",
        "senprovision": "K",
        "ncyearactual": "1",
    } | said


def a_need(
    serial: int = 1, rank: str = "1.0", code: str = "SLCN", **said: str
) -> dict[str, str]:
    return {
        "pupilonrolltableid": f"row-{serial}",
        "NativeId": BRAMBLECOTE,
        "senneedsorderseqcolumn": "1",
        "sentyperank": rank,
        "sentype": code,
    } | said


def as_csv(rows, columns=COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def needs_csv(rows) -> bytes:
    return as_csv(rows, NEED_COLUMNS)


def files(pupils, needs=None) -> CensusFiles:
    """The two files; rows or bytes."""
    data = pupils if isinstance(pupils, bytes) else as_csv(pupils)
    more = needs if needs is None or isinstance(needs, bytes) else needs_csv(needs)
    return CensusFiles(
        pupils=lambda: io.BytesIO(data),
        needs=None if more is None else lambda: io.BytesIO(more),
    )


def wish(cast, key: str, **chosen) -> Wish:
    hat = cast.hat(key)
    agency = next(one for one in cast.agencies.values() if one.pk == hat.agency_id)
    return Wish(agency, **chosen)


def plan(cast, key: str, pupils, needs=None, *, rows_to=None, at=None, **chosen):
    """What would happen, told to somebody of the cast."""
    return operations.plan_census(
        files(pupils, needs),
        wish(cast, key, **chosen),
        viewer=cast.viewer(key, at=at),
        rows_to=rows_to,
    )


def bring_in(cast, key: str, pupils, needs=None, *, at=None, **chosen):
    """Plan and carry out; what the report says."""
    promise = plan(cast, key, pupils, needs, at=at, **chosen).promise
    return operations.import_census(
        files(pupils, needs),
        wish(cast, key, **chosen),
        promise=promise,
        run_id=ImportRun().pk,
        viewer=cast.viewer(key, at=at),
    ).numbers()


def outcomes(numbers) -> dict[str, int]:
    """Only what there is any of."""
    return {name: count for name, count in numbers["outcomes"].items() if count}


def sample(name: str) -> Path:
    """A real census file, which stands beside this project and is not part of it."""
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    place = Path(os.environ.get("PLAIT_SHARED_DATA", beside)) / "school-census" / name
    if not place.exists():
        pytest.skip(f"The sample census is not here: {place}")
    return place


def sample_files() -> CensusFiles:
    pupils = sample("2025_spring_pupilonroll.csv")
    needs = sample("2025_spring_senneeds.csv")
    return CensusFiles(lambda: pupils.open("rb"), lambda: needs.open("rb"))
