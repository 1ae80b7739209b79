"""Gathering from the ledger what the rules of unusual access look at, and telling whom.

An alert says who, by which rule, how often and when; never which child. It goes to the
privacy leads of the agency whose hat was worn, by mail and on their first page.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from plait.access.models import Person
from plait.access.viewer import FAMILY, Viewer
from plait.agencies import queries as agencies
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger import operations as ledger
from plait.ledger import watching
from plait.ledger.models import Alert, HourCount, Line
from plait.ledger.watching import Day, Finding, Gathering, Rule
from plait.notices import operations as notices
from plait.sharing import neighbours
from plait.sharing.models import Glass

NEWEST = 400  # lines of one person that are looked through after a refusal
WEEK, FOUR_WEEKS = timedelta(days=7), timedelta(days=28)
NOT_FOUND = "page.not-found"


def look_over(now: datetime) -> list[Alert]:
    """Everything that is unusual today, told once each. Run it every minute."""
    days, gatherings = gather(now)
    found = [
        alert
        for day in days
        for finding in watching.of_day(day, floor=settings.LOOKS_IN_AN_HOUR)
        if (alert := tell(finding, day.person_id, day.hat, now=now))
    ]
    for gathering in gatherings:
        for finding in watching.of_gathering(gathering):
            about = str(gathering.child_id)
            if alert := tell(finding, None, "", now=now, about=about):
                found.append(alert)
    HourCount.objects.filter(hour__lt=now - FOUR_WEEKS - WEEK).delete()
    return found


def gather(now: datetime) -> tuple[list[Day], list[Gathering]]:
    """The facts of today: days of people, and who came to children not theirs."""
    start = arithmetic.start_of(arithmetic.day_of(now))
    today: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    week: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    came: dict[str, set[UUID]] = defaultdict(set)
    for at, person, hat, child in _refusals(now - WEEK, now):
        week[person, hat].add(child)
        if at >= start:
            today[person, hat].add(child)
            came[child].add(person)
    for glass in Glass.objects.filter(opened_at__gte=start, opened_at__lte=now):
        came[str(glass.child_id)].add(glass.person_id)
        week[glass.person_id, str(glass.agency_id)] |= set()
    names, close = _namesakes(came), neighbours.near(came, now)
    most, busiest = _paces(start, now)
    floor = settings.LOOKS_IN_AN_HOUR
    fast = [
        person
        for person, looks in busiest.items()
        if watching.must_confirm(looks, most.get(person, 0), floor=floor)
    ]
    keys = {*week, *_hats_of(fast, now)}
    days = [
        Day(
            person_id=person,
            hat=hat,
            missed=frozenset(today[person, hat]),
            missed_this_week=frozenset(week[person, hat]),
            busiest_hour=busiest.get(person, 0),
            own_most=most.get(person, 0),
            namesakes=frozenset(names[person]),
            neighbours=frozenset(close[person]),
        )
        for person, hat in sorted(keys, key=str)
    ]
    return days, list(_gatherings(came))


def _refusals(
    since: datetime, now: datetime
) -> Iterator[tuple[datetime, UUID, str, str]]:
    """Who asked for which child in vain; not for one they are tied to at all."""
    lines = Line.objects.filter(act=NOT_FOUND, at__gte=since, at__lte=now)
    return _of_strangers(lines.exclude(hat=FAMILY).order_by("seq"))


def _of_strangers(lines: Iterable[Line]) -> Iterator[tuple[datetime, UUID, str, str]]:
    asked = [(line, child) for line in lines if (child := asked_for(line))]
    people = {line.person_id for line, _ in asked if line.person_id}
    tied = {
        (person, str(child))
        for person, child in Tie.objects.filter(person_id__in=people).values_list(
            "person_id", "child_id"
        )
    }
    for line, child in asked:
        if line.person_id and (line.person_id, child) not in tied:
            yield line.at, line.person_id, line.hat, child


def asked_for(line: Line) -> str:
    """The child in the address of a page that was not there."""
    child: str = json.loads(line.details).get("asked", {}).get("child_id", "")
    return child


def _gatherings(came: dict[str, set[UUID]]) -> Iterator[Gathering]:
    """Only those from outside the team are counted here: the team may all have come."""
    for child, people in came.items():
        yield Gathering(UUID(child), frozenset(people), team=0)


def _namesakes(came: dict[str, set[UUID]]) -> dict[UUID, set[str]]:
    everybody = set().union(*came.values()) if came else set()
    called = dict(Person.objects.filter(pk__in=everybody).values_list("pk", "name"))
    found: dict[UUID, set[str]] = defaultdict(set)
    families = Child.objects.filter(pk__in=list(came)).exclude(family_name="")
    for child, family_name in families.values_list("pk", "family_name"):
        for person in came[str(child)]:
            if watching.share_a_name(called.get(person, ""), family_name):
                found[person].add(str(child))
    return found


def _paces(start: datetime, now: datetime) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """The most that people had in an hour before today, and today."""
    counts = HourCount.objects.values_list("person_id").annotate(most=Max("looks"))
    before = counts.filter(hour__gte=start - FOUR_WEEKS, hour__lt=start)
    return dict(before), dict(counts.filter(hour__gte=start, hour__lte=now))


def _hats_of(people: Iterable[UUID], now: datetime) -> Iterator[tuple[UUID, str]]:
    """The agency that answers for somebody's pace: the one of their newest line."""
    for person in people:
        newest = Line.objects.filter(person_id=person).order_by("-seq").first()
        if newest and newest.at <= now:
            yield person, newest.hat


def count(viewer: Viewer, children: int) -> tuple[int, int]:
    """Children shown in this hour, these included; and the most there ever were.

    One statement for almost everybody, however many servers there are.
    """
    hour = viewer.now.replace(minute=0, second=0, microsecond=0)
    field = HourCount._meta.get_field
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_hourcount (person_id, hour, looks) VALUES (%s, %s, %s)"
            " ON CONFLICT (person_id, hour) DO UPDATE"
            " SET looks = ledger_hourcount.looks + excluded.looks RETURNING looks",
            [
                field("person_id").get_db_prep_value(viewer.person_id, connection),  # type: ignore[union-attr]
                field("hour").get_db_prep_value(hour, connection),  # type: ignore[union-attr]
                children,
            ],
        )
        looks: int = cursor.fetchone()[0]
    if looks <= watching.most_in_an_hour(0, floor=settings.LOOKS_IN_AN_HOUR):
        return looks, 0
    start = arithmetic.start_of(viewer.today)
    most, _ = _paces(start, viewer.now)
    return looks, most.get(viewer.person_id, 0)


def after_refusal(viewer: Viewer, child_id: str) -> None:
    """At once, at the door: a canary, or the fifth child who is not theirs (INS-1)."""
    if viewer.hat.is_family or not child_id:
        return
    after_opening(viewer, {child_id})
    start = arithmetic.start_of(viewer.today)
    newest = Line.objects.filter(person_id=viewer.person_id).order_by("-seq")[:NEWEST]
    lines = [line for line in newest if line.act == NOT_FOUND and line.at >= start]
    here = [line for line in lines if line.hat == viewer.hat.key]
    missed = frozenset(child for _, _, _, child in _of_strangers(here))
    day = Day(viewer.person_id, viewer.hat.key, missed=missed)
    for finding in watching.of_day(day, floor=settings.LOOKS_IN_AN_HOUR):
        tell(finding, viewer.person_id, viewer.hat.key, now=viewer.now)


def after_opening(viewer: Viewer, children: Iterable[object]) -> None:
    """A made-up child whom nobody has a reason to open: the duty officer (SUP-4)."""
    opened = settings.CANARIES & {str(child) for child in children}
    if not opened:
        return
    finding = Finding(Rule.CANARY, len(opened))
    alert = tell(finding, viewer.person_id, viewer.hat.key, now=viewer.now)
    if alert and settings.DUTY_OFFICER:
        notices.queue(
            address=settings.DUTY_OFFICER,
            subject="Now: somebody is where nobody should be",
            words="A trap in Plait has just been opened. Ring the privacy lead now: it "
            "stands on their first page.",
            now=viewer.now,
        )


@transaction.atomic
def tell(
    finding: Finding,
    person_id: UUID | None,
    hat: str,
    *,
    now: datetime,
    about: str = "",
) -> Alert | None:
    """Keep an alert and tell the privacy leads, unless it has been told today."""
    agency_id = UUID(hat) if hat and hat != FAMILY else None
    told = (finding.rule, person_id or about, hat, arithmetic.day_of(now))
    alert, new = Alert.objects.get_or_create(
        key=sha256("/".join(map(str, told)).encode()).hexdigest(),
        defaults={
            "rule": finding.rule,
            "person_id": person_id,
            "agency_id": agency_id,
            "count": finding.count,
            "made_at": now,
        },
    )
    if not new:
        return None
    details = {"alert": alert.pk, "rule": finding.rule, "of": person_id}
    entry = ledger.Entry(act="ledger.alert.raised", at=now, details=details)
    ledger.write([entry])
    for lead in agencies.privacy_leads_for(agency_id, now):
        notices.queue(
            address=lead.person.email,
            person_id=lead.person_id,
            subject="Something unusual to look at",
            words="Plait has seen something unusual in how it is used. Sign in: it "
            f"stands on your first page.\n{settings.PUBLIC_ADDRESS}/",
            now=now,
        )
    return alert
