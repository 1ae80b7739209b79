"""The cast in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from plait.agencies import roles
from plait.agencies.models import Agency
from plait.demo.cast import ORGANISATIONS, Actor
from plait.design_system.parts import Person

PLACES = {one.code: one for one in ORGANISATIONS}


@dataclass(frozen=True)
class Role:
    """Somebody one can be."""

    key: str
    called: str
    person: Person

    @classmethod
    def of(cls, actor: Actor) -> "Role":
        place = PLACES.get(actor.agency)
        strand = Agency(kind=place.kind).strand if place else roles.HOME
        does = f"{actor.does}, {place.called}" if place else actor.does
        return cls(actor.key, actor.known_as, Person(strand, actor.name, does))


@dataclass(frozen=True)
class CastPage:
    roles: tuple[Role, ...]

    @classmethod
    def of(cls, actors: Sequence[Actor]) -> "CastPage":
        return cls(tuple(Role.of(actor) for actor in actors))
