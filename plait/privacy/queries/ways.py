"""Why a hat can see kinds of information about a child, and up to which sensitivity."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plait.access.viewer import Hat
from plait.children.hats import live
from plait.children.models import Tie
from plait.sharing import conditions
from plait.sharing.categories import ASKED_ABOUT
from plait.sharing.models import Basis, Clearance, Restriction


@dataclass(frozen=True)
class Way:
    """One reason for which a hat can see kinds of information, up to a sensitivity."""

    tie: Tie
    basis: Basis | None  # none: what its own agency writes
    since: datetime
    until: datetime | None
    up_to: int
    kinds: tuple[str, ...]


def clearances(of_roles: Collection[str]) -> dict[str, dict[str, int]]:
    """How sensitive a record of each kind a role may read; safeguarding is not told."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Clearance.objects.filter(
        role__in=of_roles, category__in=ASKED_ABOUT, max_sensitivity__gt=0
    )
    for role, kind, most in rows.values_list("role", "category", "max_sensitivity"):
        found[role][kind] = most
    return found


class Closed:
    """Seals over everything about a child, or over kinds, and whom they stop."""

    def __init__(self, seals: Collection[Restriction] = ()) -> None:
        self.seals = seals

    def narrow(
        self, hat: Hat, levels: dict[str, int], *, breaks: bool = False
    ) -> dict[str, int]:
        """What is left of a clearance (row R). Emergency access breaks some seals."""
        seals = (one for one in self.seals if not (breaks and one.breakable))
        shut = {one.category for one in seals if _stops(one, hat)}
        if "" in shut:
            return {}
        return {kind: most for kind, most in levels.items() if kind not in shut}


def _stops(seal: Restriction, hat: Hat) -> bool:
    if any(one.person_id == hat.person_id for one in seal.exemptions.all()):
        return False
    aim = Restriction.Aim
    return (
        seal.aim == aim.EVERYONE
        or (seal.aim == aim.AGENCY and seal.aimed_agency_id == hat.agency_id)
        or (
            seal.aim in (aim.PERSON, aim.AT_WORK)
            and seal.aimed_person_id == hat.person_id
        )
    )


def closed_on(child_ids: Collection[UUID], at: datetime) -> dict[UUID, Closed]:
    """For each of these children, the seals that no single record has."""
    found: dict[UUID, list[Restriction]] = {one: [] for one in child_ids}
    seals = Restriction.objects.filter(live(at), child__in=child_ids, record=None)
    for seal in seals.prefetch_related("exemptions"):
        found[seal.child_id].append(seal)
    return {child_id: Closed(some) for child_id, some in found.items()}


def own(tie: Tie, levels: dict[str, int]) -> Iterator[Way]:
    """P1: what their own agency has written."""
    for up_to in sorted(set(levels.values())):
        kinds = tuple(kind for kind in ASKED_ABOUT if levels.get(kind) == up_to)
        yield Way(tie, None, tie.from_at, tie.until_at, up_to, kinds)


def shared(tie: Tie, levels: dict[str, int], bases: Iterable[Basis]) -> Iterator[Way]:
    """P2: what others and the family share, each reason with its kinds."""
    grouped: dict[tuple[object, int], list[Basis]] = defaultdict(list)
    for basis in bases:
        up_to = min(basis.max_sensitivity, levels.get(basis.category, 0))
        if up_to:
            grouped[_same(basis), up_to].append(basis)
    for (_, up_to), some in grouped.items():
        kinds = {basis.category for basis in some}
        first = some[0]
        ends = [end for end in (first.until_at, tie.until_at) if end]
        yield Way(
            tie=tie,
            basis=first,
            since=max(first.from_at, tie.from_at),
            until=min(ends, default=None),
            up_to=up_to,
            kinds=tuple(kind.value for kind in ASKED_ABOUT if kind in kinds),
        )


def in_an_emergency(hat: Hat, closed: Closed) -> tuple[str, ...]:
    """P6: every kind, but what a seal covers that emergency access does not break."""
    every = {kind.value: conditions.GLASS_REACHES for kind in ASKED_ABOUT}
    return tuple(closed.narrow(hat, every, breaks=True))


def _same(basis: Basis) -> tuple[object, ...]:
    """What bases have in common that stand on one line."""
    return (
        basis.kind,
        basis.agreement_id,
        basis.disclosure_id,
        basis.from_at,
        basis.until_at,
    )
