"""What a report about a colleague says, in words: the same rows for page and files."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from plait.access.viewer import Viewer
from plait.agencies.models import Agency
from plait.design_system import words
from plait.privacy.models import AccessReport
from plait.privacy.queries import colleagues
from plait.privacy.queries.colleagues import Found, Looked, Reach, Refused
from plait.privacy.web.report_pages import (
    EMERGENCY,
    ReportPage,
    Table,
    addresses,
    kinds_in_words,
    last_day,
    moment,
    page_in_words,
    tied_because,
)
from plait.sharing.because import Because
from plait.sharing.categories import Sensitivity
from plait.sharing.conditions import GLASS_REACHES
from plait.sharing.looked_at import PURPOSE

CAN_HEADS = ("Child", "Can see", "Up to", "Since", "Until", "Why")
DID_HEADS = ("Day", "Child", "Page", "Times", "Why")
UNNAMED, UNSAID = "Not named here", "Not said"
MORE = f"Only the newest {colleagues.MOST:,} lines of what was opened are here."


@dataclass(frozen=True)
class Told:
    """The page, and the children whom it names."""

    page: ReportPage
    named: frozenset[UUID]


def told(report: AccessReport, viewer: Viewer) -> Told:
    """A report about a colleague, as it is opened."""
    assert report.works_at
    found = colleagues.look_up(report, viewer=viewer) if report.colleague else None
    page = ReportPage(
        id=report.pk,
        about=report.colleague.name if report.colleague else "",
        facts=tuple(_facts(report, found, viewer)),
        tables=tuple(_tables(found, report)) if found else (),
        note=MORE if found and found.there_is_more else "",
        at=report.works_at.short_name,
        **addresses(report),
    )
    return Told(page, frozenset(found.named if found else ()))


def _facts(
    report: AccessReport, found: Found | None, viewer: Viewer
) -> Iterator[tuple[str, str]]:
    assert report.works_at
    if report.colleague:
        yield "About", report.colleague.name
    yield "Service", report.works_at.name
    if found:
        yield "Can see", f"As it is on {words.record_day(viewer.now)}"
    first = words.record_day(report.since_on)
    yield "Has opened", f"From {first} to {words.record_day(report.last_on)}"
    if found:
        yield "Was not there for them", _refused(found.refused)
    yield "Why", report.reason
    made = moment(report.made_at)
    yield "Asked by", f"{report.made_by.name}, {report.agency.name}, on {made}"


def _refused(refused: Refused) -> str:
    if not refused.times:
        return "No page that they asked for"
    pages = words.plural(refused.times, "page", "pages")
    if not refused.strangers:
        return f"{pages}, none of a child whom they had no work with"
    some = words.plural(refused.strangers, "child", "children")
    return f"{pages}; among them addresses of {some} with whom they never worked"


def _tables(found: Found, report: AccessReport) -> Iterator[Table]:
    agency = report.works_at
    assert agency
    named = {child_id: child.full_name for child_id, child in found.named.items()}
    can = sorted(
        (one for one in found.reaches if one.child_id in named),
        key=lambda one: named[one.child_id],
    )
    yield Table(
        "can_see",
        "What they can see",
        CAN_HEADS,
        (
            *((named[one.child_id], *_can(one, agency)) for one in can),
            *_others_can(found.reaches, named),
        ),
        "There is no child of whom they can see anything that can be told here.",
    )
    because = Because(reason for one in found.looked for reason in one.reasons)
    yield Table(
        "has_opened",
        "What they have opened",
        DID_HEADS,
        (
            *(
                _did(one, named[one.child_id], agency, because)
                for one in found.looked
                if one.child_id in named
            ),
            *_others_did(found.looked, named),
        ),
        "There is no look to tell of in these days.",
    )


def _can(one: Reach, agency: Agency) -> tuple[str, ...]:
    kinds = kinds_in_words(one.kinds)
    if one.glass:
        until = one.glass.expires_at
        return (
            kinds,
            Sensitivity(GLASS_REACHES).label,
            moment(one.glass.opened_at),
            moment(until),
            EMERGENCY,
        )
    assert one.way
    return (
        kinds,
        Sensitivity(one.way.up_to).label,
        words.record_day(one.way.since),
        last_day(one.way.until),
        tied_because(one.way, agency),
    )


def _did(one: Looked, child: str, agency: Agency, because: Because) -> tuple[str, ...]:
    why = because.all(one.reasons, agency)
    said = f"Because {', and '.join(why)}" if why else "The name only"
    return (
        words.record_day(one.on),
        child,
        page_in_words(one.surface),
        str(one.times),
        PURPOSE.get(one.surface) or said,
    )


def _others_can(
    reaches: Iterable[Reach], named: Collection[UUID]
) -> Iterator[tuple[str, ...]]:
    """One line for all whom the report may not name, and nothing of why not (D55)."""
    others = {one.child_id for one in reaches if one.child_id not in named}
    if others:
        said = words.plural(len(others), "child", "children")
        yield (UNNAMED, said, *[UNSAID] * (len(CAN_HEADS) - 2))


def _others_did(
    looked: Iterable[Looked], named: Collection[UUID]
) -> Iterator[tuple[str, ...]]:
    others = [one for one in looked if one.child_id not in named]
    if others:
        ids = {one.child_id for one in others}
        said = words.plural(len(ids), "child", "children")
        times = str(sum(one.times for one in others))
        yield (UNNAMED, said, UNSAID, times, UNSAID)
