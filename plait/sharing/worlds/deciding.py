"""Every decision in a world, by the predicate that serves the pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction

from plait.access.viewer import Hat
from plait.sharing import predicate
from plait.sharing.models import Record
from plait.sharing.worlds import reading
from plait.sharing.worlds.staging import Stage, identify
from plait.sharing.worlds.statements import Statement, prepared_id
from plait.sharing.worlds.values import FAMILY

ROW = ("pk", "row")


class Answer(NamedTuple):
    """May this person, in this hat, see this record; and which row says so."""

    world: str
    person: str
    hat: str
    record: str
    allowed: bool
    row: str


class Contradiction(Exception):
    """The list of what is visible and the row that decided do not agree: a defect."""


@dataclass(frozen=True)
class _Asked:
    """Both questions for one kind of hat: what is visible, and why or why not."""

    visible: Statement
    rows: Statement


class Decider:
    """Decides worlds, one after the other, in the scratch database of its block."""

    def __init__(self) -> None:
        self._asked = {family: _ask(family) for family in (False, True)}

    def decide(self, world: reading.World) -> Iterator[Answer]:
        """Every decision: persons as listed, their hats, records as listed."""
        with transaction.atomic():
            Stage(world).set_up()
            answers = list(self._answers(world))
            transaction.set_rollback(True)
        yield from answers

    def _answers(self, world: reading.World) -> Iterator[Answer]:
        records = {
            entry.id: prepared_id(identify("records", entry.id))
            for entry in world.records
        }
        for person, hat in hats(world):
            visible, rows = self._ask(world, person, hat)
            for record, key in records.items():
                row, allowed = rows[key], key in visible
                if allowed != (row in predicate.ALLOWING):
                    raise Contradiction(
                        f"World {world.id}: {person} in hat {hat} about {record}: "
                        f"row {row}, but visible is {allowed}."
                    )
                yield Answer(world.id, person, hat, record, allowed, row)

    def _ask(
        self, world: reading.World, person: str, hat: str
    ) -> tuple[set[Any], dict[Any, str]]:
        agency = None if hat == FAMILY else identify("agencies", hat)
        worn = Hat(identify("persons", person), agency)
        asked = self._asked[worn.is_family]
        visible = {key for (key,) in asked.visible.ask(worn, world.at)}
        return visible, dict(asked.rows.ask(worn, world.at))


def _ask(family: bool) -> _Asked:
    return _Asked(
        visible=Statement(
            lambda hat, at: Record.objects.visible_to(hat, at).values_list("pk"),
            family=family,
        ),
        rows=Statement(
            lambda hat, at: Record.objects.explain(hat, at).values_list(*ROW),
            family=family,
        ),
    )


def hats(world: reading.World) -> Iterator[tuple[str, str]]:
    """Each person's hats: every agency that ever employed them, then the family."""
    for person in world.persons:
        employers = {job.agency for job in world.employments if job.person == person.id}
        for agency in world.agencies:
            if agency.id in employers:
                yield person.id, agency.id
        if any(tie.person == person.id and tie.kind != "team" for tie in world.ties):
            yield person.id, FAMILY
