"""What a report says, in words: the same rows for the page and for both files."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from plait.access.models import Person
from plait.access.viewer import Hat, Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.clocks import arithmetic
from plait.design_system import words
from plait.privacy.models import AccessReport
from plait.privacy.queries import access
from plait.privacy.queries.access import Emergency, Found, Opened
from plait.privacy.queries.ways import Way
from plait.sharing.because import IN_WORDS, Because
from plait.sharing.categories import Category, Sensitivity
from plait.sharing.conditions import GLASS_REACHES
from plait.sharing.looked_at import LOOKED_AT, PURPOSE
from plait.sharing.models import Basis
from plait.sharing.web.presenters import IN_A_SENTENCE

# A spreadsheet takes a cell that begins like this for something to reckon (OUT-14).
RECKONED = ("=", "+", "-", "@", "\t", "\r")
CAN_HEADS = ("Name", "Job", "Service", "Can see", "Up to", "Since", "Until", "Why")
DID_HEADS = ("When", "Name", "Job", "Service", "Page", "Why")
EMERGENCY = "Emergency access"
CAN, DID = "Who can see what", "Who has looked"
MORE = (
    f"Only the newest {access.MOST:,} looks are here. Ask for fewer days to read the "
    "others."
)


@dataclass(frozen=True)
class Made:
    """A report in the list of one's own: about whom, in short (D2)."""

    about: str
    href: str  # empty: it does not open any more
    made: str
    reason: str

    @classmethod
    def of(cls, report: AccessReport, is_open: bool, viewer: Viewer) -> "Made":
        keys = {"access_report_id": report.pk}
        return cls(
            about=_in_short(report) if is_open else _unnamed(report),
            href=reverse("privacy:access-report", kwargs=keys) if is_open else "",
            made=words.when(report.made_at, viewer.now),
            reason=report.reason,
        )


def _in_short(report: AccessReport) -> str:
    """A child by initials and year (D27); a colleague by name, with the service."""
    if report.works_at and report.colleague:
        return f"{report.colleague.name}, {report.works_at.name}"
    if report.works_at:
        return f"{_unnamed(report)} at {report.works_at.short_name}: nobody was found"
    if report.child:
        return report.child.in_short
    return f"{_unnamed(report)}: nobody was found"


def _unnamed(report: AccessReport) -> str:
    return "A colleague" if report.works_at_id else "A child"


@dataclass(frozen=True)
class Table:
    """One part of a report."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str


@dataclass(frozen=True)
class ReportPage:
    """A report as it is opened."""

    id: UUID
    about: str  # empty: nobody was found
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    note: str
    csv: str
    json: str
    at: str = ""  # the service whose hat it is about

    @property
    def number(self) -> int:
        """How many lines it holds."""
        return sum(len(table.rows) for table in self.tables)


def report_page(report: AccessReport, viewer: Viewer) -> ReportPage:
    child = report.child
    found = access.look_up(report, viewer=viewer) if child else None
    return ReportPage(
        id=report.pk,
        about=child.full_name if child else "",
        facts=tuple(_facts(report, viewer)),
        tables=tuple(_tables(found)) if found else (),
        note=MORE if found and found.there_is_more else "",
        **addresses(report),
    )


def addresses(report: AccessReport) -> dict[str, str]:
    """Where its files are."""
    keys = {"access_report_id": report.pk}
    return {
        form: reverse(f"privacy:access-report-{form}", kwargs=keys)
        for form in ("csv", "json")
    }


def _facts(report: AccessReport, viewer: Viewer) -> Iterable[tuple[str, str]]:
    if report.child:
        yield "About", report.child.full_name
        yield "Who can see", f"As it is on {words.record_day(viewer.now)}"
    first = words.record_day(report.since_on)
    yield "Who has looked", f"From {first} to {words.record_day(report.last_on)}"
    yield "Why", report.reason
    made = moment(report.made_at)
    yield "Asked by", f"{report.made_by.name}, {report.agency.name}, on {made}"


def _tables(found: Found) -> Iterable[Table]:
    yield Table(
        "who_can_see",
        CAN,
        CAN_HEADS,
        (
            *(_can(way) for way in found.ways),
            *(_can_in_an_emergency(one) for one in found.emergencies),
        ),
        "There is nobody to name of the services you answer for.",
    )
    hats = {one.hat for one in found.opened}
    people = Person.objects.in_bulk({hat.person_id for hat in hats})
    agencies = Agency.objects.in_bulk({hat.agency_id for hat in hats if hat.agency_id})
    because = Because(reason for one in found.opened for reason in one.reasons)
    yield Table(
        "who_has_looked",
        DID,
        DID_HEADS,
        tuple(_did(one, people, agencies, because) for one in found.opened),
        "There is no look to tell of in these days.",
    )


def _can(way: Way) -> tuple[str, ...]:
    agency = way.tie.agency
    assert agency
    return (
        way.tie.person.name,
        words.with_capital(roles.words(way.tie.role)),
        agency.name,
        kinds_in_words(way.kinds),
        Sensitivity(way.up_to).label,
        words.record_day(way.since),
        last_day(way.until),
        tied_because(way, agency),
    )


def _can_in_an_emergency(one: Emergency) -> tuple[str, ...]:
    glass = one.glass
    return (
        glass.person.name,
        words.with_capital(roles.words(one.role)),
        glass.agency.name,
        kinds_in_words(one.kinds),
        Sensitivity(GLASS_REACHES).label,
        moment(glass.opened_at),
        moment(glass.expires_at),
        EMERGENCY,
    )


def moment(at: datetime) -> str:
    """A day with the time: what lasts hours only."""
    return f"{words.record_day(at)}, {words.clock_time(at)}"


def last_day(until: datetime | None) -> str:
    """The last day on which something holds that ends at this moment."""
    if until is None:
        return "No last day"
    return words.record_day(arithmetic.day_of(until - timedelta(microseconds=1)))


def kinds_in_words(kinds: Iterable[str]) -> str:
    """ "The plan, notes and the book": in a cell of their own."""
    said = words.joined(IN_A_SENTENCE[Category(kind)] for kind in kinds)
    return words.with_capital(said)


def page_in_words(surface: str) -> str:
    """Which page somebody opened: in a cell of its own."""
    said = LOOKED_AT.get(surface, surface).format(child="the child")
    return words.with_capital(said)


def tied_because(way: Way, agency: Agency) -> str:
    """Why somebody in the team can see it."""
    if way.basis is None:
        return f"In the team, and {agency.short_name} wrote it"
    said = IN_WORDS[Basis.Kind(way.basis.kind)]
    given = way.basis.agreement
    if given and given.answered_at:
        said += f" on {words.record_day(given.answered_at)}"
    return f"In the team, and {said}"


def _did(
    one: Opened,
    people: dict[UUID, Person],
    agencies: dict[UUID, Agency],
    because: Because,
) -> tuple[str, ...]:
    agency = agencies[one.hat.agency_id] if one.hat.agency_id else None
    return (
        moment(one.at),
        _name(one.hat, people),
        words.with_capital(roles.words(one.role)),
        agency.name if agency else "",
        page_in_words(one.surface),
        PURPOSE.get(one.surface) or _because(one, agency, because),
    )


def _name(hat: Hat, people: dict[UUID, Person]) -> str:
    person = people.get(hat.person_id)
    return person.name if person else "Somebody whose account is gone"


def _because(one: Opened, agency: Agency | None, because: Because) -> str:
    found = because.all(one.reasons, agency)
    return f"Because {', and '.join(found)}" if found else "The name only"


# --- Files ---


def as_csv(page: ReportPage, foot: str) -> str:
    """One table: what it is about, then each part under its heads, then the foot."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerows(_text(row) for row in page.facts)
    for table in page.tables:
        write.writerow([])
        write.writerow([table.title])
        write.writerow(table.heads)
        write.writerows(_text(row) for row in table.rows)
    write.writerow([])
    if page.note:
        write.writerow([page.note])
    write.writerow([foot])
    return out.getvalue()


def _text(row: Iterable[str]) -> list[str]:
    """Every cell as text, whatever it begins with (OUT-14)."""
    return [f"'{cell}" if cell.startswith(RECKONED) else cell for cell in row]


def as_json(page: ReportPage, foot: str) -> str:
    told = {
        "about": dict(page.facts),
        **{
            table.key: [dict(zip(table.heads, row, strict=True)) for row in table.rows]
            for table in page.tables
        },
        "note": page.note,
        "foot": foot,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
