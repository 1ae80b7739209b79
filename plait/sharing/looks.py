"""Who has looked: the ledger's lines about one child, as a family reads them."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from plait.access.models import Person
from plait.access.viewer import FAMILY, Hat, Viewer
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
    "homes": "where {child} lives",
    "settings": "where {child} goes",
    "census-entry": "what the school census says",
    "census.run": "the list of a school census",
    "census.rows": "the list of a school census",
    "census.row": "the list of a school census",
    "today": "{child}’s name in their list",
    "family-today": "{child}’s page",
    "growing-up": "what changes when {child} decides",
    "about-me": "{child}’s own page",
    "representatives": "who acts for {child}",
    "children": "{child}’s name in their list",
}
# What a page is about where that is not the child as a whole, by the kinds of its
# records. Beside them every page names what its head shows: that says nothing of what
# was looked at.
ABOUT: dict[str, str | tuple[str, ...]] = {
    "plan": "plans.",
    "progress": ("plans.outcome", "plans.rating"),
    "activities": ("plans.activity", "plans.practice"),
    "book": "book.entry",
    "notes": "evidence.observation",
    "photos": "evidence.photo",
    "concerns": "evidence.concern",
    "reports": "evidence.assessment",
    "team": "team.involvement",
    "story": "evidence.story",
    "homes": "evidence.home",
    "settings": "evidence.attendance",
    "census-entry": "exchange.census-entry",
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


def list_looks(child: Child, *, viewer: Viewer, but: Collection[Hat]) -> list[Look]:
    """Who looked at what, newest first, a line for each person, part and day.

    A line shows only when the reader may see something of what was looked at, and never
    for the hats in `but`, of whose part the reader may not know. So it betrays nothing
    that is kept from them, and what they may not see pushes nothing out (EXI-9).
    """
    return _in_words(list(islice(_shown(child, viewer, but), FURTHEST_BACK)), child)


def _shown(child: Child, viewer: Viewer, but: Collection[Hat]) -> Iterator[Line]:
    """The lines that may show, newest first, read a batch at a time."""
    about_child = Line.objects.filter(child_id=child.pk, act="record.read")
    lines = about_child.exclude(person_id=viewer.person_id).order_by("-seq")
    quiet = {(hat.person_id, hat.key) for hat in but}
    before = None
    while before != 0:
        older = lines.filter(seq__lt=before) if before else lines
        batch = list(older[:FURTHEST_BACK])
        known = [line for line in batch if (line.person_id, line.hat) not in quiet]
        yield from _about_something_visible(known, viewer)
        before = batch[-1].seq if len(batch) == FURTHEST_BACK else 0


def _about_something_visible(lines: list[Line], viewer: Viewer) -> Iterator[Line]:
    named = {line.seq: _records_of(line) for line in lines}
    kinds = _visible(set().union(*named.values()), viewer)
    for line in lines:
        about = ABOUT.get(line.surface, "")
        seen = [kinds[pk] for pk in named[line.seq] if pk in kinds]
        of_child_only = not about and not named[line.seq]
        if of_child_only or any(kind.startswith(about) for kind in seen):
            yield line


def _records_of(line: Line) -> set[str]:
    return set(json.loads(line.details).get("records", {}))


def _visible(ids: set[str], viewer: Viewer) -> dict[str, str]:
    """Those of the records that the reader may see, and their kinds."""
    records = Record.objects.visible_to(viewer.hat, viewer.now).filter(pk__in=ids)
    return {str(pk): kind for pk, kind in records.values_list("pk", "kind")}


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
