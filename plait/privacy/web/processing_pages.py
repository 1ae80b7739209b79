"""The record of processing in words: the same rows for the page and both files."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from plait.access.viewer import Viewer
from plait.agencies import queries as agencies
from plait.agencies.models import Agency
from plait.design_system import words
from plait.privacy import processing, schedule
from plait.privacy.processing import Law, Purpose
from plait.privacy.queries.processing import Numbers
from plait.privacy.web.disposal_pages import KeepLine
from plait.privacy.web.report_pages import ReportPage, Table, kinds_in_words

PURPOSE_HEADS = (
    "What for", "About whom", "Information", "Lawful basis", "Where it comes from",
    "Confirmed", "Now",
)  # fmt: skip
RECEIVES_HEADS = (
    "Kind of service", "In a team now", "Something is shared",
    "Has signed the same agreement",
)  # fmt: skip
KEPT_HEADS = ("Who keeps it", "Until", "Where it comes from", "Confirmed")
SAFE_HEADS = ("What is done", "Where it stands")
SURE = {True: "Confirmed", False: "To be confirmed"}
TRANSFERS = (
    "Plait passes nothing on to another country. It is served from where it is "
    "installed, loads nothing from other companies, and sends them nothing."
)
UNCOUNTED = "Done, and not counted here"


@dataclass(frozen=True)
class Shown:
    """The record of one agency, and where those of the others are."""

    register: ReportPage
    others: tuple[tuple[str, str], ...]


def shown(agency: Agency, led: list[Agency], viewer: Viewer) -> Shown:
    return Shown(
        register=record(agency, viewer),
        others=tuple(
            (one.name, reverse("privacy:processing-of", kwargs={"agency_id": one.pk}))
            for one in led
            if one.pk != agency.pk
        ),
    )


def record(agency: Agency, viewer: Viewer) -> ReportPage:
    """As it is at this moment."""
    numbers = Numbers(agency, viewer)
    done, not_done = _purposes(agency, numbers)
    keys = {"agency_id": agency.pk}
    return ReportPage(
        id=agency.pk,
        about=agency.name,
        facts=tuple(_facts(agency, viewer)),
        tables=(
            Table("purposes", "What it is used for", PURPOSE_HEADS, done, ""),
            _receives(numbers),
            _kept(agency, viewer),
            Table(
                "security", "How it is kept safe", SAFE_HEADS, processing.MEASURES, ""
            ),
        ),
        note=f"Not done here at the moment: {'; '.join(not_done)}." if not_done else "",
        csv=reverse("privacy:processing-csv", kwargs=keys),
        json=reverse("privacy:processing-json", kwargs=keys),
    )


def _facts(agency: Agency, viewer: Viewer) -> Iterator[tuple[str, str]]:
    yield "Who decides what it is used for (controller)", agency.name
    leads = agencies.privacy_leads_for(agency.pk, viewer.now)
    said = (
        f"{one.person.name}, {one.agency.name}, {one.person.email}" for one in leads
    )
    yield "Privacy lead", "; ".join(said)
    yield "Who works for them with it (processors)", ". ".join(_processors())
    yield "Sent to other countries", TRANSFERS
    at = f"{words.record_day(viewer.now)}, {words.clock_time(viewer.now)}"
    yield "Counted", f"{at}, from what Plait holds"


def _processors() -> Iterator[str]:
    """As it is set up; names and contracts, Plait cannot know."""
    yield f"Whoever runs the machine behind {urlsplit(settings.PUBLIC_ADDRESS).netloc}"
    if settings.EMAIL_HOST:
        yield f"Whoever runs the mail server {settings.EMAIL_HOST}"
    yield "Keep their names, countries and contracts with this record"


def _purposes(
    agency: Agency, numbers: Numbers
) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """What is done, a row each; and the titles of what is not."""
    done, not_done = [], []
    for purpose, law in processing.in_force(agency.kind, numbers.today):
        information, now = _now(purpose, numbers)
        if now:
            done.append(_row(purpose, law, information, now))
        else:
            not_done.append(purpose.title)
    return tuple(done), not_done


def _row(purpose: Purpose, law: Law, information: str, now: str) -> tuple[str, ...]:
    return (
        purpose.title,
        purpose.people,
        information,
        law.said,
        law.source,
        SURE[law.is_sure],
        now,
    )


def _now(purpose: Purpose, numbers: Numbers) -> tuple[str, str]:
    """Which information, and how much; nothing where there is none."""
    if purpose.categories:
        there = numbers.written(purpose.categories)
        records = words.plural(there.records, "record", "records")
        children = words.plural(there.children, "child", "children")
        return kinds_in_words(there.kinds), (
            f"{records} about {children}" if there.records else ""
        )
    counted = numbers.counted(purpose.key)
    if counted is None:
        return purpose.information, UNCOUNTED
    number = counted[0]
    return purpose.information, words.plural(*counted) if number else ""


def _receives(numbers: Numbers) -> Table:
    rows = tuple(
        (
            Agency.Kind(one.kind).label,
            _services(one.in_team),
            _services(one.shared_with),
            _services(one.agreed_with),
        )
        for one in numbers.receives()
    )
    return Table(
        "recipients",
        "Who else receives it",
        RECEIVES_HEADS,
        rows,
        "No other service is in a team, or has signed an agreement of the area, now.",
    )


def _services(number: int) -> str:
    return words.plural(number, "service", "services") if number else "Nobody yet"


def _kept(agency: Agency, viewer: Viewer) -> Table:
    line = KeepLine.of(schedule.for_kind(agency.kind, viewer.today))
    row = (line.who, line.until, line.source, line.sure)
    return Table("retention", "For how long it is kept", KEPT_HEADS, (row,), "")
