"""Who has looked, for a reader who may not know of everybody's part in the team."""

from dataclasses import dataclass
from uuid import UUID

from plait.access.viewer import Hat, Viewer
from plait.agencies import roles
from plait.children.models import Child, Tie
from plait.sharing import looks
from plait.sharing.looks import Look, Looks, Wanted
from plait.team.models import Involvement


@dataclass(frozen=True)
class Looker:
    """Somebody whose looks can be asked for, in words; of some only the service."""

    key: str
    words: str
    hats: frozenset[Hat]


def list_looks(
    child: Child, *, viewer: Viewer, wanted: Wanted | None = None, most: int = 40
) -> Looks:
    """Who has looked, without those of whose part the viewer may not know."""
    quiet = _quiet(child, viewer)
    return looks.list_looks(child, viewer=viewer, but=quiet, wanted=wanted, most=most)


def get_look(child: Child, look_id: UUID, *, viewer: Viewer) -> Look:
    """One line of them. Raises Line.DoesNotExist for what the viewer may not see."""
    return looks.get_look(child, look_id, viewer=viewer, but=_quiet(child, viewer))


def list_lookers(child: Child, *, viewer: Viewer) -> list[Looker]:
    """Everybody of whose part the viewer may know, now or before, by name."""
    parts = Involvement.objects.read_by(viewer).filter(record__child=child)
    lookers: dict[str, Looker] = {}
    known: set[Hat] = set()
    for part in parts.select_related("tie__person", "tie__agency").order_by("tie"):
        tie, hat = part.tie, Hat(part.tie.person_id, part.tie.agency_id)
        if tie.person_id != viewer.person_id and hat not in known:
            known.add(hat)
            one = _looker(tie, hat)
            same = lookers.get(one.key)
            hats = one.hats | same.hats if same else one.hats
            lookers[one.key] = Looker(one.key, one.words, hats)
    return sorted(lookers.values(), key=lambda one: (one.words, one.key))


def _looker(tie: Tie, hat: Hat) -> Looker:
    """Where the agency shows no names, all its people are one."""
    if tie.agency and not tie.agency.shows_staff_names:
        words = f"Somebody at {tie.agency.name}"
        return Looker(str(tie.agency_id), words, frozenset({hat}))
    job = roles.words(tie.role) if tie.agency_id else tie.relation
    words = f"{tie.person.name}, {job}" if job else tie.person.name
    return Looker(str(tie.pk), words, frozenset({hat}))


def _quiet(child: Child, viewer: Viewer) -> frozenset[Hat]:
    parts = Involvement.objects.visible_to(viewer.hat, viewer.now)
    known = parts.filter(record__child=child).values("tie")
    ties = Tie.objects.filter(child=child)
    seen = set(ties.filter(pk__in=known).values_list("person_id", "agency_id"))
    every = set(ties.values_list("person_id", "agency_id"))
    return frozenset(Hat(*one) for one in every - seen)
