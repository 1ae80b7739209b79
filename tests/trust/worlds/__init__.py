"""Worlds to compare the product with the oracle on, all from a seed.

Worlds are in the input format of design/world-format.md, as dictionaries.
"""

from tests.trust.worlds.crowd import all_pairs_world
from tests.trust.worlds.dense import dense_worlds
from tests.trust.worlds.factors import (
    factor_product_size,
    factor_product_sizes,
    factor_world,
    factor_worlds,
)
from tests.trust.worlds.laws import (
    renamed_answer,
    renaming,
    with_defaults_left_out,
    with_employment_ended,
    with_every_tie_and_glass_ended,
    with_extra_basis,
    with_extra_restriction,
    with_glass_ended,
    with_renamed_ids,
    with_tie_ended,
)
from tests.trust.worlds.malformed import malformed_worlds
from tests.trust.worlds.pairs import condition_pairs, focus_of
from tests.trust.worlds.smallest import SMALLEST, smallest_scene
from tests.trust.worlds.switches import switch_worlds
from tests.trust.worlds.targeted import targeted_worlds
from tests.trust.worlds.well_formed import well_formed_world, well_formed_worlds

__all__ = [
    "SMALLEST",
    "all_pairs_world",
    "condition_pairs",
    "dense_worlds",
    "factor_product_size",
    "factor_product_sizes",
    "factor_world",
    "factor_worlds",
    "focus_of",
    "malformed_worlds",
    "renamed_answer",
    "renaming",
    "smallest_scene",
    "switch_worlds",
    "targeted_worlds",
    "well_formed_world",
    "well_formed_worlds",
    "with_defaults_left_out",
    "with_employment_ended",
    "with_every_tie_and_glass_ended",
    "with_extra_basis",
    "with_extra_restriction",
    "with_glass_ended",
    "with_renamed_ids",
    "with_tie_ended",
]
