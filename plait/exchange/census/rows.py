"""One row of the pupils file: what it says, or why it cannot be used."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from plait.children import numbers
from plait.exchange.census import codes, dates
from plait.exchange.census.files import Row

EARLIEST_BIRTH = date(1990, 1, 1)
OLDEST = 26  # the birthday on which nobody is 25 any more
LONGEST_NAME = 80
LONGEST_NUMBER = 40
LONGEST_CODE = 20
# What no name or number has, and what could change how a line looks or is read.
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")

NAMES = ("surname", "forename", "preferredsurname", "preferredforename")
CODES = ("senprovision", "ncyearactual", "language", "senunitindicator",
         "resourcedprovisionindicator")  # fmt: skip


class Need(NamedTuple):
    """One line of the needs file: how it is ranked, and what it is, as received."""

    rank: str
    code: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """A row that can be used."""

    line: int
    school: str
    number: str
    key: str  # what the needs file calls this row
    given_name: str
    family_name: str
    surname: str
    known_as: str
    born_on: date
    provision: str
    year_group: str
    language: str
    entered_on: date | None
    unit: str
    resourced: str
    remarks: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_supported(self) -> bool:
        return self.provision in codes.SUPPORTED

    @property
    def plain_number(self) -> str:
        """The pupil number as it is compared: no spaces, no dashes, all capitals."""
        return numbers.plain(self.number)

    @property
    def upn(self) -> str:
        """The pupil number when its check letter is right; else nothing."""
        plain = self.plain_number
        return plain if numbers.is_upn(plain) else ""

    @property
    def row_hash(self) -> str:
        """What the row says about the child, hashed: all but number and needs."""
        return hash_of(
            self.given_name, self.family_name, self.known_as, self.provision,
            self.year_group, self.language, str(self.entered_on), self.unit,
            self.resourced,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that cannot be used, and the reason as a key of `verdicts.REASONS`."""

    line: int
    school: str
    number: str
    name: str
    reason: str


def hash_of(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()


def needs_hash(needs: Iterable[Need]) -> str:
    return hash_of(*(f"{need.rank}\x1e{need.code}" for need in needs))


def read_row(row: Row, today: date) -> Pupil | Unusable:
    """The pupil in a row of the pupils file, or why there is none."""
    school, number = row.cell("nativeid"), row.cell("upn")
    born_on = dates.read_day(row.cell("dob"))
    reason = _trouble(row, school, number)
    if reason or born_on is None or (reason := _age_trouble(born_on, today)):
        reason = reason or _no_birth_date(row)
        name = "" if reason == "ragged" else _name_of(row)
        return Unusable(row.line, tidy(school), tidy(number), tidy(name), reason)
    entered_on = dates.read_day(row.cell("entrydate"))
    return Pupil(
        line=row.line,
        school=school,
        number=number,
        key=row.cell("pupilonrolltableid"),
        given_name=row.cell("forename"),
        family_name=row.cell("preferredsurname") or row.cell("surname"),
        surname=row.cell("surname"),
        known_as=row.cell("preferredforename"),
        born_on=born_on,
        provision=row.cell("senprovision"),
        year_group=row.cell("ncyearactual"),
        language=row.cell("language"),
        entered_on=entered_on,
        unit=row.cell("senunitindicator"),
        resourced=row.cell("resourcedprovisionindicator"),
        remarks=tuple(_remarks(row, number, entered_on, born_on)),
    )


def _name_of(row: Row) -> str:
    family_name = row.cell("preferredsurname") or row.cell("surname")
    return f"{row.cell('forename')} {family_name}".strip()


def tidy(text: str) -> str:
    """Text of a row that is refused, fit to be shown: short, with nothing unfit."""
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST_NUMBER])


def _trouble(row: Row, school: str, number: str) -> str:
    """The first thing that stands against using a row, its birth date aside."""
    if row.is_ragged:
        return "ragged"
    names = [row.cell(column) for column in NAMES]
    said = [row.cell(column) for column in CODES]
    checks = (
        (not school, "no_school"),
        (not row.cell("forename"), "no_name"),
        (max(map(len, names)) > LONGEST_NAME, "name_too_long"),
        (max(len(school), len(number)) > LONGEST_NUMBER, "number_too_long"),
        (max(map(len, said)) > LONGEST_CODE, "code_too_long"),
        (UNFIT.search("".join((school, number, *names, *said))), "unfit_letters"),
    )
    return next((reason for fails, reason in checks if fails), "")


def _no_birth_date(row: Row) -> str:
    return "birth_date_unreadable" if row.cell("dob") else "no_birth_date"


def _age_trouble(born_on: date, today: date) -> str:
    if born_on > today:
        return "birth_date_in_future"
    if born_on < EARLIEST_BIRTH or born_on <= dates.years_before(today, OLDEST):
        return "too_old"
    return ""


def _remarks(
    row: Row, number: str, entered_on: date | None, born_on: date
) -> Iterable[str]:
    """What is kept as it was received although this product does not know it."""
    provision, year = row.cell("senprovision"), row.cell("ncyearactual")
    if not provision:
        yield "provision_missing"
    elif provision in codes.PROVISION_BEFORE:
        yield "provision_of_before_2014"
    elif provision not in codes.PROVISION_NOW:
        yield "provision_unknown"
    if not year:
        yield "year_group_missing"
    elif year not in codes.YEAR_GROUPS:
        yield "year_group_unknown"
    if row.cell("entrydate") and (entered_on is None or entered_on < born_on):
        yield "entry_date_odd"
    if number and not numbers.is_upn(numbers.plain(number)):
        yield "number_unchecked"


def needs_remarks(pupil: Pupil, needs: Iterable[Need]) -> Iterable[str]:
    """The same for the needs of a pupil."""
    needs = list(needs)
    given = {need.code for need in needs}
    if given - codes.NEEDS.keys():
        yield "need_unknown"
    ranks = [need.rank for need in needs]
    if len(set(ranks)) < len(ranks):
        yield "need_rank_twice"
    if needs and not pupil.is_supported:
        yield "needs_without_support"
    if pupil.provision == codes.PLAN and codes.NOT_ASSESSED in given:
        yield "not_assessed_with_plan"


def compared(name: str) -> str:
    """A name as it is compared: without regard to capitals, accents and dashes."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())
