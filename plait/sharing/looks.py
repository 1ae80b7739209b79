"""Who has looked: the ledger's lines about one child, as a family reads them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import FAMILY, Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.ledger.models import Line
from plait.sharing.models import Record

LOOKED_AT = {
    "overview": "the overview",
    "plan": "the plan",
    "progress": "the progress",
    "book": "the book",
    "notes": "a note",
    "photos": "a photo",
    "concerns": "a concern",
    "reports": "the reports",
    "team": "the team page",
    "sharing": "who can see what",
    "about": "the page about {child}",
    "story": "what the family wrote first",
    "activities": "the games for home",
    "today": "their list of children",
    "family-today": "{child}’s page",
    "children": "their list of children",
}
FURTHEST_BACK = 400


@dataclass(frozen=True)
class Look:
    """One person looked at one part on one day, perhaps several times."""

    strand: str
    who: str
    job: str
    part: str
    last_at: datetime
    times: int

    @property
    def on(self) -> date:
        return arithmetic.day_of(self.last_at)


def list_looks(child: Child, *, viewer: Viewer) -> list[Look]:
    """Who looked at what, newest first, a line for each person, part and day.

    A line shows only when the reader may see at least one record that it names, or when
    it names none; so it never betrays what is kept from them (EXI-9).
    """
    lines = list(
        Line.objects.filter(child_id=child.pk, act="record.read")
        .exclude(person_id=viewer.person_id)
        .order_by("-seq")[:FURTHEST_BACK]
    )
    named = {line.seq: _records_of(line) for line in lines}
    allowed = _visible(named.values(), viewer)
    shown = [line for line in lines if not named[line.seq] or named[line.seq] & allowed]
    return _in_words(shown, child)


def _records_of(line: Line) -> set[str]:
    return set(json.loads(line.details).get("records", {}))


def _visible(named: Iterable[set[str]], viewer: Viewer) -> set[str]:
    ids = set().union(*named) if named else set()
    records = Record.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=ids)
    return {str(pk) for pk in records.values_list("pk", flat=True)}


def _in_words(lines: list[Line], child: Child) -> list[Look]:
    people = Person.objects.in_bulk({line.person_id for line in lines})
    agencies = {str(agency.pk): agency for agency in _agencies(lines)}
    relations = {
        tie.person_id: tie.relation
        for tie in Tie.objects.filter(child=child, kind=Tie.Kind.FAMILY)
    }
    looks: dict[tuple[UUID | None, str, str, date], Look] = {}
    for line in lines:
        key = (line.person_id, line.hat, line.surface, arithmetic.day_of(line.at))
        if key in looks:
            seen = looks[key]
            looks[key] = Look(
                seen.strand, seen.who, seen.job, seen.part, seen.last_at, seen.times + 1
            )
            continue
        agency = agencies.get(line.hat)
        person = people.get(line.person_id) if line.person_id else None
        looks[key] = Look(
            strand=agency.strand if agency else roles.HOME,
            who=_name(person, agency),
            job=_job(line, agency, relations),
            part=LOOKED_AT.get(line.surface, line.surface).format(child=child.called),
            last_at=line.at,
            times=1,
        )
    return list(looks.values())


def _agencies(lines: list[Line]) -> list[Agency]:
    ids = {line.hat for line in lines if line.hat not in ("", FAMILY)}
    return list(Agency.objects.filter(pk__in=ids))


def _name(person: Person | None, agency: Agency | None) -> str:
    """A name where the agency shows names; otherwise who they work for."""
    if agency and not agency.shows_staff_names:
        return f"Somebody at {agency.name}"
    return person.name if person else "Somebody"


def _job(line: Line, agency: Agency | None, relations: dict[UUID, str]) -> str:
    if agency:
        return roles.words(line.role)
    return relations.get(line.person_id, "") if line.person_id else ""
