"""Show me what they see: a child's record as a partner would see it now (rule L1).

What is shown is what the partner may see and the reader may see: each by the
predicate, in one snapshot. So it never shows a family what is held back from them, and
says nothing of a part in the team that they may not know of. Nobody's hat is put on,
and nothing of the partner's changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from plait.access.viewer import Hat, Viewer
from plait.agencies import roles
from plait.agencies.models import Agency
from plait.children.models import Child, Tie
from plait.sharing import looks_delay, predicate, queries
from plait.sharing.because import Reason, rests_on_glass
from plait.sharing.models import Clearance, Record
from plait.team import queries as team
from plait.team.models import Involvement

TALLIES = frozenset({"plans.practice", "plans.rating"})


@dataclass(frozen=True)
class Partner:
    """Whose eyes: one person of the team, or a service by its people there."""

    key: UUID  # their part, or the agency
    name: str
    first_name: str
    job: str
    strand: str
    agency: Agency | None
    # Each hat, with the roles in which the reader knows it.
    hats: tuple[tuple[Hat, frozenset[str]], ...]


@dataclass(frozen=True)
class Shown:
    """One record that both may see, and why the partner may."""

    record_id: UUID
    kind: str
    category: str
    reason: Reason


@dataclass(frozen=True)
class Preview:
    """What the partner sees, newest first, and of which kinds the reader sees more."""

    shown: tuple[Shown, ...]
    kinds_with_more: frozenset[str]

    def of(self, category: str) -> tuple[Shown, ...]:
        return tuple(one for one in self.shown if one.category == category)


class NoSuchPartner(Involvement.DoesNotExist):
    """Nobody whom the reader may choose."""


def list_people(child: Child, *, viewer: Viewer) -> list[Partner]:
    """Everybody in the team whom the reader may know of, but for those who decide."""
    parts = _parts(child, viewer)
    return [_person(part, parts) for part in parts]


def list_services(child: Child, *, viewer: Viewer) -> list[Partner]:
    """The services of whose people the reader knows at least one."""
    return _services(_parts(child, viewer))


def get_person(part_id: UUID, *, child: Child, viewer: Viewer) -> Partner:
    """One person. Raises NoSuchPartner for whoever is hidden, or not to choose."""
    return _the(part_id, list_people(child, viewer=viewer))


def get_service(agency_id: UUID, *, child: Child, viewer: Viewer) -> Partner:
    """One service. Raises NoSuchPartner when the reader knows of nobody there."""
    return _the(agency_id, list_services(child, viewer=viewer))


def _the(key: UUID, partners: Iterable[Partner]) -> Partner:
    for one in partners:
        if one.key == key:
            return one
    raise NoSuchPartner


def _parts(child: Child, viewer: Viewer) -> list[Involvement]:
    """Parents are not shown to each other: that could tell of a seal between them."""
    return [
        part
        for part in team.list_team(child, viewer=viewer)
        if part.tie.person_id != viewer.person_id
        and part.tie.kind != Tie.Kind.SELF
        and part.tie.role != Tie.PARENTAL_RESPONSIBILITY
    ]


def _hat(part: Involvement) -> Hat:
    return Hat(part.tie.person_id, part.tie.agency_id)


def _known(hat: Hat, parts: Sequence[Involvement]) -> tuple[Hat, frozenset[str]]:
    return hat, frozenset(part.tie.role for part in parts if _hat(part) == hat)


def _person(part: Involvement, parts: Sequence[Involvement]) -> Partner:
    agency, person = part.tie.agency, part.tie.person
    job = roles.words(part.tie.role) if agency else part.tie.relation
    return Partner(
        key=part.pk,
        name=person.name,
        first_name=person.first_name,
        job=f"{job} at {agency.short_name}" if agency else job,
        strand=agency.strand if agency else roles.HOME,
        agency=agency,
        hats=(_known(_hat(part), parts),),
    )


def _services(parts: Sequence[Involvement]) -> list[Partner]:
    agencies = {part.tie.agency for part in parts if part.tie.agency}
    return [
        Partner(
            key=agency.pk,
            name=agency.short_name,
            first_name=agency.short_name,
            job="",
            strand=agency.strand,
            agency=agency,
            hats=tuple(
                _known(hat, parts)
                for hat in sorted({_hat(part) for part in parts})
                if hat.agency_id == agency.pk
            ),
        )
        for agency in sorted(agencies, key=lambda one: (one.name, one.pk))
    ]


def look_as(partner: Partner, *, child: Child, viewer: Viewer) -> Preview:
    """What this partner sees now, of what the reader may see."""
    mine = Record.objects.visible_to(viewer.hat, viewer.now).filter(child=child)
    mine = mine.order_by("-made_at", "pk")
    rows = list(mine.values_list("pk", "kind", "category"))
    later = looks_delay.withheld_since(child, viewer.now)
    quiet = queries.quiet_facts(child, viewer)
    seen: dict[UUID, Reason] = {}
    for hat, known_roles in partner.hats:
        by_glass_too = not later.covers(hat, viewer.now)
        for record_id, reason in _seen_by(hat, known_roles, child, viewer):
            # Neither what was shared without the reader's knowing yet (W21), nor what
            # an emergency opened that is told later (E7, L3).
            if not quiet & {*reason} and (by_glass_too or not rests_on_glass(reason)):
                seen.setdefault(record_id, reason)
    shown = tuple(
        Shown(pk, kind, category, seen[pk]) for pk, kind, category in rows if pk in seen
    )
    more = frozenset(category for pk, _, category in rows if pk not in seen)
    return Preview(tuple(sorted(shown, key=_is_tally)), more)


def _is_tally(one: Shown) -> bool:
    """What is counted every day comes after what was written."""
    return one.kind in TALLIES


def _seen_by(
    hat: Hat, known_roles: frozenset[str], child: Child, viewer: Viewer
) -> Iterator[tuple[UUID, Reason]]:
    """The records that a hat may see by the parts that the reader knows of, and why."""
    at = viewer.now
    columns = ("row", *predicate.facts(hat, at))
    theirs = Record.objects.visible_to(hat, at).explain(hat, at).filter(child=child)
    cleared = None if hat.is_family else _cleared(known_roles)
    for pk, category, sensitivity, *found in theirs.values_list(
        "pk", "category", "sensitivity", *columns
    ):
        why = dict(zip(columns, found, strict=True))
        rests_on = predicate.rests_on(why["row"], why.__getitem__)
        reason = (why["row"], *(f"{kind}:{fact}" for kind, fact in rests_on.items()))
        by_part = cleared is None or cleared.get(category, 0) >= sensitivity
        if by_part or rests_on_glass(reason):
            yield pk, reason


def _cleared(known_roles: frozenset[str]) -> dict[str, int]:
    """How sensitive a record of each category these roles may read."""
    highest: dict[str, int] = {}
    rows = Clearance.objects.filter(role__in=known_roles)
    for category, most in rows.values_list("category", "max_sensitivity"):
        highest[category] = max(most, highest.get(category, 0))
    return highest
