"""Every combination of what can matter around one reader and one record.

The product is split by hat, so that neither half multiplies what only matters to the
other. Its factors are the tables of agency_factors.py and family_factors.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.trust.worlds.agency_factors import AGENCY_FACTORS
from tests.trust.worlds.family_factors import FAMILY_FACTORS
from tests.trust.worlds.product import Product

AGENCY = Product("agency", AGENCY_FACTORS)
FAMILY = Product("family", FAMILY_FACTORS)


def factor_product_sizes() -> dict[str, int]:
    """How many worlds the product has for each hat."""
    return {product.hat: len(product) for product in (AGENCY, FAMILY)}


def factor_product_size() -> int:
    """How many worlds ``factor_worlds`` yields when no sample is asked for."""
    return len(AGENCY) + len(FAMILY)


def factor_world(number: int) -> dict:
    """One world of the whole product: first all of the agency half, then the family."""
    if number < len(AGENCY):
        return AGENCY.world(number)
    return FAMILY.world(number - len(AGENCY))


def factor_worlds(sample: int | None = None, seed: int = 0) -> Iterator[dict]:
    """All of the product in order, or a random sample of it without repetition."""
    numbers = range(factor_product_size())
    if sample is None:
        return map(factor_world, numbers)
    return map(factor_world, random.Random(seed).sample(numbers, sample))
