"""Every combination of some factors, each world built from its number alone.

A factor is a table of labelled values; a value is the facts it adds to the scene. The
product is indexed, never stored, so that a sample of it costs no more than its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from tests.trust.worlds.scenes import ORDINARY_INSTANT, Scene, stage

# What a value adds: the name of a list and an entry's fields, or fields of the reader,
# the record, the child or the scene.
Fact = tuple[str, dict]
Factor = dict[str, tuple[Fact, ...]]


def fact(about: str, /, **fields: object) -> Fact:
    return about, fields


@dataclass(frozen=True, slots=True)
class Product:
    """All combinations of some factors, in the order of an odometer."""

    hat: str
    factors: dict[str, Factor]

    def __len__(self) -> int:
        return prod(len(factor) for factor in self.factors.values())

    def labels(self, number: int) -> dict[str, str]:
        """Which value of each factor this number stands for."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        chosen = {}
        for name, factor in reversed(self.factors.items()):
            number, place = divmod(number, len(factor))
            chosen[name] = list(factor)[place]
        return {name: chosen[name] for name in self.factors}

    def world(self, number: int) -> dict:
        labels = self.labels(number)
        facts = [
            each for name, label in labels.items() for each in self.factors[name][label]
        ]
        return world_of(f"factor-{self.hat}-{number}", facts)


def world_of(identifier: str, facts: list[Fact]) -> dict:
    """The stage, the record with its fields, the decoy records, and then the facts."""
    record = {"id": "r1"}
    reader: dict = {}
    child: dict = {}
    at = ORDINARY_INSTANT
    for kind, fields in facts:
        if kind == "record":
            record.update(fields)
        elif kind == "reader":
            reader.update(fields)
        elif kind == "child":
            child.update(fields)
        elif kind == "scene":
            at = fields["at"]
    scene = stage(identifier, at)
    scene.world["persons"][0].update(reader)
    scene.world["children"][0].update(child)
    scene.add("records", **record)
    add_decoy_records(scene)
    for kind, fields in facts:
        if kind in scene.world:
            scene.add(kind, **fields)
    return scene.world


def add_decoy_records(scene: Scene) -> None:
    """Another record about the child, and one about another child."""
    scene.add("records", id="r2")
    scene.add("records", id="r3", child="c2", owner="a2", category="education")
