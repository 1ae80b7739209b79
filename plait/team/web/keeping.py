"""Whom of the family a young person keeps informed, on the page of who can see what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plait.access.viewer import Viewer
from plait.children.models import Child, Tie
from plait.clocks import arithmetic
from plait.design_system import words
from plait.sharing import because, queries
from plait.sharing.categories import ASKED_ABOUT
from plait.sharing.models import Basis
from plait.sharing.standing import Standing
from plait.sharing.web.presenters import IN_A_SENTENCE
from plait.team.models import Involvement


@dataclass(frozen=True)
class Kept:
    """One of the family: what they see now, why, and until when."""

    id: UUID
    name: str
    relation: str
    sees: str
    why: str
    until: date | None


def kept_informed(
    members: Sequence[Involvement], child: Child, viewer: Viewer, standing: Standing
) -> tuple[Kept, ...]:
    """For the young person alone, once they decide: parents are readers like others."""
    if standing.kind != Tie.Kind.SELF or standing.still_a_child:
        return ()
    bases: dict[UUID, list[Basis]] = defaultdict(list)
    for basis in queries.live_bases(child, viewer):
        if basis.to_person_id:
            bases[basis.to_person_id].append(basis)
    family = [part.tie for part in members if part.tie.kind == Tie.Kind.FAMILY]
    return tuple(_kept(tie, bases[tie.person_id]) for tie in family)


def _kept(tie: Tie, bases: Sequence[Basis]) -> Kept:
    seen = {basis.category for basis in bases}
    kinds = [IN_A_SENTENCE[kind] for kind in ASKED_ABOUT if kind in seen]
    acts = any(basis.kind != Basis.Kind.CONSENT for basis in bases)
    ends = [basis.until_at for basis in bases if basis.until_at]
    why = because.IN_WORDS[Basis.Kind.REPRESENTATIVE].replace("the young person", "you")
    return Kept(
        id=tie.pk,
        name=tie.person.name,
        relation=tie.relation,
        sees=words.joined(kinds),
        why=why if acts else "you chose it",
        until=arithmetic.day_of(max(ends)) - timedelta(days=1) if ends else None,
    )
